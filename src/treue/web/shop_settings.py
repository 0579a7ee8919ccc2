"""Einstellungen: what holds for the shop, each with its meaning, kept in treue.toml."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from treue.errors import BadSetting
from treue.loop.home import SETTINGS
from treue.loop.keeping import is_fixed, keep
from treue.loop.records import Job
from treue.loop.work.jobs import NIGHT, ask
from treue.people.log import log
from treue.web.drawing import draw
from treue.web.reader import for_admins, reader_of
from treue.web.setting_fields import FIELDS, GROUPS, differing, shown, shown_limits
from treue.web.site import home, renew, shelf
from treue.web.voice import said, words_of

TABS = ("settings", "users", "keys")
"""Pages that stand side by side here, by their urls."""

ZONES = (
    "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Amsterdam", "Europe/Brussels",
    "Europe/Copenhagen", "Europe/Helsinki", "Europe/Lisbon", "Europe/London", "Europe/Luxembourg",
    "Europe/Madrid", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Warsaw",
)  # fmt: skip


@for_admins
def settings(request: HttpRequest) -> HttpResponse:
    """Show the shop's settings, or keep what was changed."""
    if request.method != "POST":
        return _page(request, {}, set())
    if "now" in request.POST:
        ask(NIGHT, reader_of(request).actor)
        log(reader_of(request).actor, "night asked for")
        messages.success(request, said("settings.night_asked"))
        return redirect("settings")
    posted = {key: str(value) for key, value in request.POST.items()}
    free = {key: value for key, value in posted.items() if not is_fixed(home(), key.removesuffix(".kind"))}
    changes, wrong = differing(home().settings, free)
    if wrong:
        return _page(request, posted, wrong)
    if changes:
        try:
            renew(keep(home(), changes))
        except BadSetting as error:
            return _page(request, posted, set(), str(error))
        log(reader_of(request).actor, "setting changed", detail={"keys": sorted(changes)})
        messages.success(request, words_of(_language(request)).say("web.settings.saved"))
    return redirect("settings")


def _language(request: HttpRequest) -> str:
    """Of the page that comes next: the shop's may just have changed."""
    return getattr(request.user, "language", "") or home().settings.shop.language


def _page(request: HttpRequest, posted: dict[str, str], wrong: set[str], told: str = "") -> HttpResponse:
    held, language = home().settings, reader_of(request).language
    values = {key: shown(field, held, language) for key, field in FIELDS.items()}
    limits = {f"tiers.limits.{part}": text for part, text in shown_limits(held, language).items()}
    return draw(
        request,
        "settings.html.j2",
        {
            "tabs": TABS,
            "groups": GROUPS,
            "values": {**values, **limits, **posted},
            "wrong": wrong,
            "told": told,
            "fixed": {key: held.origins[key] for key in FIELDS if is_fixed(home(), key)},
            "zones": ZONES,
            "currency": held.shop.currency,
            "is_behind": _is_behind(),
            "is_waiting": Job.objects.filter(kind=NIGHT, state__in=_UNDER_WAY).exists(),
            "night_at": held.web.night_at,
        },
    )


_UNDER_WAY = (Job.State.WAITING, Job.State.AT_WORK)


def _is_behind() -> bool:
    """Whether settings were changed after the figures on the pages were computed."""
    opened, path = shelf().whole(), home().folder / SETTINGS
    if opened is None or not path.exists():
        return False
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) > opened.made_at
