"""What passes while something is done: sentences for whoever watches, and seconds by step."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Say = Callable[[str], None]
"""Told what passes, a sentence at a time."""


@dataclass(slots=True)
class Clock:
    """Seconds by step, as they pass."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """Book what passed since the last lap on a step."""
        now = time.perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._since
        self._since = now

    def with_total(self) -> dict[str, float]:
        """All steps, and `total`."""
        return {**self.seconds, "total": sum(self.seconds.values())}
