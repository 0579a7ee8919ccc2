"""Whose light is not red, of everybody at once: in one question, not person by person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from treue.consent.records import Evidence
from treue.facts.purposes import writing
from treue.people.records import Contact

_WORDS = """
    SELECT c.person, e.kind, e.channel, e.at FROM {contact} c JOIN {evidence} e ON e.key = c.mailbox
        WHERE {counts}
    UNION ALL
    SELECT c.person, e.kind, e.channel, e.at FROM {contact} c JOIN {evidence} e ON e.key = c.key
        WHERE c.person <> c.key AND {counts}
    UNION ALL
    SELECT e.key, e.kind, e.channel, e.at FROM {evidence} e WHERE {counts}"""
_COUNTS = "e.channel IN (%s, 'all', '') AND {about} AND e.at <= %s"
_LAST = f"""
    SELECT person,
        max(CASE WHEN kind = 'confirmed' AND channel = %s THEN at END) AS confirmed,
        max(CASE WHEN kind IN ('given', 'confirmed') AND channel = %s THEN at END) AS given,
        max(CASE WHEN kind IN ('withdrawn', 'objected') THEN at END) AS refused
    FROM ({_WORDS}) words GROUP BY person"""
_STANDING = f"""
    SELECT person, confirmed IS NOT NULL AND (refused IS NULL OR confirmed > refused)
    FROM ({_LAST}) last WHERE given IS NOT NULL AND (refused IS NULL OR given > refused) ORDER BY person"""
_GROUP = 5_000


def standing(channel: str, purpose: str, now: datetime) -> Iterator[tuple[int, bool]]:
    """The key of everybody with a yes that was not taken back, ascending, and whether it was confirmed.

    As `light.judge` does for one person, but for suppressions and corrected addresses: those are few, and
    whoever needs the light of everybody judges them apart.

    Args:
        channel: mail, sms, call, letter.
        purpose: newsletter, values, ...
        now: aware; what is dated later does not count yet.
    """
    tables = {"contact": Contact._meta.db_table, "evidence": Evidence._meta.db_table}  # noqa: SLF001 - Django has no other name for a table
    counts = _COUNTS.format(about=writing(purpose).sql("e.purpose", "e.kind"))
    query = _STANDING.format(**tables, counts=counts)
    told = [channel, connection.ops.adapt_datetimefield_value(now)]
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, [channel, channel, *told, *told, *told])
        while rows := cursor.fetchmany(_GROUP):
            for person, is_confirmed in rows:
                yield person, bool(is_confirmed)
