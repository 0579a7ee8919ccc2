"""What came back, and what each customer did day by day: expressions on an engine."""

from __future__ import annotations

from datetime import date

import ibis

from treue.warehouse.tables import Expression, on, whole_sum

CAME_BACK = ("refund", "returned_goods")
"""Kinds of entries in proportion to the value that came back; handling comes by the order."""


def returned_days(entries: Expression, undone: Expression) -> Expression:
    """What came back on each day, of known customers; without orders that were called off, which are none.

    Args:
        entries: `ledger`.
        undone: `cancelled`.

    Returns:
        customer, day, returned_minor (net value given back), lost_minor (that, less what the goods are worth
        to the shop).
    """
    nothing = ibis.literal(0, "int64")
    back = entries.filter(entries.kind.isin(CAME_BACK))
    back = back.select(
        "customer",
        "day",
        returned_minor=(back.kind == "refund").ifelse(-back.amount_minor, nothing),
        lost_minor=-back.amount_minor,
    )
    bought = entries.filter(entries.kind == "purchase_price").semi_join(undone, "order_id")
    costs = bought.group_by("order_id").aggregate(cost_minor=-whole_sum(bought.amount_minor))
    off = undone.left_join(costs, "order_id")
    off = off.select(
        "customer",
        "day",
        returned_minor=-off.goods_minor,
        lost_minor=off.cost_minor.fill_null(nothing) - off.goods_minor,
    )
    rows = ibis.union(back, off)
    rows = rows.filter(rows.customer.notnull())
    return rows.group_by("customer", "day").aggregate(
        returned_minor=whole_sum(rows.returned_minor), lost_minor=whole_sum(rows.lost_minor)
    )


def daily(days: Expression, returned: Expression, asked: Expression | None) -> Expression:
    """Days on which known customers ordered or anything was booked for them.

    Args:
        days: `customer_days`.
        returned: `returned_days`, made.
        asked: customer: whom to look at; None for everybody.

    Returns:
        Columns of `customer_days`, and returned_minor and lost_minor.
    """
    rows = days.filter(days.customer.notnull())
    rows = rows if asked is None else rows.semi_join(asked, "customer")
    joined = rows.left_join(returned, ["customer", "day"])
    nothing = ibis.literal(0, "int64")
    return joined.select(
        *rows.columns,
        returned_minor=joined.returned_minor.fill_null(nothing),
        lost_minor=joined.lost_minor.fill_null(nothing),
    )


def spent_on_winning(days: Expression, after: date, until: date) -> Expression:
    """One row, acquisition_minor: what winning customers cost after a day, who won nobody included.

    Args:
        days: `customer_days`.
        after: not counted any more.
        until: the last day that counts.
    """
    seen = days.filter((days.day > on(after)) & (days.day <= on(until)))
    return seen.aggregate(acquisition_minor=whole_sum(seen.acquisition_minor))
