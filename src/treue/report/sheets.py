"""Writes any table as an Excel file that a German or English office opens and goes on reckoning with.

XlsxWriter, for it writes formatted rows in as little memory as openpyxl, five times as fast.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Literal, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from treue.errors import BadOption
from treue.report.numerals import SYMBOLS
from treue.units import currency_digits

Kind: TypeAlias = Literal["text", "count", "decimal", "money", "share", "day"]
Value: TypeAlias = str | float | date | None

ROWS = 1_048_575
"""Rows a sheet holds below its header; what comes after stands on further sheets."""

_TITLES = {"de": "Tabelle", "en": "Table"}
_LOOKED_AT = 1_000  # rows by which widths are chosen
_NARROWEST, _WIDEST = 8, 50  # characters
_BUTTON = 3  # characters the filter's button takes in a header
_LONGEST_TEXT = 32_767  # characters a cell holds
_EXACT = 10**15  # whole numbers beyond it would lose digits
_FIRST_YEAR = 1901  # calendars of spreadsheets disagree before
_LONGEST_NAME = 31  # characters of a sheet's name
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\s]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        title: stands in the header.
        kind: text; count (whole), decimal (two places); money in minor units; share of 1; day.
    """

    title: str
    kind: Kind = "text"


def write_sheet(  # noqa: PLR0913  # a table and how to write it
    path_or_file: Path | BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    language: Literal["de", "en"],
    currency: str,
    *,
    title: str = "",
) -> int:
    """Write a table as .xlsx: numbers, days and money as such, header bold and fixed, with filters.

    Rows are taken one by one and never held. Text stays text, also where it begins like a formula. Empty are
    None and what is no number; whole numbers with more than 15 digits, as keys, are text.

    Args:
        path_or_file: replaced; a file is open for writing bytes.
        columns: at least one.
        rows: each as long as `columns`.
        language: how days, shares and money look; thousands and decimals follow the reader's own system.
        currency: of all money, ISO 4217.
        title: names the sheet; cut where Excel allows no more.

    Returns:
        How many rows were written.

    Raises:
        BadOption: no columns, or a row that is longer or shorter. Nothing is written to a path then.
    """
    if not columns:
        raise BadOption("write_sheet: no columns; a table has at least one.")
    with TemporaryDirectory(prefix="treue-sheet-") as drafts:
        options = {"constant_memory": True, "tmpdir": drafts}
        book = xlsxwriter.Workbook(path_or_file, options)
        book.use_zip64()
        try:
            written = _fill(book, columns, rows, _Looks(language, currency, title or _TITLES[language]))
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()  # its draft; only a book that is closed lets go of it
            raise
        book.close()
    return written


@dataclass(frozen=True, slots=True)
class _Looks:
    language: str
    currency: str
    title: str

    def format(self, kind: Kind) -> str:
        """As files spell it; each office shows its own signs for thousands and decimals."""
        is_german = self.language == "de"
        money = f"#,##0.{'0' * currency_digits(self.currency)}".rstrip(".")
        sign = SYMBOLS.get(self.currency, self.currency)
        gap = " " if sign.isalpha() else ""
        return {
            "text": "@",
            "count": "#,##0",
            "decimal": "#,##0.00",
            "money": f'{money} "{sign}"' if is_german else f'"{sign}"{gap}{money}',
            "share": "0.0 %" if is_german else "0.0%",
            "day": "dd.mm.yyyy" if is_german else "d mmm yyyy",
        }[kind]

    def name(self, number: int) -> str:
        """Of the sheet with this number."""
        end = f" {number}" if number > 1 else ""
        plain = _NOT_IN_A_NAME.sub(" ", self.title).strip() or _TITLES[self.language]
        return plain[: _LONGEST_NAME - len(end)].rstrip() + end


def _fill(
    book: xlsxwriter.Workbook, columns: Sequence[Column], rows: Iterable[Sequence[Value]], looks: _Looks
) -> int:
    formats = [book.add_format({"num_format": looks.format(column.kind)}) for column in columns]
    bold = {"bold": True, "bottom": 1, "valign": "top", "text_wrap": True}
    heads = [book.add_format(bold | {"align": _side(column)}) for column in columns]
    widths = [len(column.title) / 2 + _BUTTON for column in columns]
    written, place, sheet = 0, 0, _begun(book, columns, heads, looks.name(1))
    sheets = [sheet]
    for row in rows:
        if len(row) != len(columns):
            raise BadOption(
                f"write_sheet: row {written + 1} has {len(row)} values; expected {len(columns)}, "
                f"one for each of {', '.join(column.title for column in columns)}."
            )
        if place == ROWS:
            _end(sheet, place, widths)
            place, sheet = 0, _begun(book, columns, heads, looks.name(len(sheets) + 1))
            sheets.append(sheet)
        place += 1
        for at, (value, column) in enumerate(zip(row, columns, strict=True)):
            _write(sheet, (place, at), value, (column.kind, formats[at], looks.currency))
            if written < _LOOKED_AT:
                widths[at] = max(widths[at], _room(value, column.kind))
        written += 1
    _end(sheet, place, widths)
    return written


def _begun(
    book: xlsxwriter.Workbook, columns: Sequence[Column], heads: Sequence[Format], name: str
) -> Worksheet:
    sheet: Worksheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.title, heads[at])
    return sheet


def _end(sheet: Worksheet, rows: int, widths: Sequence[float]) -> None:
    sheet.autofilter(0, 0, max(rows, 1), len(widths) - 1)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(max(width + 1, _NARROWEST), _WIDEST))


def _write(sheet: Worksheet, cell: tuple[int, int], value: Value, looks: tuple[Kind, Format, str]) -> None:
    kind, form, currency = looks
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, date):
        if value.year < _FIRST_YEAR:
            sheet.write_string(*cell, value.isoformat())
        else:
            sheet.write_datetime(*cell, value, form)
    elif isinstance(value, str) or kind == "text" or abs(value) >= _EXACT:
        # Never `write`: it takes what begins with = for a formula, and addresses for links.
        text = str(value)
        sheet.write_string(*cell, text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…")
    elif kind == "money":
        sheet.write_number(*cell, value / 10 ** currency_digits(currency), form)
    else:
        sheet.write_number(*cell, value, form)


def _side(column: Column) -> str:
    return "left" if column.kind == "text" else "right"


def _room(value: Value, kind: Kind) -> int:
    """Characters a value takes, about."""
    if value is None:
        return 0
    if isinstance(value, date):
        return 11
    if isinstance(value, str):
        return len(value)
    if kind == "money":
        return len(f"{value / 100:,.2f}") + 3
    return len(f"{value:,.2f}" if kind == "decimal" else f"{value:,.0f}")
