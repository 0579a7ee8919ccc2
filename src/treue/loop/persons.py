"""Looking at merges of accounts, and taking one back."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from treue.errors import InputError
from treue.facts.identities import UNDONE, Identity, undone
from treue.facts.identity_rows import delivered_identities, known_identities
from treue.loop.home import Home
from treue.loop.load_log import next_load

BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the keys that belong to them.

    Args:
        customer: the key that stands for the person.
        identities: every key, with reason and date.
    """

    customer: int
    identities: tuple[Identity, ...]


def merged_persons(home: Home) -> list[Person]:
    """Everybody with more than one account or a guest order, by key."""
    with duckdb.connect() as con:
        known = known_identities(con, home.facts)
    people: dict[int, list[Identity]] = {}
    for row in known.values():
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
    return row
