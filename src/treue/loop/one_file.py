"""One file to tables an engine can value, without a home: nothing is stored, nobody is keyed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from treue.facts import TABLES, Kind
from treue.facts.identities import Sighting, merged
from treue.value.reads import READS
from treue.warehouse.arrow import literal, quoted
from treue.warehouse.duckdb_engine import DuckDBEngine

_UNMERGED = "", "coalesce(d.customer, d.address)"
_MERGED = (
    (
        " LEFT JOIN accounts n ON n.known = d.customer AND n.known_as = 'number'"
        " LEFT JOIN accounts a ON a.known = d.address AND a.known_as = 'address'"
    ),
    "coalesce(n.label, d.customer, a.label, d.address)",
)
"""Joins beside a delivered table `d`, and SQL of the label its row's person goes by."""
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
PEOPLE = "people"
"""customer (whole number), label (the shop's own number or address), in the engine's connection."""


def engine_of(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, str], unread: Collection[str] = ()
) -> DuckDBEngine:
    """An engine that holds what a source delivered, under the names the ledger reads.

    Persons become whole numbers by the order of their labels; `PEOPLE` leads back. Accounts and guest
    orders with one address are one person, as in a home, under the first of their numbers.

    Args:
        con: where the delivery lies.
        tables: facts table -> its name there.
        unread: columns of orders that nobody will ask for; they stay empty.
    """
    read = {table: name for table, name in tables.items() if table in READS}
    person = _number_people(con, read)
    engine = DuckDBEngine(con)
    for table, schema in READS.items():
        if table in read:
            _number(con, table, read[table], person, unread if table == "orders" else ())
            engine.adopt(table, schema, f"numbered_{table}")
        else:
            engine.load(table, schema, [])
    return engine


def _number_people(con: duckdb.DuckDBPyConnection, tables: Mapping[str, str]) -> tuple[str, str]:
    """Make `PEOPLE`; returns how to find the label of a row's person."""
    seen = [
        f"SELECT customer, {_address(con, name)} AS address FROM {quoted(name)}"
        for table, name in tables.items()
        if "customer" in _columns(con, name) and _has_person(table)
    ]
    everyone = " UNION ALL ".join(seen) or "SELECT NULL::VARCHAR AS customer, NULL::VARCHAR AS address"
    joins, label = _MERGED if _merge_accounts(con, everyone) else _UNMERGED
    con.execute(
        f"CREATE TABLE {PEOPLE} AS SELECT row_number() OVER (ORDER BY label) AS customer, label"
        f" FROM (SELECT DISTINCT {label} AS label FROM ({everyone}) d{joins}) WHERE label IS NOT NULL"
    )
    return joins, label


def _merge_accounts(con: duckdb.DuckDBPyConnection, everyone: str) -> bool:
    """Which label an account or a mailbox goes by: those that share a mailbox are one person.

    Returns:
        Whether any share one.
    """
    found = con.execute(
        f"SELECT DISTINCT customer, address FROM ({everyone})"
        " WHERE customer IS NOT NULL AND address IS NOT NULL ORDER BY ALL"
    ).fetchall()
    numbers = sorted({number for number, _ in found})
    addresses = sorted({address for _, address in found})
    labels = [*numbers, *addresses]
    place = {number: index for index, number in enumerate(numbers)}
    mailbox = {address: len(numbers) + index for index, address in enumerate(addresses)}
    sightings = (Sighting(place[number], mailbox[address], _ANY_TIME) for number, address in found)
    rows = merged(sightings, {})
    known = pa.table(
        {
            "known": pa.array([labels[row.identity] for row in rows], pa.string()),
            "known_as": pa.array([row.known_as for row in rows], pa.string()),
            "label": pa.array([labels[row.customer] for row in rows], pa.string()),
        }
    )
    con.register("accounts_found", known)
    con.execute("CREATE TABLE accounts AS FROM accounts_found")
    con.unregister("accounts_found")
    return bool(rows)


def _number(
    con: duckdb.DuckDBPyConnection, table: str, name: str, person: tuple[str, str], unread: Collection[str]
) -> None:
    """Make `numbered_<table>`: the rows with whole numbers for persons.

    Rows with persons are stored, so that their numbers are looked up once; what is the same in all of them is
    only said.
    """
    target = quoted(f"numbered_{table}")
    columns = [each for each in _columns(con, name) if each not in ("address", *unread)]
    if "customer" not in columns or not _has_person(table):
        con.execute(f"CREATE VIEW {target} AS SELECT {', '.join(map(quoted, columns))} FROM {quoted(name)}")
        return
    said = _same_in_all(con, name, [each for each in columns if not each.endswith(("customer", "_id"))])
    varying = [quoted(each) for each in columns if each != "customer" and each not in said]
    plain, of_row = "".join(f"{each}, " for each in varying), "".join(f"d.{each}, " for each in varying)
    rows, (joins, label) = quoted(f"numbered_{table}_rows"), person
    con.execute(
        f"CREATE TABLE {rows} AS SELECT {of_row}p.customer AS customer"
        f" FROM (SELECT {plain}customer, {_address(con, name)} AS address FROM {quoted(name)}) d"
        f"{joins} LEFT JOIN {PEOPLE} p ON p.label = {label}"
    )
    constants = "".join(f", {literal(text)} AS {quoted(each)}" for each, text in said.items())
    con.execute(f"CREATE VIEW {target} AS SELECT *{constants} FROM {rows}")


def _same_in_all(con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str]) -> dict[str, str]:
    """Text columns whose every row says the same, and what."""
    types = dict(con.execute(f"SELECT column_name, column_type FROM (DESCRIBE {quoted(name)})").fetchall())
    texts = [each for each in columns if types[each] == "VARCHAR"]
    first = (
        con.execute(f"SELECT {', '.join(map(quoted, texts))} FROM {quoted(name)} LIMIT 1") if texts else None
    )
    said = zip(texts, (first.fetchone() if first else None) or (), strict=False)
    return {column: text for column, text in said if text is not None and _is_always(con, name, column, text)}


def _is_always(con: duckdb.DuckDBPyConnection, name: str, column: str, text: str) -> bool:
    """Asked so that DuckDB need not look where a view says the same in every row."""
    other = f"{quoted(column)} IS DISTINCT FROM {literal(text)}"
    return con.execute(f"SELECT 1 FROM {quoted(name)} WHERE {other} LIMIT 1").fetchone() is None


def _address(con: duckdb.DuckDBPyConnection, name: str) -> str:
    return "address" if "address" in _columns(con, name) else "NULL::VARCHAR"


def _has_person(table: str) -> bool:
    return any(each.name == "customer" and each.kind is Kind.CUSTOMER for each in TABLES[table].columns)


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [row[0] for row in con.execute(f"DESCRIBE {quoted(name)}").fetchall()]
