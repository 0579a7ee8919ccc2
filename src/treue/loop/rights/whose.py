"""From what a person types to the keys of the customer they mean."""

from __future__ import annotations

import duckdb

from treue.errors import BadOption
from treue.facts.codes import bits_of
from treue.facts.identity_rows import merged_into, persons_of
from treue.loop.home import Home

_USUAL_SOURCE = "shop"
_KNOWN_FROM = ("orders", "customers")
_NUMBERED = ("values", "orders", "customers", "consents", "judgements")


def keys_of(con: duckdb.DuckDBPyConnection, home: Home, who: str) -> set[int]:
    """Every key that may stand for a customer, and the one that stands for the person.

    Args:
        con: to work in.
        home: of the shop.
        who: the shop's own number, a mail address, a code as pages show it, or a key of `treue person`.
    """
    text, keyring = who.strip(), home.keyring()
    keys = {keyring.number(source, text) for source in _sources(con, home)} | {keyring.address(text)}
    if text.isascii() and text.isdecimal() and int(text) < 2**63:
        keys.add(int(text))
    keys |= _of_code(con, home, text)
    persons = set(persons_of(con, home.facts, keys).values())
    return keys | persons | merged_into(con, home.facts, persons)


def person_of(con: duckdb.DuckDBPyConnection, home: Home, who: str) -> tuple[int, frozenset[int]]:
    """The one known customer who is meant: the key that stands for them, and all their keys.

    Args:
        con: to work in.
        home: of the shop.
        who: as in `keys_of`.

    Raises:
        BadOption: no customer is known by that, or several are.
    """
    listed = ", ".join(map(str, sorted(keys_of(con, home, who))))
    found: set[int] = set()
    for table in _KNOWN_FROM:
        files = [str(path) for path in home.facts.files(table)]
        if files:
            asked = f"SELECT DISTINCT customer FROM read_parquet(?) WHERE customer IN ({listed})"
            found |= {row[0] for row in con.execute(asked, [files]).fetchall()}
    merged = persons_of(con, home.facts, found)
    persons = {merged.get(key, key) for key in found}
    if len(persons) != 1:
        what = "no customer is" if not persons else f"{len(persons)} customers are"
        raise BadOption(
            f"{who!r}: {what} known by that; write the code from the report, as 7F3KQ-29QXM, or the shop's "
            "own number."
        )
    person = persons.pop()
    return person, frozenset({person} | merged_into(con, home.facts, {person}))


def _of_code(con: duckdb.DuckDBPyConnection, home: Home, who: str) -> set[int]:
    """Keys of whoever anything is known of whose code this is; none where it is no code."""
    bits, found = bits_of(who), set[int]()
    for table in _NUMBERED if bits is not None else ():
        files = [str(path) for path in home.facts.files(table)]
        if files:
            asked = f"SELECT DISTINCT customer FROM read_parquet(?) WHERE customer >> 13 = {bits}"
            found |= {row[0] for row in con.execute(asked, [files]).fetchall()}
    return found


def _sources(con: duckdb.DuckDBPyConnection, home: Home) -> set[str]:
    """Names under which anybody's numbers were keyed."""
    found = {_USUAL_SOURCE}
    for table in _NUMBERED:
        files = [str(path) for path in home.facts.files(table)]
        if files:
            rows = con.execute("SELECT DISTINCT source FROM read_parquet(?)", [files]).fetchall()
            found |= {row[0] for row in rows if row[0]}
    return found
