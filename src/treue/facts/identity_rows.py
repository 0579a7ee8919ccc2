"""Identities between their table and Python."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def identities(store: FactsStore) -> str:
    """SQL of the merges known: identity, customer."""
    files = [str(path) for path in store.files("identities")]
    if not files:
        return "(SELECT NULL::BIGINT AS identity, NULL::BIGINT AS customer WHERE false)"
    return f"(SELECT identity, customer FROM read_parquet({files}))"


def persons_of(con: duckdb.DuckDBPyConnection, store: FactsStore, keys: Collection[int]) -> dict[int, int]:
    """Key -> the person it was merged into, of those that were."""
    asked = f"SELECT identity, customer FROM {identities(store)} WHERE identity IN {_listed(keys)}"
    return {int(key): int(person) for key, person in con.execute(asked).fetchall()}


def merged_into(con: duckdb.DuckDBPyConnection, store: FactsStore, persons: Collection[int]) -> set[int]:
    """Every key that was merged into one of some persons."""
    asked = f"SELECT identity FROM {identities(store)} WHERE customer IN {_listed(persons)}"
    return {int(key) for (key,) in con.execute(asked).fetchall()}


def _listed(keys: Collection[int]) -> str:
    return f"({', '.join(map(str, sorted(keys))) or 'NULL'})"


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
