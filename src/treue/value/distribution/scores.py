"""How good whole distributions of orders were, customer by customer, without holding them all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from treue.value.distribution.pit_map import PitMap
from treue.value.forecast import rows_of
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.purchases.contract import FittedPurchases

# Chances held at a time.
_FLOATS = 1_000_000
# A distribution is followed until what lies beyond is this many standard deviations away.
_FAR = 9.0
_LEAST = 12


@dataclass(frozen=True, slots=True)
class OrdersAhead:
    """The distribution of each customer's orders in the horizon.

    Args:
        purchases: the fitted model.
        histories: shape (n,).
        horizon: in days by the clock of the histories.
        most_days: the horizon's days by the calendar; nobody has more order days.
        pace: shape (n,), factor on each customer's own rate of ordering.
        chances: sets the model's chances right.
    """

    purchases: FittedPurchases
    histories: Histories
    horizon: float
    most_days: int
    pace: FloatArray
    chances: PitMap

    def blocks(self) -> Iterator[tuple[IntArray, FloatArray]]:
        """Rows, and their chances of one order or more, two or more, ...: shape (rows, most)."""
        need = self._need()
        order = np.argsort(need, kind="stable")
        start = 0
        while start < len(order):
            most = int(need[order[start]])
            # Rows that need up to half more share a block.
            stop = int(np.searchsorted(need[order], most * 1.5, side="right"))
            stop = max(min(stop, start + max(_FLOATS // int(most * 1.5), 1)), start + 1)
            rows = order[start:stop]
            most = int(need[rows[-1]])
            some = rows_of(self.histories, rows)
            tail = self.purchases.chance_of_at_least(some, self.horizon, most, self.pace[rows])
            yield rows, 1.0 - self.chances.honest(1.0 - tail)
            start = stop

    def _need(self) -> IntArray:
        """Shape (n,), orders up to which a distribution has to be followed; never more than days."""
        mean = self.purchases.expected_orders(self.histories, self.horizon)
        spare = self.purchases.orders_variance(self.histories, self.horizon) - mean
        mean = mean * self.pace
        spread = np.sqrt(np.maximum(spare * self.pace * np.maximum(self.pace, 1.0) + mean, 0.0))
        need = np.minimum(np.ceil(mean + _FAR * spread) + _LEAST, max(self.most_days, 1))
        return np.asarray(need, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Scores:
    """Each customer's distribution beside what came.

    Args:
        crps: shape (n,), continuous ranked probability score, in orders.
        low: shape (n,), chance of fewer than came.
        high: shape (n,), chance of as many or fewer.
        quantiles: shape (n, levels), the least number of orders that is not exceeded with that chance.
        levels: of the quantiles.
    """

    crps: FloatArray
    low: FloatArray
    high: FloatArray
    quantiles: FloatArray
    levels: tuple[float, ...]

    def at(self, level: float) -> FloatArray:
        """Shape (n,), the quantile at one of the levels."""
        return np.asarray(self.quantiles[:, self.levels.index(level)])


def score(ahead: OrdersAhead, actual: FloatArray, levels: tuple[float, ...] = (0.5,)) -> Scores:
    """Judge each customer's distribution.

    Args:
        ahead: n customers.
        actual: shape (n,), orders that came, whole numbers.
        levels: of quantiles to give, ascending.

    Source:
        Gneiting & Raftery (2007), JASA 102, eq. 20, a sum for whole numbers: sum over k >= 1 of
        (P(N >= k) - [y >= k])^2.
    """
    n = len(actual)
    crps, low, high, quantiles = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros((n, len(levels)))
    for rows, tail in ahead.blocks():
        came = actual[rows]
        most = tail.shape[1]
        counted = came[:, None] >= np.arange(1, most + 1)
        crps[rows] = np.square(tail - counted).sum(axis=1) + np.maximum(came - most, 0.0)
        ends = np.concatenate([np.ones((len(rows), 1)), tail, np.zeros((len(rows), 1))], axis=1)
        place = np.minimum(came, most).astype(np.int64)
        each = np.arange(len(rows))
        low[rows], high[rows] = 1.0 - ends[each, place], 1.0 - ends[each, place + 1]
        for column, level in enumerate(levels):
            quantiles[rows, column] = (tail > 1.0 - level + 1e-12).sum(axis=1)
    return Scores(crps, low, high, quantiles, levels)
