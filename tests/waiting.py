"""Waiting for what others do, without guessing how long."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(claim: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.05)
