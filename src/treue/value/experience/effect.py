"""How much those touched differ from others like them afterwards: the effect on the treated, with its doubt.

Within cells the others are weighted to those touched; what a cell leaves of difference in the history is
taken off by a regression learned on the others (Abadie & Imbens 2011, Journal of Business & Economic
Statistics 29(1), eq. 4). With n1 touched and n0 others in a cell, N1 touched in all, w = n1 / (n0 N1):

    effect = 1/N1 sum over touched (y - x b - y0) ,   y0 = mean of y in the cell's others,
                                                      x = history less its mean in the cell's others

The variance sums the squared influence of each customer, who may have several events (Liang & Zeger 1986,
Biometrika 73(1)): an event touched counts (y - x b - y0 - effect) / N1, another -w (y - x b - y0).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from treue.value.experience.events import distinct
from treue.value.histories import BoolArray, FloatArray, IntArray

INSIDE = (0.8, 0.95)
"""Shares of the intervals."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference with its standard error.

    Args:
        mean: estimated.
        error: standard error, clustered by customer.
        freedom: degrees of freedom of its Student's t: customers touched, less one.
    """

    mean: float
    error: float
    freedom: int

    def interval(self, share: float) -> tuple[float, float]:
        """The middle stretch that holds this share."""
        reach = float(student.ppf((1 + share) / 2, self.freedom)) * self.error
        return self.mean - reach, self.mean + reach

    @property
    def p_value(self) -> float:
        """Chance of a difference at least this far from none, if there is none."""
        if not self.error:
            return 1.0
        return float(2 * student.sf(abs(self.mean) / self.error, self.freedom))


@dataclass(frozen=True, slots=True)
class Matched:
    """Events in cells that hold both kinds.

    Args:
        cell: shape (n,), from 0.
        touched: shape (n,).
        person: shape (n,), from 0.
        history: shape (n, k), numbers to be alike in, any scale.
    """

    cell: IntArray
    touched: BoolArray
    person: IntArray
    history: FloatArray

    @property
    def weight(self) -> FloatArray:
        """Shape (n,); those touched sum to 1, so do the others, cell by cell alike."""
        size = int(self.cell.max()) + 1
        ones, others = (np.bincount(self.cell[of], minlength=size) for of in (self.touched, ~self.touched))
        count = float(self.touched.sum())
        return np.where(self.touched, 1.0, (ones / np.maximum(others, 1))[self.cell]) / count

    def change(self, outcome: FloatArray) -> Change:
        """By how much the outcome of those touched differs from that of others like them.

        Args:
            outcome: shape (n,), any number.
        """
        weight, others = self.weight, ~self.touched
        x, y = self._beside(self.history), self._beside(outcome[:, None])[:, 0]
        weighted = x[others] * weight[others, None]
        inverse = np.linalg.pinv(weighted.T @ x[others], hermitian=True)
        slope = inverse @ (weighted.T @ y[others])
        left = y - x @ slope
        ahead = x[self.touched].mean(axis=0)
        mean = float(left[self.touched].mean())
        influence = np.where(
            self.touched,
            (left - mean) * weight,
            -weight * self._lively(left, outcome) * (1 + x @ inverse @ ahead),
        )
        by_person = np.bincount(self.person, influence)
        people = distinct(self.person[self.touched])
        return Change(mean, float(np.sqrt(np.sum(by_person**2))), max(people - 1, 1))

    def _beside(self, values: FloatArray) -> FloatArray:
        """Less the mean of the others in the cell, column by column."""
        others = ~self.touched
        size = int(self.cell.max()) + 1
        count = np.maximum(np.bincount(self.cell[others], minlength=size), 1)
        means = [np.bincount(self.cell[others], each[others], minlength=size) / count for each in values.T]
        return values - np.column_stack([mean[self.cell] for mean in means])

    def _lively(self, left: FloatArray, outcome: FloatArray) -> FloatArray:
        """What is left, as wide as it would be had it no part in its cell's mean.

        Alone in a cell, somebody is their own mean: they then count by the mean of all others.
        """
        others = ~self.touched
        count = np.bincount(self.cell[others], minlength=int(self.cell.max()) + 1)[self.cell]
        overall = float(np.average(outcome[others], weights=self.weight[others]))
        return np.where(count > 1, left * np.sqrt(count / np.maximum(count - 1, 1)), outcome - overall)


def imbalance(history: FloatArray, touched: BoolArray, weight: FloatArray | None = None) -> float:
    """The largest standardised mean difference between the two kinds; below 0.1 is called balanced.

    Austin (2009), Statistics in Medicine 28(25); divided by the deviation among those touched.

    Args:
        history: shape (n, k).
        touched: shape (n,).
        weight: shape (n,); all alike unless given.
    """
    weight = np.ones(len(touched)) if weight is None else weight
    ours, theirs = (np.average(history[of], axis=0, weights=weight[of]) for of in (touched, ~touched))
    spread = history[touched].std(axis=0)
    telling = spread > 1e-9  # what is the same for all touched cannot be out of balance by spread
    return float(np.max(np.abs(ours - theirs)[telling] / spread[telling], initial=0.0))
