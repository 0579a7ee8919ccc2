"""What moves all customers alike: learned from the shop's months, drawn for those ahead.

The logarithm of a month's pace x is an autoregression that is seen through the luck of its orders:

    x(t) = f x(t-1) + q e(t),        log pace(t) = x(t) + e'(t) / sqrt(orders + 20)

How much is carried over (f) and how large the shocks are (q) is not known from few months, so no single pair
is taken: a future draws one by how well it explains the months (the likelihood of a Kalman filter), then x.

Source:
    Durbin & Koopman (2012), Time Series Analysis by State Space Methods, chapters 2 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.twin.learning import Months
from treue.simulation.world.chance import FloatArray, IntArray

_CARRIED = np.array([0.5, 0.65, 0.8, 0.9])
_SIZES = np.geomspace(0.02, 0.8, 16)
_USUAL, _WORTH = 0.15, 3.0
"""What few months say nothing against: shocks of 15 %, believed as if three months had shown them."""

_FEW = 20.0
_LEAST_DAYS = 14  # a day or two of a month are those days, not the month


@dataclass(frozen=True, slots=True)
class Shocks:
    """Pairs that may hold, and where the last month stood under each; arrays of shape (pairs,).

    Args:
        chance: of each pair, given the months; sums to 1.
        carried: f.
        size: q.
        mean: of x in the last month.
        variance: of x in the last month.
        last: that month, since 1970-01.
    """

    chance: FloatArray
    carried: FloatArray
    size: FloatArray
    mean: FloatArray
    variance: FloatArray
    last: int

    def levels(self, months: IntArray, futures: int, rng: np.random.Generator) -> FloatArray:
        """Shape (futures, months): factors of the pace.

        Args:
            months: ascending, since 1970-01; the first is the last one seen or the one after it.
            futures: how many.
            rng: luck.
        """
        pair = rng.choice(len(self.chance), futures, p=self.chance)
        x = self.mean[pair] + np.sqrt(self.variance[pair]) * rng.standard_normal(futures)
        columns = []
        for month in range(self.last, int(months[-1]) + 1):
            if month > self.last:
                x = self.carried[pair] * x + self.size[pair] * rng.standard_normal(futures)
            if month >= months[0]:
                columns.append(np.exp(x))
        return np.column_stack(columns)


def shocks_of(months: Months) -> Shocks:
    """Weigh all pairs by the months."""
    carried, size = (each.ravel() for each in np.meshgrid(_CARRIED, _SIZES, indexing="ij"))
    mean, variance = np.zeros(len(size)), size**2 / (1 - carried**2)
    fit = -_WORTH * (np.log(size) + _USUAL**2 / (2 * size**2))
    for place, seen in enumerate(np.log(months.pace)):
        if place:
            mean, variance = carried * mean, carried**2 * variance + size**2
        if months.days[place] < _LEAST_DAYS:
            continue
        noise = 1.0 / (months.orders[place] + _FEW)
        total, apart = variance + noise, seen - mean
        fit -= 0.5 * (np.log(total) + apart**2 / total)
        gain = variance / total
        mean, variance = mean + gain * apart, variance * (1 - gain)
    chance = np.exp(fit - fit.max())
    return Shocks(chance / chance.sum(), carried, size, mean, variance, int(months.month[-1]))
