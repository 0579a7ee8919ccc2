"""Rows of a facts table, each with the day on which it becomes known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.facts.declared import TABLES
from treue.facts.stored import arrow_schema
from treue.simulation.world.chance import BoolArray, IntArray

SOURCE = "world"
DAY_MS = 86_400_000
_MINUTE_US = 60_000_000
_DAY_US = 1440 * _MINUTE_US
_DIGITS = 12
_FOUR = np.array([f"{each:04}" for each in range(10_000)], dtype="S4").view(np.uint32)
"""Four digits each, as they lie in memory."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of one table.

    Args:
        table: its name.
        rows: in the declared columns.
        known: shape (n,), day on which each becomes known, days since 1970-01-01.
    """

    table: str
    rows: pa.Table
    known: IntArray

    def __len__(self) -> int:
        return len(self.known)

    def where(self, claim: BoolArray) -> Rows:
        """Some of them."""
        return Rows(self.table, self.rows.filter(pa.array(claim)), self.known[claim])

    def upto(self, day: int) -> Rows:
        """Those known by the end of that day."""
        late = self.known > day
        return self.where(~late) if late.any() else self


def rows_of(table: str, known: IntArray, cells: Mapping[str, object]) -> Rows:
    """Rows in declared columns and types; `version` is the change time, the day they become known.

    Args:
        table: its name.
        known: shape (n,), days since 1970-01-01.
        cells: by column an array, or one text or number for all rows; empty where left out.
            Instants are microseconds, days are days since 1970-01-01.
    """
    given = {"source": SOURCE, "version": known * DAY_MS, **cells}
    schema, count = arrow_schema(TABLES[table]), len(known)
    if unknown := set(given) - set(schema.names):
        raise KeyError(f"{table} has no column {min(unknown)}")
    arrays = [_column(given.get(each.name), each.type, count) for each in schema]
    return Rows(table, pa.table(arrays, schema=schema), np.asarray(known, np.int64))


def together(parts: Iterable[Rows]) -> dict[str, Rows]:
    """Rows by table, in the order given; tables without a row are left out."""
    by_table: dict[str, list[Rows]] = {}
    for part in parts:
        if len(part):
            by_table.setdefault(part.table, []).append(part)
    return {
        name: each[0]
        if len(each) == 1
        else Rows(
            name,
            pa.concat_tables([part.rows for part in each]),
            np.concatenate([part.known for part in each]),
        )
        for name, each in by_table.items()
    }


def text(*parts: str | IntArray) -> pa.Array:
    """Texts and whole numbers side by side, as strings."""
    cells = [each if isinstance(each, str) else pa.array(each).cast(pa.string()) for each in parts]
    return pc.binary_join_element_wise(*cells, "")


def code(prefix: str, number: IntArray, tail: IntArray | None = None) -> pa.Array:
    """A prefix and twelve digits, and after a dash two more: B000012345678-07.

    All have one length, so the letters are laid side by side without a look at each: several times quicker
    than `text`, and half of all cells that are told are such numbers.

    Args:
        prefix: plain letters.
        number: shape (n,), below 10^12.
        tail: shape (n,), below 100.
    """
    at = len(prefix)
    cells = np.empty((len(number), at + _DIGITS + (0 if tail is None else 3)), np.uint8)
    cells[:, :at] = np.frombuffer(prefix.encode("ascii"), np.uint8)
    fours = _FOUR[np.stack([number // 10**8, number // 10**4 % 10**4, number % 10**4], axis=1)]
    cells[:, at : at + _DIGITS] = fours.view(np.uint8).reshape(-1, _DIGITS)
    if tail is not None:
        cells[:, at + _DIGITS] = ord("-")
        cells[:, -2:] = _FOUR[tail].view(np.uint8).reshape(-1, 4)[:, 2:]
    ends = np.arange(len(number) + 1, dtype=np.int32) * cells.shape[1]
    return pa.StringArray.from_buffers(len(number), pa.py_buffer(ends), pa.py_buffer(cells))


def pick(words: Sequence[str | None], place: IntArray | BoolArray) -> pa.Array:
    """One of few words a row; place -1 is empty."""
    index = np.asarray(place, np.int32)
    chosen = pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(words, pa.string()))
    return chosen.dictionary_decode()


def maybe(values: IntArray, is_told: BoolArray) -> pa.Array:
    """Values where they are told, empty elsewhere."""
    return pa.array(values, mask=~np.asarray(is_told, bool))


def instant(day: IntArray, minute: IntArray, offset: IntArray | int = 0) -> IntArray:
    """Microseconds since 1970 UTC of a minute of the shop's day; `offset`: its clock ahead of UTC."""
    return np.asarray(day * _DAY_US + (minute - offset) * _MINUTE_US, np.int64)


def _column(value: object, kind: pa.DataType, count: int) -> pa.Array:
    if value is None:
        return pa.nulls(count, kind)
    if isinstance(value, str | int):
        return pa.repeat(pa.scalar(value, kind), count)
    array = value if isinstance(value, pa.Array) else pa.array(value)
    if pa.types.is_date(kind):
        array = array.cast(pa.int32())
    return array.cast(kind)
