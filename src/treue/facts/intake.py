"""From a delivery with a shop's own numbers to rows under keys, with the merges they imply.

Numbers and addresses are only in the memory of the running load; what is stored are keyed hashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from treue.facts.declared import TABLES
from treue.facts.identities import Sighting, merged
from treue.facts.identity_rows import aware, delivered_identities, known_identities
from treue.facts.keys import Keyring
from treue.facts.merging import Merged
from treue.facts.schema import Kind
from treue.facts.store import FactsStore
from treue.warehouse.arrow import quoted

_WHEN = ("first_seen", "ordered_at", "refunded_at", "at", "opened_at", "paid_at")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a source handed over.

    Args:
        source: its name; part of every key.
        tables: facts table -> name of a table in the connection, canonical columns, persons still
            as `customer` text, the shop's own number, empty for a guest, and, beside it, an optional
            `address` text.
        version: for rows that bring none of their own: the number of this load.
    """

    source: str
    tables: Mapping[str, str]
    version: int


def take_in(
    con: duckdb.DuckDBPyConnection, delivered: Delivered, store: FactsStore, keyring: Keyring
) -> dict[str, Merged]:
    """Key a delivery and merge it into the store; the caller holds the store's right to write.

    Returns:
        Per facts table what was new, changed and known.
    """
    _number_keys(con, delivered, keyring)
    keyed = {table: _keyed(con, delivered, table, name, keyring) for table, name in delivered.tables.items()}
    rows = merged(_sightings(con, delivered), known_identities(con, store))
    if rows:
        # First: harmless if it comes alone, while orders without it would be strangers.
        keyed = {"identities": "keyed_identities", **keyed}
        keyed["identities"] = delivered_identities(con, rows, delivered.source, delivered.version)
    owners = {table: keyed.get(TABLES[table].owner or "") for table in keyed}
    done = {table: store.merge(con, table, name, owners[table]) for table, name in keyed.items()}
    for name in (*keyed.values(), "number_keys", "address_keys"):
        con.execute(f"DROP TABLE {name}")
    return done


def _number_keys(con: duckdb.DuckDBPyConnection, delivered: Delivered, keyring: Keyring) -> None:
    numbers = _distinct(con, delivered, "customer")
    _key_table(con, "number_keys", numbers, keyring.numbers(delivered.source, numbers))
    addresses = _distinct(con, delivered, "address")
    _key_table(con, "address_keys", addresses, keyring.addresses(addresses))


def _distinct(con: duckdb.DuckDBPyConnection, delivered: Delivered, column: str) -> list[str]:
    parts = [
        f"SELECT {column} AS value FROM {name}"
        for name in delivered.tables.values()
        if column in _columns(con, name)
    ]
    if not parts:
        return []
    found = con.execute(f"SELECT DISTINCT value FROM ({' UNION ALL '.join(parts)}) WHERE value IS NOT NULL")
    return [row[0] for row in found.fetchall()]


def _key_table(con: duckdb.DuckDBPyConnection, name: str, values: list[str], keys: list[int]) -> None:
    rows = pa.table({"value": pa.array(values, pa.string()), "key": pa.array(keys, pa.int64())})
    con.register("keys_to_store", rows)
    con.execute(f"CREATE OR REPLACE TABLE {name} AS FROM keys_to_store")
    con.unregister("keys_to_store")


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [row[0] for row in con.execute(f"DESCRIBE {name}").fetchall()]


def _keyed(
    con: duckdb.DuckDBPyConnection, delivered: Delivered, table: str, name: str, keyring: Keyring
) -> str:
    """The delivered rows with keys for persons; a guest stands under the address, in every source."""
    there = _columns(con, name)
    persons = {each.name for each in TABLES[table].columns if each.kind is Kind.CUSTOMER}
    kept = [
        f"{keyring.keyed_ids(f'd.{quoted(each)}', delivered.source)} AS {quoted(each)}"
        if each.endswith("_id")
        else f"d.{quoted(each)}"
        for each in there
        if each not in persons | {"address", "source", "version"}
    ]
    joins = ""
    if "customer" in persons & set(there):
        joins = " LEFT JOIN number_keys n ON n.value = d.customer"
        guest = "NULL"
        if "address" in there:
            joins += " LEFT JOIN address_keys a ON a.value = d.address"
            guest = "a.key"
        kept.append(f"coalesce(n.key, {guest}) AS customer")
    version = f"coalesce(d.version, {delivered.version})" if "version" in there else str(delivered.version)
    source = "'" + delivered.source.replace("'", "''") + "'"
    con.execute(
        f"CREATE OR REPLACE TABLE keyed_{table} AS"
        f" SELECT {', '.join(kept)}, {source} AS source, {version} AS version FROM {name} d{joins}"
    )
    return f"keyed_{table}"


def _sightings(con: duckdb.DuckDBPyConnection, delivered: Delivered) -> list[Sighting]:
    pairs: list[Sighting] = []
    for name in delivered.tables.values():
        there = _columns(con, name)
        if not {"customer", "address"} <= set(there):
            continue
        when = next((column for column in _WHEN if column in there), None)
        found = con.execute(
            f"SELECT n.key, a.key, {f'min(d.{when})::TIMESTAMP' if when else 'NULL'} FROM {name} d"
            " JOIN number_keys n ON n.value = d.customer"
            " JOIN address_keys a ON a.value = d.address GROUP BY ALL"
        )
        pairs += [Sighting(number, address, aware(since)) for number, address, since in found.fetchall()]
    return sorted(pairs, key=lambda pair: (pair.since, pair.number, pair.address))
