"""How near a customer's values lie to what the shop stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from treue.segments.radar.answers import FloatArray, centred

APART = 2.0
"""Points of the scale from which on nothing fits; at half of it alignment is one half."""

Z80 = float(stats.norm.ppf(0.9))
"""Standard deviations to either end of an 80 % interval."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Shape (n,) each: alignment, 0 to 1, with its 80 % interval by item noise, and the square it comes from.

    Args:
        alignment: 1 where profiles are the same, one half at one point apart on average, 0 from two on.
        low: of its interval.
        high: of it.
        square: mean squared gap, in points squared, freed of item noise: below zero by chance, unbiased in
            sums.
    """

    alignment: FloatArray
    low: FloatArray
    high: FloatArray
    square: FloatArray


def align(scores: FloatArray, company: FloatArray, noise: FloatArray) -> Aligned:
    """Hold customers' profiles against the shop's, both less their own mean.

    With g the gaps and v their variance by item noise, both over the six values, the mean square of the true
    gaps is estimated by mean(g^2) - mean(v), with variance (4 sum(v g^2) + 2 sum(v^2)) / 36, g as seen, which
    errs to the wide side; alignment is 1 - root / 2, not below zero.

    Args:
        scores: shape (n, 6), 1 to 5, no nan.
        company: shape (6,), the shop's own profile, 1 to 5.
        noise: shape (6,), variance of each score by the choice of statements.
    """
    gaps = centred(scores) - centred(company)
    count = len(company)
    spread = noise * (1 - 2 / count) + noise.sum() / count**2  # of a score less the mean of all
    square = (gaps**2).mean(axis=1) - spread.mean()
    error = np.sqrt(4 * (gaps**2 * spread).sum(axis=1) + 2 * (spread**2).sum()) / count
    return Aligned(
        alignment_of(square), alignment_of(square + Z80 * error), alignment_of(square - Z80 * error), square
    )


def alignment_of(square: FloatArray) -> FloatArray:
    """1 - root of a mean squared gap / 2, between 0 and 1."""
    return np.asarray(np.clip(1 - np.sqrt(np.maximum(square, 0.0)) / APART, 0.0, 1.0), np.float64)
