"""Events become facts: in order, through the same intake as files, at most one file a table and minute."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
from django.db import transaction
from pydantic import ValidationError

from treue.errors import Busy, Keyed
from treue.facts import TABLES, Kind
from treue.facts.intake import Delivered, take_in_together
from treue.facts.keys import Keyring
from treue.facts.stored import ARROW_TYPES
from treue.loop.events import contacts
from treue.loop.events.drained import is_time, rest
from treue.loop.events.rows import Row, Rows, rows_of
from treue.loop.events.shapes import EVENT, Event
from treue.loop.home import Home
from treue.loop.intake import consenting
from treue.loop.intake.load_log import BY_PROGRAMS, LoadEntry, log_more
from treue.loop.intake.loading import facts_scratch, one_load
from treue.loop.passing import Say
from treue.loop.rights.forgetting import kept_out
from treue.people import records
from treue.sources.contract import Account, Tally

WHAT = "events"
"""What such a load is said to be of."""

MOST = 50_000
"""Events of one drain."""

_FORGOTTEN = "forgotten"
_GROUP = 500


def drain(home: Home, now: datetime, say: Say) -> int:
    """Bring events that wait into the facts; call it as often as you like.

    Killed at any point, it is finished by the next call, and nothing is there twice.

    Args:
        home: the shop's; the operational database is open.
        now: of this drain.
        say: told what passes.

    Returns:
        How many events were taken or refused; 0 if none waits, the last drain was just now, or a load or a
        run is at work.
    """
    if not is_time(home, now):
        return 0
    waiting = list(records.Event.objects.filter(taken_at=None).order_by("id")[:MOST])
    if not waiting:
        return 0
    began = time.monotonic()
    try:
        with home.facts.writing():
            if home.facts.half_loaded() not in (None, WHAT):
                return 0  # a load of files died; its mark must stay until it is loaded again
            refused = _bring(home, waiting, now)
    except Busy:
        return 0
    _mark(waiting, refused, now)
    rest(home, now, time.monotonic() - began)
    told = {"count": str(len(waiting) - len(refused)), "refused": str(len(refused))}
    said = "{count} events became facts; {refused} were refused, with the reason kept."
    say(Keyed("events_taken", said, **told))
    return len(waiting)


def _bring(home: Home, waiting: Sequence[records.Event], now: datetime) -> dict[int, str]:
    """Write the facts.

    Returns:
        Number of an event -> why it was refused.
    """
    events, refused = _read(waiting, home.keyring())
    if not events:
        return refused
    by_source: dict[str, list[Event]] = {}
    for event in events:
        by_source.setdefault(event.source, []).append(event)
    zone = ZoneInfo(home.settings.shop.zone)
    with one_load(home, WHAT) as number, facts_scratch(home) as con:
        made = {source: rows_of(told, zone, number) for source, told in by_source.items()}
        deliveries = [
            Delivered(source, _tables(con, place, rows), number)
            for place, (source, rows) in enumerate(made.items())
        ]
        take_in_together(con, deliveries, home.facts, home.keyring(), kept_out())
        contacts.hand_over(con, [told for rows in made.values() for told in rows.contacts], home)
        if any(consenting.TABLE in rows.tables for rows in made.values()):
            consenting.hand_over(con, home)
        accounts = _accounts(waiting, refused, made)
        log_more(home, LoadEntry(number, WHAT, BY_PROGRAMS, now.isoformat(), accounts))
    return refused


def _read(waiting: Iterable[records.Event], keyring: Keyring) -> tuple[list[Event], dict[int, str]]:
    """Events as they were checked, and those that hold no more: somebody was forgotten, the shape is old."""
    events, refused = [], {}
    gone = set(records.Forgotten.objects.values_list("key", flat=True))
    for each in waiting:
        told = {"source": each.source, "key": each.key, "kind": each.kind, **each.body}
        try:
            event = EVENT.validate_python(told)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
            refused[each.pk] = f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"[:200]
            continue
        if gone & _keys(event, keyring):
            refused[each.pk] = _FORGOTTEN
        else:
            events.append(event)
    return events, refused


def _keys(event: Event, keyring: Keyring) -> set[int]:
    body = event.body
    number = set() if body.customer is None else {keyring.number(event.source, body.customer)}
    return number | (set() if body.address is None else {keyring.address(body.address)})


def _tables(con: duckdb.DuckDBPyConnection, place: int, rows: Rows) -> dict[str, str]:
    """Facts table -> its rows as a table of the connection."""
    named = {}
    for table, listed in rows.tables.items():
        columns = [
            (each.name, pa.string() if each.kind is Kind.CUSTOMER else ARROW_TYPES[each.kind])
            for each in TABLES[table].columns
            if each.name != "source"
        ]
        if any(each.kind is Kind.CUSTOMER for each in TABLES[table].columns):
            columns.append(("address", pa.string()))
        named[table] = f"told_{place}_{table}"
        con.register("rows_told", pa.Table.from_pylist(_whole(listed, columns), schema=pa.schema(columns)))
        con.execute(f"CREATE OR REPLACE TABLE {named[table]} AS FROM rows_told")
        con.unregister("rows_told")
    return named


def _whole(rows: Sequence[Row], columns: Sequence[tuple[str, pa.DataType]]) -> list[Row]:
    return [{name: row.get(name) for name, _ in columns} for row in rows]


def _accounts(
    waiting: Sequence[records.Event], refused: Mapping[int, str], made: Mapping[str, Rows]
) -> dict[str, Account]:
    """What was read, taken and refused, by kind; money of orders and refunds that were taken."""
    read = Counter(each.kind for each in waiting)
    lost = Counter(each.kind for each in waiting if each.pk in refused)
    money: dict[str, Counter[str]] = {}
    for rows in made.values():
        for kind, table in (("order", "orders"), ("refund", "refunds")):
            for row in rows.tables.get(table, ()):
                money.setdefault(kind, Counter())[str(row["currency"])] += int(str(row["amount_minor"] or 0))
    return {
        f"{kind} events": Account(
            Tally(count, count - lost[kind], lost[kind]),
            {currency: Tally(minor, minor, 0) for currency, minor in money.get(kind, {}).items()},
            {"refused_event": lost[kind]} if lost[kind] else {},
        )
        for kind, count in read.items()
    }


def _mark(waiting: Sequence[records.Event], refused: Mapping[int, str], now: datetime) -> None:
    """Say that they are done; what they told is in the facts now, and nowhere else."""
    taken = [each.pk for each in waiting if each.pk not in refused]
    with transaction.atomic():  # all or none: of two about one order the older must not come alone
        for begin in range(0, len(taken), _GROUP):
            records.Event.objects.filter(pk__in=taken[begin : begin + _GROUP]).update(taken_at=now, body={})
        for number, reason in refused.items():
            records.Event.objects.filter(pk=number).update(taken_at=now, body={}, refused=reason)
