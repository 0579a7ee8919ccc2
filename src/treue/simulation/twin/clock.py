"""The shop's pace: how much of a usual day each day is, by weekday and by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.world.chance import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the shop lives it.

    Args:
        first: first day, days since 1970-01-01.
        pace: shape (days,), 1 for a usual day, 0 where the shop is closed.
    """

    first: int
    pace: FloatArray

    @property
    def passed(self) -> FloatArray:
        """Shape (days + 1,): usual days that have passed by the morning of each day."""
        return np.concatenate([[0.0], np.cumsum(self.pace)])

    @property
    def until(self) -> int:
        """The last day it knows."""
        return self.first + len(self.pace) - 1


def weekday_of(day: IntArray) -> IntArray:
    """0 for Monday; 1970-01-01 was a Thursday."""
    return np.asarray((day + 3) % 7, np.int64)


def month_of(day: IntArray) -> IntArray:
    """Calendar months since 1970-01."""
    return np.asarray(day, np.int64).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def weekday_paces(day: IntArray, first: int, until: int) -> FloatArray:
    """Shape (7,): orders of each weekday against the mean of all, Monday first; 1 where it never came.

    Args:
        day: of orders.
        first: first day of the file.
        until: its last day.
    """
    there = np.bincount(weekday_of(np.arange(first, until + 1)), minlength=7)
    orders = np.bincount(weekday_of(day), minlength=7)
    # Half a week's worth of evidence for "like any other", so that a short file closes no day.
    usual = orders.sum() / max(there.sum(), 1)
    pace = np.where(there > 0, (orders + 0.25 * usual * (orders > 0)) / np.maximum(there + 0.25, 1e-9), usual)
    pace = pace / max(usual, 1e-12)
    return np.asarray(pace / pace.mean(), np.float64)


def clock_of(first: int, until: int, by_weekday: FloatArray, by_month: dict[int, float]) -> Clock:
    """A clock from the paces of weekdays and months; months that are not named go as usual."""
    days = np.arange(first, until + 1)
    months, place = np.unique(month_of(days), return_inverse=True)
    factor = np.array([by_month.get(int(month), 1.0) for month in months])
    return Clock(first, np.asarray(by_weekday[weekday_of(days)] * factor[place], np.float64))
