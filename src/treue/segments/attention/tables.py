"""Service time, vouchers and messages by tier, and which good customers waited while others were served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


GIVEN = ("minutes", "discount_minor", "messages")
"""What a tier gets beside what is booked: service time, discounts, messages."""

_BOOKED = ("margin_minor", "service_minor", "contact_minor")


def discounts(lines: Expression, orders: Expression, entries: Expression) -> Expression:
    """What was taken off prices, as the shop states it: discounts of lines, lines of discount, vouchers.

    Args:
        lines: facts of order lines.
        orders: `orders_placed`.
        entries: `ledger`.

    Returns:
        customer (empty: nobody we know), day, discount_minor (above zero).
    """
    nothing = whole(0)
    less = (lines.kind == "discount").ifelse(-lines.amount_minor, lines.discount_minor).fill_null(nothing)
    cut = lines.select("order_id", discount_minor=less)
    cut = cut.filter(cut.discount_minor != 0).inner_join(
        orders.select("order_id", "customer", "day"), "order_id"
    )
    vouchers = entries.filter(entries.kind == "voucher")
    return ibis.union(
        cut.select("customer", "day", "discount_minor"),
        vouchers.select("customer", "day", discount_minor=-vouchers.amount_minor - vouchers.vat_minor),
    )


def attention(
    sheet: Expression, days: Expression, given: Mapping[str, Expression], since: date
) -> Expression:
    """One row per tier: what it brings, and what it gets.

    Args:
        sheet: with customer and tier.
        days: `customer_days`.
        given: each of `GIVEN` -> table of customer, day and a column of that name.
        since: the day before the first that counts.

    Returns:
        tier (`NOBODY` for who is in none), customers, margin_minor (before acquisition), service_minor,
        contact_minor, minutes, discount_minor, messages: since that day.
    """
    booked, columns = days.filter(days.day > on(since)), ("customers", *_BOOKED, *GIVEN)
    parts = [
        _part(sheet, columns, customers=whole(1)),
        _part(booked, columns, margin_minor=running(booked), **{name: booked[name] for name in _BOOKED[1:]}),
        *_given(given, since, columns),
    ]
    rows = ibis.union(*parts)
    rows = rows.left_join(sheet.select("customer", "tier"), "customer")
    rows = rows.mutate(tier=rows.tier.fill_null(NOBODY))
    return rows.group_by("tier").aggregate(**{name: whole_sum(rows[name]) for name in columns})


def attended(sheet: Expression, given: Mapping[str, Expression], since: date) -> Expression:
    """One row per customer who got any: what `attention` adds up by tier.

    Args:
        sheet: with customer and tier.
        given: as `attention` takes it.
        since: the day before the first that counts.

    Returns:
        customer, tier, minutes, discount_minor, messages: since that day.
    """
    rows = ibis.union(*_given(given, since, GIVEN))
    summed = rows.group_by("customer").aggregate(**{name: whole_sum(rows[name]) for name in GIVEN})
    return sheet.select("customer", "tier").inner_join(summed, "customer")


def _given(given: Mapping[str, Expression], since: date, columns: Sequence[str]) -> list[Expression]:
    return [
        _part(rows.filter(rows.day > on(since)), columns, **{name: rows[name]})
        for name, rows in given.items()
    ]


def _part(rows: Expression, columns: Sequence[str], **told: Column | str) -> Expression:
    """Rows with all these columns, zero where they tell nothing."""
    named = dict.fromkeys(columns, whole(0)) | told
    return rows.select("customer", **{name: named[name] for name in columns})


def waiting(cases: Expression, sheet: Expression, since: date) -> Expression:
    """Tickets of good customers that waited longest for a first answer.

    Args:
        cases: `cases`.
        sheet: with customer and tier.
        since: the day before the first that counts.

    Returns:
        ticket_id, customer, tier, opened_at, answered_at (empty: still waiting), hours (waited, whole; empty
        while waiting), served_before (tickets of lead customers that were opened later and answered sooner);
        those still waiting first, then who waited longest, at most `MOST_WAITING`.
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
        waited=seconds,
        hours=((seconds - seconds % 3600) / 3600).cast("int64"),
    )
    still = good.answered_at.isnull().ifelse(0, 1)
    ranked = good.mutate(
        place=ibis.row_number().over(
            ibis.window(order_by=[still, -good.waited, good.opened_at, good.ticket_id])
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
