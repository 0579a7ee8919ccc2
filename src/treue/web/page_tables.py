"""What the tables of pages hold, to be taken along: the same rows, whole where a page shows the first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from treue.loop.rights.hidden import hidden
from treue.loop.shelf import Opened
from treue.people.contacts import cards_of
from treue.report.sheets import Column, Kind, Value
from treue.web.audiences import kept_audiences, overlaps
from treue.web.drawing import because
from treue.web.group_rows import Moved, Waiting, balances, moved, tier_by_phase, waiting
from treue.web.person_rows import entries_of
from treue.web.progress import name_of
from treue.web.reader import Reader
from treue.web.reconciliation_rows import PARTS, months_held, set_aside
from treue.web.tables import Sheet
from treue.web.tasks import tasks_of

OfOne = TypeVar("OfOne", Waiting, Moved)
Named = tuple[str, Kind]
"""A column: the word it is called by, and what it holds."""
MOST = 100_000
"""Rows of a table; lists of all customers leave in a way of their own."""


def _sheet(
    name: str, opened: Opened, reader: Reader, columns: Sequence[Named], rows: Iterable[Sequence[Value]]
) -> Sheet:
    """A table under its name; columns are called as the page calls them."""
    return _titled(name, opened, reader, _columns(reader, columns), rows)


def _columns(reader: Reader, named: Sequence[Named]) -> list[Column]:
    return [Column(reader.voice.words.say(f"web.{key}"), kind) for key, kind in named]


def _titled(
    name: str, opened: Opened, reader: Reader, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> Sheet:
    return Sheet(reader.voice.words.say(f"web.sheet.of.{name}"), opened.until, columns, rows)


def _shown(rows: Sequence[OfOne]) -> list[OfOne]:
    """Without those who are in no list any more."""
    out = hidden()
    return [each for each in rows if each.customer not in out]


def _names(customers: Collection[int]) -> dict[int, str]:
    return {key: card.name for key, card in cards_of(customers).items()}


def _balances(opened: Opened, reader: Reader) -> Sheet:
    columns: list[Named] = [
        ("customers.tier", "text"), ("place.customers", "count"), ("groups.profit", "money"),
        ("groups.share_profit", "share"), ("groups.share_time", "share"), ("groups.share_discounts", "share"),
    ]  # fmt: skip
    rows = [
        [reader.voice.words.name("tier", each.tier), each.customers, each.profit_minor,
         each.brings, each.time, each.discounts]
        for each in balances(opened, hidden())
    ]  # fmt: skip
    return _sheet("balances", opened, reader, columns, rows)


def _waiting(opened: Opened, reader: Reader) -> Sheet:
    found = _shown(waiting(opened, MOST))
    names = _names([each.customer for each in found])
    columns: list[Named] = [
        ("sheet.code", "text"), ("sheet.name", "text"), ("customers.tier", "text"), ("groups.ticket", "text"),
        ("groups.opened", "day"), ("groups.hours", "count"), ("groups.before", "count"),
    ]  # fmt: skip
    rows = [
        [each.code, names.get(each.customer, ""), reader.voice.words.name("tier", each.tier), each.ticket,
         each.opened_at.date(), each.hours, each.served_before]
        for each in found
    ]  # fmt: skip
    return _sheet("waiting", opened, reader, columns, rows)


def _moves(opened: Opened, reader: Reader) -> Sheet:
    found, words = _shown(moved(opened, MOST)), reader.voice.words
    names = _names([each.customer for each in found])
    columns: list[Named] = [
        ("sheet.code", "text"), ("sheet.name", "text"), ("customer.day", "day"), ("sheet.before", "text"),
        ("sheet.after", "text"), ("sheet.why", "text"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [each.code, names.get(each.customer, ""), each.day, words.name("tier", each.before),
         words.name("tier", each.tier), because(words, each.before, each.tier, each.reason)]
        for each in found
    ]  # fmt: skip
    return _sheet("moves", opened, reader, columns, rows)


def _matrix(opened: Opened, reader: Reader) -> Sheet:
    name = reader.voice.words.name
    columns: list[Named] = [
        ("customers.tier", "text"), ("sheet.phase", "text"), ("place.customers", "count"),
        ("sheet.value", "money"), ("sheet.at_stake", "money"),
    ]  # fmt: skip
    rows = [
        [name("tier", tier), name("phase", phase), cell.customers, cell.value_minor, cell.at_stake_minor]
        for (tier, phase), cell in sorted(tier_by_phase(opened, hidden()).items())
    ]
    return _sheet("matrix", opened, reader, columns, rows)


def _months(opened: Opened, reader: Reader) -> Sheet:
    months = months_held(opened)
    parts = [part for part in PARTS if any(part in each.left_out for each in months)]
    revenue = reader.voice.words.say("web.sheet.revenue")
    orders: list[Named] = [(f"match.part_{part}", "count") for part in parts]
    columns = [
        *_columns(
            reader, [("match.month", "day"), ("match.own_orders", "count"), ("match.in_files", "count")]
        ),
        *_columns(reader, orders),
        *(Column(f"{each.title}, {revenue}", "money") for each in _columns(reader, orders)),
        *_columns(reader, [("match.ours", "count"), ("match.unexplained", "count")]),
        *_columns(
            reader, [(f"match.{part}", "money") for part in ("revenue", "returns", "own_revenue", "gap")]
        ),
    ]
    rows: list[list[Value]] = [
        [each.month, each.own.orders if each.own else None, each.in_files,
         *(each.left_out[part].orders if part in each.left_out else None for part in parts),
         *(each.left_out[part].revenue_minor if part in each.left_out else None for part in parts),
         each.ours.orders, each.unexplained, each.ours.revenue_minor, each.returned_minor,
         each.own.revenue_minor if each.own else None, each.revenue_gap_minor]
        for each in months
    ]  # fmt: skip
    return _titled("months", opened, reader, columns, rows)


def _aside(opened: Opened, reader: Reader) -> Sheet:
    columns: list[Named] = [("match.what", "text"), ("match.why", "text"), ("match.rows", "count")]
    rows: list[list[Value]] = [
        [name_of(reader.voice, "input", kind), name_of(reader.voice, "rule", rule), count]
        for kind, rule, count in set_aside(opened)
    ]
    return _sheet("aside", opened, reader, columns, rows)


def _audiences(opened: Opened, reader: Reader) -> Sheet:
    columns: list[Named] = [
        ("audiences.name", "text"), ("sheet.filter", "text"), ("place.customers", "count"),
        ("sheet.value", "money"), ("sheet.at_stake", "money"),
    ]  # fmt: skip
    rows = [
        [each.audience.name, "; ".join(each.said), each.sums.customers, each.sums.value_minor,
         each.sums.at_stake_minor]
        for each in kept_audiences(opened, reader, hidden())
    ]  # fmt: skip
    return _sheet("audiences", opened, reader, columns, rows)


def _overlaps(opened: Opened, reader: Reader) -> Sheet:
    columns: list[Named] = [
        ("place.audience", "text"), ("sheet.other", "text"), ("audiences.shared", "count"),
        ("audiences.of_smaller", "share"),
    ]  # fmt: skip
    out = hidden()
    shared = overlaps(opened, kept_audiences(opened, reader, out), out)
    return _sheet("overlaps", opened, reader, columns, shared)


def _tasks(view: str) -> Callable[[Opened, Reader], Sheet]:
    def made(opened: Opened, reader: Reader) -> Sheet:
        say = reader.voice.words.say
        columns: list[Named] = [
            ("tasks.title", "text"), ("sheet.code", "text"), ("sheet.name", "text"), ("tasks.owner", "text"),
            ("tasks.due", "day"), ("sheet.at_stake", "money"), ("tasks.reason", "text"),
            ("sheet.state", "text"), ("tasks.outcome", "text"), ("tasks.remark", "text"),
            ("sheet.ordered", "day"),
        ]  # fmt: skip
        rows = [
            [each.task.title, each.code, "" if each.who == each.code else each.who, each.owner, each.task.due,
             each.task.at_stake_minor, each.task.reason, say(f"web.tasks.state_{each.task.state}"),
             say(f"web.outcome.{each.task.outcome}") if each.task.outcome else "", each.task.remark,
             each.ordered]
            for each in tasks_of(view, reader, MOST)
        ]  # fmt: skip
        return _sheet(f"tasks-{view}", opened, reader, columns, rows)

    return made


TABLES: Mapping[str, Callable[[Opened, Reader], Sheet]] = {
    "balances": _balances,
    "waiting": _waiting,
    "moves": _moves,
    "matrix": _matrix,
    "months": _months,
    "aside": _aside,
    "audiences": _audiences,
    "overlaps": _overlaps,
    **{f"tasks-{view}": _tasks(view) for view in ("open", "mine", "done")},
}
"""Name in the address -> what makes the table."""


def sheet_of_ledger(opened: Opened, customer: int, code: str, reader: Reader) -> Sheet:
    """All entries of one customer, the newest first; together they are their contribution margin."""
    words = reader.voice.words
    columns: list[Named] = [
        ("customer.day", "day"), ("sheet.step", "text"), ("customer.entry", "text"),
        ("customer.order", "text"), ("customer.amount", "money"), ("sheet.vat", "money"),
        ("sheet.estimated", "text"),
    ]  # fmt: skip
    rows = [
        [each.day, words.name("steps", str(each.step)), words.name("entry", each.kind), each.order,
         each.amount_minor, each.vat_minor, words.say("web.customer.estimated") if each.is_estimated else ""]
        for each in entries_of(opened, customer)
    ]  # fmt: skip
    made = _sheet("ledger", opened, reader, columns, rows)
    return Sheet(f"{made.title} {code}", made.day, made.columns, made.rows)
