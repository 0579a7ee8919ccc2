"""What the cells of a sheet look like: counted on its first rows, before anything is decided."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from treue.sources.files.currency_signs import SIGNS
from treue.sources.files.dates import reads_as_time
from treue.sources.files.sheets import Sheet

_ROWS = 1000
_NUMBER = re.compile(
    r"[-+(]?\s*(?:[€$£]|[A-Z]{3})?\s*[-+]?\d[\d.,'’ \u00a0\u202f]*\s*(?:[€$£%]|[A-Z]{3})?\s*[-)]?"
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d([:.]\d\d)?( ?Uhr)?")
_CODE = re.compile(r"[A-Za-z]{3}")
NOTHING = ("", "na", "n/a", "nan", "null", "none", "nil", "-", "\\n", "#n/a", "<na>")


@dataclass(frozen=True, slots=True)
class Look:
    """How the filled cells of one column look; shares from 0 to 1 of the filled cells.

    Args:
        filled: share of rows with something in them.
        distinct: distinct texts among the filled cells.
        times: that read as a day or instant.
        clocks: that are a time of day alone.
        numbers: that read as a number.
        broken: that are numbers with decimals.
        addresses: that are e-mail addresses.
        codes: that are three letters or a sign of currency.
        samples: the first three distinct texts.
    """

    filled: float
    distinct: float
    times: float
    clocks: float
    numbers: float
    broken: float
    addresses: float
    codes: float
    samples: tuple[str, ...]


def looks(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Look]:
    """One look per column, from the first rows and some spread over the file."""
    columns = ", ".join(f"{column}::VARCHAR" for column in sheet.columns)
    step = max(1, sheet.rows // _ROWS)
    spread = f'SELECT {columns} FROM {sheet.relation} WHERE "row" % {step} = 0 LIMIT {_ROWS}'
    rows = con.execute(f"SELECT {columns} FROM {sheet.relation} LIMIT {_ROWS}").fetchall()
    if step > 1:
        rows += con.execute(spread).fetchall()
    return [_look([row[place] for row in rows], type_) for place, type_ in enumerate(sheet.types)]


def _look(cells: list[str | None], type_: str) -> Look:
    filled = [cell.strip() for cell in cells if cell is not None and cell.strip().lower() not in NOTHING]
    if not filled:
        return Look(0, 0, 0, 0, 0, 0, 0, 0, ())
    count = len(filled)
    distinct = dict.fromkeys(filled)
    typed_time = type_.startswith(("DATE", "TIMESTAMP"))
    numbers = [] if typed_time else [cell for cell in filled if _NUMBER.fullmatch(cell)]
    return Look(
        filled=count / len(cells),
        distinct=len(distinct) / count,
        times=1.0 if typed_time else sum(map(_is_time, filled)) / count if type_ == "VARCHAR" else 0.0,
        clocks=sum(1 for cell in filled if _CLOCK.fullmatch(cell)) / count,
        numbers=len(numbers) / count,
        broken=sum(1 for cell in numbers if re.search(r"[.,](?!0$)\d", cell)) / count,
        addresses=sum(1 for cell in filled if _ADDRESS.fullmatch(cell)) / count,
        codes=sum(1 for cell in filled if _CODE.fullmatch(cell) or cell in SIGNS) / count,
        samples=tuple(distinct)[:3],
    )


def _is_time(cell: str) -> bool:
    return len(cell) <= 40 and reads_as_time(cell)
