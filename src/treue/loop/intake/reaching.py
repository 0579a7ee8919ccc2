"""Handing names and addresses to `people`: keyed, the newest of each, under the person they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from treue.errors import Keyed
from treue.facts.identity_rows import identities
from treue.facts.intake import ADDRESS_KEYS, NUMBER_KEYS
from treue.facts.store import FactsStore
from treue.loop.database import open_database
from treue.loop.home import Home
from treue.loop.passing import Say
from treue.sources.contract import Delivery
from treue.sources.files.contacts import COLUMNS, newest

_BATCH = 10_000
_KNOWN_FROM = ("customers", "orders", "consents")
"""Facts whose rows say that a key is known; a key in none of them is nobody's any more."""


def hand_over(con: duckdb.DuckDBPyConnection, delivery: Delivery, home: Home, now: datetime, say: Say) -> int:
    """Keep the contacts of a delivery whose facts were just taken in; how many were new or changed.

    Nothing is opened where a delivery names nobody. Safe to repeat.

    Args:
        con: where the delivery and its keys lie.
        delivery: what was read.
        home: the shop's.
        now: aware; when a list of customers was told.
        say: told how many.
    """
    if not delivery.contacts:
        return 0
    open_database(home)
    from treue.people.keeping import Reached, keep

    _key_the_rest(con, delivery, home)
    _stage(con, delivery, home.facts, now)

    def rows() -> Iterator[Reached]:
        found = con.cursor().execute("FROM contacts_to_keep ORDER BY key")
        names = [each[0] for each in found.description or ()]
        while batch := found.fetchmany(_BATCH):
            for row in batch:
                told = dict(zip(names, row, strict=True))
                at = told.pop("told_at").replace(tzinfo=UTC)
                mailbox = told.pop("mailbox")
                texts = {name: text or "" for name, text in told.items() if name not in ("key", "person")}
                yield Reached(key=told["key"], person=told["person"], changed_at=at, mailbox=mailbox, **texts)

    kept = keep(rows())
    con.execute("DROP TABLE contacts_to_keep")
    settle_persons(con, home)
    if kept:
        said = (
            "Names or addresses of {count} customer numbers are new or have changed; they are in {file} and "
            "nowhere else."
        )
        say(Keyed("contacts_kept", said, count=f"{kept:,}", file="treue.db"))
    return kept


def settle_persons(con: duckdb.DuckDBPyConnection, home: Home) -> int:
    """Put every contact under the person that the facts say it is now; how many moved."""
    open_database(home)
    from treue.people.keeping import move

    _standing(con)
    found = con.execute(
        f"SELECT s.key, coalesce(i.customer, s.key) FROM standing s LEFT JOIN {identities(home.facts)} i"
        " ON i.identity = s.key WHERE s.person <> coalesce(i.customer, s.key)"
    ).fetchall()
    con.execute("DROP TABLE standing")
    return move((int(key), int(person)) for key, person in found)


def settle_contacts(con: duckdb.DuckDBPyConnection, home: Home) -> int:
    """After facts were taken back: contacts of nobody go, the others stand under who they are now.

    Returns:
        How many went.
    """
    open_database(home)
    from treue.people.keeping import drop

    _standing(con)
    known = [
        f"SELECT customer AS key FROM read_parquet({[str(path) for path in files]})"
        for table in _KNOWN_FROM
        if (files := home.facts.files(table))
    ]
    known.append(f"SELECT identity FROM {identities(home.facts)}")
    asked = f"SELECT key FROM standing WHERE key NOT IN (SELECT key FROM ({' UNION ALL '.join(known)})"
    gone = con.execute(f"{asked} WHERE key IS NOT NULL)").fetchall()
    con.execute("DROP TABLE standing")
    dropped = drop(int(key) for (key,) in gone)
    settle_persons(con, home)
    return dropped


def _key_the_rest(con: duckdb.DuckDBPyConnection, delivery: Delivery, home: Home) -> None:
    """Keys of numbers and addresses that stand in no fact: an order's second line may name another."""
    keyring = home.keyring()
    for column, table in (("customer", NUMBER_KEYS), ("address", ADDRESS_KEYS)):
        asked = f"SELECT DISTINCT {column} AS value FROM {delivery.contacts} WHERE value IS NOT NULL"
        rest = [
            row[0] for row in con.execute(f"{asked} AND value NOT IN (SELECT value FROM {table})").fetchall()
        ]
        keys = keyring.numbers(delivery.source, rest) if column == "customer" else keyring.addresses(rest)
        if rest:
            more = pa.table({"value": pa.array(rest, pa.string()), "key": pa.array(keys, pa.int64())})
            con.register("keys_to_store", more)
            con.execute(f"INSERT INTO {table} FROM keys_to_store")
            con.unregister("keys_to_store")


def _stage(con: duckdb.DuckDBPyConnection, delivery: Delivery, facts: FactsStore, now: datetime) -> None:
    """Make the table of what is to be kept: one row a key."""
    at = f"coalesce(told_at, TIMESTAMP '{now.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}')"
    source = delivery.source.replace("'", "''")
    rows = (
        f"SELECT coalesce(n.key, a.key) AS key, c.customer AS number, c.address AS mail, a.key AS mailbox,"
        f" {', '.join(f'c.{name}' for name in COLUMNS)}, {at} AS told_at"
        f" FROM {delivery.contacts} c LEFT JOIN {NUMBER_KEYS} n ON n.value = c.customer"
        f" LEFT JOIN {ADDRESS_KEYS} a ON a.value = c.address"
    )
    one = newest(rows, "key", "(told_at, mail)", (("number",), ("mail", "mailbox")))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE contacts_to_keep_once AS {one};"
        "CREATE OR REPLACE TABLE contacts_to_keep AS"
        f" SELECT k.*, '{source}' AS source, coalesce(i.customer, k.key) AS person"
        f" FROM contacts_to_keep_once k LEFT JOIN {identities(facts)} i ON i.identity = k.key;"
        "DROP TABLE contacts_to_keep_once"
    )


def _standing(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table `standing` of every contact's key and person, a batch at a time."""
    from treue.people.keeping import standing

    con.execute("CREATE OR REPLACE TABLE standing (key BIGINT, person BIGINT)")
    keys: list[int] = []
    persons: list[int] = []

    def store() -> None:
        batch = pa.table({"key": pa.array(keys, pa.int64()), "person": pa.array(persons, pa.int64())})
        con.register("standing_to_store", batch)
        con.execute("INSERT INTO standing FROM standing_to_store")
        con.unregister("standing_to_store")
        keys.clear()
        persons.clear()

    for key, person in standing():
        keys.append(key)
        persons.append(person)
        if len(keys) >= 20 * _BATCH:
            store()
    if keys:
        store()
