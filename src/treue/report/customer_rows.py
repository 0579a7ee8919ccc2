"""What the page reads of single customers: forecast, entries, what they wait for and will need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Posting:
    """All ledger entries of one kind: step 1 to 3 of the contribution margin, summed.

    Args:
        is_estimated: any of them.
        is_partly: some of them, and not all.
        since: the day of the first; None where nobody asked.
    """

    step: int
    kind: str
    amount_minor: int
    is_estimated: bool
    is_partly: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order of a customer: the shop's own number, revenue and what it left after all entries."""

    day: date
    number: str
    revenue_minor: int
    margin_minor: int


@dataclass(frozen=True, slots=True)
class NextOrder:
    """When a customer orders next, given that they do, and the chance of an order within 28 days."""

    day: date
    low: date
    high: date
    chance_28: float


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a customer's forecast is made of.

    Args:
        first_order: the day.
        revenue_minor: of all orders; None where no amounts are known.
        expected_orders: in the horizon.
        pace: factor by which they differ from what the purchase model expects.
        margin_per_order_minor: what one order is expected to leave; None where no amounts are known.
        order_days: days with an order so far, which is what forecasts count.
        running_minor: margin so far, without what winning the customer cost; None without amounts.
        year_minor: the same of the last 12 months.
        silent: chance of no order within the days that warnings look ahead; None in a run without warnings.
        usual_days: that usually lie between two orders; None below two days with an order.
        movers: features that moved the pace most and the share by which each did, the strongest first.
        others: features beside them, each of which moved it less.
        next_order: when it is to be expected.
    """

    first_order: date
    revenue_minor: int | None
    expected_orders: float
    pace: float
    margin_per_order_minor: int | None
    order_days: int
    running_minor: int | None
    year_minor: int | None
    silent: float | None
    usual_days: int | None
    movers: Sequence[tuple[str, float]]
    others: int
    next_order: NextOrder


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer as the two lists show them; `code` is a short label, never a name.

    Args:
        reasons: why they are listed among those who may stay away, the strongest first.
        postings: all their ledger entries, by kind; they come to `margin_minor`.
        latest: their latest orders, the last one first.
    """

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
    postings: Sequence[Posting] = ()
    latest: Sequence[Purchase] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A good customer's ticket by its own number: hours to the first answer, None while there is none.

    `served_before` counts tickets of lead customers that were opened later and answered sooner.
    """

    code: str
    ticket: str
    tier: str
    opened: date
    hours: int | None
    served_before: int


@dataclass(frozen=True, slots=True)
class CalmTest:
    """What became of it when somebody said earlier that there is no reason to worry.

    Args:
        ahead_days: within which they ordered or not.
        asked: customers of whom it had been said.
        ordered: those who did.
        low: by the figures alone, in eight of ten cases at least so many would have.
        high: and at most so many.
    """

    ahead_days: int
    asked: int
    ordered: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article that is bought again, and what will be asked for of it.

    Args:
        name: as the shop calls it.
        pieces: expected in each of the coming weeks.
        low: one week in ten it is less.
        high: one week in ten it is more.
        first_time: share of the pieces that goes to customers new to it.
        due: customers who will probably buy it again in these weeks.
    """

    name: str
    pieces: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    first_time: float
    due: int


@dataclass(frozen=True, slots=True)
class Due:
    """A customer who will probably need an article: chance in the coming weeks, days since and usually."""

    code: str
    article: str
    chance: float
    idle_days: int
    gap_days: int


@dataclass(frozen=True, slots=True)
class Dates:
    """How far off next-order dates were, in days, when tried over so many days."""

    ahead_days: int
    off_by: float
    own_gap_off_by: float


@dataclass(frozen=True, slots=True)
class Needs:
    """What will be needed soon.

    Args:
        customers: those who will probably buy something again.
        most_due: the article that most of them need; none where several are even.
        articles: the most asked for.
        due: the likeliest.
        dates: how the dates of next orders did; none where they could not be tried.
    """

    customers: int
    most_due: str | None
    articles: Sequence[Article]
    due: Sequence[Due]
    dates: Sequence[Dates]
