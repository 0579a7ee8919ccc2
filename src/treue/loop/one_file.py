"""One file to tables an engine can value, without a home: nothing is stored, nobody is keyed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from treue.facts import TABLES, Kind
from treue.settings import Settings
from treue.value.reads import READS
from treue.warehouse.arrow import quoted
from treue.warehouse.duckdb_engine import DuckDBEngine

_LITTLE = "500MB"
_LABEL = "coalesce(d.customer, a.label, d.address)"
PEOPLE = "people"
"""customer (whole number), label (the shop's own number or address), in the engine's connection."""


@contextmanager
def scratch_database(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in little memory that spills into a folder of its own, deleted at the end."""
    memory = settings.engine.memory if "engine.memory" in settings.origins else _LITTLE
    with (
        tempfile.TemporaryDirectory(prefix="treue-") as folder,
        duckdb.connect(config={"memory_limit": memory, "temp_directory": folder}) as con,
    ):
        yield con


def let_go(con: duckdb.DuckDBPyConnection, *beginnings: str) -> None:
    """Give back the memory of all relations whose names begin so."""
    for kind in ("VIEW", "TABLE"):
        found = con.execute(f"SELECT {kind.lower()}_name FROM duckdb_{kind.lower()}s() WHERE NOT internal")
        for (name,) in found.fetchall():
            if name.startswith(beginnings):
                con.execute(f"DROP {kind} {quoted(name)}")


def engine_of(con: duckdb.DuckDBPyConnection, tables: Mapping[str, str]) -> DuckDBEngine:
    """An engine that holds what a source delivered, under the names the ledger reads.

    Persons become whole numbers by the order of their labels; `PEOPLE` leads back. A guest whose
    address also stands beside a number is the person with that number.

    Args:
        con: where the delivery lies.
        tables: facts table -> its name there.
    """
    read = {table: name for table, name in tables.items() if table in READS}
    _number_people(con, read)
    engine = DuckDBEngine(con)
    for table, schema in READS.items():
        if table in read:
            con.execute(f"CREATE VIEW {quoted(f'numbered_{table}')} AS {_numbered(con, table, read[table])}")
            engine.adopt(table, schema, f"numbered_{table}")
        else:
            engine.load(table, schema, [])
    return engine


def _number_people(con: duckdb.DuckDBPyConnection, tables: Mapping[str, str]) -> None:
    seen = [
        f"SELECT customer, {_address(con, name)} AS address FROM {quoted(name)}"
        for table, name in tables.items()
        if "customer" in _columns(con, name) and _has_person(table)
    ]
    everyone = " UNION ALL ".join(seen) or "SELECT NULL::VARCHAR AS customer, NULL::VARCHAR AS address"
    con.execute(
        "CREATE TABLE accounts AS SELECT address, min(customer) AS label"
        f" FROM ({everyone}) WHERE address IS NOT NULL AND customer IS NOT NULL GROUP BY address"
    )
    con.execute(
        f"CREATE TABLE {PEOPLE} AS SELECT row_number() OVER (ORDER BY label) AS customer, label FROM ("
        f"SELECT DISTINCT {_LABEL} AS label FROM ({everyone}) d LEFT JOIN accounts a ON a.address = d.address"
        f" WHERE {_LABEL} IS NOT NULL)"
    )


def _numbered(con: duckdb.DuckDBPyConnection, table: str, name: str) -> str:
    columns = [each for each in _columns(con, name) if each != "address"]
    if "customer" not in columns or not _has_person(table):
        return f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(name)}"
    kept = ", ".join(f"d.{quoted(each)}" for each in columns if each != "customer")
    return (
        f"SELECT {kept}, p.customer AS customer"
        f" FROM (SELECT *, {_address(con, name)} AS mailbox FROM {quoted(name)}) d"
        " LEFT JOIN accounts a ON a.address = d.mailbox"
        f" LEFT JOIN {PEOPLE} p ON p.label = coalesce(d.customer, a.label, d.mailbox)"
    )


def _address(con: duckdb.DuckDBPyConnection, name: str) -> str:
    return "address" if "address" in _columns(con, name) else "NULL::VARCHAR"


def _has_person(table: str) -> bool:
    return any(each.name == "customer" and each.kind is Kind.CUSTOMER for each in TABLES[table].columns)


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [row[0] for row in con.execute(f"DESCRIBE {quoted(name)}").fetchall()]
