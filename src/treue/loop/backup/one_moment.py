"""The operational database as one SQLite file, as of one moment, while others write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from treue.errors import BrokenHome

_PAGES = 4_096
"""Copied between two looks at how far it is: 16 MB."""


def copy_file(source: Path, target: Path, tell: Callable[[int], None]) -> None:
    """Copy a SQLite database as of now; writers are not held up, and nothing they write from now on is in it.

    Args:
        source: of the database.
        target: where nothing is yet.
        tell: told how many bytes are left to copy.

    Raises:
        BrokenHome: what is there is damaged, and a copy of it would be too.
    """
    target.touch(mode=0o600)
    size = 0

    def told(_status: int, left: int, _total: int) -> None:
        tell(left * size)

    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True, timeout=20)) as reading,
            closing(sqlite3.connect(target)) as writing,
        ):
            reading.isolation_level = None
            (size,) = reading.execute("PRAGMA page_size").fetchone()
            # The first look begins the moment; without it a copy begins anew whenever somebody writes.
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
            reading.backup(writing, pages=_PAGES, progress=told)
            writing.execute("PRAGMA journal_mode=DELETE")
            (found,) = writing.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise _damaged(source, str(error)) from None
    if found != "ok":
        raise _damaged(source, str(found))


def _damaged(source: Path, found: str) -> BrokenHome:
    return BrokenHome(
        f"{source}: the operational database cannot be copied whole ({found}). No backup was made, earlier "
        "ones were left alone; restore the last one, or mend it."
    )
