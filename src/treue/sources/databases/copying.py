"""Rows of a query to a Parquet file, batch by batch: nothing is changed there, nothing large is held here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from treue.errors import InputError, Keyed
from treue.sources.databases.mysql import mysql_rows
from treue.sources.databases.postgres import postgres_rows
from treue.sources.databases.rows import Answered

BATCH = 20_000
"""Rows held at a time."""
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`")
_READS = re.compile(r"(?:select|with)\b", re.IGNORECASE)
_WRITES = re.compile(r"\binto\b", re.IGNORECASE)
_OPENERS = {"postgres": postgres_rows, "mysql": mysql_rows}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a database is asked.

    Args:
        source: its name, for errors.
        table: that the rows are for.
        query: one SELECT.
        seconds: after which it is given up.
    """

    source: str
    table: str
    query: str
    seconds: int = 1_800


def copy_rows(kind: str, address: str, asked: Asked, target: Path) -> int:
    """Ask and write; every value as exact text, which is read as a file's would be.

    Args:
        kind: postgres or mysql.
        address: as postgresql://user:password@host/name; never told in an error.
        asked: what.
        target: the file; it is there when this returns, also without rows.

    Returns:
        How many rows.

    Raises:
        InputError: no driver, no connection, or a query the database refuses; names source and table.
    """
    _refuse_more(asked)
    opened: AbstractContextManager[Answered] = _OPENERS[kind](
        address, asked.source, asked.table, asked.query, asked.seconds
    )
    with opened as answered:
        names = list(answered.columns)
        if len(set(names)) < len(names):
            raise InputError(
                f"{asked.source}, query for {asked.table}: two columns have one name ({', '.join(names)}); "
                "name each with AS."
            )
        schema = pa.schema([(name, pa.string()) for name in names])
        count = 0
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            target.chmod(0o600)
            for batch in _batches(answered.rows):
                columns = [
                    pa.array([text_of(row[place]) for row in batch], pa.string())
                    for place in range(len(names))
                ]
                writer.write_table(pa.table(columns, schema=schema))
                count += len(batch)
    return count


def _refuse_more(asked: Asked) -> None:
    """One SELECT and nothing else: neither a second statement nor one that writes a file over there."""
    plain = _QUOTED.sub("''", asked.query).strip().rstrip(";")
    if not _READS.match(plain) or ";" in plain or _WRITES.search(plain):
        raise InputError(
            Keyed(
                "not_one_select",
                "The query for {table} is not one that only reads; begin it with SELECT or WITH, and "
                "leave out semicolons.",
                table=asked.table,
            )
        )


def _batches(rows: Iterator[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    batch: list[Sequence[object]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def text_of(value: object) -> str | None:  # noqa: PLR0911 - a line a type
    """A value as exact text; None stays empty."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
