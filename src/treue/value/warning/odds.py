"""Odds as a weighted sum of signs, drawn towards odds that are given beforehand.

For customer i of window w the log-odds of silence are

    o_i + a_w + x_i b,

o_i those of the purchase model, a_w the level of the window, x_i the signs. Weighted likelihood, less
(ridge / 2) |b|^2, has one top, found by Newton's method with halved steps. Where signs say nothing, b is 0
and the purchase model stands; the levels are free, so b learns who differs from whom, never a season's level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from treue.value.histories import BoolArray, FloatArray, IntArray

_STEPS, _HALVINGS = 25, 20
_ENOUGH = 1e-3
# Levels are all but free; customers of whom the model is sure still bend the hill a little.
_LEVEL_RIDGE, _LEAST_BEND = 1e-3, 1e-4


@dataclass(frozen=True, slots=True)
class Lessons:
    """Customers at earlier origins and whether they stayed silent.

    Args:
        signs: shape (n, k).
        given: shape (n,), log-odds of silence before any sign is looked at.
        silent: shape (n,), 1 without an order in the horizon, else 0.
        weight: shape (n,), zero or more.
        window: shape (n,), from 0 on.
    """

    signs: FloatArray
    given: FloatArray
    silent: FloatArray
    weight: FloatArray
    window: IntArray

    def where(self, claim: BoolArray) -> Lessons:
        """Some of the rows."""
        return Lessons(
            self.signs[claim], self.given[claim], self.silent[claim], self.weight[claim], self.window[claim]
        )


def weigh_signs(lessons: Lessons, ridge: float) -> FloatArray:
    """b, shape (k,).

    Args:
        lessons: n customers, 0 or more.
        ridge: how strongly each weight is drawn to 0; the inverse of its prior variance.
    """
    columns = lessons.signs.shape[1]
    windows = int(lessons.window.max()) + 1 if len(lessons.window) else 0
    if windows == 0:
        return np.zeros(columns)
    levels = (lessons.window[:, None] == np.arange(windows)).astype(np.float64)
    table = np.concatenate([lessons.signs, levels], axis=1)
    pull = np.concatenate([np.full(columns, ridge), np.full(windows, _LEVEL_RIDGE)])
    point = np.zeros(columns + windows)
    height = _height(lessons, table, pull, point)
    for _ in range(_STEPS):
        chance = expit(lessons.given + table @ point)
        slope = table.T @ (lessons.weight * (lessons.silent - chance)) - pull * point
        bend = lessons.weight * np.maximum(chance * (1.0 - chance), _LEAST_BEND)
        step = np.linalg.solve((table * bend[:, None]).T @ table + np.diag(pull), slope)
        if float(slope @ step) < _ENOUGH:
            break
        for _ in range(_HALVINGS):
            ahead = _height(lessons, table, pull, point + step)
            if ahead > height:
                break
            step = step / 2.0
        point, height = point + step, ahead
    return np.asarray(point[:columns])


def shift_to(given: FloatArray, share: float) -> float:
    """What to add to log-odds so that their chances have a given mean; bisection, to a millionth.

    Args:
        given: shape (n,), n at least 1.
        share: the mean, strictly between 0 and 1.
    """
    low, high = -30.0, 30.0
    while high - low > 1e-6:
        middle = (low + high) / 2.0
        if float(expit(given + middle).mean()) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def _height(lessons: Lessons, table: FloatArray, pull: FloatArray, point: FloatArray) -> float:
    odds = lessons.given + table @ point
    likely = lessons.silent * odds - np.logaddexp(0.0, odds)
    return float(lessons.weight @ likely - 0.5 * pull @ (point * point))
