"""The continuous ranked probability score by its textbook formulas: a second way to `distribution.scores`."""

from __future__ import annotations

import numpy as np

from treue.value.histories import FloatArray


def crps_of_draws(actual: FloatArray, draws: FloatArray) -> float:
    """Mean continuous ranked probability score of a forecast known by draws; lower is better, in orders.

    Args:
        actual: shape (n,).
        draws: shape (n, k), k possible outcomes of each customer.

    Source:
        Gneiting & Raftery (2007), JASA 102, eq. 21, with the fair pair mean over distinct draws.
    """
    k = draws.shape[1]
    near = np.abs(draws - actual[:, None]).mean(axis=1)
    ranks = 2.0 * np.arange(1, k + 1) - k - 1
    spread = np.sort(draws, axis=1) @ ranks / (k * max(k - 1, 1))
    return float((near - spread).mean())


def crps_of_chances(actual: FloatArray, at_least: FloatArray) -> float:
    """The same of a forecast known by its tail.

    Args:
        actual: shape (n,), whole numbers.
        at_least: shape (n, most), chance of 1 or more, 2 or more, ...; taken as zero beyond `most`.

    Source:
        Gneiting & Raftery (2007), eq. 20, a sum for whole numbers: sum over k of (P(N >= k) - [y >= k])^2.
    """
    most = at_least.shape[1]
    came = actual[:, None] >= np.arange(1, most + 1)
    beyond = np.maximum(actual - most, 0.0)
    return float((np.square(at_least - came).sum(axis=1) + beyond).mean())
