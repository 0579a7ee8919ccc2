"""How often each page was asked for, what came of it and how long it took, since this process began."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; the last bucket has no bound."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted until now.

    Args:
        requests: (page, method, status) -> how many.
        buckets: page -> how many took at most so long, as `BOUNDS`, one more for all others; not summed.
        seconds: page -> all of its seconds together.
    """

    requests: dict[tuple[str, str, int], int]
    buckets: dict[str, list[int]]
    seconds: dict[str, float]


@dataclass
class Tally:
    """Counts, safe among threads."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    _buckets: dict[str, list[int]] = field(default_factory=dict)
    _seconds: Counter[str] = field(default_factory=Counter)

    def count(self, page: str, method: str, status: int, seconds: float) -> None:
        """One answer; a method nobody knows is counted as `other`."""
        method = method if method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "other"
        with self._lock:
            self._requests[page, method, status] += 1
            self._buckets.setdefault(page, [0] * (len(BOUNDS) + 1))[bisect_left(BOUNDS, seconds)] += 1
            self._seconds[page] += seconds  # type: ignore[assignment]  # a counter counts seconds too

    def now(self) -> Counted:
        """A copy."""
        with self._lock:
            buckets = {page: list(counts) for page, counts in self._buckets.items()}
            return Counted(
                dict(self._requests), buckets, {page: float(s) for page, s in self._seconds.items()}
            )


TALLY = Tally()
"""Of this process."""
