"""A watched folder: which files are new or changed and came to rest."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from treue.errors import UnreadableFile
from treue.loop.records import FetchedFile
from treue.sources.files.folder import files_below

REST = 2.0
"""Seconds in which a file that is complete does not change."""


@dataclass(frozen=True, slots=True)
class Rested:
    """A file that is new or changed, and that nobody writes any more."""

    path: Path
    name: str
    size: int
    changed_ns: int


def rested(source: str, folder: Path, now: datetime, rest: float = REST) -> list[Rested]:
    """New and changed files, oldest first; one that still grows, or has just come, is left for next time.

    Args:
        source: name of the source; what it loaded is remembered by name, size and time.
        folder: that is watched.
        now: aware; a file of the last moments is looked at twice.
        rest: seconds between two looks.

    Raises:
        UnreadableFile: the folder is not there or may not be read.
    """
    if not folder.is_dir():
        raise UnreadableFile(
            f"{folder}: there is no such folder on the server any more; mend its path or bring it back."
        )
    seen = _there(folder)
    known = {
        (each.name, each.size, each.changed_ns)
        for each in FetchedFile.objects.filter(source=source, loaded_at__isnull=False)
    }
    new = [each for each in seen if (each.name, each.size, each.changed_ns) not in known and each.size]
    if any(now.timestamp() - each.changed_ns / 1e9 < 60 for each in new):
        time.sleep(rest)
        still = set(_there(folder))
        new = [each for each in new if each in still]
    return sorted(new, key=lambda each: (each.changed_ns, each.name))


def loaded(source: str, file: Rested, now: datetime, *, refused: bool = False) -> None:
    """Remember that a file was loaded, or cannot be, until it changes."""
    FetchedFile.objects.update_or_create(
        source=source,
        name=file.name,
        defaults={"size": file.size, "changed_ns": file.changed_ns, "loaded_at": now, "refused": refused},
    )


def _there(folder: Path) -> list[Rested]:
    found = []
    try:
        listed = files_below(folder)
    except UnreadableFile:
        if not any(folder.iterdir()):
            return []
        raise
    for path, name in listed:
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        found.append(Rested(path, name, told.st_size, told.st_mtime_ns))
    return found
