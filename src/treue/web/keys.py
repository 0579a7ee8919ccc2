"""Keys of programs: made, listed and withdrawn by an admin; a token is shown once."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.api.keys import SCOPES, all_keys, end_key, make_key
from treue.api.records import ApiKey
from treue.errors import BadOption
from treue.web.drawing import draw
from treue.web.reader import for_admins, reader_of
from treue.web.shop_settings import TABS
from treue.web.voice import said, said_later

DAYS = ("90", "30", "365", "0")
"""How long a key may hold, the usual first; 0 until it is withdrawn."""


class Wish(forms.Form):
    """What a new key is for."""

    name = forms.CharField(
        label=said_later("keys.name"), help_text=said_later("keys.name_help"), max_length=80
    )
    scopes = forms.MultipleChoiceField(choices=[(scope, scope) for scope in SCOPES])
    days = forms.ChoiceField(
        label=said_later("keys.until"),
        choices=lambda: [(days, said(f"keys.days.{days}")) for days in DAYS],
    )


@for_admins
def keys(request: HttpRequest) -> HttpResponse:
    """All keys; with what is posted, one more, whose token the answer itself shows and nothing else does."""
    form = Wish(request.POST or None, initial={"scopes": [next(iter(SCOPES))]})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made, token = make_key(
            told["name"], told["scopes"], reader_of(request).actor, int(told["days"]) or None
        )
        return draw(request, "key.html.j2", {"tabs": TABS, "made": made, "token": token})
    now, found = datetime.now(UTC), all_keys()
    holding = {each.pk for each in found if holds(each, now)}
    page = {"tabs": TABS, "form": form, "keys": found, "holding": holding, "scopes": SCOPES}
    return draw(request, "keys.html.j2", page)


def holds(key: ApiKey, now: datetime) -> bool:
    """Whether it still opens something."""
    return key.ended_at is None and (key.expires_at is None or key.expires_at > now)


@require_POST
@for_admins
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let nobody in with a key any more; a second click changes nothing."""
    prefix = ApiKey.objects.filter(pk=number).values_list("prefix", flat=True).first() or ""
    try:
        ended = end_key(prefix, reader_of(request).actor)
    except BadOption:
        messages.error(request, said("keys.gone"))
    else:
        messages.success(request, said("keys.done_ended", name=ended.name))
    return redirect("keys")
