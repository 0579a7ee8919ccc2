"""Minutes of service, messages sent and points of the loyalty programme, as amounts of a customer and day.

Unless told otherwise functions return customer (empty: nobody we know), day, amount_minor (below zero: cost).
"""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import NO, YES, Facts, in_currency, resolved, unwanted, whole
from treue.warehouse.tables import Column, Expression, half_even

TAKEN_BACK = ("redeemed", "expired", "eingelöst", "verfallen")
"""Bookings that undo what earning points cost: an order's voucher carries it from then on, or nothing."""


def service(facts: Facts, terms: LedgerTerms) -> Expression:
    """What the minutes cost at the shop's hourly rate; nothing where it named none."""
    rows = minutes(facts, terms)
    minor = half_even(rows.minutes * whole(terms.service_hour_minor or 0), whole(60))
    return rows.select("customer", "day", amount_minor=-minor)


def minutes(facts: Facts, terms: LedgerTerms) -> Expression:
    """Time spent on tickets, calls and letters: customer, day, minutes."""
    tickets, talks = facts.tickets, facts.interactions
    spent = ibis.union(
        tickets.select("customer", "minutes", day=tickets.day.fill_null(tickets.opened_at.date())),
        talks.select("customer", "minutes", day=talks.day.fill_null(talks.at.date())),
    )
    return _of_counted(spent.filter(spent.minutes.notnull()), facts, terms)


def cases(facts: Facts, terms: LedgerTerms) -> Expression:
    """Tickets of customers who count: ticket_id, customer (the person), day, opened_at, answered_at."""
    rows = _of_counted(facts.tickets, facts, terms)
    day = rows.day.fill_null(rows.opened_at.date())
    return rows.select("ticket_id", "customer", "opened_at", "answered_at", day=day)


def contact(facts: Facts, terms: LedgerTerms) -> Expression:
    """What messages and advertisements cost, where the shop says so."""
    touches = in_currency(facts.touches, terms)
    rows = _of_counted(touches.filter(touches.cost_minor.notnull()), facts, terms)
    return rows.select("customer", day=rows.day.fill_null(rows.at.date()), amount_minor=-rows.cost_minor)


def messages(facts: Facts, terms: LedgerTerms) -> Expression:
    """Messages sent and advertisements shown, also those whose cost nobody tells: customer, day, messages."""
    rows = _of_counted(facts.touches, facts, terms)
    return rows.select("customer", day=rows.day.fill_null(rows.at.date()), messages=whole(1))


def points(facts: Facts, terms: LedgerTerms) -> Expression:
    """What points promise, from the day they are earned until they are redeemed or expire.

    A correction goes the way its number of points goes.
    """
    booked = in_currency(facts.points, terms)
    rows = _of_counted(booked.filter(booked.value_minor.notnull()), facts, terms)
    return rows.select("customer", day=rows.day.fill_null(rows.at.date()), amount_minor=worth_of(rows))


def worth_of(booked: Expression) -> Column:
    """What a booking of points changes, in minor units: below zero where the shop owes more.

    Args:
        booked: rows of `points`.
    """
    falls = (booked.points < 0).fill_null(NO)
    goes_back = booked.kind.isin(TAKEN_BACK).fill_null(NO) | (
        falls & (booked.kind != "earned").fill_null(YES)
    )
    return booked.value_minor.abs() * goes_back.ifelse(whole(1), whole(-1))


def _of_counted(rows: Expression, facts: Facts, terms: LedgerTerms) -> Expression:
    """Without those of customers who do not count; `customer` is the person."""
    kept = rows.anti_join(unwanted(facts, terms), "customer") if terms.leave_out else rows
    return resolved(kept, facts)
