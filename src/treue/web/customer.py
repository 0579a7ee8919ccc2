"""One customer: where they stand, what to do, how we got there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.consent.light import NEWSLETTER, light_of
from treue.consent.records import ProfilingObjection
from treue.loop.rights.plain_history import plain_history
from treue.loop.shelf import Opened
from treue.loop.work.jobs import CALM, ask
from treue.people.contacts import bounds_of, cards_of
from treue.people.log import log
from treue.people.records import Later, Note, Task
from treue.report.customer_reading import read_known
from treue.report.ledger_steps import ledger_steps
from treue.report.manifest import Run
from treue.report.unfolding import at_stake, unfold
from treue.report.voice import Voice
from treue.report.warned import said
from treue.web.drawing import draw, seen, today
from treue.web.found import found_by
from treue.web.person_rows import (
    Contacted,
    Standing,
    by_year,
    contacts_of,
    due_of,
    entries_of,
    happenings_of,
    kind_of,
    phase_of,
    postings_of,
    tier_since,
    waits_of,
)
from treue.web.reader import Reader, for_marketers, reader_of
from treue.web.site import home
from treue.web.steps import proposals
from treue.web.voice import voice_over


def customer(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one person on one page; without figures for who objects to them or has none."""
    found, reader = found_by(code), reader_of(request)
    key, now = found.customer, datetime.now(UTC)
    seen(reader, key)
    context = {
        "found": found,
        "code": found.code,
        "card": cards_of([key]).get(key) if reader.sees_persons else None,
        "light": light_of(found.keys, *NEWSLETTER, now, bounds_of([key])[key]),
        "tasks": Task.objects.filter(customer=key).order_by("state", "due", "id"),
        "notes": Note.objects.filter(customer=key).order_by("-made_at") if reader.sees_persons else [],
        "standing": None,
        "is_taken_down": ProfilingObjection.objects.filter(key__in=found.keys).exists(),
    }
    if found.figures is not None:
        context |= _figures(*found.figures, reader)
    else:
        past = plain_history(home(), key)
        context["past"] = None if past is None else by_year(past)
    return draw(request, "customer.html.j2", context)


def _figures(opened: Opened, standing: Standing, reader: Reader) -> dict[str, object]:
    """What the snapshot tells of them."""
    voice, key = voice_over(reader.voice, opened.run.missing), standing.customer
    with opened.connection.cursor() as cursor:
        told = read_known(cursor, [key])[key]
    phase, due, entries = phase_of(opened, key), due_of(opened, key), entries_of(opened, key)
    return {
        "standing": standing,
        "top": top_line(standing, opened.run, tier_since(opened, key), voice),
        "phase": phase,
        "kind": kind_of(opened, key, reader.language),
        "reasons": said(told.reasons, voice),
        "proposals": proposals(phase, due, waits_of(opened, key), voice),
        "unfolded": ([at_stake(told, opened.run, voice)] if standing.at_stake_minor else [])
        + unfold(told, opened.run, voice),
        "steps": ledger_steps(postings_of(entries)),
        "entries": entries,
        "years": by_year(happenings_of(opened, key, entries)),
        "contacts": [told_to(reader, each) for each in contacts_of(opened, key)],
    }


def told_to(reader: Reader, contact: Contacted) -> Contacted:
    """What came of a contact in the reader's words; as somebody wrote it only for who may see persons."""
    known = reader.voice.words.sentences.get(f"web.contact_outcome.{contact.outcome}")
    return replace(contact, outcome=known or (contact.outcome if reader.sees_persons else ""))


def top_line(standing: Standing, run: Run, since: date | None, voice: Voice) -> str:
    """Tier, what they brought, what they will bring, their rhythm: one line of short sentences."""
    say, figures, told = voice.words.say, voice.figures, []
    if standing.tier:
        tier = voice.words.name("tier", standing.tier)
        told.append(
            say("web.customer.tier_since", {"tier": tier, "month": figures.full_month(since)})
            if since
            else say("web.customer.tier", {"tier": tier})
        )
    if standing.margin_minor is not None:
        values = {"margin": figures.whole(standing.margin_minor), "time": _time(standing, run, voice)}
        told.append(say("web.customer.brought", values))
    if standing.value_low_minor is not None and standing.value_high_minor is not None:
        low, high = figures.whole(standing.value_low_minor), figures.whole(standing.value_high_minor)
        months = run.horizon_months
        span = (
            voice.words.count("span.months", months, {"count": figures.number(months)})
            if months
            else voice.words.count("span.days", run.horizon_days, {"count": figures.number(run.horizon_days)})
        )
        key = "web.customer.will_bring_same" if low == high else "web.customer.will_bring"
        told.append(say(key, {"low": low, "high": high, "span": span}))
    idle = (run.until - standing.last_order).days
    if standing.usual_days:
        values = {"gap": figures.number(standing.usual_days), "day": figures.number(idle)}
        told.append(voice.words.count("web.customer.rhythm", standing.usual_days, values))
    else:
        told.append(voice.words.count("web.customer.idle", idle, {"day": figures.number(idle)}))
    return " ".join(told)


def _time(standing: Standing, run: Run, voice: Voice) -> str:
    months = max(1, round((run.until - standing.first_order).days / 30.4375))
    unit, count = ("years", round(months / 12)) if months >= 24 else ("months", months)
    return voice.words.count(f"web.customer.in_{unit}", count, {"count": voice.figures.number(count)})


@require_POST
@for_marketers
def later(request: HttpRequest, code: str) -> HttpResponse:
    """Not today: proposed again in a week."""
    found, reader = found_by(code), reader_of(request)
    until = date.fromordinal(today().toordinal() + _A_WEEK)
    values = {"until": until, "made_at": datetime.now(UTC), "made_by": reader.actor}
    Later.objects.update_or_create(customer=found.customer, defaults=values)
    log(reader.actor, "put off", found.customer)
    day = reader.voice.figures.day(until)
    messages.success(request, reader.voice.words.say("web.done.later", {"day": day}))
    return _back(request, code)


@require_POST
@for_marketers
def calm(request: HttpRequest, code: str) -> HttpResponse:
    """No reason to worry: the warning learns it, the list leaves them out at once."""
    found, reader = found_by(code), reader_of(request)
    ask(CALM, reader.actor, {"customer": found.customer})
    log(reader.actor, "calmed", found.customer)
    messages.success(request, reader.voice.words.say("web.done.calm"))
    return _back(request, code)


@require_POST
@for_marketers
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a note."""
    found, reader = found_by(code), reader_of(request)
    text = request.POST.get("text", "").strip()
    if text:
        key = found.customer
        Note.objects.create(
            customer=key, text=text[:_LONGEST], made_at=datetime.now(UTC), made_by=reader.actor
        )
        log(reader.actor, "noted", key)
    return redirect("customer", code)


@require_POST
@for_marketers
def unnote(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Delete a note."""
    found, reader = found_by(code), reader_of(request)
    Note.objects.filter(pk=number, customer=found.customer).delete()
    log(reader.actor, "note deleted", found.customer)
    return redirect("customer", code)


_A_WEEK, _LONGEST = 7, 4000


def _back(request: HttpRequest, code: str) -> HttpResponse:
    """To the page the button stood on: Today or the customer's own."""
    return redirect("today") if request.POST.get("from") == "today" else redirect("customer", code)
