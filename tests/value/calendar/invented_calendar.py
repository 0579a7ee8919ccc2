"""Invented shops whose customers buy by a clock that is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray

FIRST_DAY = int(np.datetime64("2022-01-01").astype(np.int64))
PARAMETERS = (0.6, 60.0, 0.7, 150.0)


@dataclass(frozen=True)
class InventedShop:
    """Orders, any order of rows, and the speed on each day from `FIRST_DAY` on."""

    customer: IntArray
    day: IntArray
    speed: FloatArray


def days_of(years: float) -> IntArray:
    return FIRST_DAY + np.arange(int(365.25 * years))


def no_season(days: IntArray) -> FloatArray:
    return np.ones(len(days))


def christmas(days: IntArray) -> FloatArray:
    """A quiet summer, a busy autumn, and twice the usual in the four weeks before Christmas Eve."""
    dates = days.astype("datetime64[D]")
    in_year = (dates - dates.astype("datetime64[Y]")).astype(np.int64)
    wave = np.exp(0.2 * np.cos(2 * np.pi * (in_year - 320) / 365.25))
    return np.where((in_year >= 330) & (in_year < 358), 1.7, 1.0) * wave


def shop(customers: int, speed: FloatArray, seed: int) -> InventedShop:
    """Pareto/NBD by the clock; most customers come in the first half of the days."""
    rng = np.random.default_rng(seed)
    r, alpha, s, beta = PARAMETERS
    passed = np.cumsum(speed / speed.mean())
    came = rng.triangular(0.0, passed[-1] / 3, passed[-1], customers)
    stays = np.minimum(rng.exponential(1.0, customers) / rng.gamma(s, 1 / beta, customers), passed[-1] - came)
    orders = rng.poisson(rng.gamma(r, 1 / alpha, customers) * stays)
    who = np.repeat(np.arange(customers), orders)
    when = came[who] + rng.random(len(who)) * stays[who]
    at = np.searchsorted(passed, np.concatenate([came, when]))
    keys = np.unique(np.concatenate([np.arange(customers), who]) * 100_000 + at)
    return InventedShop(keys // 100_000, FIRST_DAY + keys % 100_000, speed)
