"""Users: who may come in, in which role; let in, helped and shut out by an admin."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from treue.people.log import log
from treue.web.accounts import change_role, deactivate, invite, let_back, reset
from treue.web.drawing import draw
from treue.web.reader import for_admins, reader_of
from treue.web.records import User
from treue.web.shop_settings import TABS
from treue.web.site import home
from treue.web.voice import said, said_later, words_of

_LOGGER = logging.getLogger("treue.web")


def _roles() -> list[tuple[str, str]]:
    return [(role, said(f"role.{role}")) for role in User.Role.values]


class Invitation(forms.Form):
    """Whom to let in."""

    mail = forms.EmailField(label=said_later("users.mail"))
    name = forms.CharField(label=said_later("users.name"), required=False, max_length=120)
    role = forms.ChoiceField(label=said_later("users.role"), choices=_roles)

    def clean_mail(self) -> str:
        """An address that has no user yet."""
        mail = str(self.cleaned_data["mail"])
        if User.objects.filter(mail__iexact=mail).exists():
            raise forms.ValidationError(said("users.taken"))
        return mail


@for_admins
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who may come in; with what is posted, somebody more."""
    form = Invitation(request.POST or None, initial={"role": User.Role.MARKETER})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made, password = invite(told["mail"], told["role"], reader_of(request).actor, told["name"])
        return _password(request, made, password)
    protected = set(Authenticator.objects.values_list("user", flat=True))
    page = {"tabs": TABS, "form": form, "users": User.objects.order_by("-is_active", "name", "mail")}
    return draw(request, "users.html.j2", page | {"protected": protected})


@for_admins
def user(request: HttpRequest, number: int) -> HttpResponse:
    """One user, and what an admin can do for them."""
    found = get_object_or_404(User, pk=number)
    by = reader_of(request).actor
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    if asked == "reset":
        return _password(request, found, reset(found, by))
    if asked in ("role", "deactivate", "let_back", "factor"):
        _do(request, found, asked, by)
        return redirect("user", number)
    factors = Authenticator.objects.filter(user=found).exists()
    page = {"tabs": TABS, "found": found, "has_factor": factors, "roles": User.Role.values}
    return draw(request, "user.html.j2", page)


def _do(request: HttpRequest, found: User, asked: str, by: str) -> None:
    """One of an admin's helps; the last admin cannot shut out themselves."""
    if asked == "factor":
        Authenticator.objects.filter(user=found).delete()
        log(by, "second factor removed", detail={"user": found.pk})
        done = True
    elif asked == "role":
        done = change_role(found, request.POST.get("role", ""), by)
    else:
        done = deactivate(found, by) if asked == "deactivate" else let_back(found, by)
    if done:
        messages.success(request, said(f"users.done_{asked}", who=found))
    else:
        messages.error(request, said("users.last_admin"))


def _password(request: HttpRequest, made: User, password: str) -> HttpResponse:
    """Shown in the answer itself and never again: a redirect would have to keep it somewhere on the way."""
    address = request.build_absolute_uri(reverse("account_login"))
    is_mailed = _mailed(made, password, address)
    page = {"tabs": TABS, "made": made, "password": password, "address": address, "is_mailed": is_mailed}
    return draw(request, "password.html.j2", page)


def _mailed(made: User, password: str, address: str) -> bool | None:
    """Whether the person was written to; None where there is no mail server."""
    if not home().settings.secret.mail:
        return None
    words = words_of(made.language or home().settings.shop.language)
    values = {"shop": home().settings.shop.name, "address": address, "password": password, "mail": made.mail}
    try:
        send_mail(
            words.say("web.invitation.subject", values),
            words.say("web.invitation.text", values),
            None,
            [made.mail],
        )
    except (OSError, SMTPException) as error:
        _LOGGER.error("invitation of user:%s not handed over: %s", made.pk, type(error).__name__)  # noqa: TRY400 - its text holds the address
        return False
    return True
