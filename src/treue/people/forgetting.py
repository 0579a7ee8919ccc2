"""Who was forgotten, and taking them out of what people work with; files are the loop's to clean."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import connection, transaction

from treue.people.records import (
    Contact,
    ContactWord,
    Event,
    Forgotten,
    ForgottenRow,
    Later,
    Logged,
    Note,
    Task,
)

_AT_ONCE = 500


def forget_rows(
    keys: Collection[int], stands_for: Callable[[str, str], Collection[int]], now: datetime
) -> int:
    """Delete contacts, words, tasks, notes, postponements and events of persons; the log loses whom.

    Only the keys stay, so that no later load brings them back. Safe to do twice.

    Args:
        keys: every key of theirs.
        stands_for: given a source and a text of one of its events, the keys it may be written for.
        now: aware.

    Returns:
        How many rows went or lost the person.
    """
    rows, theirs = 0, set(keys)
    with transaction.atomic():
        Forgotten.objects.bulk_create(
            [Forgotten(key=key, at=now) for key in sorted(keys)], ignore_conflicts=True
        )
        contacts = Contact.objects.filter(person__in=keys) | Contact.objects.filter(key__in=keys)
        ContactWord.objects.filter(contact__in=contacts.values("key")).delete()
        rows += contacts.delete()[0]
        for record in (Task, Note, Later):
            rows += record.objects.filter(customer__in=keys).delete()[0]
        rows += Logged.objects.filter(customer__in=keys).update(customer=None)
        # Of an event that was taken nothing but its key is kept.
        gone = [
            event.pk
            for event in Event.objects.filter(taken_at=None).iterator()
            if any(not theirs.isdisjoint(stands_for(event.source, text)) for text in _texts(event.body))
        ]
        for begin in range(0, len(gone), _AT_ONCE):
            rows += Event.objects.filter(pk__in=gone[begin : begin + _AT_ONCE]).delete()[0]
    return rows


def waiting() -> frozenset[int]:
    """Keys of those whose files have not followed yet."""
    return frozenset(Forgotten.objects.filter(is_done=False).values_list("key", flat=True))


def remember_rows(hashes: Collection[int]) -> None:
    """Take down sales that are nobody's now: no load brings them as somebody's."""
    rows = [ForgottenRow(hash=number) for number in sorted(hashes)]
    ForgottenRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_ONCE)


def settle(keys: Collection[int]) -> None:
    """Their files have followed."""
    Forgotten.objects.filter(key__in=keys).update(is_done=True)


def wipe() -> None:
    """Write the database's files anew, so that no byte of what was deleted stays in them.

    SQLite overwrites what is deleted, but a page that was divided earlier may keep a copy; its log of changes
    is emptied as well. PostgreSQL writes the tables anew; its own log goes as it is configured.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            names = connection.introspection.django_table_names(only_existing=True)
            cursor.execute(f"VACUUM (FULL) {', '.join(map(connection.ops.quote_name, names))}")


def _texts(body: object) -> set[str]:
    """Every value in a document, as text."""
    if isinstance(body, dict):
        return {text for value in body.values() for text in _texts(value)}
    if isinstance(body, list):
        return {text for value in body for text in _texts(value)}
    return {str(body)}
