"""Abgleich: our orders and revenue by month beside the shop's own, each difference with its name."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.errors import BadOption
from treue.loop.records import OwnMonth
from treue.people.log import log
from treue.units import currency_digits
from treue.web.asked import number_of
from treue.web.drawing import draw
from treue.web.reader import for_marketers, reader_of
from treue.web.reconciliation_rows import PARTS, months_held, set_aside
from treue.web.site import home, shelf


def reconciliation(request: HttpRequest) -> HttpResponse:
    """Month by month."""
    opened = shelf().latest()
    if opened is None:
        return draw(request, "customers_empty.html.j2")
    months = months_held(opened)
    parts = [part for part in PARTS if any(part in each.left_out for each in months)]
    context = {
        "months": months,
        "parts": parts,
        "aside": set_aside(opened),
        "held": [each for each in months if each.own is not None],
    }
    return draw(request, "reconciliation.html.j2", context)


@require_POST
@for_marketers
def own(request: HttpRequest) -> HttpResponse:
    """Keep what the shop's own system says of a month; both fields empty take it away.

    Raises:
        BadOption: no month, or no number.
    """
    reader, form = reader_of(request), request.POST
    try:
        month = date.fromisoformat(form.get("month", "")).replace(day=1)
    except ValueError:
        raise BadOption(f"{form.get('month')!r} is no month.") from None
    orders, revenue = form.get("orders", "").strip(), form.get("revenue", "").strip()
    if not orders and not revenue:
        OwnMonth.objects.filter(month=month).delete()
    else:
        scale = currency_digits(home().settings.shop.currency)
        values = {
            "orders": int(number_of("orders", orders)) if orders else None,
            "revenue_minor": int(number_of("revenue", revenue).scaleb(scale)) if revenue else None,
            "made_at": datetime.now(UTC),
            "made_by": reader.actor,
        }
        OwnMonth.objects.update_or_create(month=month, defaults=values)
    log(reader.actor, "own figures", detail={"month": f"{month:%Y-%m}"})
    messages.success(
        request, reader.voice.words.say("web.done.own", {"month": reader.voice.figures.full_month(month)})
    )
    return redirect("reconciliation")
