"""How many new customers will come in each month, from how many came.

A damped trend: the level follows what came, the trend fades with every month ahead (Gardner & McKenzie 1985,
"Forecasting Trends in Time Series", Management Science 31(10)). How briskly both follow is what would have
been best on the shop's own past; how far off it would have been is the interval.

    level l_t = a y_t + (1 - a) (l_{t-1} + d b_{t-1}),   trend b_t = c (l_t - l_{t-1}) + (1 - c) d b_{t-1},
    h months ahead:  l_t + (d + d^2 + ... + d^h) b_t

The time of year is taken off before and laid on again after, as `season.py` tells it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from treue.value.histories import FloatArray
from treue.value.plan.season import Season

_LEVELS, _TRENDS, _DAMPED = (0.1, 0.2, 0.35, 0.5, 0.7, 0.9), (0.0, 0.1, 0.3), 0.85
_FEWEST, _WARM = 6, 3
_UNKNOWN = 0.4  # relative error where the past is too short to tell one
_LEAST, _WIDEST = 0.03, 1.0
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Arrivals:
    """New customers of months to come.

    Args:
        expected: shape (k,).
        error: shape (k,), relative standard deviation of the level; chance of single customers comes on top.
    """

    expected: FloatArray
    error: FloatArray


def arrivals(came: FloatArray, last_month: int, ahead: int, season: Season) -> Arrivals:
    """What to expect after these months.

    Args:
        came: shape (m,), new customers by month, all of them over; may be empty.
        last_month: the last of them, 0 for January.
        ahead: how many months follow.
        season: of new customers.
    """
    if not len(came):
        return Arrivals(np.zeros(ahead), np.full(ahead, _UNKNOWN))
    month = (last_month - np.arange(len(came))[::-1]) % _YEAR
    plain = came / season.factor[month]
    if len(came) < _FEWEST:
        level, error = np.full(ahead, plain.mean()), np.full(ahead, _UNKNOWN)
    else:
        level, error = _trended(plain, ahead)
    factor = season.factor[(last_month + 1 + np.arange(ahead)) % _YEAR]
    return Arrivals(np.maximum(level, 0.0) * factor, np.minimum(error, _WIDEST))


def _trended(plain: FloatArray, ahead: int) -> tuple[FloatArray, FloatArray]:
    """Level of the months ahead, and relative error of each, by the settings that would have done best."""
    tried = np.array(list(product(_LEVELS, _TRENDS)))
    level, trend = _smoothed(plain, tried[:, 0], tried[:, 1])
    reach = np.cumsum(_DAMPED ** np.arange(1, ahead + 1))
    found = level[:, :, None] + reach * trend[:, :, None]  # settings, origins, months ahead
    found = np.maximum(found, 0.0)
    usual = max(float(plain.mean()), 1e-9)
    off = np.full(found.shape, np.nan)
    for step in range(1, min(ahead, len(plain) - _WARM - 1) + 1):
        came = plain[_WARM + step :]
        told = found[:, _WARM : len(plain) - step, step - 1]
        off[:, _WARM : len(plain) - step, step - 1] = (came - told) / np.maximum(told, 0.25 * usual)
    score = np.nanmean(np.square(np.clip(off, -2.0, 2.0)), axis=(1, 2))
    best = int(np.argmin(score))
    error = _by_reach(off[best], ahead)
    # A month's count scatters around its level as counts do, each month anew: no error of the level.
    level_only = np.sqrt(np.maximum(np.square(error) - 1.0 / max(usual, 1.0), 0.0))
    return found[best, -1], np.maximum(level_only, _LEAST)


def _smoothed(plain: FloatArray, follow: FloatArray, turn: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Level and trend after each month, shape (settings, m)."""
    start = float(plain[:_WARM].mean())
    level, trend = np.full(len(follow), start), np.zeros(len(follow))
    levels, trends = [], []
    for value in plain:
        before = level
        level = follow * value + (1.0 - follow) * (level + _DAMPED * trend)
        trend = turn * (level - before) + (1.0 - turn) * _DAMPED * trend
        levels.append(level)
        trends.append(trend)
    return np.array(levels).T, np.array(trends).T


def _by_reach(off: FloatArray, ahead: int) -> FloatArray:
    """Relative error by months ahead, never less for later ones; of far ones from the last that is known."""
    error = np.zeros(ahead)
    last = known = 0.0
    for step in range(ahead):
        seen = off[:, step][np.isfinite(off[:, step])]
        if len(seen) >= _WARM:
            last = max(last, float(np.sqrt(np.square(seen).sum() / max(len(seen) - 1, 1))))
            known = step + 1.0
        error[step] = last if step + 1 <= known else last * np.sqrt((step + 1) / max(known, 1.0))
    return error
