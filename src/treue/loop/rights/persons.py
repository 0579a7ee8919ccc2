"""Looking at merges of accounts, and taking one back."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from treue.errors import InputError
from treue.facts.identities import UNDONE, Identity, undone
from treue.facts.identity_rows import delivered_identities, known_identities
from treue.loop.home import Home
from treue.loop.intake.load_log import BY_HAND, next_load


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the keys that belong to them.

    Args:
        customer: the key that stands for the person.
        identities: the keys under which they ordered, with reason and date.
    """

    customer: int
    identities: tuple[Identity, ...]


def merged_persons(home: Home) -> list[Person]:
    """Everybody who ordered under more than one key, by key of the person."""
    with duckdb.connect() as con:
        known = known_identities(con, home.facts)
        used = _used_keys(con, home)
    people: dict[int, list[Identity]] = {}
    for row in known.values():
        if row.identity in used:
            people.setdefault(row.customer, []).append(row)
    return [
        Person(customer, tuple(sorted(rows, key=lambda row: (row.since, row.identity))))
        for customer, rows in sorted(people.items())
        if len(rows) > 1
    ]


def split_off(home: Home, key: int) -> Identity:
    """Make one key a person of its own again; later loads will not merge it anew.

    Raises:
        InputError: the key was never merged, or stands apart already.
    """
    with home.facts.writing(), duckdb.connect() as con:
        known = known_identities(con, home.facts)
        if key not in known or known[key].reason == UNDONE or known[key].customer == key:
            raise InputError(
                f"{key} is not merged into another person; `treue person --home {home.folder}` lists who is."
            )
        row = undone(key, known)
        delivered = delivered_identities(con, [row], BY_HAND, next_load(home))
        home.facts.merge(con, "identities", delivered)
        if home.has_database:
            from treue.loop.intake.reaching import settle_persons

            settle_persons(con, home)
    return row


def _used_keys(con: duckdb.DuckDBPyConnection, home: Home) -> set[int]:
    files = [str(path) for path in home.facts.files("orders")]
    if not files:
        return set()
    found = con.execute("SELECT DISTINCT customer FROM read_parquet(?) WHERE customer IS NOT NULL", [files])
    return {row[0] for row in found.fetchall()}
