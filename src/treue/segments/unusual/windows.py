"""Windows of four weeks, counted backwards, and how long to wait until what comes later has mostly come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.unusual.shares import Shares
from treue.value.histories import IntArray

WINDOW_DAYS = 28
WINDOWS = 13
"""Windows before the last one: a year."""
LOOKED_AT = WINDOW_DAYS * (WINDOWS + 1)
"""Days of all windows."""


@dataclass(frozen=True, slots=True)
class Later:
    """Cases by their day, and after how many days what is asked about came.

    Args:
        day: shape (n,), days since 1970.
        after: shape (n,), days; -1 where it has not come.
        cases: shape (n,), how many.
    """

    day: IntArray
    after: IntArray
    cases: IntArray

    def within(self, days: int, end: int, since: int | None = None) -> tuple[Shares, int]:
        """Whose time is over: how many there were and of how many it came in that time; one row.

        Args:
            days: after the case that count.
            end: the last full day.
            since: the first day that counts; all of them unless given.

        Returns:
            By window, and the last day of the last window.
        """
        last = end - days
        came = (self.after >= 0) & (self.after <= days)
        shares = by_window(self.day, self.cases, np.where(came, self.cases, 0), last, since)
        return shares, last


def settled_within(later: Later, share: float, bounds: tuple[int, int], end: int) -> int | None:
    """Days until this share of what comes has come; None where nothing ever came.

    Cases of the last so many days as the upper bound are left out: theirs may still come.

    Args:
        later: cases.
        share: of what came within the upper bound.
        bounds: fewest and most days.
        end: the last full day.
    """
    least, most = bounds
    seen = (later.after >= 0) & (later.after <= most) & (later.day <= end - most)
    if not seen.any():
        return None
    counts = np.cumsum(np.bincount(later.after[seen], weights=later.cases[seen], minlength=most + 1))
    return int(np.clip(np.searchsorted(counts, share * counts[-1]), least, most))


def by_window(day: IntArray, cases: IntArray, hits: IntArray, last: int, since: int | None = None) -> Shares:
    """Cases and hits of each window, the latest first; one row.

    Args:
        day: shape (n,).
        cases: shape (n,).
        hits: shape (n,).
        last: the last day of the last window.
        since: the first day that counts: a window that begins before it is left out.
    """
    window = (last - day) // WINDOW_DAYS
    kept = (day <= last) & (window <= WINDOWS)
    if since is not None:
        kept &= last - (window + 1) * WINDOW_DAYS + 1 >= since
    sums = [
        np.rint(np.bincount(window[kept], weights=each[kept], minlength=WINDOWS + 1)).astype(np.int64)
        for each in (cases, hits)
    ]
    return Shares.of(sums[0][None, :], sums[1][None, :])
