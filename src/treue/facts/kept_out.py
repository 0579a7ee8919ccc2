"""Keeping out of the facts who was forgotten, before anything of a delivery is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from treue.facts.declared import TABLES
from treue.facts.forgetting import SALES
from treue.facts.keys import Keyring
from treue.warehouse.arrow import quoted


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Whom no load brings back.

    Args:
        keys: of their numbers and addresses.
        rows: keyed hashes of the ids of their sales, which stay as sales of nobody.
    """

    keys: frozenset[int] = frozenset()
    rows: frozenset[int] = frozenset()


def keep_out(
    con: duckdb.DuckDBPyConnection, parts: Mapping[str, Sequence[str]], keyring: Keyring, out: KeptOut
) -> dict[str, int]:
    """Delete their rows from keyed tables, and with an order of theirs what belongs to it.

    Args:
        con: holds the tables.
        parts: facts table -> names of its tables in the connection.
        keyring: of the installation.
        out: who.

    Returns:
        Facts table -> how many rows were left out, of those that had any.
    """
    if not out.keys:
        return {}
    for name, kind in (("gone_keys", out.keys), ("gone_rows", out.rows)):
        con.register("numbers_to_store", pa.table({"number": pa.array(sorted(kind), pa.int64())}))
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM numbers_to_store")
        con.unregister("numbers_to_store")
    con.execute("CREATE OR REPLACE TEMP TABLE gone_orders (order_id VARCHAR)")
    left: dict[str, int] = {}
    for table in sorted(parts, key=lambda each: each != "orders"):
        for part in parts[table]:
            there = {row[0] for row in con.execute(f"DESCRIBE {part}").fetchall()}
            if told := _theirs(table, there, keyring):
                left[table] = left.get(table, 0) + _delete(con, table, part, told)
    con.execute("DROP TABLE gone_keys; DROP TABLE gone_rows; DROP TABLE gone_orders")
    return {table: rows for table, rows in left.items() if rows}


def _theirs(table: str, there: set[str], keyring: Keyring) -> str:
    columns = [each for each in TABLES[table].columns if each.name in there]
    # A mailbox that a new customer shares with somebody forgotten makes the new one nobody else.
    persons = [quoted(each.name) for each in columns if each.name == "customer"]
    ids = [each.name for each in columns if each.name in SALES.values()]
    told = [f"{name} IN (FROM gone_keys)" for name in persons]
    told += [f"{keyring.row(name)} IN (FROM gone_rows)" for name in ids]
    if "order_id" in ids:
        told.append("order_id IN (FROM gone_orders)")
    return " OR ".join(told)


def _delete(con: duckdb.DuckDBPyConnection, table: str, part: str, theirs: str) -> int:
    if table == "orders":
        con.execute(f"INSERT INTO gone_orders SELECT order_id FROM {part} WHERE {theirs}")
    found = con.execute(f"DELETE FROM {part} WHERE {theirs}").fetchall()
    return int(found[0][0])
