"""How far off next-order dates were: told as of an earlier day, held against what came after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray
from treue.value.next_order.needs import Needs, needs_at
from treue.value.order_days import OrderDays

_FEWEST_ORDERS = 2


@dataclass(frozen=True, slots=True)
class DatesTested:
    """Of customers with two orders or more who did order within the days ahead.

    Args:
        day: the last day that was known, days since 1970-01-01.
        ahead_days: how far was looked ahead.
        asked: how many such customers there were.
        off_by: mean days between the date told and the day of the order; not a number where nobody is asked.
        own_gap_off_by: the same for the last order plus the customer's own mean gap.
        inside: share of orders that fell between the days told for eight of ten.
    """

    day: int
    ahead_days: int
    asked: int
    off_by: float
    own_gap_off_by: float
    inside: float


def dates_tested(orders: OrderDays, day: int, ahead_days: int) -> DatesTested:
    """Told as of a day from what was known then.

    Args:
        orders: of all customers, those after the day included.
        day: days since 1970-01-01; the `ahead_days` after it are over.
        ahead_days: how far to look.
    """
    needs = needs_at(orders, day, ahead_days)
    wait = days_to_next(orders, needs.customer, day)
    asked = (wait <= ahead_days) & (needs.orders >= _FEWEST_ORDERS)
    if not asked.any():
        return DatesTested(day, ahead_days, 0, np.nan, np.nan, np.nan)
    ours, naive = needs.date(), own_mean_gap(orders, needs, day, ahead_days)
    low, high = needs.between()
    return DatesTested(
        day,
        ahead_days,
        int(asked.sum()),
        float(np.abs(ours - wait)[asked].mean()),
        float(np.abs(naive - wait)[asked].mean()),
        float(((wait >= low) & (wait <= high))[asked].mean()),
    )


def days_to_next(orders: OrderDays, customers: IntArray, day: int) -> FloatArray:
    """Shape (n,), days until the next order; infinite without one.

    Args:
        orders: of any customers.
        customers: shape (n,), keys, ascending.
        day: the last day known.
    """
    later = orders.where(orders.day > day).of_customers(customers)
    result = np.full(len(customers), np.inf)
    np.minimum.at(result, np.searchsorted(customers, later.customer), later.day - day)
    return result


def own_mean_gap(orders: OrderDays, needs: Needs, day: int, ahead_days: int) -> FloatArray:
    """Shape (n,), days until the last order's day plus the customer's mean gap, held to the days ahead."""
    known = orders.until(day)
    place = np.searchsorted(needs.customer, known.customer)
    first, last = np.full(len(needs.customer), day), np.zeros(len(needs.customer), dtype=np.int64)
    np.minimum.at(first, place, known.day)
    np.maximum.at(last, place, known.day)
    mean = (last - first) / np.maximum(needs.orders - 1, 1)
    return np.asarray(np.clip(mean - needs.idle_days, 1.0, ahead_days))
