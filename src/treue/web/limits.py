"""Who would change tier under other limits: asked of the terminal's own command, changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.errors import BadSetting, EngineError
from treue.settings import with_setting
from treue.web.drawing import draw
from treue.web.reader import for_admins, reader_of
from treue.web.setting_fields import FIELDS, LIMITS, typed, written
from treue.web.shop_settings import TABS
from treue.web.site import home

_PATIENCE_SECONDS = 60
TIERS = ("platinum", "gold", "iron", "lead", "former")


@dataclass(frozen=True, slots=True)
class Change:
    """One tier, now and then.

    Args:
        tier: its id.
        now: customers in it.
        then: customers in it under the limits that were tried.
    """

    tier: str
    now: int
    then: int


@for_admins
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the limits in the form would change."""
    asked = typed(FIELDS[LIMITS], {key: str(value) for key, value in request.POST.items()})
    try:
        tried = with_setting(home().settings, LIMITS, asked, "the page").tiers.limits
    except BadSetting:
        return redirect("settings")
    told = _asked(str(tried))
    limits = [f"{each:f}" for each in tried.limits]
    said = [written(each, reader_of(request).language) for each in limits]
    page = {"tabs": TABS, "kind": tried.kind, "limits": limits, "said": said, "told": told}
    return draw(request, "limits.html.j2", page | (_read(told) if told else {}))


def _asked(limits: str) -> dict[str, object] | None:
    """The terminal's answer, of a process of its own: what it loads would stay in ours; None without figures.

    Raises:
        EngineError: it failed.
    """
    command = (sys.executable, "-m", "treue", "segment", "--json", "--home", str(home().folder))
    done = subprocess.run(  # noqa: S603 - our own command; the limits were parsed
        (*command, "--limits", limits), capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False
    )
    if done.returncode == 2:
        return None
    if done.returncode:
        raise EngineError(f"treue segment ended with {done.returncode}; `treue doctor` looks for the cause.")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _read(told: dict[str, object]) -> dict[str, object]:
    now, then = _sizes(told["now"]), _sizes(told["then"])
    moves = told["moves"]
    assert isinstance(moves, list)  # noqa: S101 - our own command's answer
    return {
        "changes": [Change(tier, now.get(tier, 0), then.get(tier, 0)) for tier in TIERS],
        "moves": sorted(moves, key=lambda each: -int(each["customers"])),
        "moved": sum(int(each["customers"]) for each in moves),
    }


def _sizes(rows: object) -> dict[str, int]:
    return {str(each["tier"]): int(each["customers"]) for each in rows} if isinstance(rows, list) else {}
