"""Instants and days: each distinct cell is read once, local times are put into UTC once, here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from treue.sources.files.dates import open_parts, read_time
from treue.sources.files.numbers import cell

_FIRST = datetime(1970, 1, 1)  # noqa: DTZ001  # local to the shop
_AHEAD, _FAR_AHEAD = timedelta(days=3), timedelta(days=36_525)
"""From the beginning of today: the last day is two days after it, or a century."""
_BATCH = 200_000
_MANY = 10_000
_ISO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?"
_GERMAN = r"\d\d\.\d\d\.\d{4} \d\d:\d\d(:\d\d)?"
_GERMAN_WAYS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M")
_AWARE = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "TIMESTAMPTZ_NS")


class Calendar:
    """Reads the time columns of one sheet.

    Args:
        con: holds the sheet; a table per column is made beside it.
        zone: of times without an offset, and of the shop's days.
        shop_zone: in which a day begins.
        today: days later than two days after it are impossible.
        ahead: but where days in the future make sense.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, zone: str, shop_zone: str, today: date, *, ahead: bool = False
    ) -> None:
        self._con = con
        self._zone, self._shop_zone = ZoneInfo(zone), ZoneInfo(shop_zone)
        start = datetime(today.year, today.month, today.day)  # noqa: DTZ001  # local to the shop
        self._end = start + (_FAR_AHEAD if ahead else _AHEAD)

    def table(self, relation: str, text: str, type_: str, name: str, *, day_first: bool) -> str:
        """Make the table (key, instant, day) of a column's distinct cells; impossible ones have no instant.

        Args:
            relation: the sheet.
            text: SQL of the cell, text or typed.
            type_: of the cell.
            name: for the table.
            day_first: whether 03/04/2024 is the third of April.

        Returns:
            SQL of the key, to join the sheet to the table with.
        """
        key = cell(text) if type_ == "VARCHAR" else _slot(text, type_)
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} (key {_key_type(type_)}, instant TIMESTAMP, day DATE)"
        )
        found = self._con.sql(f"SELECT DISTINCT {key} AS key FROM {relation} WHERE {text} IS NOT NULL")
        zone = ZoneInfo("UTC") if type_ in _AWARE else self._zone
        for batch in found.to_arrow_table().to_batches(max_chunksize=_BATCH):
            keys = [value for value in batch.column(0).to_pylist() if value is not None]
            self._store(name, type_, keys, [self._read(value, zone, day_first=day_first) for value in keys])
        return key

    def _store(
        self, name: str, type_: str, keys: list[str], read: list[tuple[datetime, date] | None]
    ) -> None:
        key_type = (
            pa.string() if type_ == "VARCHAR" else pa.date32() if type_ == "DATE" else pa.timestamp("us")
        )
        table = pa.table(
            {
                "key": pa.array(keys, key_type),
                "instant": pa.array([pair[0] if pair else None for pair in read], pa.timestamp("us")),
                "day": pa.array([pair[1] if pair else None for pair in read], pa.date32()),
            }
        )
        self._con.register("times_to_store", table)
        self._con.execute(f"INSERT INTO {name} FROM times_to_store")
        self._con.unregister("times_to_store")

    def _read(
        self, key: str | date | datetime, zone: ZoneInfo, *, day_first: bool
    ) -> tuple[datetime, date] | None:
        if isinstance(key, str):
            when = read_time(key, day_first=day_first)
        elif isinstance(key, datetime):
            when = key
        else:
            when = datetime(key.year, key.month, key.day)  # noqa: DTZ001  # local to the shop
        if when is None or not _FIRST <= when.replace(tzinfo=None) < self._end:
            return None
        aware = when if when.tzinfo else when.replace(tzinfo=zone)
        return aware.astimezone(UTC).replace(tzinfo=None), aware.astimezone(self._shop_zone).date()


def _key_type(type_: str) -> str:
    return type_ if type_ in ("VARCHAR", "DATE") else "TIMESTAMP"


def _slot(column: str, type_: str) -> str:
    """The quarter of an hour an instant is in: its offset is that of the slot's beginning."""
    if type_ == "DATE":
        return column
    return f"time_bucket(INTERVAL 15 MINUTE, {_local(column, type_)})"


def _local(column: str, type_: str) -> str:
    aware = f"timezone('UTC', {column}::TIMESTAMPTZ)"
    return aware if type_ in _AWARE else f"{column}::TIMESTAMP"


def within_slot(column: str, type_: str) -> str:
    """SQL of how far into its slot a typed instant is; added to the slot's own instant."""
    if not type_.startswith("TIMESTAMP"):
        return "INTERVAL 0 SECOND"
    return f"({_local(column, type_)} - {_slot(column, type_)})"


def read_by_engine(con: duckdb.DuckDBPyConnection, relation: str, text: str) -> str:
    """SQL of the instants where very many different cells are all written in one usual way; else empty.

    The ways are ISO 8601 without an offset and the German 31.12.2026 23:59:59. A day that does not exist is
    NULL.
    """
    filled = f"CASE WHEN trim({text}) <> '' THEN trim({text}) END"
    german = ", ".join(f"try_strptime(trim({text}), '{way}')" for way in _GERMAN_WAYS)
    ways = {
        _ISO: f"TRY_CAST(trim({text}) AS TIMESTAMP)",
        _GERMAN: f"coalesce({german})",
    }
    for pattern, read in ways.items():
        found = con.execute(
            f"""SELECT approx_count_distinct({filled}) > {_MANY} AND bool_and({filled} IS NULL OR
            regexp_full_match({filled}, '{pattern}')) FROM {relation}"""
        ).fetchall()
        if found[0][0]:
            return read
    return ""


def order_of_parts(con: duckdb.DuckDBPyConnection, relation: str, text: str) -> tuple[int, int, int]:
    """How many distinct cells can only be day first, only month first, or either (03/04/2024)."""
    rows = con.execute(
        f"SELECT DISTINCT {text} FROM {relation} WHERE regexp_matches({text}, '^\\s*\\d{{1,2}}[/-]\\d')"
    ).fetchall()
    pairs = [pair for (value,) in rows if (pair := open_parts(value.strip()))]
    day_first = sum(first > 12 >= other for first, other in pairs)
    month_first = sum(other > 12 >= first for first, other in pairs)
    return (
        day_first,
        month_first,
        sum(first <= 12 and other <= 12 and first != other for first, other in pairs),
    )
