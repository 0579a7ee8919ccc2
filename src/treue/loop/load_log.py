"""The log of loads: what was read when, and what became of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from treue.loop.home import Home


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """One load.

    Args:
        number: counts the loads of a home from 1.
        path: what was loaded, as named by the person.
        source: the name its rows carry.
        at: ISO instant.
        report: what `treue load --json` printed.
    """

    number: int
    path: str
    source: str
    at: str
    report: Mapping[str, object]


def read_loads(home: Home) -> list[LoadEntry]:
    """All finished loads, oldest first; half a line is a load that died, and counts as none."""
    if not home.loads.exists():
        return []
    entries = []
    for line in home.loads.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError):
            entries.append(LoadEntry(**json.loads(line)))
    return entries


def next_load(home: Home) -> int:
    """The number of the load that begins now."""
    return max((entry.number for entry in read_loads(home)), default=0) + 1


def log_load(home: Home, entry: LoadEntry) -> None:
    """Add a finished load; it is on the disk when this returns."""
    line = {"number": entry.number, "path": entry.path, "source": entry.source, "at": entry.at}
    with home.loads.open("a", encoding="utf-8") as log:
        # A blank line first, in case a load died in the middle of its own.
        log.write("\n" + json.dumps({**line, "report": entry.report}, ensure_ascii=False) + "\n")
        log.flush()
        os.fsync(log.fileno())
