"""One's own account: name, language, password, second factor, where one is signed in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from treue.people.log import log
from treue.report.words import LANGUAGES
from treue.web.drawing import draw, has_passkeys
from treue.web.records import User
from treue.web.site import home
from treue.web.voice import said, said_later, words_of


def _languages() -> list[tuple[str, str]]:
    own = [(code, said(f"tongue.{code}")) for code in LANGUAGES]
    return [("", said("mine.language_of_shop")), *own]


class Mine(forms.Form):
    """What one may set for oneself."""

    name = forms.CharField(label=said_later("mine.name"), max_length=120, required=False)
    language = forms.ChoiceField(label=said_later("mine.language"), choices=_languages, required=False)


def account(request: HttpRequest) -> HttpResponse:
    """What one may set for oneself, and the way to what keeps one's account safe."""
    me = User.objects.get(pk=request.user.pk or 0)
    form = Mine(request.POST or None, initial={"name": me.name, "language": me.language})
    if request.method == "POST" and form.is_valid():
        me.name, me.language = form.cleaned_data["name"], form.cleaned_data["language"]
        me.save(update_fields=["name", "language"])
        log(me.actor, "account changed")
        spoken = me.language or home().settings.shop.language
        messages.success(request, words_of(spoken).say("web.mine.saved"))
        return redirect("account")
    factors = Authenticator.objects.filter(user=me)
    codes = factors.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return draw(
        request,
        "account.html.j2",
        {
            "form": form,
            "user": me,
            "has_app": factors.filter(type=Authenticator.Type.TOTP).exists(),
            "passkeys": factors.filter(type=Authenticator.Type.WEBAUTHN).count(),
            "codes": len(codes.wrap().get_unused_codes()) if codes else None,
            "sessions": len(UserSession.objects.purge_and_list(me)),
            "has_passkeys": has_passkeys(request.META.get("HTTP_HOST", "")),
        },
    )
