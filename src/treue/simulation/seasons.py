"""When people buy: the year, the week and the hour of the invented shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_BY_MONTH = np.array([0.97, 0.95, 0.97, 0.98, 0.93, 0.90, 0.87, 0.90, 0.98, 1.03, 1.16, 1.38])
_BY_WEEKDAY = np.array([1.12, 1.04, 1.0, 0.98, 0.92, 0.86, 1.08])
_BY_HOUR = np.array(
    [1, 0, 0, 0, 0, 1, 3, 6, 8, 9, 9, 9, 10, 8, 7, 7, 8, 9, 11, 14, 16, 14, 8, 3], dtype=float
)


@dataclass(frozen=True, slots=True)
class ShopCalendar:
    """The days the shop is watched, and how busy each of them is.

    A busy day is a long one on the shop's *clock*, which runs evenly with orders: people who buy every
    thirty days by the clock buy a little sooner before Christmas and a little later in July.

    Args:
        first: the first day.
        clock: shape (n_days + 1,), the clock at the start of each day and at the end of the last.
    """

    first: date
    clock: FloatArray

    @classmethod
    def ending(cls, until: date, day_count: int) -> ShopCalendar:
        """The `day_count` days up to and including `until`."""
        first = until - timedelta(days=day_count - 1)
        days = [first + timedelta(days=index) for index in range(day_count)]
        busy = np.array([_BY_MONTH[day.month - 1] * _BY_WEEKDAY[day.weekday()] for day in days])
        return cls(first, np.concatenate(([0.0], np.cumsum(busy / busy.mean()))))

    @property
    def end(self) -> float:
        """The clock at the end of the last day."""
        return float(self.clock[-1])

    def day_of(self, clock: FloatArray) -> IntArray:
        """The day, counted from the first, that a time on the clock falls on."""
        return np.searchsorted(self.clock, clock, side="right").astype(np.int64) - 1

    def date_of(self, day: int) -> date:
        """The date of a day counted from the first."""
        return self.first + timedelta(days=day)


def minutes_of_day(count: int, rng: np.random.Generator) -> IntArray:
    """Shape (count,), minutes since midnight in the shop's own zone; evenings are busiest."""
    hour = rng.choice(24, size=count, p=_BY_HOUR / _BY_HOUR.sum())
    return hour * 60 + rng.integers(0, 60, size=count)
