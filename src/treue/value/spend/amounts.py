"""From orders to what Gamma-Gamma reads: how many positive orders each customer has, and their mean."""

from __future__ import annotations

from typing import Literal

import numpy as np

from treue.value.histories import BoolArray, FloatArray, IntArray


def order_amounts(
    customer: IntArray, day: IntArray, amount: FloatArray, orders: Literal["all", "repeat"] = "all"
) -> tuple[FloatArray, FloatArray]:
    """Positive orders of each customer, and their mean value.

    Orders of one day are summed first and count once; a day that sums to zero or less does not count, but a
    customer's first day is the first of all, counted or not.

    Args:
        customer: shape (n,), keys of any kind that sorts.
        day: shape (n,), days since any origin.
        amount: shape (n,), order values before returns.
        orders: "repeat" leaves out each customer's first day.

    Returns:
        Counts and means, shape (customers,) each, by ascending key; the mean is 0 where the count is 0.
    """
    if not len(customer):
        return np.zeros(0), np.zeros(0)
    customer, day, amount = _sorted(customer, day, amount)
    opens_customer = _changes(customer)
    opens_day = np.flatnonzero(opens_customer | _changes(day))
    first = np.flatnonzero(opens_customer[opens_day])
    sums = np.add.reduceat(amount, opens_day)
    counted = sums > 0
    if orders == "repeat":
        counted[first] = False
    counts = np.add.reduceat(counted, first, dtype=np.float64)
    totals = np.add.reduceat(np.where(counted, sums, 0.0), first)
    return counts, totals / np.maximum(counts, 1.0)


def _sorted(customer: IntArray, day: IntArray, amount: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    ahead, same = customer[1:] > customer[:-1], customer[1:] == customer[:-1]
    if bool(np.all(ahead | (same & (day[1:] >= day[:-1])))):
        return customer, day, amount
    order = np.lexsort((day, customer))
    return customer[order], day[order], amount[order]


def _changes(column: IntArray) -> BoolArray:
    """Where a value differs from the one before; the first always does."""
    return np.concatenate([np.ones(1, dtype=np.bool_), column[1:] != column[:-1]])
