"""The small questions a run asks of an engine."""

from __future__ import annotations

import ibis

from treue.value.forecast_rows import MOVED_MORE, MOVERS, SPREAD
from treue.value.tables import from_trade
from treue.warehouse.tables import Expression, whole_sum


def bought_days(days: Expression) -> Expression:
    """customer, day, revenue_minor: days on which a known customer ordered.

    Args:
        days: `customer_days`.
    """
    bought = days.filter((days.orders > 0) & days.customer.notnull())
    return bought.select("customer", "day", "revenue_minor")


def booked_days(days: Expression) -> Expression:
    """customer, day, margin_minor: days on which a known customer's orders brought or cost anything.

    Args:
        days: `customer_days`.
    """
    booked = days.select("customer", "day", margin_minor=from_trade(days))
    return booked.filter((booked.margin_minor != 0) & booked.customer.notnull())


def last_day(days: Expression) -> Expression:
    """One row: `last`, the last day of anything booked, and `bought`, days on which known customers did."""
    return days.aggregate(
        last=days.day.max(),
        bought=whole_sum(((days.orders > 0) & days.customer.notnull()).ifelse(1, 0)),
    )


def of_customers(days: Expression, keys: Expression) -> Expression:
    """The rows of some customers.

    Args:
        days: `customer_days`.
        keys: customer: whose.
    """
    return days.semi_join(keys, "customer")


RESERVES = ("return_reserve_minor", "default_reserve_minor", "provisional_minor")


def believed(past: Expression, forecasts: Expression, reserved: Expression | None) -> Expression:
    """One row per customer: past, forecast and reserves side by side.

    Args:
        past: `histories`.
        forecasts: as `value/forecast_rows.py` makes them.
        reserved: `reserves`; None where there is none.
    """
    rows = past.inner_join(forecasts, "customer")
    if reserved is None:
        return rows.mutate(**{name: ibis.literal(0, "int64") for name in RESERVES})
    joined = rows.left_join(reserved, "customer")
    return joined.select(*rows.columns, **{name: joined[name].fill_null(0) for name in RESERVES})


WARNED = (
    "silent", "late", "usual_gap_days", "next_order", "next_order_low", "next_order_high", "order_chance_7",
    "order_chance_28",
)  # fmt: skip
"""What early warning adds to the forecasts."""


def customer_sheet(rows: Expression) -> Expression:
    """One row per customer with all we know and believe.

    Args:
        rows: `believed`, with scores and tiers; medians and intervals it lacks stay empty.

    Returns:
        Columns of the snapshot's table `customers`; `code`, `MOVERS` with `MOVED_MORE`, and `WARNED` where
        the forecasts have them.
    """
    lacks = {name: ibis.null(kind) for name, kind in SPREAD.items() if name not in rows.columns}
    rows = rows.mutate(**lacks) if lacks else rows
    named = ("code",) if "code" in rows.columns else ()
    moved = (*(column for pair in MOVERS for column in pair), MOVED_MORE)
    told = [column for column in moved if column in rows.columns]
    warned = [column for column in WARNED if column in rows.columns]
    return rows.select(
        "customer", *named, "orders", "order_days", "orders_24m", "revenue_minor", "margin_minor",
        "service_minor", "contact_minor", "acquisition_minor", *RESERVES, "margin_12m_minor",
        "margin_24m_minor", "p_alive", "expected_orders", "expected_orders_median", "expected_orders_low",
        "expected_orders_high", "value_minor", "value_median_minor", "value_low_minor", "value_high_minor",
        "pace", "margin_per_order_minor", *told, *warned, "at_stake_minor", "year_value_minor",
        "profit_minor", "tier", "tier_by_limits",
        "first_order_known", "rfm_recency", "rfm_frequency", "rfm_monetary", "rfm_segment",
        first_order=rows.first_day,
        last_order=rows.last_day,
    )  # fmt: skip


def grouped(sheet: Expression) -> Expression:
    """customer, tier, segment.

    Args:
        sheet: `customer_sheet`.
    """
    return sheet.select("customer", "tier", segment="rfm_segment")


def without_amounts(rows: Expression) -> Expression:
    """The same rows with every amount empty: where none is known, a sum of nothing is not zero.

    Args:
        rows: their amounts are the columns that end in `_minor`.
    """
    empty = {name: ibis.null("int64") for name in rows.columns if name.endswith("_minor")}
    return rows.mutate(**empty)


def booked_kinds(entries: Expression) -> Expression:
    """kind: each kind of entry that occurs.

    Args:
        entries: `ledger`.
    """
    return entries.select("kind").distinct()
