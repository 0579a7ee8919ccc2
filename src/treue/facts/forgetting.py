"""Taking a person out of the facts: what was sold stays as sales of nobody, everything else goes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from treue.facts.declared import TABLES
from treue.facts.keys import Keyring
from treue.facts.manifest import settle
from treue.facts.schema import Column, Kind, Table
from treue.facts.store import FactsStore
from treue.warehouse.arrow import literal, quoted

SALES = {"orders": "order_id", "refunds": "refund_id", "payments": "payment_id"}
"""Tables whose rows stay without the person, for the shop's books to add up -> the id they are known by."""
_OWN_WORDS = frozenset({"voucher_code", "reason", "version"})
"""Columns of a sale that may tell of one person: in their words, or to the millisecond."""
_IDS = ".forgetting.parquet"
"""Ids of sales -> new ones, from before the first table is written until after the last one."""


def forget(
    con: duckdb.DuckDBPyConnection,
    store: FactsStore,
    keyring: Keyring,
    keys: Collection[int],
    remember: Callable[[Collection[int]], None],
) -> dict[str, int]:
    """Take persons out of every table; killed at any point, it is finished by calling it again.

    Orders, their lines, refunds and payments stay: of nobody, under random ids, at noon of their day, without
    words. No two of them can be seen to be one person's. Visits of a device that was theirs go as well, and
    so does whatever is said of their orders elsewhere.

    Args:
        con: to work in.
        store: the caller holds its right to write.
        keyring: of the installation.
        keys: every key of theirs.
        remember: given keyed hashes of the old ids, for `KeptOut.rows`; called before anything is changed.

    Returns:
        Table -> rows that went or lost the person, of those that held any.
    """
    listed = ", ".join(map(str, sorted(keys)))
    if not listed:
        return {}
    _name_anew(con, store, listed)
    hashes = con.execute(f"SELECT {keyring.row('old')} FROM anew").fetchall()
    remember([number for (number,) in hashes])
    done = {}
    for name, condition, query in _plans(con, store, listed):
        if rows := store.rewrite(con, name, condition, query):
            done[name] = rows
    store.sweep()
    (store.folder / _IDS).unlink(missing_ok=True)
    con.execute("DROP TABLE anew")
    return done


def _plans(con: duckdb.DuckDBPyConnection, store: FactsStore, listed: str) -> Iterator[tuple[str, str, str]]:
    """Of each table with rows: its name, which rows are theirs, and what it is to hold."""
    there = [table for table in TABLES.values() if store.rows(table.name)]
    for table in there:
        if table.name in SALES or TABLES[table.name].owner in SALES:
            yield (table.name, _of_sale(table, listed), _anonymous(table, listed))
        elif theirs := _theirs(con, store, table, listed):
            yield (table.name, theirs, f"FROM stored WHERE NOT coalesce({theirs}, false)")


def _of_sale(table: Table, listed: str) -> str:
    told = [f"{name} IN (SELECT old FROM anew)" for name in _ids(table)]
    if "customer" in {each.name for each in table.columns}:
        told.append(f"customer IN ({listed})")
    return " OR ".join(told)


def _anonymous(table: Table, listed: str) -> str:
    """SQL of the table with their rows as those of nobody, at its end: their place would tell of them."""
    theirs = f"coalesce({_of_sale(table, listed)}, false)"
    kept = ", ".join(quoted(each.name) for each in table.columns)
    emptied = ", ".join(
        f"{_told(table, each) or quoted(each.name)} AS {quoted(each.name)}" for each in table.columns
    )
    key = ", ".join(quoted(name) for name in table.key)
    return (
        f"SELECT {kept} FROM stored WHERE NOT {theirs}"
        f" UNION ALL (SELECT {emptied} FROM stored WHERE {theirs} ORDER BY {key})"
    )


def _told(table: Table, column: Column) -> str:
    """SQL of what a sale of nobody tells there; empty where it tells what it told."""
    if column.name in _ids(table):
        return f"coalesce((SELECT anew.id FROM anew WHERE anew.old = {column.name}), {column.name})"
    if column.kind is Kind.CUSTOMER:
        return "NULL"
    if column.name in _OWN_WORDS:
        return "0" if column.name == "version" else "NULL"
    if column.kind is Kind.INSTANT:
        return '"day"::TIMESTAMP + INTERVAL 12 HOUR'
    return ""


def _ids(table: Table) -> list[str]:
    return [each.name for each in table.columns if each.name in SALES.values()]


def _theirs(con: duckdb.DuckDBPyConnection, store: FactsStore, table: Table, listed: str) -> str:
    """SQL of the rows of a table that go; empty where it has none of persons."""
    persons = [quoted(each.name) for each in table.columns if each.kind is Kind.CUSTOMER]
    told = [f"{name} IN ({listed})" for name in persons]
    if not told:
        return ""
    told += [f"{name} IN (SELECT old FROM anew)" for name in _ids(table)]
    if table.name == "visits":
        _stage_devices(con, store, listed)
        told.append("customer IS NULL AND visitor IN (FROM devices)")
    return " OR ".join(told)


def _stage_devices(con: duckdb.DuckDBPyConnection, store: FactsStore, listed: str) -> None:
    """Pseudonyms of devices on which they were known."""
    files = [str(path) for path in store.files("visits")]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE devices AS SELECT DISTINCT visitor FROM"
        f" read_parquet({files}, union_by_name = true) WHERE customer IN ({listed})"
    )


def _name_anew(con: duckdb.DuckDBPyConnection, store: FactsStore, listed: str) -> None:
    """Make the table `anew` (old, id) of all their sales, and keep it on the disk, for whoever goes on."""
    path = store.folder / _IDS
    con.execute("CREATE OR REPLACE TEMP TABLE anew (old VARCHAR, id VARCHAR)")
    if path.exists():
        con.execute(f"INSERT INTO anew FROM read_parquet({literal(str(path))})")
    for name, column in SALES.items():
        if files := [str(each) for each in store.files(name)]:
            found = con.execute(
                f"SELECT DISTINCT {column} FROM read_parquet({files}, union_by_name = true)"
                f" WHERE ({_of_sale(TABLES[name], listed)}) AND {column} NOT IN (SELECT old FROM anew)"
            ).fetchall()
            _add(con, {old: f"nobody:{secrets.token_hex(12)}" for (old,) in found})
    _keep(con, path)


def _add(con: duckdb.DuckDBPyConnection, ids: Mapping[str, str]) -> None:
    rows = pa.table({"old": pa.array(ids, pa.string()), "id": pa.array(ids.values(), pa.string())})
    con.register("ids_to_store", rows)
    con.execute("INSERT INTO anew FROM ids_to_store")
    con.unregister("ids_to_store")


def _keep(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    draft = path.with_suffix(".tmp")
    con.execute(f"COPY anew TO {literal(str(draft))} (FORMAT parquet)")
    settle(draft, path)
