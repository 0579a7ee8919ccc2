"""Signing in: allauth does the work, these are our ways and words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from treue.people.log import log
from treue.web.records import User
from treue.web.voice import said, said_or

_LOGGER = logging.getLogger("treue.web")


class _OurWords:
    """Errors in our sentences, where we have one."""

    error_messages: Mapping[str, str]

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """What is said beside the field."""
        said = said_or(f"account.error_{code}", str(self.error_messages[code]))
        return ValidationError(said % args if args else said, code=code)


class Adapter(_OurWords, DefaultAccountAdapter):
    """How signing in behaves here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody lets themselves in."""
        del request
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Come in; a one-time password is spent by that, whoever else knows it.

        Raises:
            ImmediateHttpResponse: somebody spent it a moment before.
        """
        if user.must_choose_password:
            spent = make_password(None)
            if not User.objects.filter(pk=user.pk, password=user.password).update(password=spent):
                raise ImmediateHttpResponse(redirect("account_login"))
            user.password = spent
        super().login(request, user)
        log(user.actor, "signed in")

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Written down under the number of whom it was tried for, or of nobody."""
        del request
        tried = User.objects.filter(mail__iexact=str(credentials.get("email", ""))).first()
        log("nobody", "sign-in refused", detail={"user": tried.pk} if tried else {})

    def set_password(self, user: User, password: str) -> None:
        """Their own from now on."""
        self.request.is_first_password = user.must_choose_password
        user.must_choose_password = False
        super().set_password(user, password)
        log(user.actor, "password chosen")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came with a one-time password goes to work, others back to where they came from."""
        return reverse("today" if getattr(request, "is_first_password", False) else "account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """A mail server that is away stops nobody, and tells no stranger who has an account here."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            _LOGGER.error("mail %s not handed over: %s", template_prefix, type(error).__name__)  # noqa: TRY400 - its text holds the address


class SecondFactor(_OurWords, DefaultMFAAdapter):
    """How the second factor behaves here."""

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - theirs
        """What a passkey is called until somebody renames it."""
        return said(
            "account.passkey_name", number=Authenticator.objects.filter(user=user, type=type).count() + 1
        )

    def _get_site_name(self) -> str:
        return "Treue"


class _SameTwice(forms.Form):
    """A password that is typed twice."""

    def add_error(self, field: str | None, error: str | ValidationError) -> None:  # type: ignore[override]  # no maps here
        """Of the second: that it differs is all that can be wrong."""
        super().add_error(field, said("account.error_twice") if field == "password2" else error)


class Change(_SameTwice, ChangePasswordForm):
    """Another password."""


class Set(_SameTwice, SetPasswordForm):
    """The first of one's own."""


class Reset(_SameTwice, ResetPasswordKeyForm):
    """A new one for a forgotten one."""
