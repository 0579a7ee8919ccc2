"""What was found of one thing that was looked at, and which of many findings may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.histories import BoolArray, FloatArray

DISCOVERIES = 0.1
"""Of what is told, so much may be chance (Benjamini & Hochberg 1995); where nothing happened at all, in so
many nights at most anything is told."""

INSIDE = 0.8
"""What the interval holds of what would come by chance."""

GRID = np.concatenate([[1e-6], np.geomspace(2e-4, 0.3, 15)])
"""How much windows may scatter beyond pure chance: of shares the correlation within a window, of counts the
variance beyond the mean by its square. All are as likely until the past speaks."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing now beside what is usual.

    Args:
        now: share or count.
        usual: the same before.
        low: of the 80 % interval of what would come by chance now.
        high: of the same.
        counted: cases now.
        chance: p-value: how often chance alone would lead so far from what is usual, in either direction.
    """

    now: float
    usual: float
    low: float
    high: float
    counted: int
    chance: float


def told(chances: Sequence[float]) -> BoolArray:
    """Of which differences chance is no likely reason when so many were looked at.

    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1): the k smallest p-values,
    k the largest with p(k) <= k q / m.

    Args:
        chances: p-value of each.
    """
    p = np.asarray(chances, np.float64)
    order = np.argsort(p, kind="stable")
    below = np.flatnonzero(p[order] <= DISCOVERIES * np.arange(1, len(p) + 1) / max(len(p), 1))
    found = np.zeros(len(p), bool)
    found[order[: below[-1] + 1 if len(below) else 0]] = True
    return found


def weights_of(log_likelihood: FloatArray) -> FloatArray:
    """From log-likelihoods to weights that sum to 1 along the last axis."""
    weights = np.exp(log_likelihood - log_likelihood.max(axis=-1, keepdims=True))
    shares: FloatArray = weights / weights.sum(axis=-1, keepdims=True)
    return shares
