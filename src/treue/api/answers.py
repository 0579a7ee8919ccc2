"""What the interface answers with; the schema in OpenAPI follows from here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema

Tier = Literal["platinum", "gold", "iron", "lead", "former"]
Phase = Literal["awareness", "acquisition", "retention", "reactivation", "farewell"]
Segment = Literal[
    "champions", "loyal", "potential-loyalist", "new", "promising", "need-attention", "about-to-sleep",
    "at-risk", "cannot-lose", "hibernating", "lost",
]  # fmt: skip


class Range(Schema):
    """An estimate: in eight of ten cases it lies between low and high."""

    mean: float
    median: float | None = None
    low: float | None = None
    high: float | None = None


class Days(Schema):
    """The day by which half of such orders have come; a tenth by `low`, nine tenths by `high`."""

    day: date
    low: date | None = None
    high: date | None = None


class Person(Schema):
    """Who it is; only for keys with the scope persons."""

    name: str
    mail: str
    numbers: list[str]


class Customer(Schema):
    """One customer: what happened and what we believe."""

    code: str
    orders: int
    first_order: date | None
    last_order: date | None
    revenue_minor: int | None
    margin_minor: int | None
    profit_minor: int | None
    tier: str | None
    phase: str | None
    segment: str | None
    kind: str | None
    active: float | None
    expected_orders: Range | None
    value: Range | None
    at_stake_minor: int | None
    person: Person | None = None


class Reason(Schema):
    """Why somebody may stay away: a kind, and its numbers by name."""

    kind: str
    numbers: dict[str, float | str | None]


class Warned(Schema):
    """That a customer may stay away."""

    rank: int
    reasons: list[Reason]


class Detail(Customer):
    """One customer, with reasons."""

    run: str
    currency: str
    until: date
    horizon_days: int
    tier_by_limits: str | None
    phase_since: date | None
    phase_reason: str | None
    next_phase: str | None
    next_phase_day: date | None
    usual_gap_days: int | None
    silent: float | None
    order_chance_7: float | None
    order_chance_28: float | None
    next_order: Days | None
    warning: Warned | None


class Page(Schema):
    """What every page of a list says besides."""

    run: str
    currency: str
    until: date
    horizon_days: int
    next: str | None
    """Cursor of the page that follows; null on the last one."""


class Customers(Page):
    """A page of customers, in the order of their codes."""

    items: list[Customer]


class Worth(Schema):
    """What one customer is worth."""

    code: str
    tier: str | None
    expected_orders: Range | None
    value: Range | None
    year_value_minor: int | None
    profit_minor: int | None


class Worths(Page):
    """A page of values, in the order of codes."""

    items: list[Worth]


class Group(Schema):
    """One group of customers."""

    name: str
    english: str
    german: str
    customers: int
    orders: int
    revenue_minor: int | None
    margin_minor: int | None
    profit_minor: int | None
    value_minor: int | None
    at_stake_minor: int | None


class Groups(Schema):
    """Every way in which customers are grouped; each customer is once in each."""

    run: str
    currency: str
    until: date
    tiers: list[Group]
    segments: list[Group]
    phases: list[Group]
    kinds: list[Group]


class Size(Schema):
    """How many an audience held as of a night."""

    run: str
    day: date
    customers: int
    value_minor: int | None


class AudienceTold(Schema):
    """A saved filter."""

    id: int
    name: str
    filter: dict[str, object]
    made_at: datetime
    sizes: list[Size]


class Audiences(Schema):
    """All audiences that still hold."""

    items: list[AudienceTold]


class Told(Schema):
    """Something to know beside the figures."""

    kind: str
    text: str


class RunTold(Schema):
    """A snapshot that is kept."""

    run: str
    is_current: bool
    until: date
    currency: str
    customers: int | None
    model: str
    horizon_days: int
    expected_orders: Range | None
    value: Range | None
    missing: list[str]
    warnings: list[Told]


class Runs(Schema):
    """The runs kept, the newest first."""

    current: str | None
    items: list[RunTold]


class Answered(Schema):
    """What became of one event of a batch."""

    source: str | None
    key: str | None
    state: Literal["accepted", "known", "refused"]
    reason: str | None = None


class BatchAnswered(Schema):
    """What became of a batch; `items` in its order. What is accepted or known is on the disk."""

    accepted: int
    known: int
    refused: int
    items: list[Answered]


class EventState(Schema):
    """Where an event stands: waiting for the worker, taken into the facts, or refused there."""

    source: str
    key: str
    kind: str
    state: Literal["waiting", "taken", "refused"]
    arrived_at: datetime
    taken_at: datetime | None
    reason: str | None
