"""The months a plan learns from: an expression on an engine."""

from __future__ import annotations

from datetime import date

from treue.value.tables import running
from treue.warehouse.tables import Expression, month_start, on, whole_sum


def months_by_cohort(days: Expression, until: date) -> Expression:
    """What customers who came in one month did in each month since.

    Args:
        days: `customer_days`.
        until: the last day that counts.

    Returns:
        cohort (first day of the month of the first order; empty for who never ordered and for what nobody
        can be told of), month (its first day), order_days, revenue_minor, margin_minor (before acquisition),
        acquisition_minor (above zero), new_customers.
    """
    seen = days.filter(days.day <= on(until))
    bought = seen.filter((seen.orders > 0) & seen.customer.notnull())
    firsts = bought.group_by("customer").aggregate(first_day=bought.day.min())
    rows = seen.left_join(firsts, "customer")
    rows = rows.mutate(
        cohort=month_start(rows.first_day),
        month=month_start(rows.day),
        margin=running(rows),
        buying=((rows.orders > 0) & rows.customer.notnull()).ifelse(1, 0),
        is_first=(rows.first_day == rows.day).ifelse(1, 0),
    )
    return rows.group_by("cohort", "month").aggregate(
        order_days=whole_sum(rows.buying),
        revenue_minor=whole_sum(rows.revenue_minor),
        margin_minor=whole_sum(rows.margin),
        acquisition_minor=whole_sum(rows.acquisition_minor),
        new_customers=whole_sum(rows.is_first),
    )
