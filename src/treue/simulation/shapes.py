"""Shapes of a shop's orders that do not hang on its size: to hold a simulated shop against real ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.world.chance import FloatArray, IntArray

WATCHED_DAYS, COHORT_DAYS = 365, 90
_MONTH_DAYS = 365 / 12


@dataclass(frozen=True, slots=True)
class Shapes:
    """Of customers whose first order in the file lies in its first 90 days, over its first 365 days.

    Not a number where the set does not tell.

    Args:
        repeat: share who ordered on a second day.
        orders: mean order days a customer.
        often: share who ordered on ten days or more.
        gap: median days between two order days.
        gap_tail: 90 % quantile of these gaps over the median.
        evenness: the spread of a customer's gaps over their mean, of who has four or more; 1 is chance.
        value_spread: standard deviation of the logarithm of order values.
        value_tail: 99 % quantile of order values over the median.
        gini: of what customers spent.
        top_fifth: share of it that the best fifth spent.
        returns: value given back over value sold, all orders of the file.
        peak: busiest twelfth of a year over the mean twelfth, orders of all customers; needs a year.
    """

    repeat: float
    orders: float
    often: float
    gap: float
    gap_tail: float
    evenness: float
    value_spread: float
    value_tail: float
    gini: float
    top_fifth: float
    returns: float
    peak: float


def shapes_of(
    customer: IntArray, day: IntArray, amount: FloatArray | None, returned: float = np.nan
) -> Shapes:
    """Shapes of orders.

    Args:
        customer: shape (n,), who; any keys.
        day: shape (n,), days.
        amount: shape (n,), what the order was worth; None where nobody knows.
        returned: share of the value given back.
    """
    first = int(day.min())
    early = day < first + WATCHED_DAYS
    who, place = np.unique(customer, return_inverse=True)
    begun = np.full(len(who), np.iinfo(np.int64).max)
    np.minimum.at(begun, place, day)
    cohort = early & (begun[place] < first + COHORT_DAYS)
    days = np.unique(np.stack([place[cohort], day[cohort]]), axis=1)
    count = np.bincount(days[0])
    count = count[count > 0]
    of_same = np.diff(days[0]) == 0
    gaps, owner = np.diff(days[1])[of_same], days[0][1:][of_same]
    value = np.full(1, np.nan) if amount is None else amount[cohort & (amount > 0)]
    spent = np.full(1, np.nan) if amount is None else _spent(place[cohort], amount[cohort])
    return Shapes(
        repeat=float((count > 1).mean()),
        orders=float(count.mean()),
        often=float((count >= 10).mean()),
        gap=float(np.median(gaps)) if len(gaps) else np.nan,
        gap_tail=float(np.quantile(gaps, 0.9) / np.median(gaps)) if len(gaps) else np.nan,
        evenness=_evenness(gaps.astype(np.float64), owner),
        value_spread=float(np.log(value).std()),
        value_tail=float(np.quantile(value, 0.99) / np.median(value)),
        gini=_gini(spent),
        top_fifth=float(spent[-(-len(spent) * 4 // 5) :].sum() / spent.sum()),
        returns=returned,
        peak=_peak(day[early] - first),
    )


def _spent(place: IntArray, amount: FloatArray) -> FloatArray:
    """What each customer spent, ascending, not below zero."""
    total = np.bincount(place, amount)[np.unique(place)]
    return np.sort(np.maximum(total, 0.0)).astype(np.float64)


def _evenness(gaps: FloatArray, owner: IntArray) -> float:
    """Mean over customers of the coefficient of variation of their gaps, less its small-sample bias."""
    count = np.bincount(owner)
    enough = count >= 4
    if not enough.any():
        return float("nan")
    mean = np.bincount(owner, gaps)[enough] / count[enough]
    square = np.bincount(owner, gaps**2)[enough] / count[enough] - mean**2
    spread = np.sqrt(np.maximum(square, 0.0) * count[enough] / (count[enough] - 1)) / mean
    return float((spread * (1 + 1 / (4 * count[enough]))).mean())


def _gini(sorted_values: FloatArray) -> float:
    count, total = len(sorted_values), sorted_values.sum()
    rank = np.arange(1, count + 1)
    return float((2 * (rank * sorted_values).sum() / (count * total)) - (count + 1) / count)


def _peak(age: IntArray) -> float:
    if age.max() < WATCHED_DAYS - 10:
        return float("nan")
    month = np.minimum((age / _MONTH_DAYS).astype(np.int64), 11)
    orders = np.bincount(month, minlength=12)
    return float(orders.max() / orders.mean())
