"""Bring one file into the engine as it is: a relation of text or typed columns with row numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from treue.errors import UnreadableFile
from treue.sources.contract import FileMapping
from treue.sources.files.books import book_sheets
from treue.sources.files.sheets import Sheet
from treue.sources.files.texts import text_sheets

Stamp = tuple[int, int, int]
Reader = Callable[[duckdb.DuckDBPyConnection, Path, str, FileMapping, int], list[Sheet]]
_STRANGERS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or sound (RIFF)"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a zstd archive"),
)


def stage(
    con: duckdb.DuckDBPyConnection, path: Path, label: str, told: FileMapping, number: int
) -> list[Sheet]:
    """The tables of one file.

    Args:
        con: where the relations are made; they are called sheet_<number> and on.
        path: CSV or text (also .gz), Parquet or Excel; known by content, not by name.
        label: how people see the file.
        told: what the mapping says about it.
        number: of the first relation.

    Raises:
        UnreadableFile: not there, no permission, empty, a picture, changed while read.
    """
    reader = _reader(path, label)
    try:
        return reader(con, path, label, told, number)
    except (OSError, EOFError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        raise UnreadableFile(
            f"{label}: {reason}; we need a whole file that may be read. Export it again."
        ) from None


def stranger(start: bytes) -> str | None:
    """What a file that is no table is by its first bytes: picture, document, program, database or archive.

    Args:
        start: at least the first eight bytes.
    """
    found = next((name for mark, name in _STRANGERS if start.startswith(mark)), None)
    kinds = ("picture", "document", "program", "database", "archive")
    return None if found is None else next(kind for kind in kinds if kind in found)


def unchanged(path: Path, label: str, before: Stamp) -> None:
    """Raise UnreadableFile if the file is not what it was."""
    if stamp(path, label) != before:
        raise UnreadableFile(
            f"{label}: the file changed while it was read; rows could be missing or doubled. "
            "Wait until the export has finished, then load it again."
        )


def stamp(path: Path, label: str) -> Stamp:
    """Size, time and place of a file: what changes when somebody writes it."""
    try:
        found = path.stat()
    except OSError as problem:
        raise UnreadableFile(
            f"{label}: {problem.strerror}; expected a CSV, Parquet or Excel file. Check the path."
        ) from None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _reader(path: Path, label: str) -> Reader:
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
    except OSError as problem:
        raise UnreadableFile(
            f"{label}: {problem.strerror}; expected a file this user may read. "
            "Change its permissions (chmod) or copy it."
        ) from None
    if not start:
        raise UnreadableFile(f"{label}: the file is empty; expected rows of a table. Export it again.")
    if start.startswith(b"PAR1"):
        return _parquet
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return book_sheets
    for mark, name in _STRANGERS:
        if start.startswith(mark):
            raise UnreadableFile(f"{label}: {name}; expected CSV, Parquet or Excel. Export the table as CSV.")
    return text_sheets


def _parquet(
    con: duckdb.DuckDBPyConnection, path: Path, label: str, _: FileMapping, number: int
) -> list[Sheet]:
    relation = f"parquet_{number}"
    source = "read_parquet('" + str(path).replace("'", "''") + "', file_row_number = true)"
    try:
        described = con.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}").fetchall()
        rows = con.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0]
    except duckdb.Error:
        raise UnreadableFile(
            f"{label}: begins like Parquet but cannot be read to its end; expected a whole file. "
            "Export it again."
        ) from None
    names = ", ".join(
        f'"{row[0].replace(chr(34), chr(34) * 2)}" AS c{n}' for n, row in enumerate(described, 1)
    )
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {relation} AS "
        f'SELECT file_row_number + 1 AS "row", {names} FROM {source}'
    )
    headers, types = tuple(row[0] for row in described), tuple(row[1] for row in described)
    return [Sheet(path, label, relation, headers, types, headed=True, rows=rows)]
