"""Amounts, days and instants as text, a column at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

ZONE = "Europe/Berlin"
Column: TypeAlias = pa.Array | pa.ChunkedArray


@dataclass(frozen=True, slots=True)
class Writing:
    """How a system writes.

    Args:
        decimal: sign before cents.
        thousands: sign between thousands, may be empty.
        day: as `strftime` takes it.
        instant: the same.
        zone: of its clock.
    """

    decimal: str = "."
    thousands: str = ""
    day: str = "%Y-%m-%d"
    instant: str = "%Y-%m-%d %H:%M:%S"
    zone: str = ZONE

    def money(self, minor: Column) -> pa.Array:
        """Hundredths: 123450 is "1.234,50" in German; empty stays empty."""
        column = _flat(minor).cast(pa.int64())
        amount = pc.fill_null(column, 0).to_numpy()
        whole, cents = np.abs(amount) // 100, pa.array(np.abs(amount) % 100).cast(pa.string())
        written = pc.binary_join_element_wise(
            pc.if_else(pa.array(amount < 0), "-", ""),
            self._whole(whole), self.decimal, pc.utf8_lpad(cents, 2, "0"), "",
        )  # fmt: skip
        return _or_empty(written, column)

    def pieces(self, milli: Column) -> pa.Array:
        """Whole pieces of thousandths."""
        column = _flat(milli)
        return _or_empty(pc.divide(column, 1000).cast(pa.string()), column)

    def percent(self, basis_points: Column) -> pa.Array:
        """1900 is "19"."""
        return _or_empty(pc.divide(_flat(basis_points), 100).cast(pa.string()), _flat(basis_points))

    def days(self, column: Column) -> pa.Array:
        """Days; few are different, so each is written once."""
        return _each_once(_flat(column), lambda days: pc.strftime(days.cast(pa.timestamp("s")), self.day))

    def instants(self, column: Column) -> pa.Array:
        """Instants of UTC on the system's clock, to the second."""
        seconds = pc.assume_timezone(pc.floor_temporal(_flat(column), unit="second"), "UTC")
        local = seconds.cast(pa.timestamp("s", self.zone))
        return pc.fill_null(pc.strftime(local, self.instant), "")

    def _whole(self, whole: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
        plain = pa.array(whole).cast(pa.string())
        if not self.thousands or not len(whole) or whole.max() < 1000:
            return plain
        upper = pa.array(whole // 1000).cast(pa.string())
        lower = pc.utf8_lpad(pa.array(whole % 1000).cast(pa.string()), 3, "0")
        grouped = pc.binary_join_element_wise(upper, lower, self.thousands)
        return pc.if_else(pa.array(whole >= 1000), grouped, plain)


def words(column: Column) -> pa.Array:
    """Texts and whole numbers; empty where there is none."""
    return pc.fill_null(_flat(column).cast(pa.string()), "")


def said(column: Column, ours: dict[str, str]) -> pa.Array:
    """Words of the facts in the system's own; a word that is not among them stays.

    Args:
        column: texts.
        ours: word of the facts -> word of the system.
    """
    encoded = pc.dictionary_encode(words(column))
    told = [ours.get(word, word) for word in encoded.dictionary.to_pylist()]
    return pa.array(told, pa.string()).take(encoded.indices)


def _each_once(column: pa.Array, write: Callable[[pa.Array], pa.Array]) -> pa.Array:
    encoded = pc.dictionary_encode(column)
    written = write(encoded.dictionary)
    return pc.fill_null(written.take(encoded.indices), "")


def _flat(column: Column) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _or_empty(written: pa.Array, told: pa.Array) -> pa.Array:
    return pc.fill_null(pc.if_else(told.is_valid(), written, None), "")
