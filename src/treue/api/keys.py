"""Keys of programs: made once, shown once, checked in constant time, ended for good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from treue.api.records import ApiKey
from treue.errors import BadOption
from treue.people.log import log

READ, PERSONS, EVENTS = "read", "persons", "events"
SCOPES = {
    READ: "figures and groups of customers, who are codes",
    PERSONS: "names, addresses and the shop's own numbers as well",
    EVENTS: "bring events, and ask what became of them",
}
"""Scope -> what it opens."""

MOST_DAYS = 3_650
_MARK = "treue"
_PREFIX_BYTES, _SECRET_BYTES = 5, 32
_USED_EVERY = timedelta(minutes=1)
_NOBODYS = hashlib.sha256(b"nobody's").hexdigest()


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that was let in.

    Args:
        key: number of its key.
        name: what the key is for.
        scopes: what it opens.
    """

    key: int
    name: str
    scopes: frozenset[str]

    @property
    def actor(self) -> str:
        """As the log names it."""
        return f"key:{self.key}"

    @property
    def sees_persons(self) -> bool:
        """Whether it is told who customers are."""
        return PERSONS in self.scopes


def make_key(name: str, scopes: Iterable[str], by: str, days: int | None = None) -> tuple[ApiKey, str]:
    """A new key, and its token, which is shown this once.

    Args:
        name: what it is for: "warehouse".
        scopes: of `SCOPES`; persons opens read too.
        by: who makes it.
        days: how long it holds; None until it is ended.

    Raises:
        BadOption: no name, no scope or one that does not exist, or no day to hold.
    """
    wanted = set(scopes)
    unknown = sorted(wanted - set(SCOPES))
    if unknown or not wanted:
        what = f"{', '.join(unknown)}: no such scope" if unknown else "A key without a scope opens nothing"
        raise BadOption(f"{what}; take one or more of {', '.join(SCOPES)}.")
    if not 0 < len(name.strip()) <= 80:
        raise BadOption("A key needs a name of at most 80 letters that says what it is for, as 'warehouse'.")
    if days is not None and not 0 < days <= MOST_DAYS:
        raise BadOption(f"A key holds from 1 to {MOST_DAYS:,} days, or, with none told, until it is ended.")
    if PERSONS in wanted:
        wanted.add(READ)
    prefix = secrets.token_hex(_PREFIX_BYTES)
    token = f"{_MARK}_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    now = datetime.now(UTC)
    made = ApiKey.objects.create(
        name=name.strip(),
        prefix=prefix,
        digest=_digest(token),
        scopes=sorted(wanted),
        made_at=now,
        made_by=by,
        expires_at=None if days is None else now + timedelta(days=days),
    )
    log(by, "key made", detail={"key": made.pk, "scopes": made.scopes})
    return made, token


def end_key(prefix: str, by: str) -> ApiKey:
    """Let nobody in with a key any more.

    Args:
        prefix: as `treue key list` shows it.
        by: who ends it.

    Raises:
        BadOption: there is no such key that still holds.
    """
    if not ApiKey.objects.filter(prefix=prefix, ended_at=None).update(ended_at=datetime.now(UTC)):
        raise BadOption(
            f"{prefix!r}: no key that still holds begins so; `treue key list` shows those there are."
        )
    ended: ApiKey = ApiKey.objects.get(prefix=prefix)
    log(by, "key ended", detail={"key": ended.pk})
    return ended


def all_keys() -> list[ApiKey]:
    """Every key, the newest first."""
    return list(ApiKey.objects.order_by("-pk"))


def caller_of(token: str, now: datetime) -> Caller | None:
    """Who shows a token; None if it opens nothing.

    Takes as long for a key that does not exist as for a wrong one.
    """
    parts = token.split("_", 2)
    prefix = parts[1] if len(parts) == 3 and parts[0] == _MARK and parts[1].isalnum() else ""
    holds = Q(expires_at=None) | Q(expires_at__gt=now)
    found = ApiKey.objects.filter(holds, prefix=prefix[:12], ended_at=None).first()
    is_right = hmac.compare_digest(_digest(token), found.digest if found else _NOBODYS)
    if found is None or not is_right:
        return None
    if found.last_used is None or found.last_used < now - _USED_EVERY:
        due = Q(last_used=None) | Q(last_used__lt=now - _USED_EVERY)
        ApiKey.objects.filter(due, pk=found.pk).update(last_used=now)
    return Caller(found.pk, found.name, frozenset(found.scopes))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
