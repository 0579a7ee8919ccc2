"""Users: made by an admin or the terminal, never by signing up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from treue.errors import BadOption
from treue.people.log import log
from treue.web.records import User

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 4, 4
_NOBODY_YET = "admin@localhost"


def one_time_password() -> str:
    """Four groups of four signs that cannot be misread: 79 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(_GROUPS))


def invite(mail: str, role: str, by: str, name: str = "") -> tuple[User, str]:
    """Make a user, or give one a new password; it opens one page: where they choose their own.

    Raises:
        BadOption: no address, or no role.
    """
    if "@" not in mail.strip("@"):
        raise BadOption(f"{mail!r} is no mail address; write it as anna@shop.de.")
    if role not in User.Role.values:
        raise BadOption(f"{role!r} is no role; take one of {', '.join(User.Role.values)}.")
    user = User.objects.filter(mail__iexact=mail.strip()).first() or User(mail=mail.strip(), name=name)
    password = one_time_password()
    user.role, user.is_active, user.must_choose_password = role, True, True
    user.set_password(password)
    user.save()
    log(by, "user invited", detail={"user": user.pk, "role": role})
    return user, password


def reset(user: User, by: str) -> str:
    """A one-time password for somebody who is here already; they are signed out everywhere."""
    password = one_time_password()
    user.must_choose_password = True
    user.set_password(password)
    user.save(update_fields=["must_choose_password", "password"])
    log(by, "password reset", detail={"user": user.pk})
    return password


def change_role(user: User, role: str, by: str) -> bool:
    """Let somebody do more or less; False where nobody would be left to set things up.

    Raises:
        BadOption: no such role.
    """
    if role not in User.Role.values:
        raise BadOption(f"{role!r} is no role; take one of {', '.join(User.Role.values)}.")
    if role != User.Role.ADMIN and _is_last_admin(user):
        return False
    User.objects.filter(pk=user.pk).update(role=role)
    log(by, "role changed", detail={"user": user.pk, "role": role})
    return True


def deactivate(user: User, by: str) -> bool:
    """Shut somebody out from their next click on; False where nobody would be left to set things up."""
    if _is_last_admin(user):
        return False
    User.objects.filter(pk=user.pk).update(is_active=False)
    log(by, "user deactivated", detail={"user": user.pk})
    return True


def let_back(user: User, by: str) -> bool:
    """Let somebody in again, with the password they had."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    log(by, "user let back", detail={"user": user.pk})
    return True


def is_anybody_here() -> bool:
    """Whether there is an admin who can let others in."""
    return _admins().exists()


def _admins() -> QuerySet[User]:
    return User.objects.filter(role=User.Role.ADMIN, is_active=True)


def _is_last_admin(user: User) -> bool:
    return _admins().filter(pk=user.pk).exists() and not _admins().exclude(pk=user.pk).exists()


def first_admin(mail_to: Sequence[str]) -> tuple[User, str] | None:
    """Where nobody can let others in: an admin and their one-time password; None where somebody can.

    Args:
        mail_to: addresses of the settings; the first is theirs.
    """
    if is_anybody_here():
        return None
    mail = next((each for each in mail_to if "@" in each), _NOBODY_YET)
    return invite(mail, User.Role.ADMIN, "terminal")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the shop's people, as the terminal lists them.

    Args:
        state: active, invited or off.
    """

    mail: str
    name: str
    role: str
    state: str

    def plain(self) -> dict[str, str]:
        """For programs."""
        return {"mail": self.mail, "name": self.name, "role": self.role, "state": self.state}


def everybody() -> list[Person]:
    """Who may come in, and who no longer may."""
    return [
        Person(each.mail, each.name, str(each.role), _state(each)) for each in User.objects.order_by("mail")
    ]


def _state(user: User) -> str:
    if not user.is_active:
        return "off"
    return "invited" if user.must_choose_password else "active"


def known(mail: str) -> User:
    """The user of an address.

    Raises:
        BadOption: there is none.
    """
    found = User.objects.filter(mail__iexact=mail.strip()).first()
    if found is None:
        raise BadOption(f"{mail!r} is no user here. All of them: treue user list")
    return found


def role_of(mail: str) -> str:
    """The role somebody has; a viewer's for who is new."""
    found = User.objects.filter(mail__iexact=mail.strip()).first()
    return str(found.role) if found else str(User.Role.VIEWER)


def role_behind(by: str) -> str:
    """Who did something, without saying who: the role of a user, else what acted: key, night, terminal.

    Args:
        by: as the log names them: user:7, key:3, night.
    """
    sort, _, number = by.partition(":")
    if sort != "user":
        return sort
    found = User.objects.filter(pk=int(number)).values_list("role", flat=True).first()
    return sort if found is None else str(found)
