"""A sheet: one table of a file, staged as a relation of columns c1, c2, ... beside its row numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LONGEST_LINE = 1 << 20  # bytes; a longer line is set aside
LONGEST_TEXT = 500  # characters kept of a row that is set aside


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file as it was written, before anybody says what its columns mean.

    Args:
        path: the file.
        label: how people see it: path below the folder that was given, and the sheet in a workbook.
        relation: in the connection: `row` (as in the file, from 1), c1, c2, ...
        headers: names of c1, c2, ...; "column 1" where the file has none.
        types: DuckDB type of c1, c2, ...
        headed: whether the names come from the file.
        rows: how many rows the relation has.
        delimiter: in a text file; else empty.
        apart_of: label of the sheet it was taken out of; empty for a sheet of its own.
        per_line: rows that one line of the file may have become, numbered from the line's own times that.
    """

    path: Path
    label: str
    relation: str
    headers: tuple[str, ...]
    types: tuple[str, ...]
    headed: bool
    rows: int
    delimiter: str = ""
    per_line: int = 1
    apart_of: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """c1, c2, ..."""
        return tuple(f"c{place}" for place in range(1, len(self.headers) + 1))
