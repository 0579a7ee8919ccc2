"""What the page reads from a snapshot, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from treue.report.radar import RadarRows


@dataclass(frozen=True, slots=True)
class Base:
    """The customer base as a whole.

    Args:
        customers: known people with at least one order.
        active: how many of them probably still buy: the sum of their chances.
        orders: all orders of these people.
        once: people with one order.
        margin_minor: their contribution margin so far; None where no amounts are known.
    """

    customers: int
    active: float | None
    orders: int
    once: int
    margin_minor: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month; amounts are None where the shop has told none."""

    month: date
    orders: int
    buyers: int
    new_customers: int
    revenue_minor: int | None
    margin_minor: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """A tier, an RFM segment or a phase.

    Args:
        name: its id.
        customers: in it.
        profit_minor: of the last 24 and, for tiers, the next 12 months; None for phases.
        minutes: of service, for tiers, in the last 12 months; 0 where none are known.
    """

    name: str
    customers: int
    profit_minor: int | None
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the 25 fields of the RFM map: scores 1 (low) to 5 (high), and who is mostly there."""

    recency: int
    frequency: int
    customers: int
    margin_minor: int | None
    segment: str


@dataclass(frozen=True, slots=True)
class CohortMonth:
    """Of the customers won in a month, how many bought `month_index` months later."""

    cohort: date
    month_index: int
    customers: int
    buyers: int


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the customers by predicted orders: what was predicted and what came, each on average."""

    decile: int
    customers: int
    predicted: float
    actual: float


@dataclass(frozen=True, slots=True)
class Trial:
    """How one way of forecasting did in the back-test; None where a figure does not exist.

    `mae` is that of the median where there is one: the forecast to hold against a single customer.
    """

    model: str
    is_naive: bool
    is_chosen: bool
    mae: float | None
    crps: float | None
    bias: float | None
    gini_value: float | None
    coverage_80: float | None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a customer's forecast is made of.

    Args:
        first_order: the day.
        revenue_minor: of all orders; None where no amounts are known.
        expected_orders: in the horizon.
        pace: factor by which they differ from what the purchase model expects.
        margin_per_order_minor: what one order is expected to leave; None where no amounts are known.
        movers: features that moved the pace most and the share by which each did, the strongest first.
    """

    first_order: date
    revenue_minor: int | None
    expected_orders: float
    pace: float
    margin_per_order_minor: int | None
    movers: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer as the two lists show them; `code` is a short label, never a name."""

    code: str
    orders: int
    last_order: date
    margin_minor: int | None
    p_alive: float
    value_minor: int
    value_low_minor: int
    value_high_minor: int
    at_stake_minor: int
    tier: str
    how: Reckoning
    reasons: Sequence[tuple[str, Mapping[str, float]]] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A good customer's ticket: hours to the first answer, None while there is none yet.

    `served_before` counts tickets of lead customers that were opened later and answered sooner.
    """

    code: str
    tier: str
    opened: date
    hours: int | None
    served_before: int


@dataclass(frozen=True, slots=True)
class Shift:
    """How many customers went up or down a tier for one reason since a month ago."""

    is_up: bool
    reason: str
    customers: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How many customers went from one phase to another within a month, or stayed: ids of phases.

    `month` is its first day; `before` is None for who was not known when it began.
    """

    month: date
    before: str | None
    after: str
    customers: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Customers who resemble each other; name and sentence by language."""

    customers: int
    share: float
    name: Mapping[str, str]
    sentence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Posting:
    """All ledger entries of one kind: step 1 to 3 of the contribution margin, summed."""

    step: int
    kind: str
    amount_minor: int
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One input as it was accounted for."""

    name: str
    rows_read: int
    rows_accepted: int
    rows_set_aside: int
    money_read_minor: int | None
    money_accepted_minor: int | None
    money_set_aside_minor: int | None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many rows of an input one rule set aside."""

    input: str
    rule: str
    rows: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page shows; an empty sequence is a table the snapshot does not have or fill."""

    base: Base
    months: Sequence[Month]
    tiers: Sequence[Group]
    waits: Sequence[Wait]
    shifts: Sequence[Shift]
    tiles: Sequence[Tile]
    segments: Sequence[Group]
    phases: Sequence[Group]
    flows: Sequence[Flow]
    kinds: Sequence[Kind]
    cohorts: Sequence[CohortMonth]
    deciles: Sequence[Decile]
    trials: Sequence[Trial]
    best: Sequence[Customer]
    worrying: Sequence[Customer]
    postings: Sequence[Posting]
    inputs: Sequence[Input]
    rules: Sequence[RuleCount]
    radar: RadarRows
