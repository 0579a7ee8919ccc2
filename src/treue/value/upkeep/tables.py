"""Minutes of service, messages sent and points of the loyalty programme, as amounts of a customer and day.

Unless told otherwise functions return customer (empty: nobody we know), day, amount_minor (below zero: cost).
"""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import NO, YES, Facts, in_currency, resolved, unwanted, whole
from treue.warehouse.tables import Column, Expression, as_int64, half_even

MOST_CONTACTS = 5
"""Contacts of each customer that are told one by one."""

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


def last_contacts(facts: Facts, terms: LedgerTerms) -> Expression:
    """The latest contacts with each customer: messages they got, requests of theirs, calls and letters.

    Returns:
        customer (the person), contacted_at, kind (message, request, talk), channel (mail, call; empty of a
        request), about (campaign or topic), outcome (as told; of a request open, answered or solved); at most
        `MOST_CONTACTS` of each customer.
    """
    sent, asked, talks = facts.touches, facts.tickets, facts.interactions
    stands = ibis.cases(
        (asked.solved_at.notnull(), "solved"), (asked.answered_at.notnull(), "answered"), else_="open"
    )
    nothing = ibis.null("string")

    def told(rows: Expression, kind: str, number: str, **columns: Column) -> Expression:
        return rows.select("customer", kind=ibis.literal(kind), number=rows[number], **columns)

    contacts = ibis.union(
        told(sent, "message", "touch_id", at=sent.at, channel=sent.channel, about=sent.campaign,
             outcome=sent.outcome),
        told(asked, "request", "ticket_id", at=asked.opened_at, channel=nothing, about=asked.topic,
             outcome=stands),
        told(talks, "talk", "interaction_id", at=talks.at, channel=talks.kind, about=nothing,
             outcome=talks.outcome),
    )  # fmt: skip
    rows = _of_counted(contacts.filter(contacts.customer.notnull()), facts, terms)
    latest = {"group_by": rows.customer, "order_by": [rows.at.desc(), rows.kind, rows.number]}
    ranked = rows.mutate(place=ibis.row_number().over(ibis.window(**latest)))
    last = ranked.filter(ranked.place < MOST_CONTACTS)
    return last.select("customer", "kind", "channel", "about", "outcome", contacted_at=last.at)


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

    A correction goes the way its number of points goes. What goes back is at most what a person was booked
    before and still has: points from before the facts cost nothing in them, so they release nothing.
    """
    rows = _released(facts, terms)
    return rows.select("customer", "day", amount_minor=rows.worth - rows.unearned)


def unearned_points(facts: Facts, terms: LedgerTerms) -> Expression:
    """What of the points that went back had never been booked: minor, zero or more."""
    return _released(facts, terms).select(minor="unearned")


def _released(facts: Facts, terms: LedgerTerms) -> Expression:
    """Bookings of points: customer, day, worth (as `worth_of`), of it unearned.

    The running sum of what is owed, held at zero from below: whatever would push it under is unearned.
    """
    booked = in_currency(facts.points, terms)
    rows = _of_counted(booked.filter(booked.value_minor.notnull()), facts, terms)
    rows = rows.select("customer", "booking_id", day=rows.day.fill_null(rows.at.date()), worth=worth_of(rows))
    rows = rows.mutate(is_back=(rows.worth > 0).ifelse(whole(1), whole(0)))

    def in_turn(each: Expression) -> dict[str, object]:
        return {"group_by": each.customer, "order_by": [each.day, each.is_back, each.booking_id]}

    owed = rows.mutate(owed=as_int64(-rows.worth.sum().over(ibis.cumulative_window(**in_turn(rows)))))
    lowest = owed.owed.min().over(ibis.cumulative_window(**in_turn(owed)))
    owed = owed.mutate(below=as_int64(ibis.greatest(-lowest, whole(0))))
    before = owed.below.lag().over(ibis.window(**in_turn(owed))).fill_null(0)
    return owed.select("customer", "day", "worth", unearned=as_int64(owed.below - before))


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
