"""On which days of the week the shop's customers order."""

from __future__ import annotations

import numpy as np

from treue.value.histories import FloatArray, IntArray

_DAYS = 7
_LATEST_WEEKS = 26
# An even week counts like so many orders.
_BORROWED = 70.0


def weekday_speeds(day: IntArray, until: int) -> FloatArray:
    """Shape (7,), orders on each weekday by those of an even week, over the last 26 whole weeks; mean 1.

    Args:
        day: shape (m,), of orders, days since 1970-01-01; later ones than `until` are not looked at.
        until: last day known.

    Returns:
        By the day's number modulo 7, as it is counted since 1970-01-01.
    """
    known = day[day <= until]
    weeks = min(_LATEST_WEEKS, (until - int(known.min()) + 1) // _DAYS) if len(known) else 0
    latest = known[known > until - weeks * _DAYS]
    counts = np.bincount(latest % _DAYS, minlength=_DAYS) + _BORROWED / _DAYS
    return np.asarray(counts * (_DAYS / counts.sum()))


def days_ahead(speeds: FloatArray, until: int, ahead_days: int) -> FloatArray:
    """Shape (ahead_days,), days by the end of each coming day, as the shop's week runs."""
    return np.cumsum(speeds[(until + 1 + np.arange(ahead_days)) % _DAYS])
