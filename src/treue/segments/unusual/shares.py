"""Shares now beside those of the past: Beta-binomial, with the scatter learned from past windows.

Within a window cases have the correlation `rho`: k of n is Beta-binomial with mean p, a = p (1 - rho) / rho,
b = (1 - p) (1 - rho) / rho (Williams 1975, Biometrics 31). `rho` is one for all shares of a kind (all
articles say how much returns scatter), p is each one's own under Jeffreys' prior, flat in asin(sqrt(p)). Both
are summed over a grid. What would come now by chance is, for every rho, the Beta-binomial with the mean of p
and the doubt about p put into its correlation; mixed by how likely each rho is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaln, gammaln

from treue.segments.unusual.judging import GRID, INSIDE, Judged, weights_of
from treue.value.histories import FloatArray, IntArray

FEWEST_NOW, FEWEST_BEFORE, FEWEST_WINDOWS = 10, 30, 6
"""Cases now and before, and windows before with any, without which nothing is said."""

_EXACT = 3_000
"""Up to so many cases now every count is reckoned; beyond them a Beta distribution stands for its steps."""

_REACH, _POINTS = 4.5, 21
"""Of the grid of p: standard deviations to either side, and points."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Cases and hits by window, one row per thing looked at.

    Args:
        cases: shape (n, 1 + windows); the first column is now, then ever further back; zero or more.
        hits: the same shape, at most `cases`.
        alike: shape (n,), cases that go together: how many of them stand for one. 1 where each is its own.
    """

    cases: IntArray
    hits: IntArray
    alike: FloatArray

    @classmethod
    def of(cls, cases: IntArray, hits: IntArray) -> Shares:
        """Of cases each of which is its own."""
        return cls(cases, hits, np.ones(len(cases)))

    @property
    def is_enough(self) -> IntArray:
        """Places of the rows of which something can be said."""
        before = self.cases[:, 1:]
        some = (before > 0).sum(axis=1) >= FEWEST_WINDOWS
        enough = (self.cases[:, 0] >= FEWEST_NOW) & (before.sum(axis=1) >= FEWEST_BEFORE)
        return np.flatnonzero(some & enough)


def judge_shares(shares: Shares) -> list[Judged]:
    """Each share now beside its own past.

    Args:
        shares: of one kind; every row `is_enough`.

    Returns:
        In the order of the rows.
    """
    if not len(shares.cases):
        return []
    cases = np.rint(shares.cases / shares.alike[:, None]).astype(np.int64)
    hits = np.rint(shares.hits / shares.alike[:, None]).astype(np.int64)
    likelihood, mean, doubt = _learned(cases[:, 1:], hits[:, 1:])
    weight = weights_of(likelihood.sum(axis=0))
    found = []
    for row in range(len(cases)):
        rho = np.minimum(GRID + (1 - GRID) * doubt[row], 0.999)
        low, high, chance = _expected(int(cases[row, 0]), int(hits[row, 0]), mean[row], rho, weight)
        counted, came = int(shares.cases[row, 0]), int(shares.hits[row, 0])
        usual = shares.hits[row, 1:].sum() / shares.cases[row, 1:].sum()
        found.append(Judged(came / counted, float(usual), low, high, counted, chance))
    return found


def _learned(cases: IntArray, hits: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log-likelihood of each rho, mean of p and its doubt as a correlation; shape (n, len(GRID)) each."""
    total = cases.sum(axis=1)
    angle = np.arcsin(np.sqrt((hits.sum(axis=1) + 0.5) / (total + 1.0)))
    uneven = (cases**2).sum(axis=1) / total**2
    error = 0.5 * np.sqrt((1 - GRID) / total[:, None] + GRID * uneven[:, None])
    step = np.linspace(-_REACH, _REACH, _POINTS)
    theta = angle[:, None, None] + error[:, :, None] * step
    inside = (theta > 0) & (theta < np.pi / 2)
    p = np.sin(np.clip(theta, 1e-4, np.pi / 2 - 1e-4)) ** 2
    strength = ((1 - GRID) / GRID)[None, :, None]
    log = np.where(inside, 0.0, -np.inf)
    for window in range(cases.shape[1]):
        n, k = (each[:, window, None, None] for each in (cases, hits))
        log += betaln(k + p * strength, n - k + (1 - p) * strength)
        log -= betaln(p * strength, (1 - p) * strength)
    top = log.max(axis=2)
    likelihood = top + np.log(np.exp(log - top[:, :, None]).sum(axis=2) * error)
    weight = weights_of(log)
    mean = (weight * p).sum(axis=2)
    variance = (weight * (p - mean[:, :, None]) ** 2).sum(axis=2)
    return likelihood, mean, variance / (mean * (1 - mean))


def _expected(
    cases: int, hits: int, mean: FloatArray, rho: FloatArray, weight: FloatArray
) -> tuple[float, float, float]:
    """Interval of the share that chance would bring, and the p-value of the share that came."""
    steps = np.arange(cases + 1) if cases <= _EXACT else np.linspace(0, cases, _EXACT + 1).astype(np.int64)
    asked = np.concatenate([steps, [hits, hits - 1]])
    below = (_cumulated if cases <= _EXACT else _smooth)(cases, asked, _Mixed(mean, rho, weight))
    ends = np.searchsorted(below[:-2], [(1 - INSIDE) / 2, (1 + INSIDE) / 2])
    low, high = steps[np.minimum(ends, min(cases, _EXACT))]
    upto, before = float(below[-2]), float(below[-1]) if hits else 0.0
    return float(low / cases), float(high / cases), min(2 * upto, 2 * (1 - before), 1.0)


@dataclass(frozen=True, slots=True)
class _Mixed:
    """Beta-binomials of one number of cases, one for each rho; shape (len(GRID),) each."""

    mean: FloatArray
    rho: FloatArray
    weight: FloatArray

    def shapes(self, rho: FloatArray) -> tuple[FloatArray, FloatArray]:
        """A and b of the Beta, as columns."""
        strength = (1 - rho) / rho
        return (self.mean * strength)[:, None], ((1 - self.mean) * strength)[:, None]


def _cumulated(cases: int, asked: IntArray, mixed: _Mixed) -> FloatArray:
    """Chance of at most so many hits as asked, mixed."""
    k = np.arange(cases + 1)
    a, b = mixed.shapes(mixed.rho)
    ways = gammaln(cases + 1) - gammaln(k + 1) - gammaln(cases - k + 1)
    chance = np.exp(ways + betaln(k + a, cases - k + b) - betaln(a, b))
    below: FloatArray = np.cumsum(mixed.weight @ chance)
    shares: FloatArray = below[asked] / below[-1]
    return shares


def _smooth(cases: int, asked: IntArray, mixed: _Mixed) -> FloatArray:
    """The same, where steps are too many: a Beta with mean and variance of the Beta-binomial."""
    at = np.clip((asked + 0.5) / cases, 0.0, 1.0)
    below: FloatArray = mixed.weight @ betainc(*mixed.shapes(mixed.rho + (1 - mixed.rho) / cases), at)
    return below
