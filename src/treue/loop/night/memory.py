"""Memory that was freed, and that the process still has."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import pyarrow as pa


def give_back() -> None:
    """To the system: what lies free between arrays that are still needed.

    Arrays of a million numbers are small enough for glibc to keep their room for the next ones; after a step
    that made hundreds of them that is a gigabyte. Other C libraries do without.
    """
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError):  # no glibc: nothing to ask, and nothing lost
        ctypes.CDLL(None).malloc_trim(0)
