"""Stage an Excel workbook: each sheet that holds a table, its cells as exact text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from treue.errors import UnreadableFile
from treue.sources.contract import FileMapping
from treue.sources.files.dialect import is_header
from treue.sources.files.sheets import Sheet


def book_sheets(
    con: duckdb.DuckDBPyConnection, path: Path, label: str, told: FileMapping, number: int
) -> list[Sheet]:
    """The tables of a workbook; sheets without rows are left out.

    Raises:
        UnreadableFile: no workbook, locked by a password, or no table in it.
    """
    try:
        book = CalamineWorkbook.from_path(str(path))
        pages = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        ]
    except CalamineError as problem:
        raise UnreadableFile(
            f"{label}: not an Excel workbook we can open ({problem}); expected .xlsx, .xlsm, .xls or .ods "
            "without password. Save the sheet as CSV."
        ) from None
    tables = [(name, rows) for name, page in pages if len(rows := _texts(page)) > 1]
    if not tables:
        raise UnreadableFile(
            f"{label}: a workbook without a table; expected a sheet with rows. Check the file."
        )
    sheets = []
    for place, (name, rows) in enumerate(tables):
        shown = label if len(tables) == 1 else f"{label} [{name}]"
        headed = is_header(rows[0][1]) if told.header is None else told.header
        relation = f"sheet_{number + place}"
        headers = _copy(con, relation, rows, headed=headed)
        types = ("VARCHAR",) * len(headers)
        count = len(rows) - headed
        sheets.append(Sheet(path, shown, relation, headers, types, headed, count))
    return sheets


def _texts(page: Sequence[Sequence[object]]) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, with their number in the sheet; columns without any text are cut off."""
    rows = [(number, [_text(cell) for cell in row]) for number, row in enumerate(page, 1)]
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    width = max(
        (place for _, cells in rows for place, cell in enumerate(cells, 1) if cell.strip()), default=0
    )
    return [(number, cells[:width]) for number, cells in rows]


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != datetime.min.time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _copy(
    con: duckdb.DuckDBPyConnection, relation: str, rows: list[tuple[int, list[str]]], *, headed: bool
) -> tuple[str, ...]:
    """Make the relation; returns its headers."""
    first = rows[0][1]
    headers = tuple((cell.strip() if headed else "") or f"column {n}" for n, cell in enumerate(first, 1))
    body = rows[1:] if headed else rows
    names = ["row", *(f"c{place}" for place in range(1, len(headers) + 1))]
    columns = [pa.array([cells[n] for _, cells in body], pa.string()) for n in range(len(headers))]
    numbers = pa.array([n for n, _ in body], pa.int64())
    con.register("page_to_copy", pa.table([numbers, *columns], names=names))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS FROM page_to_copy")
    con.unregister("page_to_copy")
    return headers
