"""Zielgruppen: saved filters in words, how many they hold, what they are worth, what they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from treue.loop.rights.hidden import hidden
from treue.loop.shelf import Opened
from treue.people.log import log
from treue.people.records import Audience, AudienceSize
from treue.segments.filters import Filter, plain, read_filter
from treue.web.asked import address_of, filter_of, sentences
from treue.web.customer_rows import Sums, Wanted, kinds_of, sums_of
from treue.web.drawing import draw
from treue.web.reader import Reader, for_marketers, reader_of
from treue.web.site import home, shelf

_LONGEST_ID = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved audience with what it holds now."""

    audience: Audience
    asked: Filter
    said: list[str]
    sums: Sums
    address: str
    history: list[AudienceSize]


def audiences(request: HttpRequest) -> HttpResponse:
    """All that are kept, and how far they overlap."""
    opened, reader = shelf().latest(), reader_of(request)
    if opened is None:
        return draw(request, "audiences.html.j2", {"shown": [], "overlaps": [], "ended": None})
    out = hidden()
    shown = kept_audiences(opened, reader, out)
    context = {"shown": shown, "overlaps": overlaps(opened, shown, out), "ended": _ended(request.GET)}
    return draw(request, "audiences.html.j2", context)


def kept_audiences(opened: Opened, reader: Reader, out: frozenset[int]) -> list[Shown]:
    """All that are kept, by name, with what they hold now; `out` is in none of them."""
    kinds, shown = kinds_of(opened, reader.language), []
    for each in Audience.objects.filter(ended_at=None).order_by("name"):
        asked = read_filter(each.filter)
        sums = _sized(opened, each, Wanted(asked, but=out))
        said = sentences(asked, reader.voice, kinds)
        history = list(each.sizes.order_by("-day", "-run")[:12])
        shown.append(Shown(each, asked, said, sums, address_of(asked, reader.voice), history))
    return shown


@for_marketers
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the list under a name; the same name replaces what was there."""
    reader, form = reader_of(request), request.POST
    name = form.get("name", "").strip()[:120]
    asked = filter_of(form, home().settings.shop.currency)
    if request.method != "POST" or not name:
        messages.warning(request, reader.voice.words.say("web.audiences.needs_name"))
        return redirect(f"{reverse('customers')}?{address_of(asked, reader.voice)}")
    values = {"filter": plain(asked), "made_at": datetime.now(UTC), "made_by": reader.actor, "ended_at": None}
    made, is_new = Audience.objects.update_or_create(name=name, defaults=values)
    if not is_new:
        made.sizes.all().delete()
    log(reader.actor, "audience saved", detail={"audience": made.pk})
    messages.success(request, reader.voice.words.say("web.done.audience", {"name": name}))
    return redirect("audiences")


@require_POST
@for_marketers
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Take an audience away; its name stays in the log."""
    reader, audience = reader_of(request), get_object_or_404(Audience, pk=number)
    audience.ended_at = datetime.now(UTC)
    audience.save(update_fields=["ended_at"])
    log(reader.actor, "audience ended", detail={"audience": audience.pk})
    return redirect(f"{reverse('audiences')}?ended={audience.pk}")


@require_POST
@for_marketers
def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    """The click was a mistake: the audience is there again, with all it held before."""
    reader, audience = reader_of(request), get_object_or_404(Audience, pk=number)
    if audience.ended_at is not None:
        audience.ended_at = None
        audience.save(update_fields=["ended_at"])
        log(reader.actor, "audience brought back", detail={"audience": audience.pk})
    messages.success(request, reader.voice.words.say("web.done.audience_back", {"name": audience.name}))
    return redirect("audiences")


def _ended(form: QueryDict) -> Audience | None:
    """The audience that was just deleted, as long as it is."""
    number = form.get("ended", "")
    is_one = number.isdecimal() and len(number) < _LONGEST_ID
    return Audience.objects.filter(pk=number).exclude(ended_at=None).first() if is_one else None


def _sized(opened: Opened, audience: Audience, wanted: Wanted) -> Sums:
    """As of this snapshot; kept, so that it can be followed over time."""
    sums = sums_of(opened, wanted)
    values = {"day": opened.until, "customers": sums.customers, "value_minor": sums.value_minor}
    AudienceSize.objects.get_or_create(audience=audience, run=opened.name, defaults=values)
    return sums


def overlaps(opened: Opened, shown: list[Shown], out: frozenset[int]) -> list[tuple[str, str, int, float]]:
    """Pairs that share people: names, how many, and the share of the smaller one; the closest first."""
    found = []
    for place, one in enumerate(shown):
        for other in shown[place + 1 :]:
            both = Filter(one.asked.conditions + other.asked.conditions)
            smaller = min(one.sums.customers, other.sums.customers)
            if not smaller:
                continue
            shared = sums_of(opened, Wanted(both, but=out)).customers
            if shared:
                found.append((one.audience.name, other.audience.name, shared, shared / smaller))
    return sorted(found, key=lambda each: -each[3])[:10]
