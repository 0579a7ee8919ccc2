"""What the page of one customer reads of a snapshot, beside what the report reads of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from treue.loop.rights.plain_history import Happened
from treue.loop.shelf import Opened
from treue.report.customer_rows import Posting


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one customer stands; None for what this shop's figures do not tell."""

    customer: int
    code: str
    orders: int
    tier: str | None
    segment: str | None
    first_order: date
    last_order: date
    margin_minor: int | None
    provisional_minor: int | None
    value_minor: int | None
    value_low_minor: int | None
    value_high_minor: int | None
    at_stake_minor: int | None
    silent: float | None
    usual_days: int | None
    active: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger; `order_id` is empty where it belongs to no order."""

    day: date
    step: int
    kind: str
    order_id: str
    position: int | None
    amount_minor: int
    vat_minor: int | None
    is_estimated: bool

    @property
    def order(self) -> str:
        """The shop's own number."""
        return _number(self.order_id)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something in the life of a customer: when, what kind, about what, and how much it left.

    Args:
        kind: order, return, phase, tier.
        what: the shop's order number, or the group they came to.
        before: the group they left.
        amount_minor: what it left, or took.
    """

    day: date
    kind: str
    what: str
    before: str = ""
    reason: str = ""
    amount_minor: int | None = None


OnADay = TypeVar("OnADay", Happening, Happened)


@dataclass(frozen=True, slots=True)
class Due:
    """An article they will probably need: its name, the chance, days since and usually between."""

    name: str
    chance: float
    idle_days: int
    gap_days: int


@dataclass(frozen=True, slots=True)
class Contacted:
    """A contact with them; empty parts were not told.

    Args:
        at: when, aware.
        kind: message, request or talk.
        channel: mail, call, letter ...
        about: the campaign or topic.
        outcome: sent, bounced ..., or as somebody wrote it; of a request open, answered or solved.
    """

    at: datetime
    kind: str
    channel: str
    about: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of customer somebody belongs to.

    Args:
        name: of the type.
        sentence: what is usual in it.
        is_clear: whether they are clearly one of them; False near the border to another type.
    """

    name: str
    sentence: str
    is_clear: bool


_CLEAR = 0.2
"""From here on the next type is a quarter further away than one's own."""
_STANDING = """
    SELECT customer, code, orders, tier, rfm_segment, first_order, last_order, margin_minor,
        provisional_minor, value_minor, value_low_minor, value_high_minor, at_stake_minor, silent,
        CASE WHEN order_days > 4 THEN usual_gap_days END, p_alive
    FROM customers WHERE customer = ?"""
_ENTRIES = """
    SELECT day, step, kind, coalesce(order_id, ''), position, amount_minor, vat_minor, estimated
    FROM ledger WHERE customer = ? ORDER BY day DESC, order_id DESC, step, kind, position"""
_RETURNED = ("refund", "returned_goods", "handling")
_PHASES = """
    SELECT day, 'phase', after, coalesce(before, ''), reason, NULL FROM phase_moves
    WHERE customer = ? AND before IS NOT NULL"""
_TIERS = "SELECT day, 'tier', tier, tier_before, reason, reason_minor FROM tier_moves WHERE customer = ?"
_CONTACTS = """
    SELECT contacted_at, kind, coalesce(channel, ''), coalesce(about, ''), coalesce(outcome, '')
    FROM last_contacts WHERE customer = ? ORDER BY contacted_at DESC, kind, about"""
_DUE = "SELECT name, chance, idle_days, gap_days FROM due WHERE customer = ? ORDER BY chance DESC"


def standing_of(opened: Opened, customer: int) -> Standing | None:
    """None where the snapshot does not know them."""
    return next(iter(opened.made(Standing, _STANDING, [customer])), None)


def entries_of(opened: Opened, customer: int) -> list[Entry]:
    """All of their ledger, the newest first; together they are their contribution margin."""
    return opened.made(Entry, _ENTRIES, [customer])


def _number(order_id: str) -> str:
    """Of an order in the shop's words; in the facts its source stands before it."""
    return order_id.partition(":")[2] or order_id


def postings_of(entries: Iterable[Entry]) -> list[Posting]:
    """Entries by step and kind, the largest of each step first."""
    sums: dict[tuple[int, str], Posting] = {}
    for each in entries:
        kind = each.step, each.kind
        before = sums.get(kind, Posting(*kind, 0, is_estimated=False))
        amount, is_estimated = (
            before.amount_minor + each.amount_minor,
            before.is_estimated or each.is_estimated,
        )
        sums[kind] = Posting(*kind, amount, is_estimated)
    return sorted(sums.values(), key=lambda each: (each.step, -abs(each.amount_minor), each.kind))


def happenings_of(opened: Opened, customer: int, entries: Iterable[Entry]) -> list[Happening]:
    """Orders, returns and moves, the newest first."""
    moves = [
        each
        for table, query in (("phase_moves", _PHASES), ("tier_moves", _TIERS))
        if table in opened.tables
        for each in opened.made(Happening, query, [customer])
    ]
    return sorted([*_orders(entries), *moves], key=lambda each: each.day, reverse=True)


def _orders(entries: Iterable[Entry]) -> Iterator[Happening]:
    """Orders with all that was booked on them, and on which day how much of one went back."""
    orders: dict[str, list[Entry]] = {}
    returns: dict[tuple[date, str], int] = {}
    for each in entries:
        if each.order_id:
            orders.setdefault(each.order_id, []).append(each)
        if each.kind in _RETURNED:
            back = each.day, each.order_id
            returns[back] = returns.get(back, 0) + each.amount_minor
    for booked in orders.values():
        bought = [each.day for each in booked if each.kind == "goods"]
        if bought:
            total = sum(each.amount_minor for each in booked)
            yield Happening(min(bought), "order", booked[0].order, amount_minor=total)
    for (day, order), amount in returns.items():
        yield Happening(day, "return", _number(order), amount_minor=amount)


def by_year(happenings: Sequence[OnADay]) -> list[tuple[int, list[OnADay]]]:
    """The same in years."""
    return [(year, list(them)) for year, them in groupby(happenings, key=lambda each: each.day.year)]


def phase_of(opened: Opened, customer: int) -> str:
    """Empty where none is told."""
    if "phases" not in opened.tables:
        return ""
    rows = opened.rows("SELECT phase FROM phases WHERE customer = ?", [customer])
    return str(rows[0][0]) if rows else ""


def kind_of(opened: Opened, customer: int, language: str) -> Kind | None:
    """The type of customer they belong to; None where no types are told."""
    if "cluster_members" not in opened.tables:
        return None
    ending = "de" if language == "de" else "en"
    return next(
        iter(
            opened.made(
                Kind,
                f"""SELECT name_{ending}, sentence_{ending}, clearness >= {_CLEAR}
                FROM clusters JOIN cluster_members USING (cluster) WHERE customer = ?""",
                [customer],
            )
        ),
        None,
    )


def tier_since(opened: Opened, customer: int) -> date | None:
    """When they came to the tier in which they are; None where that was before we began to look."""
    if "tier_moves" not in opened.tables:
        return None
    (day,) = opened.row("SELECT max(day) FROM tier_moves WHERE customer = ?", [customer])
    return day if isinstance(day, date) else None


def due_of(opened: Opened, customer: int) -> list[Due]:
    """What they will probably need soon, the likeliest first."""
    if "due" not in opened.tables:
        return []
    return opened.made(Due, _DUE, [customer])


def contacts_of(opened: Opened, customer: int) -> list[Contacted]:
    """The last contacts with them, the latest first; none of a run that did not keep any."""
    if "last_contacts" not in opened.tables:
        return []
    return opened.made(Contacted, _CONTACTS, [customer])


def waits_of(opened: Opened, customer: int) -> list[str]:
    """Numbers of their requests nobody has answered."""
    if "waiting" not in opened.tables:
        return []
    rows = opened.rows(
        "SELECT regexp_replace(ticket_id, '^[^:]*:', '') FROM waiting WHERE customer = ? AND hours IS NULL",
        [customer],
    )
    return [str(number) for (number,) in rows]
