"""Heute: what the base is worth, who needs us, what is different, whether the data are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from treue.consent.light import NEWSLETTER, Colour, lights_of
from treue.loop.backup.backed_up import last_backup
from treue.loop.records import Job
from treue.loop.rights.hidden import hidden
from treue.loop.shelf import Opened
from treue.loop.work.jobs import CALM
from treue.people.contacts import bounds_of, cards_of, keys_of
from treue.people.records import Later, Task
from treue.report.unusual import sentence
from treue.report.voice import Voice
from treue.report.warned import said
from treue.segments.phases.advice import ADVICE, advice
from treue.web.drawing import draw
from treue.web.drawing import today as this_day
from treue.web.overdue import overdue
from treue.web.reader import reader_of
from treue.web.site import home, shelf
from treue.web.today_rows import LEAST, Needing, needing, read_of, tiers_at_stake, unusual_of, worth_of
from treue.web.voice import voice_over

_UNUSUAL = 5
"""Sentences on what is different; the forecast's page has all of them."""


@dataclass(frozen=True, slots=True)
class Card:
    """One of those who need us: who they are, and why."""

    row: Needing
    name: str
    reasons: list[str]
    light: Colour


def today(request: HttpRequest) -> HttpResponse:
    """The page one opens in the morning."""
    opened, reader = shelf().latest(), reader_of(request)
    if opened is None:
        return draw(request, "today_empty.html.j2")
    voice = voice_over(reader.voice, opened.run.missing)
    tier = request.GET.get("tier", "")
    rows = needing(opened, looked_after(opened), tier)
    customers = [row.customer for row in rows]
    names = {key: card.name for key, card in cards_of(customers).items()} if reader.sees_persons else {}
    lights = lights_of(keys_of(customers), *NEWSLETTER, datetime.now(UTC), bounds_of(customers))
    unusual = unusual_of(opened)
    context = {
        "overdue": overdue(home(), datetime.now(UTC), reader.voice),
        "worth": worth_of(opened),
        "cards": [card(row, names.get(row.customer, ""), lights[row.customer].colour, voice) for row in rows],
        "advised": advised(rows, reader.language),
        "tiers": tiers_at_stake(opened),
        "least": LEAST,
        "tier": tier,
        "unusual": None if unusual is None else [sentence(each, voice) for each in unusual[:_UNUSUAL]],
        "mine": Task.objects.filter(state=Task.State.OPEN, owner=reader.actor, due__lte=this_day()).count(),
        "read": read_of(opened),
        "warnings": opened.run.warnings,
        "missing": opened.run.missing,
        "age": (this_day() - opened.until).days,
        "backup": last_backup(home(), datetime.now(UTC)),
    }
    return draw(request, "today.html.j2", context)


def card(row: Needing, name: str, light: Colour, voice: Voice) -> Card:
    """What the list says of somebody."""
    return Card(row, name or row.code, said(row.reasons, voice), light)


def advised(rows: Sequence[Needing], language: str) -> list[tuple[str, str]]:
    """Each phase somebody of them is in, the most frequent first, and its standing advice."""
    phases = Counter(row.phase for row in rows if row.phase in ADVICE)
    return [(phase, advice(phase, language).goal) for phase, _ in phases.most_common() if phase]


def looked_after(opened: Opened) -> set[int]:
    """Whom nobody needs to be told of today: put off, calmed since this snapshot, with a task, or hidden."""
    calmed = Job.objects.filter(kind=CALM, asked_at__gte=opened.made_at).values_list("arguments", flat=True)
    return {
        *Later.objects.filter(until__gt=this_day()).values_list("customer", flat=True),
        *(int(told["customer"]) for told in calmed if "customer" in told),
        *(task.customer for task in Task.objects.filter(state=Task.State.OPEN) if task.customer is not None),
        *hidden(),
    }
