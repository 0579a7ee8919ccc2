"""Identities between their table and Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from treue.facts.identities import Identity
from treue.facts.store import FactsStore

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def aware(instant: datetime | None) -> datetime:
    """A stored instant with its zone; unknown ones are long ago."""
    return _LONG_AGO if instant is None else instant.replace(tzinfo=UTC)


def known_identities(con: duckdb.DuckDBPyConnection, store: FactsStore) -> dict[int, Identity]:
    """What is stored, by key."""
    files = [str(path) for path in store.files("identities")]
    if not files:
        return {}
    found = con.execute(
        f"SELECT identity, known_as, customer, since, reason FROM read_parquet({files})"
    ).fetchall()
    return {row[0]: Identity(row[0], row[1], row[2], aware(row[3]), row[4]) for row in found}


def delivered_identities(
    con: duckdb.DuckDBPyConnection, rows: Sequence[Identity], source: str, version: int
) -> str:
    """Rows as a table in `con`, ready to be merged; its name."""
    table = pa.table(
        {
            "identity": pa.array([row.identity for row in rows], pa.int64()),
            "known_as": pa.array([row.known_as for row in rows], pa.string()),
            "customer": pa.array([row.customer for row in rows], pa.int64()),
            "since": pa.array([row.since.replace(tzinfo=None) for row in rows], pa.timestamp("us")),
            "reason": pa.array([row.reason for row in rows], pa.string()),
            "source": pa.array([source] * len(rows), pa.string()),
            "version": pa.array([version] * len(rows), pa.int64()),
        }
    )
    con.register("identities_to_store", table)
    con.execute("CREATE OR REPLACE TABLE keyed_identities AS FROM identities_to_store")
    con.unregister("identities_to_store")
    return "keyed_identities"
