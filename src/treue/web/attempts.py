"""What is counted for some minutes, attempts to sign in above all; forgotten when the clock is put back."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache

_TOLERANCE = 60.0
"""Seconds by which a clock is set right without anybody noticing."""


class Counts(LocMemCache):
    """In this process; else a clock that ran ahead would have locked people out until it came so far."""

    _latest: ClassVar[float] = 0.0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:  # noqa: ANN401 - Django's own
        """As Django's, by a clock that never was later."""
        self._look_at_clock()
        return super().get(key, default, version)

    def add(self, key: Any, *told: Any, **more: Any) -> bool:  # noqa: ANN401 - the same
        """The same."""
        self._look_at_clock()
        return super().add(key, *told, **more)

    def _look_at_clock(self) -> None:
        now = time.time()
        if now < Counts._latest - _TOLERANCE:
            self.clear()
        Counts._latest = now
