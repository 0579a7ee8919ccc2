"""Turns a template and what a page found into an answer, in its reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import jinja2
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html

from treue.people.log import log
from treue.report.numerals import Numerals
from treue.report.voice import Voice
from treue.report.words import Words
from treue.segments.names import TIERS
from treue.web.navigation import PLACES
from treue.web.reader import Reader, reader_of
from treue.web.site import home, shelf
from treue.web.voice import voice_over

_HIDDEN = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
_FIGURES = (
    "number", "share", "signed_share", "money", "amount", "whole", "about", "about_count", "day",
    "short_day", "month", "full_month",
)  # fmt: skip


def environment(**options: object) -> jinja2.Environment:
    """What templates may use; figures are written as the page's `voice` writes them."""
    options.pop("autoescape", None)
    made = jinja2.Environment(
        **{**options, "undefined": jinja2.StrictUndefined},  # type: ignore[arg-type]  # Django's own, untyped
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"static": static, "url": _url, "say": _say, "counted": _counted, "name": _name}
    made.globals |= {"because": _because}
    made.globals |= {"places": PLACES}
    made.filters |= {name: _figure(name) for name in _FIGURES}
    made.filters |= {"clock": _clock, "signed_about": _signed_about, "in_currency": _in_currency}
    return made


def _voice(context: jinja2.runtime.Context) -> Voice:
    voice: Voice = context["voice"]
    return voice


def _figure(name: str) -> Callable[..., str]:
    @jinja2.pass_context
    def write(context: jinja2.runtime.Context, value: object, *more: object) -> str:
        return str(getattr(_voice(context).figures, name)(value, *more))

    return write


@jinja2.pass_context
def _say(context: jinja2.runtime.Context, key: str, **values: object) -> str:
    return _voice(context).words.say(f"web.{key}", values)


@jinja2.pass_context
def _counted(context: jinja2.runtime.Context, key: str, number: float, **values: object) -> str:
    told = {"count": _voice(context).figures.number(number), **values}
    return _voice(context).words.count(f"web.{key}", number, told)


@jinja2.pass_context
def _name(context: jinja2.runtime.Context, group: str, name: str) -> str:
    """What people call something; the report's word unless the pages have their own."""
    words = _voice(context).words
    return words.sentences.get(f"web.{group}.{name}", words.name(group, name))


@jinja2.pass_context
def _signed_about(context: jinja2.runtime.Context, minor: float) -> str:
    """A change with its sign: +52.000 €."""
    told = _voice(context).figures.about(minor)
    return f"+{told}" if minor > 0 else told


@jinja2.pass_context
def _in_currency(context: jinja2.runtime.Context, minor: int, currency: str | None) -> str:
    """An amount of a file in its own currency: 49,90 $."""
    figures = _voice(context).figures
    return Numerals(figures.language, currency or figures.currency).money(minor)


@jinja2.pass_context
def _because(context: jinja2.runtime.Context, before: str, after: str, reason: str) -> str:
    return because(_voice(context).words, before, after, reason)


def because(words: Words, before: str, after: str, reason: str) -> str:
    """Why somebody changed tier: wegen einträglicherer Bestellungen; empty without words for it."""
    ranks = [tier.key for tier in TIERS]
    way = "up" if ranks.index(after) < ranks.index(before) else "down"
    told = words.sentences.get(f"tiers.{way}_{reason}", "")
    return words.say("web.customer.because", {"reason": told}) if told else ""


@jinja2.pass_context
def _clock(context: jinja2.runtime.Context, at: datetime) -> str:
    """Day and time of an instant as the shop's clock shows it."""
    there = at.astimezone(ZoneInfo(home().settings.shop.zone))
    return f"{_voice(context).figures.short_day(there.date())}, {there:%H:%M}"


@lru_cache(maxsize=20_000)
def _url(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def draw(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """A page, with what every page shows: who reads it, how old the figures are, what was just done."""
    reader = reader_of(request)
    opened = shelf().whole()
    voice = reader.voice if opened is None else voice_over(reader.voice, opened.run.missing)
    page = {
        "reader": reader,
        "voice": voice,
        "language": reader.language,
        "shop": home().settings.shop.name,
        "opened": opened,
        "is_broken": shelf().is_broken,
        "today": today(),
        "place": getattr(request.resolver_match, "url_name", ""),
        "messages": list(messages.get_messages(request)),
        "csrf": get_token(request),
        "csrf_input": format_html(_HIDDEN, get_token(request)),
        "path": request.get_full_path(),
        **(context or {}),
    }
    return HttpResponse(loader.get_template(template, using="jinja2").render(page), status=status)


def on_account_pages(request: HttpRequest) -> dict[str, object]:
    """What the pages of signing in and of passwords show besides."""
    reader = reader_of(request)
    return {
        "shop": home().settings.shop.name,
        "language": reader.language,
        "is_mailing": bool(home().settings.secret.mail),
        "has_passkeys": has_passkeys(request.META.get("HTTP_HOST", "")),
    }


def has_passkeys(host: str) -> bool:
    """Whether browsers make passkeys for this address: for a name, never for a bare number."""
    name = host.rpartition(":")[0] or host
    return not name.startswith("[") and not name.replace(".", "").isdigit()


def today() -> date:
    """The shop's day."""
    return datetime.now(ZoneInfo(home().settings.shop.zone)).date()


def seen(reader: Reader, customer: int) -> None:
    """Write down that somebody looked at a person."""
    log(reader.actor, "viewed", customer)
