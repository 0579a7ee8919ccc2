"""Events become rows of facts, as a source's delivery has them: persons still by number and address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from treue.facts import TABLES, Kind
from treue.facts.keys import normalised_address
from treue.loop.events.shapes import (
    ConsentEvent,
    Contact,
    Event,
    Order,
    OrderEvent,
    RefundEvent,
    TicketEvent,
    VisitEvent,
)

Value = str | int | float | bool | date | datetime | None
Row = dict[str, Value]

_OF_GOODS = ("goods", "adjustment")
_TABLES = {
    "order": "orders", "refund": "refunds", "visit": "visits", "cart": "carts", "answer": "answers",
    "consent": "consents", "touch": "touches", "ticket": "tickets",
}  # fmt: skip
_IDS = {
    "orders": "order_id", "refunds": "refund_id", "visits": "visit_id", "carts": "cart_id",
    "answers": "answer_id", "touches": "touch_id", "tickets": "ticket_id",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContactTold:
    """How somebody is called, as an event told it.

    Args:
        source: whose number it is.
        number: the shop's own; None for a guest, who is known by the address.
        address: mail; None where not told.
        contact: the rest.
        at: when it held.
    """

    source: str
    number: str | None
    address: str | None
    contact: Contact
    at: datetime


@dataclass(slots=True)
class Rows:
    """What the events of one source came to.

    Args:
        tables: facts table -> rows, one a key: of several events about one thing the latest holds.
        contacts: in the order of events.
    """

    tables: dict[str, list[Row]] = field(default_factory=dict)
    contacts: list[ContactTold] = field(default_factory=list)


def rows_of(events: Iterable[Event], zone: ZoneInfo, load: int) -> Rows:
    """All rows of one source's events.

    Args:
        events: of one source, in the order of their arrival.
        zone: the shop's; a day is a day there.
        load: the version of what brings no change time of its own.
    """
    made = Rows()
    latest: dict[tuple[Value, ...], tuple[datetime, Event]] = {}
    for event in events:
        key = (event.kind, *_key_of(event))
        since = _changed(event)
        if key not in latest or since >= latest[key][0]:
            latest[key] = (since, event)
        if isinstance(event, OrderEvent) and _has_contact(event.body):
            told = event.body.contact or Contact()
            made.contacts.append(
                ContactTold(event.source, event.body.customer, event.body.address, told, since)
            )
    for _, event in latest.values():
        table = _TABLES[event.kind]
        version = load if event.changed_at is None else round(event.changed_at.timestamp() * 1000)
        made.tables.setdefault(table, []).append(_row(event, table, zone) | {"version": version})
        if isinstance(event, OrderEvent):
            lines = made.tables.setdefault("order_lines", [])
            lines += [row | {"version": version} for row in _lines(event)]
    if not made.tables.get("order_lines") and "orders" in made.tables:
        made.tables["order_lines"] = []  # an order that lost its lines has none from now on
    return made


def _has_contact(order: Order) -> bool:
    return (order.contact is not None or order.address is not None) and bool(order.customer or order.address)


def _changed(event: Event) -> datetime:
    return event.changed_at or event.at


def _key_of(event: Event) -> tuple[Value, ...]:
    """What makes two events be about one thing."""
    body = event.body
    if isinstance(event, ConsentEvent):
        return (body.customer, body.address, event.body.channel, event.body.purpose, event.at)
    if isinstance(event, VisitEvent):
        return (event.body.number, event.body.step)
    return (_number(event),)


def _number(event: Event) -> str:
    """The source's own; every kind but a consent has one."""
    return str(getattr(event.body, "number"))  # noqa: B009 - not every body in the union names it


def _row(event: Event, table: str, zone: ZoneInfo) -> Row:
    """The row of an event's own table; names are those of the facts, but for numbers, times and parts."""
    told: Row = {
        name: value
        for name, value in event.body
        if name in _COLUMNS[table] and not isinstance(value, list | Contact)
    }
    at = _when(event)
    row = told | {"customer": event.body.customer, "address": _address(event.body.address)}
    if table in _IDS:
        row[_IDS[table]] = f"{event.source}:{_number(event)}"
    order = getattr(event.body, "order", None)
    if order is not None:
        row["order_id"] = f"{event.source}:{order}"
    row[_TIME[table]] = _plain(at)
    for name in ("answered_at", "solved_at"):
        at_that = row.get(name)
        if isinstance(at_that, datetime):
            row[name] = _plain(at_that)
    if "day" in _COLUMNS[table]:
        row["day"] = at.astimezone(zone).date()
    if isinstance(event, OrderEvent) and event.body.amount_minor is None:
        row["amount_minor"] = _goods(event.body)
    return row


_COLUMNS = {
    name: {column.name for column in TABLES[name].columns} for name in {*_TABLES.values(), "order_lines"}
}
_TIME = {
    table: next(each.name for each in TABLES[table].columns if each.kind is Kind.INSTANT and each.required)
    for table in _TABLES.values()
}


def _when(event: Event) -> datetime:
    """When it happened: as the body says, else as the event does."""
    if isinstance(event, OrderEvent):
        return event.body.ordered_at or event.at
    if isinstance(event, RefundEvent):
        return event.body.refunded_at or event.at
    if isinstance(event, TicketEvent):
        return event.body.opened_at or event.at
    return event.at


def _goods(order: Order) -> int | None:
    """What the goods cost, by the lines; None where none tells."""
    told = [
        line.amount_minor for line in order.lines if line.kind in _OF_GOODS and line.amount_minor is not None
    ]
    return max(sum(told), 0) if told else None


def _lines(event: OrderEvent) -> list[Row]:
    return [
        {
            **dict(line),
            "order_id": f"{event.source}:{event.body.number}",
            "position": place,
            "currency": event.body.currency,
        }
        for place, line in enumerate(event.body.lines, 1)
    ]


def _address(told: str | None) -> str | None:
    return None if told is None else normalised_address(told)


def _plain(at: datetime) -> datetime:
    """Instants are stored as UTC without a zone."""
    return at.replace(tzinfo=None)
