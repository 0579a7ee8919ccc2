"""Sums over thousands of orders, taken in leaps where the terms change slowly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss

from treue.value.histories import FloatArray, IntArray

# So many terms are added one by one; what follows is an integral from the middle between two terms.
_FIRST = 64
_PLAIN, _FALLING = leggauss(48), leggauss(96)
# Chances below e^-39 or beyond nine standard deviations are none.
_NONE, _WIDE = 39.0, 9.0


@dataclass(frozen=True, slots=True)
class Reach:
    """How many events a Poisson process of unknown rate brings.

    Args:
        least: shape (n,), hardly ever fewer.
        most: shape (n,), hardly ever more.
    """

    least: FloatArray
    most: FloatArray

    @classmethod
    def of(cls, shape: FloatArray, horizon: FloatArray) -> Reach:
        """With lambda ~ Gamma(shape, 1), until a horizon; shape (n,) both."""
        mean = shape * horizon
        spread = np.sqrt(mean * (1.0 + horizon))
        # A Gamma of small shape is nowhere near a normal at its lower end.
        slow = mean * np.exp(-1.0 - _NONE / shape)
        least = np.maximum(mean - _WIDE * spread, slow - _WIDE * np.sqrt(slow))
        return cls(np.maximum(least, 0.0), mean + _WIDE * spread + _NONE * (1.0 + horizon))

    def some(self, rows: IntArray) -> Reach:
        """That of some rows."""
        return Reach(self.least[rows], self.most[rows])


def sum_of_smooth(term: Callable[[FloatArray], FloatArray], begin: FloatArray, end: FloatArray) -> FloatArray:
    """Sum of term(n) over n = 1, 2, ...: the first one by one, the rest as an integral.

    The rule of Euler and Maclaurin for midpoints, after 64 terms exact to about 1e-9. The integral runs on a
    logarithmic scale in two parts, so that a steep fall is met with points enough.

    Args:
        term: from n, shape (rows, m), also between whole numbers, to the terms, same shape.
        begin: shape (rows,), where the terms begin to fall off to nothing.
        end: shape (rows,), where they have become nothing.

    Returns:
        Shape (rows,).
    """
    start = np.full(len(begin), _FIRST + 0.5)
    fall = np.maximum(begin, start)
    single = term(np.broadcast_to(np.arange(1.0, _FIRST + 2.0), (len(begin), _FIRST + 1)))
    slope = single[:, -1] - single[:, -2]
    long = _integral(term, start, fall, _PLAIN) + _integral(term, fall, np.maximum(end, fall), _FALLING)
    return np.asarray(single[:, :-1].sum(axis=1) + slope / 24.0 + long)


def _integral(
    term: Callable[[FloatArray], FloatArray],
    low: FloatArray,
    high: FloatArray,
    rule: tuple[FloatArray, FloatArray],
) -> FloatArray:
    points, weights = rule
    half = 0.5 * np.log(high / low)
    n = low[:, None] * np.exp(half[:, None] * (points + 1.0))
    return np.asarray(half * ((term(n) * n) @ weights))
