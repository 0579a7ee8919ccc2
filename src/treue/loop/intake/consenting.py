"""Consents that a load brought, handed to the room that asks them before every message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb

from treue.facts import TABLES
from treue.facts.merging import shaped
from treue.loop.database import open_database
from treue.loop.home import Home

TABLE = "consents"
_BATCH = 10_000
_ASKED = """SELECT coalesce(mailbox, customer), lower(channel), lower(purpose), act, "at",
    left(coalesce(evidence, ''), 200), left(coalesce(source, ''), 80) FROM ({rows}) WHERE act IS NOT NULL"""


def hand_over(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Fill `consent.Evidence` from the facts; what is there already stays as it is.

    It belongs to the address it was given for, where the file told one, else to the customer's number.
    """
    open_database(home)
    from treue.consent.keeping import keep
    from treue.consent.records import Evidence

    def rows() -> Iterator[Evidence]:
        for key, channel, purpose, kind, at, proof, source in _told(con, home):
            yield Evidence(
                key=key, channel=channel, purpose=purpose, kind=kind, at=at.replace(tzinfo=UTC),
                proof=proof, source=source,
            )  # fmt: skip

    keep(rows())


def settle(con: duckdb.DuckDBPyConnection, home: Home, source: str) -> int:
    """After a load was taken back: evidence of its source that no fact tells any more goes; how many.

    Args:
        con: to work in.
        home: whose facts were restored.
        source: of the load; what pages took down has another and stays.
    """
    open_database(home)
    from treue.consent.records import Evidence

    known = {tuple(row[:5]) for row in _told(con, home)}
    found = Evidence.objects.filter(source=source[:80]).values_list(
        "id", "key", "channel", "purpose", "kind", "at"
    )
    gone = [row[0] for row in found if (*row[1:5], row[5].replace(tzinfo=None)) not in known]
    for begin in range(0, len(gone), _BATCH):
        Evidence.objects.filter(id__in=gone[begin : begin + _BATCH]).delete()
    return len(gone)


def _told(
    con: duckdb.DuckDBPyConnection, home: Home
) -> Iterator[tuple[int, str, str, str, datetime, str, str]]:
    files = [str(path) for path in home.facts.files(TABLE)]
    if not files:
        return
    rows = shaped(con, TABLES[TABLE], f"read_parquet({files}, union_by_name = true)")
    found = con.cursor().execute(_ASKED.format(rows=rows))
    while batch := found.fetchmany(_BATCH):
        yield from batch
