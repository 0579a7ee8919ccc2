"""The published snapshot of a home, for commands that need one."""

from __future__ import annotations

from treue.errors import NothingAccepted
from treue.loop.home import Home
from treue.warehouse.snapshot import Snapshot, current


def published_of(home: Home) -> Snapshot:
    """The latest.

    Raises:
        NothingAccepted: there is none yet.
        BrokenHome: the pointer names a snapshot that is not whole.
    """
    found = current(home.snapshots)
    if found is None:
        raise NothingAccepted(
            f"{home.folder} has no snapshot yet; run one first: treue run --home {home.folder}"
        )
    return found
