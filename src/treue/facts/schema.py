"""The vocabulary of the shop: what a facts table is made of.

The tables themselves are declared in `declared.py`; `docs/facts.md` explains them to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and with it how it is stored and how a file's text is read."""

    CUSTOMER = "customer"  # int64: keyed hash of source and number, cut to 63 bits
    TEXT = "text"
    DAY = "day"  # date, in the shop's own zone
    INSTANT = "instant"  # timestamp, UTC
    MONEY = "money"  # int64 minor units of the row's currency
    CURRENCY = "currency"  # ISO 4217
    QUANTITY = "quantity"  # int64 thousandths of a piece
    COUNT = "count"  # int64
    BASIS_POINTS = "basis points"  # int64, 1900 is 19 %
    NUMBER = "number"  # float64, never money
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a facts table.

    Args:
        name: as stored; money ends in `_minor`, quantities in `_milli`, rates in `_bp`.
        kind: how it is stored and read.
        meaning: for `docs/facts.md`.
        required: an input without it cannot become this table.
        minimum: the smallest value allowed, in the stored unit.
        maximum: the largest.
        choices: the only values allowed.
        ahead: whether a day may lie in the future.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One facts table.

    Args:
        name: as in the folder, the command's output and the docs.
        one_row: what a row is, in a shopkeeper's words.
        key: the columns that identify a row; of two rows with one key the newest version wins.
        columns: in stored order; every table also has `source` and `version`.
        owner: the table whose newest row owns these rows, replaced whole with it.
    """

    name: str
    one_row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    owner: str | None = None

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which an input cannot become this table."""
        return tuple(column for column in self.columns if column.required)


VERSIONED = (
    Column("source", Kind.TEXT, "where the row came from: the name of a shop, tool or file source"),
    Column("version", Kind.COUNT, "the source's own change time in milliseconds, else the load's number"),
)


def table(name: str, one_row: str, key: str, *columns: Column, owner: str | None = None) -> Table:
    """Declare a table; `key` names its columns, separated by blanks."""
    return Table(name, one_row, tuple(key.split()), (*columns, *VERSIONED), owner)
