"""How near a customer's values lie to what the shop stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from treue.segments.radar.answers import FloatArray, centred
from treue.segments.radar.means import Mean

APART = 2.0
"""Points of the scale from which on nothing fits; at half of it alignment is one half."""

Z80 = float(stats.norm.ppf(0.9))
"""Standard deviations to either end of an 80 % interval."""

T80 = float(stats.t.ppf(0.9, 12))
"""The same where the variance stands on 12 degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Shape (n,) each: alignment, 0 to 1, with its 80 % interval by item noise, and the square it comes from.

    Args:
        alignment: 1 where profiles are the same, one half at one point apart on average, 0 from two on.
        low: of its interval.
        high: of it.
        square: mean squared gap, in points squared, freed of item noise: below zero by chance, unbiased in
            sums.
        gaps: shape (n, 6), of each value: customer less shop, both less their own mean.
        shared: variance of every score that all people share (`shared_doubt`).
    """

    alignment: FloatArray
    low: FloatArray
    high: FloatArray
    square: FloatArray
    gaps: FloatArray
    shared: float = 0.0


def align(scores: FloatArray, company: FloatArray, noise: FloatArray, shared: float = 0.0) -> Aligned:
    """Hold customers' profiles against the shop's, both less their own mean.

    With g the gaps and v their variance by item noise, both over the six values, the mean square of the true
    gaps is estimated by mean(g^2) - mean(v), with variance (4 sum(v g^2) + 2 sum(v^2)) / 36, g as seen, which
    errs to the wide side; alignment is 1 - root / 2, not below zero.

    Args:
        scores: shape (n, 6), 1 to 5, no nan.
        company: shape (6,), the shop's own profile, 1 to 5.
        noise: shape (6,), variance of each score by the choice of statements.
        shared: variance that all people share, for the alignment of groups.
    """
    gaps = centred(scores) - centred(company)
    count = len(company)
    spread = noise * (1 - 2 / count) + noise.sum() / count**2  # of a score less the mean of all
    square = (gaps**2).mean(axis=1) - spread.mean()
    error = np.sqrt(4 * (gaps**2 * spread).sum(axis=1) + 2 * (spread**2).sum()) / count
    return Aligned(
        alignment_of(square),
        alignment_of(square + Z80 * error),
        alignment_of(square - Z80 * error),
        square,
        gaps,
        shared,
    )


def group_alignment(square: Mean, gaps: FloatArray, shared: float) -> tuple[float, float, float]:
    """Alignment of a group with an interval that holds the doubt about the statements too.

    Which statements were asked moves every score of a scale alike, with variance s = shared (1 - 1/6) after
    scores are taken less their mean. That adds s to the mean square of the gaps, which is taken off, and its
    error, with variance (4 sum(g^2) s + 12 s^2) / 36 and g the group's mean gaps, does not fall with the
    number of answers. The variance stands on two statements beside the first in each of six scales: Student's
    t of 12 degrees.

    Args:
        square: mean square of the group's gaps.
        gaps: shape (6,), the group's mean gaps.
        shared: variance of every score that all people share.

    Returns:
        Alignment, and the ends of its 80 % interval.
    """
    count = len(gaps)
    spread = shared * (1 - 1 / count)
    doubt = T80 * np.sqrt(4 * float(gaps @ gaps) * spread + 2 * count * spread**2) / count
    middle, half = square.mean - spread, np.hypot((square.high - square.low) / 2, doubt)
    found = alignment_of(np.array([middle, middle + half, middle - half])).tolist()
    return found[0], found[1], found[2]


def alignment_of(square: FloatArray) -> FloatArray:
    """1 - root of a mean squared gap / 2, between 0 and 1."""
    return np.asarray(np.clip(1 - np.sqrt(np.maximum(square, 0.0)) / APART, 0.0, 1.0), np.float64)
