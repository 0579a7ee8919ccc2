"""Orders by age, losses by delay, and what each customer's recent orders and invoices will still lose."""

from __future__ import annotations

from datetime import date

import ibis

from treue.value.ledger.tables import at_order_rate, beside_sums
from treue.value.ledger_terms import LedgerTerms
from treue.value.reserves.development import MOST_DAYS
from treue.value.returns.tables import beside_orders, of_counted_orders
from treue.value.sales.tables import NO, Facts, prices_of, resolved, standard_rate, whole
from treue.warehouse.tables import (
    Column,
    Expression,
    days_between,
    half_even,
    month_start,
    on,
    whole_sum,
)

LOST = ("refund", "returned_goods", "handling")
"""Kinds of entries that an order loses when it comes back."""

PPM = 1_000_000


def sold_by_age(days: Expression, until: date) -> Expression:
    """Per passed (days since the order, MOST_DAYS for all older ones): amount_minor, net revenue.

    Args:
        days: `customer_days`.
        until: the last day that counts.
    """
    seen = days.filter(days.day <= on(until))
    rows = seen.select("revenue_minor", passed=_capped(days_between(seen.day, on(until))))
    return rows.group_by("passed").aggregate(amount_minor=whole_sum(rows.revenue_minor))


def lost_by_delay(orders: Expression, entries: Expression, until: date) -> Expression:
    """Per passed (days from an order to what it lost, up to MOST_DAYS): amount_minor, above zero if lost.

    Args:
        orders: `placed`.
        entries: `ledger`.
        until: the last day that counts.
    """
    lost = entries.filter(entries.kind.isin(LOST) & (entries.day <= on(until)))
    joined = lost.inner_join(orders.select("order_id", ordered="day"), "order_id")
    rows = joined.select("amount_minor", passed=days_between(joined.ordered, joined.day))
    rows = rows.filter((rows.passed >= 0) & (rows.passed <= MOST_DAYS))
    return rows.group_by("passed").aggregate(amount_minor=-whole_sum(rows.amount_minor))


def invoices(
    facts: Facts, orders: Expression, sold: Expression, terms: LedgerTerms, until: date
) -> Expression:
    """One row per order with an invoice: order_id, customer, due_day, due_minor, unpaid_minor (of it, net).

    VAT comes off as it does when the invoice is written off: at the mixed rate of its order.

    Args:
        facts: for payments.
        orders: `placed`.
        sold: `sales`.
        terms: prices and country where an order names none.
        until: the last day that counts.
    """
    rows = beside_orders(resolved(of_counted_orders(facts.payments, facts, orders, terms), facts), orders)
    rows = rows.mutate(day=rows.day.fill_null(rows.paid_at.date()))
    rows = rows.filter((rows.day <= on(until)) & rows.order_id.notnull() & rows.amount_minor.notnull())
    is_due = rows.kind == "due"
    sums = rows.group_by("order_id").aggregate(
        customer=rows.customer.fill_null(rows.order_customer).max(),
        due_day=rows.day.min(where=is_due),
        due_minor=whole_sum(rows.amount_minor, where=is_due),
        settled_minor=whole_sum(rows.amount_minor, where=rows.kind.isin(("paid", "default"))),
        gross=(prices_of(rows.order_prices, terms) == "gross").fill_null(NO).ifelse(1, 0).max(),
        rate=rows.order_bp.fill_null(standard_rate(ibis.null("string"), terms)).max(),
    )
    owed = sums.filter(sums.due_day.notnull())
    left = (owed.due_minor > owed.settled_minor).ifelse(owed.due_minor - owed.settled_minor, whole(0))
    owed = owed.mutate(amount_minor=left, gross=owed.gross == 1)
    owed = at_order_rate(beside_sums(owed, sold.semi_join(facts.payments, "order_id")))
    return owed.select("order_id", "customer", "due_day", "due_minor", unpaid_minor="net_minor")


def settled_by_delay(facts: Facts, owed: Expression, until: date) -> Expression:
    """Of invoices at least MOST_DAYS old, by days after they were due.

    Args:
        facts: for payments.
        owed: `invoices`.
        until: the last day that counts.

    Returns:
        passed, due_minor, paid_minor, default_minor.
    """
    old = owed.filter(days_between(owed.due_day, on(until)) >= MOST_DAYS)
    paid = facts.payments.mutate(day=facts.payments.day.fill_null(facts.payments.paid_at.date()))
    rows = paid.filter(paid.day <= on(until)).inner_join(old.select("order_id", "due_day"), "order_id")
    rows = rows.mutate(passed=_capped(days_between(rows.due_day, rows.day)))
    return rows.group_by("passed").aggregate(
        **{
            f"{kind}_minor": whole_sum(rows.amount_minor, where=rows.kind == kind)
            for kind in ("due", "paid", "default")
        }
    )


def reserves(days: Expression, owed: Expression, shares: Expression, until: date) -> Expression:
    """One row per customer whose recent orders or open invoices will still lose something.

    Args:
        days: `customer_days`.
        owed: `invoices`.
        shares: passed (days, 0 to MOST_DAYS), returned_ppm and default_ppm (what is still to be lost, in
            millionths), is_provisional (younger than the return window).
        until: the last day that counts.

    Returns:
        customer, return_reserve_minor, default_reserve_minor (zero or more), provisional_minor (net revenue
        of orders inside the return window).
    """
    nothing = whole(0)
    seen = days.filter(days.customer.notnull() & (days.day <= on(until)))
    recent = seen.filter(seen.revenue_minor > 0)
    recent = recent.mutate(passed=days_between(recent.day, on(until))).inner_join(shares, "passed")
    returned = recent.select(
        "customer",
        return_reserve_minor=half_even(recent.revenue_minor * recent.returned_ppm, whole(PPM)),
        default_reserve_minor=nothing,
        provisional_minor=recent.is_provisional.ifelse(recent.revenue_minor, nothing),
    )
    open_ones = owed.filter((owed.unpaid_minor > 0) & owed.customer.notnull())
    passed = _capped(days_between(open_ones.due_day, on(until)))
    open_ones = open_ones.mutate(passed=passed).inner_join(shares, "passed")
    unpaid = open_ones.select(
        "customer",
        return_reserve_minor=nothing,
        default_reserve_minor=half_even(open_ones.unpaid_minor * open_ones.default_ppm, whole(PPM)),
        provisional_minor=nothing,
    )
    rows = ibis.union(returned, unpaid)
    figures = ("return_reserve_minor", "default_reserve_minor", "provisional_minor")
    sums = rows.group_by("customer").aggregate(**{name: whole_sum(rows[name]) for name in figures})
    return sums.filter(
        (sums.return_reserve_minor != 0) | (sums.default_reserve_minor != 0) | (sums.provisional_minor != 0)
    )


def still_open(days: Expression, owed: Expression, shares: Expression, until: date) -> Expression:
    """What each month's orders and invoices will still lose: with it off, a young month is like an old one.

    Args:
        days: `customer_days`, anonymous sales included.
        owed: `invoices`.
        shares: as of `reserves`.
        until: the last day that counts.

    Returns:
        month (its first day), still_open_minor (above zero).
    """
    sold = days.filter((days.day <= on(until)) & (days.revenue_minor > 0))
    sold = sold.mutate(passed=days_between(sold.day, on(until))).inner_join(shares, "passed")
    due = owed.filter(owed.unpaid_minor > 0)
    due = due.mutate(passed=_capped(days_between(due.due_day, on(until)))).inner_join(shares, "passed")
    rows = ibis.union(
        sold.select("day", open_minor=half_even(sold.revenue_minor * sold.returned_ppm, whole(PPM))),
        due.select(day="due_day", open_minor=half_even(due.unpaid_minor * due.default_ppm, whole(PPM))),
    )
    sums = rows.group_by(month=month_start(rows.day)).aggregate(still_open_minor=whole_sum(rows.open_minor))
    return sums.filter(sums.still_open_minor != 0)


def _capped(passed: Column) -> Column:
    """Days from 0 to MOST_DAYS: what is older counts as the last, what comes before as the first."""
    upper = (passed > MOST_DAYS).ifelse(whole(MOST_DAYS), passed)
    return (upper < 0).ifelse(whole(0), upper)
