"""Keeping names and addresses as sources tell them: the newest wins, what a person corrected stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import islice
from operator import attrgetter

from django.db import connection, transaction

from treue.people.records import Contact, ContactWord, Forgotten
from treue.people.words import stored, words_of

GROUP = 500
"""Contacts a transaction: others who write wait for tenths of a second, not for the load."""

_BLOCKS = (
    ("first_name", "last_name"), ("company",), ("mail", "mailbox"), ("phone",),
    ("street", "postcode", "town", "country"), ("source", "number"),
)  # fmt: skip
"""What belongs together: a new street never keeps an old town."""


@dataclass(frozen=True, slots=True)
class Reached:
    """One number of a person, and how they are reached under it.

    Args:
        key: of the number, or of the address where there is none.
        person: the key that stands for them.
        source: whose number it is.
        mailbox: key of the mail address.
        changed_at: when it was told, aware; the newest wins.
    """

    key: int
    person: int
    source: str
    changed_at: datetime
    number: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    mail: str = ""
    mailbox: int | None = None
    phone: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""

    @property
    def words(self) -> list[str]:
        """By what they are found."""
        named = (self.first_name, self.last_name, self.company, self.mail, self.number, self.town)
        return stored(words_of(named))


_CONTACTS, _WORDS = "people_contact", "people_contactword"
"""Their tables; a million rows go past the mapper of records, which takes five times as long."""
_COLUMNS = tuple(each.name for each in fields(Reached))
_AT = _COLUMNS.index("changed_at")
_PLACES = tuple(tuple(map(_COLUMNS.index, block)) for block in _BLOCKS)
_told = attrgetter(*_COLUMNS)


def keep(rows: Iterable[Reached]) -> int:
    """Bring contacts in; nobody who was forgotten, and nothing over what was corrected by hand.

    Args:
        rows: each key once; in the order of their keys a million takes minutes, not hours.

    Returns:
        How many were new or changed. Safe to repeat: what is known already changes nothing.
    """
    waiting, changed = iter(rows), 0
    with _roomy():
        while group := list(islice(waiting, GROUP)):
            with transaction.atomic():
                changed += _keep_group(group)
    return changed


def _keep_group(group: Sequence[Reached]) -> int:
    keys = [row.key for row in group]
    gone = set(Forgotten.objects.filter(key__in=keys).values_list("key", flat=True))
    found = Contact.objects.filter(key__in=keys).values_list(*_COLUMNS, "corrected_at")
    known = {row[0]: (Reached(*row[:-1]), row[-1]) for row in found}
    changed = []
    for row in group:
        before, corrected = known.get(row.key, (None, None))
        now = row if before is None else _later(before, row)
        if row.key not in gone and corrected is None and now != before:
            changed.append(now)
    write(changed, [row.key for row in changed if row.key in known])
    return len(changed)


def _later(before: Reached, told: Reached) -> Reached:
    """What holds after both: the newer one's parts, else the other's; the same row where nothing is new."""
    is_newer = told.changed_at >= before.changed_at
    new, old = map(_told, (told, before) if is_newer else (before, told))
    merged = list(new)
    for block in _PLACES:
        if not any(new[place] for place in block):
            for place in block:
                merged[place] = old[place]
    merged[_COLUMNS.index("person")] = told.person
    merged[_AT] = before.changed_at
    if tuple(merged) == _told(before):
        return before
    return replace(Reached(*merged), changed_at=max(before.changed_at, told.changed_at))


def write(rows: Sequence[Reached], known: Collection[int]) -> None:
    """Store contacts and their words; within a transaction.

    Args:
        rows: as they are to be.
        known: keys of those that had words before.
    """
    if not rows:
        return
    ContactWord.objects.filter(contact__in=known).delete()
    adapt = connection.ops.adapt_datetimefield_value
    told = [_told(row) for row in rows]
    listed = ", ".join(_COLUMNS)
    updates = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_CONTACTS} ({listed}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
            f" ON CONFLICT (key) DO UPDATE SET {updates}",
            [(*row[:_AT], adapt(row[_AT]), *row[_AT + 1 :]) for row in told],
        )
        cursor.executemany(
            f"INSERT INTO {_WORDS} (contact_id, word) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(row.key, word) for row in rows for word in row.words],
        )


def standing() -> Iterator[tuple[int, int]]:
    """Key and person of every contact."""
    return Contact.objects.order_by("key").values_list("key", "person").iterator(chunk_size=10_000)


def move(pairs: Iterable[tuple[int, int]]) -> int:
    """Let keys belong to other persons, as merges changed; how many did.

    Args:
        pairs: key, and the person it belongs to now.
    """
    waiting, moved = iter(pairs), 0
    while group := list(islice(waiting, GROUP)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {_CONTACTS} SET person = %s WHERE key = %s",
                [(person, key) for key, person in group],
            )
        moved += len(group)
    return moved


def drop(keys: Iterable[int]) -> int:
    """Delete contacts with their words; how many keys were given."""
    waiting, dropped = iter(keys), 0
    while group := list(islice(waiting, GROUP)):
        with transaction.atomic():
            ContactWord.objects.filter(contact__in=group).delete()
            Contact.objects.filter(key__in=group).delete()
        dropped += len(group)
    return dropped


@contextmanager
def _roomy() -> Iterator[None]:
    """While much is written, SQLite keeps 64 MB of the trees of words in memory instead of 2."""
    _cache(-65_536)
    try:
        yield
    finally:
        _cache(-2_000)


def _cache(size: int) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {size}")
