"""Effects on counts, each kind of them shrunk towards none by as much as the data ask for.

A count y of which m was expected has mean m exp(level + sum of x b) and a variance of phi times that: good
and bad weeks differ by more than luck, and phi, learned from whole weeks, says by how much. Effects of a kind
are drawn from a normal around 0 whose width is learned too (empirical Bayes). Where it turns out too narrow
to matter, the effects are exactly 0.

Source:
    The width: MacKay (1992), "Bayesian interpolation", Neural Computation 4(3), section 4: the effective
    number of parameters over the sum of their squares. The variance: McCullagh & Nelder (1989), Generalized
    Linear Models, chapter 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray

# A few steps to the top under given widths, then new widths: the search ends when these no longer move.
_ROUNDS, _STEPS, _SETTLED = 200, 2, 1e-3
# Widths on the log scale: where the search begins, what no longer matters, and the widest.
_FIRST_WIDTH, _NARROWEST, _WIDEST = 0.3, 1e-3, 3.0
# No effect moves by more in one step, and none is larger than a factor of e^4.
_LONGEST, _LARGEST = 1.5, 4.0


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted, and what may explain it.

    Args:
        seen: shape (n,), counts.
        expected: shape (n,), above zero, what they would be without any effect.
        week: shape (n,), from 0, the week each count belongs to.
        columns: shape (n, k).
        widths: number of columns of each kind, in their order; k in sum.
    """

    seen: FloatArray
    expected: FloatArray
    week: IntArray
    columns: FloatArray
    widths: Sequence[int]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """What was learned.

    Args:
        effects: shape (k,).
        freedom: shape (kinds,), how many numbers of each kind the data did determine.
        dispersion: phi, 1 or more.
    """

    effects: FloatArray
    freedom: FloatArray
    dispersion: float


@dataclass(frozen=True, slots=True)
class _Hill:
    """The penalised likelihood; its first parameter is the level, which nothing pulls."""

    counts: Counts
    columns: FloatArray

    @classmethod
    def of(cls, counts: Counts) -> _Hill:
        return cls(counts, np.concatenate([np.ones((len(counts.seen), 1)), counts.columns], axis=1))

    def start(self) -> FloatArray:
        point = np.zeros(self.columns.shape[1])
        point[0] = np.log(max(self.counts.seen.sum(), 0.5) / self.counts.expected.sum())
        return point

    def mean(self, point: FloatArray) -> FloatArray:
        return np.asarray(self.counts.expected * np.exp(self.columns @ point))

    def uphill(
        self, point: FloatArray, strength: FloatArray, dispersion: float
    ) -> tuple[FloatArray, FloatArray]:
        """Where a step of Newton's leads, and how unsure each effect is: variances, shape (k,)."""
        pull = np.concatenate([[0.0], strength])
        mean = self.mean(point)
        slope = self.columns.T @ (self.counts.seen - mean) / dispersion - pull * point
        spread = np.linalg.inv((self.columns.T * mean) @ self.columns / dispersion + np.diag(pull))
        step = spread @ slope
        step *= min(1.0, _LONGEST / max(float(np.abs(step).max()), _LONGEST))
        moved = point + step
        moved[1:] = np.clip(moved[1:], -_LARGEST, _LARGEST)
        return moved, np.diag(spread)[1:]

    def dispersion(self, point: FloatArray, freedom: float) -> float:
        """Pearson's, from whole weeks, because neighbouring days are busy together."""
        seen = np.bincount(self.counts.week, self.counts.seen)
        mean = np.bincount(self.counts.week, self.mean(point))
        there = mean > 0
        left = max(int(there.sum()) - freedom - 1.0, 1.0)
        return max(float((np.square(seen - mean)[there] / mean[there]).sum()) / left, 1.0)


def shrunk_effects(counts: Counts) -> Shrunk:
    """The most likely effects under widths that are themselves learned; at least one count and one column."""
    hill = _Hill.of(counts)
    kinds = np.repeat(np.arange(len(counts.widths)), counts.widths)
    strength = np.full(len(counts.widths), _FIRST_WIDTH**-2)
    point, dispersion = hill.start(), 1.0
    freedom = np.array(counts.widths, dtype=np.float64)
    for _ in range(_ROUNDS):
        for _ in range(_STEPS):
            point, variance = hill.uphill(point, strength[kinds], dispersion)
        freedom = np.bincount(kinds, 1.0 - strength[kinds] * variance, len(strength)).clip(0.0)
        squares = np.bincount(kinds, np.square(point[1:]), len(strength))
        asked = np.clip(freedom / np.maximum(squares, np.finfo(float).tiny), _WIDEST**-2, _NARROWEST**-2)
        dispersion = hill.dispersion(point, float(freedom.sum()))
        moved = float(np.abs(np.log(asked / strength)).max(initial=0.0))
        strength = asked
        if moved < _SETTLED:
            break
    matters = strength < _NARROWEST**-2
    return Shrunk(np.where(matters[kinds], point[1:], 0.0), freedom, dispersion)
