"""One file to tables an engine can value, without a home: nothing is stored, nobody is keyed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from treue.errors import BadOption
from treue.facts import TABLES, Kind
from treue.facts.identities import Sighting, merged
from treue.settings import Settings
from treue.value.reads import READS
from treue.warehouse.arrow import quoted
from treue.warehouse.duckdb_engine import DuckDBEngine

_LITTLE = "500MB"
_ACCOUNTS = (
    "LEFT JOIN accounts n ON n.known = d.customer AND n.known_as = 'number'"
    " LEFT JOIN accounts a ON a.known = d.address AND a.known_as = 'address'"
)
_LABEL = "coalesce(n.label, d.customer, a.label, d.address)"
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
PEOPLE = "people"
"""customer (whole number), label (the shop's own number or address), in the engine's connection."""


def database(memory: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into a folder.

    Raises:
        BadOption: the memory is not written as DuckDB takes it.
    """
    try:
        return duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder)})
    except duckdb.Error:
        raise BadOption(f"engine.memory is {memory!r}; write it as 500MB or 4GB.") from None


@contextmanager
def scratch_database(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in little memory that spills into a folder of its own, deleted at the end."""
    memory = settings.engine.memory if "engine.memory" in settings.origins else _LITTLE
    with tempfile.TemporaryDirectory(prefix="treue-") as folder, database(memory, Path(folder)) as con:
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

    Persons become whole numbers by the order of their labels; `PEOPLE` leads back. Accounts and guest
    orders with one address are one person, as in a home, under the first of their numbers.

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
    _merge_accounts(con, everyone)
    con.execute(
        f"CREATE TABLE {PEOPLE} AS SELECT row_number() OVER (ORDER BY label) AS customer, label"
        f" FROM (SELECT DISTINCT {_LABEL} AS label FROM ({everyone}) d {_ACCOUNTS}) WHERE label IS NOT NULL"
    )


def _merge_accounts(con: duckdb.DuckDBPyConnection, everyone: str) -> None:
    """Which label an account or a mailbox goes by: those that share a mailbox are one person."""
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


def _numbered(con: duckdb.DuckDBPyConnection, table: str, name: str) -> str:
    columns = [each for each in _columns(con, name) if each != "address"]
    if "customer" not in columns or not _has_person(table):
        return f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(name)}"
    others = [quoted(each) for each in columns if each != "customer"]
    plain, of_row = ", ".join(others), ", ".join(f"d.{each}" for each in others)
    return (
        f"SELECT {of_row}, p.customer AS customer"
        f" FROM (SELECT {plain}, customer, {_address(con, name)} AS address FROM {quoted(name)}) d"
        f" {_ACCOUNTS} LEFT JOIN {PEOPLE} p ON p.label = {_LABEL}"
    )


def _address(con: duckdb.DuckDBPyConnection, name: str) -> str:
    return "address" if "address" in _columns(con, name) else "NULL::VARCHAR"


def _has_person(table: str) -> bool:
    return any(each.name == "customer" and each.kind is Kind.CUSTOMER for each in TABLES[table].columns)


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    return [row[0] for row in con.execute(f"DESCRIBE {quoted(name)}").fetchall()]
