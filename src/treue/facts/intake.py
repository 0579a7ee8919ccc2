"""From a delivery with a shop's own numbers to rows under keys, with the merges they imply.

Numbers and addresses are only in the memory of the running load; what is stored are keyed hashes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from treue.facts.declared import TABLES
from treue.facts.identities import Sighting, merged
from treue.facts.identity_rows import aware, delivered_identities, known_identities
from treue.facts.kept_out import KeptOut, keep_out
from treue.facts.keys import Keyring
from treue.facts.merging import Merged
from treue.facts.schema import Kind
from treue.facts.store import FactsStore
from treue.warehouse.arrow import quoted

_WHEN = ("first_seen", "ordered_at", "refunded_at", "at", "opened_at", "paid_at")

NUMBER_KEYS, ADDRESS_KEYS = "number_keys", "address_keys"
NOBODY = KeptOut()


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


@dataclass(frozen=True, slots=True)
class Part:
    """What one source said of a table."""

    table: str
    number: int

    def __str__(self) -> str:
        return f"keyed_{self.table}" + (f"_{self.number}" if self.number else "")


def take_in(
    con: duckdb.DuckDBPyConnection,
    delivered: Delivered,
    store: FactsStore,
    keyring: Keyring,
    out: KeptOut = NOBODY,
) -> dict[str, Merged]:
    """Key a delivery and merge it into the store; the caller holds the store's right to write.

    Returns:
        Per facts table what was new, changed, known, and left out as of somebody forgotten. `NUMBER_KEYS` and
        `ADDRESS_KEYS` (value, key) stay in the connection, for whoever may keep contacts under them.
    """
    return take_in_together(con, (delivered,), store, keyring, out)


def take_in_together(
    con: duckdb.DuckDBPyConnection,
    deliveries: Sequence[Delivered],
    store: FactsStore,
    keyring: Keyring,
    out: KeptOut = NOBODY,
) -> dict[str, Merged]:
    """The same for what several sources handed over in one load: each table is written once.

    Args:
        con: holds what was delivered.
        deliveries: at least one, each of a source of its own.
        store: where to.
        keyring: of the installation.
        out: who was forgotten.
    """
    parts: dict[str, list[str]] = {}
    sightings: list[Sighting] = []
    for delivered in deliveries:
        _number_keys(con, delivered, keyring)
        for table, name in delivered.tables.items():
            named = parts.setdefault(table, [])
            named.append(_keyed(con, delivered, name, Part(table, len(named)), keyring))
        sightings += [
            seen for seen in _sightings(con, delivered) if not {seen.number, seen.address} & out.keys
        ]
    left = keep_out(con, parts, keyring, out)
    keyed = {table: _together(con, table, names) for table, names in parts.items()}
    rows = merged(sightings, known_identities(con, store))
    if rows:
        # First: harmless if it comes alone, while orders without it would be strangers.
        keyed = {"identities": "keyed_identities", **keyed}
        first = deliveries[0]
        keyed["identities"] = delivered_identities(con, rows, first.source, first.version)
    owners = {table: keyed.get(TABLES[table].owner or "") for table in keyed}
    done = {
        table: replace(store.merge(con, table, name, owners[table]), forgotten=left.get(table, 0))
        for table, name in keyed.items()
    }
    made = {*keyed.values(), *(name for names in parts.values() for name in names)}
    for name in sorted(made):
        con.execute(f"DROP TABLE {name}")
    return done


def _together(con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str]) -> str:
    """One relation of what all sources said of a table."""
    if len(names) == 1:
        return names[0]
    union = " UNION ALL BY NAME ".join(f"SELECT * FROM {name}" for name in names)
    con.execute(f"CREATE OR REPLACE TABLE all_{table} AS {union}")
    return f"all_{table}"


def _number_keys(con: duckdb.DuckDBPyConnection, delivered: Delivered, keyring: Keyring) -> None:
    numbers = _distinct(con, delivered, "customer")
    _key_table(con, NUMBER_KEYS, numbers, keyring.numbers(delivered.source, numbers))
    addresses = _distinct(con, delivered, "address")
    _key_table(con, ADDRESS_KEYS, addresses, keyring.addresses(addresses))


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
    con: duckdb.DuckDBPyConnection, delivered: Delivered, name: str, part: Part, keyring: Keyring
) -> str:
    """The delivered rows with keys for persons; a guest stands under the address, in every source."""
    table = part.table
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
        if "mailbox" in persons and "address" in there:
            kept.append("a.key AS mailbox")
    version = f"coalesce(d.version, {delivered.version})" if "version" in there else str(delivered.version)
    source = "'" + delivered.source.replace("'", "''") + "'"
    con.execute(
        f"CREATE OR REPLACE TABLE {part} AS"
        f" SELECT {', '.join(kept)}, {source} AS source, {version} AS version FROM {name} d{joins}"
    )
    return str(part)


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
