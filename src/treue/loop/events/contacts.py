"""Names and addresses that events told, handed to `people` under the keys the facts have."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from treue.facts.identity_rows import persons_of
from treue.facts.keys import Keyring, normalised_address
from treue.loop.events.rows import ContactTold
from treue.loop.home import Home
from treue.loop.intake.reaching import settle_persons
from treue.people.keeping import Reached, keep


def hand_over(con: duckdb.DuckDBPyConnection, told: Iterable[ContactTold], home: Home) -> int:
    """Keep them; how many were new or changed. Safe to repeat.

    Args:
        con: to work in.
        told: in the order of events; of several about one number the newest holds.
        home: whose facts were just written.
    """
    keyring = home.keyring()
    newest: dict[int, ContactTold] = {}
    for each in sorted(told, key=lambda each: each.at):
        newest[_key(each, keyring)] = each
    if not newest:
        return 0
    persons = persons_of(con, home.facts, newest)
    kept = keep(_reached(key, persons.get(key, key), newest[key], keyring) for key in sorted(newest))
    settle_persons(con, home)
    return kept


def _key(told: ContactTold, keyring: Keyring) -> int:
    if told.number is not None:
        return keyring.number(told.source, told.number)
    return keyring.address(told.address or "")


def _reached(key: int, person: int, told: ContactTold, keyring: Keyring) -> Reached:
    return Reached(
        key=key,
        person=person,
        source=told.source,
        changed_at=told.at,
        number=told.number or "",
        mail=normalised_address(told.address) if told.address else "",
        mailbox=keyring.address(told.address) if told.address else None,
        **told.contact.model_dump(),
    )
