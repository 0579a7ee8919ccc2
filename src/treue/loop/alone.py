"""One at a time: what changes a home's snapshots waits for nobody, it is refused."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from treue.errors import Busy
from treue.loop.home import Home


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Be the only one at work on the snapshots of a home.

    Raises:
        Busy: a night, or somebody who takes answers out, is at work in it.
    """
    home.work.mkdir(parents=True, exist_ok=True)
    with (home.work / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"{home.folder}: another run is at work; wait for it to end.") from None
        yield
