"""A database for the tables of one file or load: how much memory it gets, and when it lets go of what."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from treue.errors import BadOption
from treue.settings import Settings
from treue.warehouse.arrow import literal, quoted

_LITTLE, _LEAST = "800MB", "500MB"
_MANY_ROWS = 4_000_000
"""Up to here the tables of a file fit into little memory; a million customers answer within one gigabyte."""


def database(memory: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into a folder.

    Raises:
        BadOption: the memory is not written as DuckDB takes it.
    """
    try:
        return duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder)})
    except duckdb.Error:
        raise BadOption(f"engine.memory is {memory!r}; write it as 500MB or 4GB.") from None


@contextmanager
def scratch_database(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in little memory that spills into a folder of its own, deleted at the end."""
    memory = settings.engine.memory if _is_told(settings) else _LITTLE
    with tempfile.TemporaryDirectory(prefix="treue-") as folder, database(memory, Path(folder)) as con:
        yield con


def give_room(con: duckdb.DuckDBPyConnection, settings: Settings, rows: int) -> None:
    """As much memory as the settings allow, where many rows were read."""
    if rows > _MANY_ROWS:
        con.execute(f"SET memory_limit = {literal(settings.engine.memory)}")


def leave_room(con: duckdb.DuckDBPyConnection, settings: Settings, rows: int) -> None:
    """Less memory for tables, once arrays of all customers stand beside them."""
    if rows <= _MANY_ROWS and not _is_told(settings):
        con.execute(f"SET memory_limit = {literal(_LEAST)}")


def _is_told(settings: Settings) -> bool:
    return "engine.memory" in settings.origins


def let_go(con: duckdb.DuckDBPyConnection, *beginnings: str) -> None:
    """Give back the memory of all relations whose names begin so."""
    for kind in ("VIEW", "TABLE"):
        found = con.execute(f"SELECT {kind.lower()}_name FROM duckdb_{kind.lower()}s() WHERE NOT internal")
        for (name,) in found.fetchall():
            if name.startswith(beginnings):
                con.execute(f"DROP {kind} {quoted(name)}")
