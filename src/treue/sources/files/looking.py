"""What was seen in files before anything is kept: meanings, and rows as written and understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from treue.errors import UnreadableFile
from treue.facts import Kind
from treue.sources.contract import FileMapping
from treue.sources.files.columns_to_rows import answers_in_rows
from treue.sources.files.fields import Field, Reading, fields_of
from treue.sources.files.judging import Judged
from treue.sources.files.orders_in_rows import apart
from treue.sources.files.profile import looks
from treue.sources.files.staging import stage

ROWS = 3
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Args:
        written: as it stands in the file.
        kind: how it was understood: money, number, day, instant, text; empty where not used.
        value: minor units, a number, an ISO day or instant (UTC), or a text; None where the cell is empty.
        currency: of money.
    """

    written: str
    kind: str = ""
    value: str | int | float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Args:
        header: as written, or "column 3".
        meaning: the field it fills; empty when it is not used.
        sure: told, named, guessed or unused.
        cells: of the first rows.
        is_contact: no fact is made of it, but it says who somebody is and how they are reached.
    """

    header: str
    meaning: str
    sure: str
    cells: tuple[Cell, ...]
    is_contact: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One table of a file.

    Args:
        label: the file, and the sheet in a workbook.
        kind: the facts table its rows become; empty where nothing we know.
        rows: how many.
        columns: all of them.
        apart_of: label of the table it was taken out of by ourselves; empty for one of its own.
        prices: gross, net or unknown, where amounts are charged; empty where none are.
        dates: whether days could be read either way.
        decimal: whether the decimal sign could be read either way.
    """

    label: str
    kind: str
    rows: int
    columns: tuple[Column, ...]
    apart_of: str = ""
    prices: str = ""
    dates: bool = False
    decimal: bool = False


def seen(con: duckdb.DuckDBPyConnection, judged: Judged) -> Seen:
    """What a sheet was taken for, with its first rows."""
    known, sheet = judged.recognised, judged.recognised.sheet
    taken = {known.columns[name]: name for name in known.columns}
    reached = (
        set(known.contacts.values()) - set(taken) if {"customer", "address"} & set(known.columns) else set()
    )
    fields = fields_of(known.kind)
    cells = _cells(con, judged, fields, taken)
    columns = tuple(
        Column(header, taken.get(column, ""), each.sure, tuple(cells[column]), column in reached)
        for column, header, each in zip(sheet.columns, sheet.headers, known.taken, strict=True)
    )
    asked = {question.about for question in judged.asked}
    charged = any(fields[name].reading in (Reading.MONEY, Reading.PRICE) for name in known.columns)
    return Seen(
        sheet.label,
        known.kind,
        sheet.rows,
        columns,
        sheet.apart_of,
        _prices(con, judged) if charged and known.kind in ("orders", "order_lines", "refunds") else "",
        "dates" in asked,
        "decimal" in asked,
    )


def seen_unread(con: duckdb.DuckDBPyConnection, path: Path, label: str) -> list[Seen]:
    """A file that was not understood: its columns and first rows as they stand; none where it is no table."""
    try:
        sheets = stage(con, path, label, FileMapping(), 900)
    except UnreadableFile:
        return []
    found = []
    for sheet in (each for staged in sheets for each, _ in apart(con, answers_in_rows(con, staged))):
        looked = looks(con, sheet)
        columns = tuple(
            Column(header, "", "unused", tuple(Cell(text[:_LONGEST]) for text in look.samples))
            for header, look in zip(sheet.headers, looked, strict=True)
        )
        found.append(Seen(sheet.label, "", sheet.rows, columns, sheet.apart_of))
    return found


def _prices(con: duckdb.DuckDBPyConnection, judged: Judged) -> str:
    found = con.execute(f"SELECT DISTINCT prices FROM {judged.relation} LIMIT 2").fetchall()
    return str(found[0][0] or "unknown") if len(found) == 1 else ("gross" if found else "unknown")


def _cells(
    con: duckdb.DuckDBPyConnection, judged: Judged, fields: dict[str, Field], taken: dict[str, str]
) -> dict[str, list[Cell]]:
    """Column of the sheet -> its first cells; rows that can be used go first."""
    sheet, there = judged.recognised.sheet, _columns_of(con, judged.relation)
    wanted = {column: _understood(fields[name], there) for column, name in taken.items()}
    listed = [f"s.{column}::VARCHAR" for column in sheet.columns]
    listed += [f'j."{name}"' for name in wanted.values() if name]
    code = "j.currency" if "currency" in there else "NULL"
    rows = con.execute(
        f"""SELECT {code}, {", ".join(listed)} FROM {sheet.relation} s
        JOIN {judged.relation} j ON s."row" = j."row"
        ORDER BY j.rule IS NOT NULL, s."row" LIMIT {ROWS}"""
    ).fetchall()
    made: dict[str, list[Cell]] = {column: [] for column in sheet.columns}
    for currency, *values in rows:
        written = dict(zip(sheet.columns, values, strict=False))
        read = dict(zip((c for c, name in wanted.items() if name), values[len(sheet.columns) :], strict=True))
        for column in sheet.columns:
            text = str(written[column] or "")[:_LONGEST]
            field = fields[taken[column]] if column in taken else None
            made[column].append(_cell(text, field, read.get(column), str(currency or "")))
    return made


def _columns_of(con: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    return {row[0] for row in con.execute(f"DESCRIBE {relation}").fetchall()}


def _understood(field: Field, there: set[str]) -> str:
    """The column of the judged rows that says how a field was understood; empty where none does."""
    names: Sequence[str] = (field.name,)
    if field.reading in (Reading.TIME, Reading.DAY):
        names = (f"at_{field.name}" if field.reading is Reading.TIME else f"day_{field.name}",)
    elif field.name == "line_amount":
        names = ("amount",)
    return next((name for name in names if name in there), "")


def _cell(written: str, field: Field | None, value: object, currency: str) -> Cell:
    if field is None:
        return Cell(written)
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return Cell(written, "instant", aware.astimezone(UTC).isoformat())
    if isinstance(value, date):
        return Cell(written, "day", value.isoformat())
    if field.reading in (Reading.MONEY, Reading.PRICE):
        return Cell(written, "money" if isinstance(value, int) else "", _plain(value), currency)
    if field.reading is Reading.NUMBER and isinstance(value, int | float):
        return Cell(written, "number", value / _scale(field))
    return Cell(written, "text" if value is not None else "", _plain(value))


def _scale(field: Field) -> int:
    return 100 if field.column is not None and field.column.kind is Kind.BASIS_POINTS else field.scale


def _plain(value: object) -> str | int | float | None:
    if value is None or isinstance(value, int | float):
        return value
    return str(value)[:_LONGEST]
