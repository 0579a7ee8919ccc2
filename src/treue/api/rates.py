"""How often one key may ask: a bucket that fills evenly and is emptied by asking."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

_BURST_SECONDS = 6
"""So much of a minute's calls may come at once."""


@dataclass(slots=True)
class Buckets:
    """One bucket a key, in this process's memory: there is one process of pages.

    Args:
        per_minute: how many calls flow in.
    """

    per_minute: int
    _left: dict[int, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def seconds_to_wait(self, key: int, now: float) -> float:
        """Take one call out; 0 if there was one, else how long until there is.

        Args:
            key: whose.
            now: seconds on a clock that only runs forward.
        """
        rate = self.per_minute / 60
        most = max(1.0, rate * _BURST_SECONDS)
        with self._lock:
            left, at = self._left.get(key, (most, now))
            left = min(most, left + (now - at) * rate)
            if left < 1:
                self._left[key] = (left, now)
                return (1 - left) / rate
            self._left[key] = (left - 1, now)
            return 0.0
