"""Service time, vouchers and messages by tier, and which good customers waited while others were served."""

from __future__ import annotations

from datetime import date

import ibis

from treue.value.sales.tables import whole
from treue.value.tables import running
from treue.warehouse.tables import Column, Expression, on, whole_sum

GOOD = ("platinum", "gold")
"""Tiers whose customers must not wait for others."""

NOBODY = "unknown"
"""The tier of those who are in none: nobody we know, or known without an order."""

MOST_WAITING = 50


def attention(sheet: Expression, days: Expression, spent: Expression, since: date) -> Expression:
    """One row per tier: what it brings, and what it gets.

    Args:
        sheet: with customer and tier.
        days: `customer_days`.
        spent: `minutes`, of service.
        since: the day before the first that counts.

    Returns:
        tier (`NOBODY` for who is in none), customers, margin_minor (before acquisition), service_minor,
        contact_minor, minutes: since that day.
    """
    nothing = whole(0)
    booked = days.filter(days.day > on(since))
    costs = booked.select(
        "customer",
        "service_minor",
        "contact_minor",
        margin_minor=running(booked),
        minutes=nothing,
        count=nothing,
    )
    time = spent.filter(spent.day > on(since)).select(
        "customer",
        "minutes",
        service_minor=nothing,
        contact_minor=nothing,
        margin_minor=nothing,
        count=nothing,
    )
    people = sheet.select(
        "customer", service_minor=nothing, contact_minor=nothing, margin_minor=nothing, minutes=nothing,
        count=whole(1),
    )  # fmt: skip
    columns = ("customer", "margin_minor", "service_minor", "contact_minor", "minutes", "count")
    rows = ibis.union(*(part.select(*columns) for part in (people, costs, time)))
    tiers = sheet.select("customer", "tier")
    rows = rows.left_join(tiers, "customer")
    rows = rows.mutate(tier=rows.tier.fill_null(NOBODY))
    return rows.group_by("tier").aggregate(
        customers=whole_sum(rows["count"]),
        **{name: whole_sum(rows[name]) for name in columns[1:-1]},
    )


def waiting(cases: Expression, sheet: Expression, since: date) -> Expression:
    """Tickets of good customers that waited longest for a first answer.

    Args:
        cases: `cases`.
        sheet: with customer and tier.
        since: the day before the first that counts.

    Returns:
        ticket_id, customer, tier, opened_at, answered_at (empty: still waiting), hours (waited, whole; empty
        while waiting), served_before (tickets of lead customers that were opened later and answered sooner);
        those still waiting first, then by hours, at most `MOST_WAITING`.
    """
    recent = cases.filter(cases.day > on(since))
    rows = recent.inner_join(sheet.select("customer", "tier"), "customer")
    good = rows.filter(rows.tier.isin(GOOD))
    seconds = _seconds(good.answered_at) - _seconds(good.opened_at)
    good = good.select(
        "ticket_id",
        "customer",
        "tier",
        "opened_at",
        "answered_at",
        hours=((seconds - seconds % 3600) / 3600).cast("int64"),
    )
    still = good.answered_at.isnull().ifelse(0, 1)
    ranked = good.mutate(
        place=ibis.row_number().over(
            ibis.window(order_by=[still, -good.hours, good.opened_at, good.ticket_id])
        )
    )
    longest = ranked.filter(ranked.place < MOST_WAITING)
    lead = rows.filter((rows.tier == "lead") & rows.answered_at.notnull())
    lead = lead.select(lead_opened="opened_at", lead_answered="answered_at")
    pairs = longest.left_join(
        lead,
        [
            lead.lead_opened > longest.opened_at,
            longest.answered_at.isnull() | (lead.lead_answered < longest.answered_at),
        ],
    )
    keys = ("ticket_id", "customer", "tier", "opened_at", "answered_at", "hours")
    return pairs.group_by(*keys).aggregate(served_before=whole_sum(pairs.lead_opened.notnull().ifelse(1, 0)))


def _seconds(instant: Column) -> Column:
    return instant.truncate("s").epoch_seconds().cast("int64")
