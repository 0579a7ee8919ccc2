"""Orders counted at what they are worth today: money of a later day counts a little less."""

from __future__ import annotations

import math

import numpy as np

from treue.errors import BadOption
from treue.value.histories import FloatArray
from treue.value.purchases.contract import OnDueDays, Prospects

DAYS_PER_YEAR = 365.0
# Nodes by how far discounting reaches over the horizon (rate times time): enough for 1e-6, relative.
_NODES = ((0.25, 6), (1.5, 10), (math.inf, 16))


def discounted_orders(prospects: Prospects, horizon_days: float, rate_per_year: float) -> FloatArray:
    """Expected orders of the horizon, each times (1 + rate)^(-d / 365) for an order on its d-th day.

    The sum over days of v^d (E[d] - E[d - 1]) is, by parts, an integral over E[t] itself, which is smooth:

        v^(1/2) ( v^H E[H] + delta * integral from 0 to H of v^t E[t] dt ),
        v = exp(-delta) = (1 + rate)^(-1/365)

    The half day stands for orders that come during their day. Six Gauss-Legendre nodes in the square root of
    t, where E is smooth even for a customer of today, leave a relative error near 1e-7; long horizons at high
    rates take ten or sixteen. Where customers leave within days, spreading orders over a day costs 1e-6.
    Orders that fall on due days (a subscription's) are summed as they are.

    Args:
        prospects: of n customers; gives E.
        horizon_days: from the end of the observed window, above zero.
        rate_per_year: zero or more.

    Returns:
        Shape (n,), never more than the expected orders.

    Raises:
        BadOption: a negative rate, or one that is not a number.
    """
    delta = _force_of_interest(rate_per_year)
    if isinstance(prospects, OnDueDays):
        return prospects.orders_worth(horizon_days, lambda day: np.exp(-delta * day))
    last = prospects.expected_orders(horizon_days)
    if delta == 0:
        return last
    total = math.exp(-delta * horizon_days) * last
    for days, weight in _nodes(horizon_days, delta):
        share = delta * weight * math.exp(-delta * days)
        total = total + share * prospects.expected_orders(days)
    return math.exp(-delta / 2) * total


def days_worth(days: int, rate_per_year: float) -> float:
    """What so many days with one unit each count today.

    Args:
        days: from tomorrow on.
        rate_per_year: zero or more.
    """
    delta = _force_of_interest(rate_per_year)
    return float(np.exp(-delta * np.arange(1, days + 1)).sum())


def _force_of_interest(rate_per_year: float) -> float:
    """Per day, continuously compounded."""
    if not (math.isfinite(rate_per_year) and rate_per_year >= 0):
        raise BadOption(
            f"Discount: got a rate of {rate_per_year} a year; it is zero or more, for example 0.1 for 10 %. "
            "Check --discount."
        )
    return math.log1p(rate_per_year) / DAYS_PER_YEAR


def _nodes(horizon_days: float, delta: float) -> list[tuple[float, float]]:
    """Days and weights whose sum replaces an integral over the horizon."""
    count = next(count for reach, count in _NODES if delta * horizon_days <= reach)
    roots, weights = np.polynomial.legendre.leggauss(count)
    part = (roots + 1.0) / 2.0
    days, spans = horizon_days * part**2, horizon_days * part * weights
    return list(zip(days.tolist(), spans.tolist(), strict=True))
