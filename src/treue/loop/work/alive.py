"""Whether somebody is still at work: a lock lives exactly as long as the process that holds it."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from treue.errors import Busy
from treue.loop.home import Home

WORKER, PAGES, BACKUP = "worker", "pages", "backup"
"""Who holds a lock of that name as long as it lives: the worker, what serves pages, a backup being made."""


def is_held(home: Home, name: str) -> bool:
    """Whether a process lives that holds the lock of that name; its number may have been given to another."""
    home.work.mkdir(parents=True, exist_ok=True)
    with (home.work / f".{name}").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def holding(home: Home, name: str, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock of that name.

    Args:
        home: the shop's.
        name: worker, or a lane.
        patience: seconds to wait for one who is about to end.

    Raises:
        Busy: another process holds it.
    """
    home.work.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with (home.work / f".{name}").open("a") as lock:
        while not _taken(lock):
            if time.monotonic() >= until:
                raise Busy(f"{home.folder}: another {name} is at work; there can be only one.")
            time.sleep(0.1)
        yield


def _taken(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
