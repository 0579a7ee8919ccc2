"""Deleting what one customer answered on values, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from treue.facts.identity_rows import known_identities
from treue.facts.manifest import settle
from treue.loop.alone import alone
from treue.loop.home import Home
from treue.loop.radar_rows import ANSWERS
from treue.warehouse.arrow import literal
from treue.warehouse.snapshot import rewrite_without

VALUES = "values"
_USUAL_SOURCE = "shop"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was deleted.

    Args:
        answers: rows in the facts.
        snapshots: that were built anew without them.
    """

    answers: int
    snapshots: int


def forget_values(home: Home, who: str) -> Forgotten:
    """Delete one person's answers on values: from the facts, from every snapshot kept, and rows set aside.

    It is safe to do twice, and finishes what a killed one began. Orders, consents and everything else stay.
    Means of groups stay as well: they hold nobody who could be found.

    Args:
        home: of the shop.
        who: the shop's own customer number, a mail address, or a key as `treue person` lists it.

    Raises:
        InputError: a load or a night is at work.
    """
    with alone(home), home.facts.writing(), duckdb.connect() as con:
        keys = _keys(con, home, who)
        answers = home.facts.remove(con, VALUES, "customer", keys)
        _forget_set_aside(con, home, who.strip())
        return Forgotten(answers, rewrite_without(home.snapshots, ANSWERS, "customer", keys))


def _forget_set_aside(con: duckdb.DuckDBPyConnection, home: Home, who: str) -> None:
    """Rows of answers that were set aside hold the number or address as it was written."""
    for path in sorted(home.quarantine.glob("load-*.parquet")):
        source = f"read_parquet({literal(str(path))})"
        theirs = f"input = '{VALUES}' AND list_contains(string_split(text, ' | '), $who)"
        found = con.execute(f"SELECT count(*) FROM {source} WHERE {theirs}", {"who": who}).fetchall()
        if found[0][0]:
            draft = path.with_suffix(".tmp")
            kept = f"SELECT * FROM {source} WHERE NOT coalesce({theirs}, false)"
            con.execute(f"COPY ({kept}) TO {literal(str(draft))} (FORMAT parquet)", {"who": who})
            settle(draft, path)


def _keys(con: duckdb.DuckDBPyConnection, home: Home, who: str) -> set[int]:
    """Every key under which the person may have answered, and the one that stands for them."""
    text, keyring = who.strip(), home.keyring()
    keys = {keyring.number(source, text) for source in _sources(con, home)} | {keyring.address(text)}
    if text.isascii() and text.isdecimal() and int(text) < 2**63:
        keys.add(int(text))
    known = known_identities(con, home.facts)
    persons = {known[key].customer for key in keys if key in known}
    return keys | persons | {row.identity for row in known.values() if row.customer in persons}


def _sources(con: duckdb.DuckDBPyConnection, home: Home) -> set[str]:
    """Names under which anybody's numbers were keyed."""
    found = {_USUAL_SOURCE}
    for table in (VALUES, "orders", "customers", "consents"):
        files = [str(path) for path in home.facts.files(table)]
        if files:
            rows = con.execute("SELECT DISTINCT source FROM read_parquet(?)", [files]).fetchall()
            found |= {row[0] for row in rows if row[0]}
    return found
