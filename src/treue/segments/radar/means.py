"""Means of a group that stand for its customers, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from treue.segments.radar.answers import FloatArray
from treue.segments.radar.reliability import INTERVAL
from treue.segments.radar.weights import effective_size


@dataclass(frozen=True, slots=True)
class Mean:
    """A weighted mean.

    Args:
        mean: of the group.
        low: of its 80 % interval.
        high: of it.
        effective: how many equally weighted answers would say as much.
    """

    mean: float
    low: float
    high: float
    effective: float


def weighted_mean(values: FloatArray, weights: FloatArray) -> Mean:
    """Mean with an interval by Student's t on the effective number of answers.

    The variance is sum w^2 (x - mean)^2 / (sum w)^2, times n / (n - 1) with the effective n: weights are
    taken as known, which errs a little to the wide side.

    Args:
        values: shape (n,), n at least 2.
        weights: shape (n,), above zero.

    Source:
        Saerndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, sec. 5.7 (ratio of totals).
    """
    mean = float(np.average(values, weights=weights))
    effective = effective_size(weights)
    square = float(((weights * (values - mean)) ** 2).sum()) / float(weights.sum()) ** 2
    freedom = max(effective - 1, 1.0)
    error = np.sqrt(square * effective / freedom) * float(stats.t.ppf((1 + INTERVAL) / 2, freedom))
    return Mean(mean, mean - error, mean + error, effective)
