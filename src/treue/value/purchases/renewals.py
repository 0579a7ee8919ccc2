"""Subscriptions as histories show them: how long a period is, who keeps it, who is overdue, what is due next.

A customer whose orders come once a period has x renewals, the last of them x periods after the first order.
Bills are paid late and months differ, so a tolerance of a tenth of the period, a day at least, is left. It
holds for each gap, so x of them together may be off by the root of x times as much: customers who order at
random keep a period in about a tenth of cases, however often they order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.climb import Curvature
from treue.value.histories import BoolArray, FloatArray, Histories, IntArray, distinct_rows
from treue.value.purchases.rising import log_rising, log_rising_slopes

_LATE, _LATE_DAYS = 0.1, 1.0
# Fewer customers who keep the period are no subscribers; fewer who renewed at all leave that open.
FEWEST_KEEP = 0.8
_FEWEST_CUSTOMERS = 50


def tolerance(period_days: float) -> float:
    """Days by which an order may be late or early."""
    return max(_LATE * period_days, _LATE_DAYS)


def median_gap(histories: Histories) -> float:
    """The period in days, 1 or more: half of all renewals came after a longer gap.

    A customer's gaps are all taken at their mean. Where nobody renewed, no period can be shorter than the
    window, so the window it is.
    """
    x = histories.frequency
    again = (x > 0) & (histories.weight > 0)
    if not again.any():
        return max(float(histories.tenure_days.max()), 1.0)
    gaps = histories.recency_days[again] / x[again]
    order = np.argsort(gaps)
    upto = np.cumsum((x * histories.weight)[again][order])
    return max(float(gaps[order][np.searchsorted(upto, upto[-1] / 2)]), 1.0)


def share_on_time(histories: Histories, period_days: float) -> float:
    """Share of the customers who renewed whose renewals came once a period; not a number without any."""
    x = histories.frequency
    again = x > 0
    off = np.abs(histories.recency_days - x * period_days)
    on_time = again & (off <= tolerance(period_days) * np.sqrt(x))
    customers = float(histories.weight[again].sum())
    return float(histories.weight[on_time].sum()) / customers if customers else float("nan")


def are_subscribers(histories: Histories) -> bool:
    """Whether these customers order once a period, seen from enough of them to say so."""
    renewed = float(histories.weight[histories.frequency > 0].sum())
    return renewed >= _FEWEST_CUSTOMERS and share_on_time(histories, median_gap(histories)) >= FEWEST_KEEP


def is_running(histories: Histories, period_days: float) -> BoolArray:
    """Shape (n,), whether the next renewal is not overdue yet."""
    waited = histories.tenure_days - histories.recency_days
    return np.asarray(waited <= period_days + tolerance(period_days))


def due_day(histories: Histories, period_days: float, nth: float) -> FloatArray:
    """Shape (n,), days ahead of the n-th renewal from now; who is late pays tomorrow."""
    ahead = histories.recency_days + nth * period_days - histories.tenure_days
    return np.maximum(ahead, 1.0)


def renewals_due(histories: Histories, period_days: float, horizon_days: float) -> IntArray:
    """Shape (n,), renewals due in the horizon; 0 for who is overdue."""
    waited = histories.tenure_days - histories.recency_days
    # A due day that rounding puts a hair behind the horizon is still in it.
    due = np.floor((horizon_days + waited) / period_days + 1e-9)
    within = due_day(histories, period_days, 1.0) <= horizon_days + 1e-9
    return np.where(is_running(histories, period_days) & within, due, 0.0).astype(np.int64)


def outcomes(histories: Histories, period_days: float) -> tuple[FloatArray, FloatArray]:
    """Shape (n,) each: renewals that count, and 1 for who cancelled after them.

    Of the renewals that fell due within the tolerance some are made and some still open. To count the made
    ones only would make customers look more faithful than they are, so neither counts.
    """
    cancelled = ~is_running(histories, period_days)
    waited = histories.tenure_days - histories.recency_days
    fresh = (histories.frequency > 0) & (waited < tolerance(period_days))
    return histories.frequency - fresh, cancelled.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the likelihood reads of the customers; one row per number of renewals and outcome.

    Args:
        renewals: shape (k,), as `outcomes` counts them.
        cancelled: shape (k,), 1 for who is overdue, else 0.
        weight: shape (k,), customers.
    """

    renewals: FloatArray
    cancelled: FloatArray
    weight: FloatArray

    @classmethod
    def of(cls, histories: Histories, period_days: float) -> Evidence:
        """From weighted histories."""
        renewals, cancelled = outcomes(histories, period_days)
        first, place = distinct_rows(renewals, cancelled)
        weight = np.bincount(place, histories.weight).astype(np.float64)
        return cls(renewals[first], cancelled[first], weight)

    def at(self, logs: FloatArray) -> Curvature:
        """The log-likelihood of all at the logarithms of (a, b)."""
        point = np.exp(logs)
        a, b = map(float, point)
        x, c, w = self.renewals, self.cancelled, self.weight
        value = log_rising(b, x) + c * logs[0] - log_rising(a + b, x + c)
        stay, either = (
            [float(np.dot(w, slope)) for slope in log_rising_slopes(start, counts)]
            for start, counts in ((b, x), (a + b, x + c))
        )
        ended = float(np.dot(w, c)) / a
        gradient = np.array([ended - either[0], stay[0] - either[0]]) * point
        bend = np.array([[-ended / a - either[1], -either[1]], [-either[1], stay[1] - either[1]]])
        hessian = bend * np.outer(point, point) + np.diag(gradient)
        return Curvature(float(np.dot(w, value)), gradient, hessian)
