"""Which months of the year are strong and which weak, as far as years agree.

A shop's months lie about a line that may bend; some of what they lie off it comes again every year, the rest
is chance:

    ln y_t = a + b t + c ln(1 + t) + w_t + s(month of t) + e_t
    s ~ N(0, u^2) for each month of the year,  e ~ N(0, v^2 + what counts scatter)
    w a line whose slope takes steps of sd r (Wahba 1978, J. Royal Statistical Society B 40(3))

How large u, r and v are the months say themselves: each of a grid is weighed by its restricted likelihood
(Patterson & Thompson 1971, Biometrika 58(3)), and half of all belief lies beforehand on u = 0, that there is
no season. It is told where two thirds lie elsewhere afterwards, as the mean over the grid of what months of
the year are expected to lie off (Robinson 1991, Statistical Science 6(1)): two years that agree are followed,
two that do not are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray

_YEAR = 12
_SEASONS = np.array([0.0, 0.03, 0.06, 0.1, 0.15, 0.22, 0.32, 0.5, 0.8])
_STEPS = np.array([0.0, 0.001, 0.003, 0.007])
_NOISES = np.array([0.005, 0.015, 0.03, 0.05, 0.08, 0.12, 0.18, 0.27, 0.4, 0.6])
_FEWEST_TWICE = 9  # months of the year that must have come twice
_MOST_MONTHS = 60
LIKELY = 2 / 3


@dataclass(frozen=True, slots=True)
class Season:
    """By month of the year, January first.

    Args:
        factor: shape (12,), mean 1; ones where none is told.
        likely: chance that months of the year differ in the same way every year; 0 where nobody can know.
        scatter: standard deviation of a month beside it, relative, doubt of the factor included; None
            where none is told.
        is_known: whether enough months have come twice to tell.
    """

    factor: FloatArray
    likely: float
    scatter: float | None
    is_known: bool

    @property
    def is_told(self) -> bool:
        """Whether months of the year are told apart."""
        return self.scatter is not None

    @classmethod
    def none(cls, likely: float = 0.0, *, is_known: bool = False) -> Season:
        """All months alike."""
        return cls(np.ones(_YEAR), likely, None, is_known)

    def at(self, months: IntArray) -> FloatArray:
        """Factors of months, counted since year 0; shape as theirs."""
        return self.factor[months % _YEAR]


def season_of(values: FloatArray, first: int, counts: FloatArray | None = None) -> Season:
    """What these months tell of the time of year.

    Args:
        values: shape (m,), of months that follow each other and are over; above zero.
        first: month of the first, since year 0.
        counts: shape (m,), how many orders or people stand behind each where they are counts: these scatter
            by themselves.
    """
    values = values[-_MOST_MONTHS:]
    place = first + np.arange(len(values))
    place += 0 if counts is None else len(counts) - len(values)
    often = np.bincount(place % _YEAR, minlength=_YEAR)
    if (often >= 2).sum() < _FEWEST_TWICE or not (values > 0).all():
        return Season.none()
    by_chance = np.zeros(len(values)) if counts is None else 1.0 / np.maximum(counts[-len(values) :], 1.0)
    weight, effect, doubt, noise = _weighed(np.log(values), place % _YEAR, by_chance)
    likely = float(weight[effect.any(axis=1)].sum())
    if likely < LIKELY:
        return Season.none(likely, is_known=True)
    mean = weight @ effect
    around = float(weight @ (doubt + np.square(effect - mean).mean(axis=1)))
    factor = np.exp(mean - mean.mean())
    return Season(
        factor / factor.mean(),
        likely,
        float(np.sqrt(around + weight @ np.square(noise))),
        is_known=True,
    )


def _weighed(
    logs: FloatArray, month: IntArray, by_chance: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Of each of the grid: weight (g,), effects by month (g, 12), their mean variance (g,), noise (g,)."""
    grid = np.array(np.meshgrid(_SEASONS, _STEPS, _NOISES, indexing="ij")).reshape(3, -1)
    season, step, noise = grid
    time = np.arange(len(logs), dtype=np.float64)
    alike = np.eye(_YEAR)[month]
    early, late = np.minimum(time[:, None], time[None, :]), np.maximum(time[:, None], time[None, :])
    walk = early**2 * late / 2.0 - early**3 / 6.0
    spread = (
        np.square(season)[:, None, None] * (alike @ alike.T)
        + np.square(step)[:, None, None] * walk
        + np.square(noise)[:, None, None] * np.eye(len(logs))
        + np.diag(by_chance)
    )
    line = np.column_stack([np.ones(len(logs)), time / len(time), np.log1p(time)])
    inverse = np.linalg.inv(spread)
    inner = line.T @ inverse @ line
    left = inverse - inverse @ line @ np.linalg.solve(inner, line.T @ inverse)
    size = np.linalg.slogdet(spread)[1] + np.linalg.slogdet(inner)[1]
    score = -0.5 * (size + np.einsum("i,gij,j->g", logs, left, logs))
    before = np.where(season > 0, 0.5 / (len(_SEASONS) - 1), 0.5)
    weight = before * np.exp(score - score.max())
    effect = np.square(season)[:, None] * (left @ logs @ alike)
    known = np.einsum("ik,gij,jk->gk", alike, left, alike)
    doubt = np.maximum(np.square(season)[:, None] * (1.0 - np.square(season)[:, None] * known), 0.0)
    return weight / weight.sum(), effect, doubt.mean(axis=1), noise
