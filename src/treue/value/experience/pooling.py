"""Many differences at once, each drawn towards all: partial pooling.

Of a hundred articles the best and the worst are mostly the luckiest and the unluckiest. The differences d
with variances v come from one distribution around m with spread s, and s is not pretended to be known:

    s ~ evenly from 0 up,    p(s | d) ~ sqrt(V) prod N(d | m, v + s^2),    1/V = sum 1/(v + s^2)
    theta | s, d ~ N((d/v + m/s^2) V1, V1 + (v / (v + s^2))^2 V),          1/V1 = 1/v + 1/s^2

averaged over s (Gelman et al. 2013, Bayesian Data Analysis, ch. 5.4; Gelman, Hill & Yajima 2012, Journal of
Research on Educational Effectiveness 5(2), on why this answers for having looked at many).
"""

from __future__ import annotations

import numpy as np

from treue.value.histories import FloatArray

_STEPS, _WIDEST = 60, 3.0  # of the grid of spreads, and its end in standard deviations of the differences


def pooled(difference: FloatArray, variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Each difference as believed in the company of all, and its standard error.

    Args:
        difference: shape (n,), n at least 3: fewer say nothing of their spread.
        variance: shape (n,), above zero.
    """
    grid = np.linspace(0.0, _WIDEST * float(difference.std()), _STEPS)
    middles, spreads, chances = np.zeros(_STEPS), np.zeros(_STEPS), np.zeros(_STEPS)
    for index, spread in enumerate(grid):
        precision = 1 / (variance + spread**2)
        spreads[index] = 1 / precision.sum()
        middles[index] = (precision * difference).sum() * spreads[index]
        fit = np.log(precision) - precision * (difference - middles[index]) ** 2
        chances[index] = 0.5 * (np.log(spreads[index]) + fit.sum())
    weight = np.exp(chances - chances.max())
    weight /= weight.sum()
    mean, square = np.zeros(len(difference)), np.zeros(len(difference))
    for spread, middle, around, share in zip(grid, middles, spreads, weight, strict=True):
        own = spread**2 / (variance + spread**2)
        theta = own * difference + (1 - own) * middle
        mean += share * theta
        square += share * (theta**2 + own * variance + (1 - own) ** 2 * around)
    return mean, np.sqrt(np.maximum(square - mean**2, 0.0))
