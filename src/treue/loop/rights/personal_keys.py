"""Every key of one person, and which of them are theirs alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from treue.errors import BadOption
from treue.facts import TABLES, Kind
from treue.facts.codes import bits_of
from treue.facts.identity_rows import merged_into, persons_of
from treue.loop.home import Home
from treue.loop.rights.whose import keys_of
from treue.people import contacts
from treue.people.records import Contact, Forgotten
from treue.warehouse.arrow import quoted


@dataclass(frozen=True, slots=True)
class Keys:
    """What stands for one person.

    Args:
        own: the key of the person, and of every number and address that is theirs alone.
        reached: these, and the keys of their mail addresses, which they may share: consent is given for them.
    """

    own: frozenset[int]
    reached: frozenset[int]


def keys_of_person(con: duckdb.DuckDBPyConnection, home: Home, person: int) -> Keys:
    """All that stands for a person; an address that is somebody else's as well is not theirs alone.

    Args:
        con: to work in.
        home: of the shop; its operational database is open.
        person: the key that stands for them.
    """
    numbers = set(Contact.objects.filter(person=person).values_list("key", flat=True))
    own = numbers | {person} | merged_into(con, home.facts, {person})
    reached = own | contacts.keys_of([person])[person]
    others = {key for key, whose in persons_of(con, home.facts, reached).items() if whose != person}
    shared = Contact.objects.filter(mailbox__in=reached).exclude(person=person)
    others |= {key for key in shared.values_list("mailbox", flat=True) if key is not None}
    return Keys(frozenset(own | (reached - others)), frozenset(reached))


def own_keys(home: Home, person: int) -> frozenset[int]:
    """The keys of a person that are theirs alone; the operational database is open."""
    with duckdb.connect() as con:
        return keys_of_person(con, home, person).own


def person_meant(home: Home, who: str) -> int:
    """The key that stands for the one person somebody means, wherever anything is known of them.

    Args:
        home: of the shop; its operational database is open.
        who: the shop's own number, a mail address, a code as pages show it, or a key.

    Raises:
        BadOption: nobody is known by that, or several are.
    """
    with duckdb.connect() as con:
        found = _held(con, home, keys_of(con, home, who), bits_of(who))
        found -= set(Forgotten.objects.filter(key__in=found).values_list("key", flat=True))
        merged = persons_of(con, home.facts, found)
    told = dict(Contact.objects.filter(key__in=found).values_list("key", "person"))
    persons = {told.get(each, each) for each in (merged.get(key, key) for key in found)}
    if len(persons) != 1:
        what = "nobody is" if not persons else f"{len(persons)} people are"
        raise BadOption(
            f"{who!r}: {what} known by that; write the code from the pages, as 7F3KQ-29QXM, the shop's own "
            "number, or a key from `treue person`."
        )
    return persons.pop()


def _held(con: duckdb.DuckDBPyConnection, home: Home, keys: Collection[int], bits: int | None) -> set[int]:
    """Those of some keys, and those of a code, of which anything is known; of a mail address who has it."""
    found = set(Contact.objects.filter(key__in=keys).values_list("key", flat=True))
    for column in ("person", "mailbox"):
        found |= set(Contact.objects.filter(**{f"{column}__in": keys}).values_list("person", flat=True))
    if bits is not None:
        of_code = Contact.objects.filter(person__gte=bits << 13, person__lt=(bits + 1) << 13)
        found |= set(of_code.values_list("person", flat=True))
    listed = ", ".join(map(str, sorted(keys)))
    for table in TABLES.values():
        files = [str(path) for path in home.facts.files(table.name)]
        persons = (each for each in table.columns if each.kind is Kind.CUSTOMER and each.name != "mailbox")
        for column in (quoted(each.name) for each in persons):
            if files:
                meant = f"{column} >> 13 = {bits}" if bits is not None else "false"
                found |= {
                    key
                    for (key,) in con.execute(
                        f"SELECT DISTINCT {column} FROM read_parquet({files}, union_by_name = true)"
                        f" WHERE {column} IN ({listed}) OR {meant}"
                    ).fetchall()
                }
    return found
