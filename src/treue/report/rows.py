"""What the page reads from a snapshot, row by row; single customers stand in `customer_rows`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from treue.report.customer_rows import CalmTest, Customer, Needs, Posting, Wait
from treue.report.growing import Lever, Part, PlanMonth, WorthDay
from treue.report.radar import RadarRows
from treue.report.unusual import Unusual
from treue.value.levers.last_day import LastDay

OFTEN_TWICE = 1.02
"""Orders a day with an order above which the two are told apart."""

_NEARLY_A_YEAR = 340
"""Days below which what was counted is not called a year's."""


@dataclass(frozen=True, slots=True)
class Base:
    """The customer base as a whole.

    Args:
        customers: known people with at least one order.
        active: how many of them probably still buy: the sum of their chances.
        orders: all orders of these people.
        order_days: days on which each of them ordered, added up.
        once: people with one order.
        margin_minor: their contribution margin so far; None where no amounts are known.
    """

    customers: int
    active: float | None
    orders: int
    order_days: int
    once: int
    margin_minor: int | None

    @property
    def is_by_day(self) -> bool:
        """Whether people so often order twice a day that forecasts, which count days, need another word."""
        return self.orders > OFTEN_TWICE * self.order_days


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month; amounts are None where the shop has told none.

    Known customers ordered on `order_days` days, added up. `open_minor` of the margin may still be lost: to
    goods that come back, to invoices that stay unpaid.
    """

    month: date
    orders: int
    buyers: int
    new_customers: int
    revenue_minor: int | None
    margin_minor: int | None
    order_days: int = 0
    open_minor: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A tier, an RFM segment or a phase.

    Args:
        name: its id.
        customers: in it.
        profit_minor: of the last 24 and, for tiers, the next 12 months; None for phases.
        minutes: of service, for tiers, in the last 12 months; 0 where none are known.
        discount_minor: likewise, discounts and vouchers.
        messages: likewise, sent to them.
        once: of them who ordered once, for segments.
        active: of all, how many of them probably still buy: the sum of their chances.
    """

    name: str
    customers: int
    profit_minor: int | None
    minutes: int = 0
    discount_minor: int = 0
    messages: int = 0
    once: int = 0
    active: float = 0.0


@dataclass(frozen=True, slots=True)
class TierSum:
    """What the profit of a tier is made of, to the minor unit.

    Args:
        name: its id.
        past_minor: margin of the last 24 months, before acquisition.
        lost_minor: what recent orders and open invoices will still lose.
        ahead_minor: expected of the next 12 months.
        by_limits: customers whom the limits alone would put there.
    """

    name: str
    past_minor: int
    lost_minor: int
    ahead_minor: int
    by_limits: int

    @property
    def whole_minor(self) -> int:
        """The profit."""
        return self.past_minor - self.lost_minor + self.ahead_minor


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
    margin_minor: int | None = None


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
class PhaseLimit:
    """After how many days of silence phases begin, whole shop; 80 % intervals.

    `usual_from` and `usual_to` say whose usual gap is so long, in days; both are None after a first order,
    `usual_to` for the longest. Farewell is None where nobody was silent long enough to tell.
    """

    usual_from: float | None
    usual_to: float | None
    overdue: int
    overdue_low: int
    overdue_high: int
    farewell: int | None
    farewell_low: int | None
    farewell_high: int | None


@dataclass(frozen=True, slots=True)
class Kind:
    """Customers who resemble each other; name and sentence by language, and their number in the tables."""

    customers: int
    share: float
    name: Mapping[str, str]
    sentence: Mapping[str, str]
    cluster: int = 0


@dataclass(frozen=True, slots=True)
class Friction:
    """What came of a friction, or of a first article: shares that ordered again, and amounts of a year.

    Args:
        kind: as the snapshot calls it.
        detail: which step, limit, category or article; empty where there is only one.
        beyond: days or hours after which it counts; None without a limit.
        matched: times it was compared.
        again: share of those touched who ordered again.
        like_them: share of others like them.
        change: the difference.
        low: of its 80 % interval.
        high: of its 80 % interval.
        yearly_minor: change of margin for all touched in the last 12 months; None without amounts.
        yearly_low_minor: of its 80 % interval.
        yearly_high_minor: of its 80 % interval.
        touched_12m: people touched in the last 12 months, or in those of them that are known.
        horizon_days: how long afterwards was looked.
        is_told: whether chance is no likely reason, and like was compared with like.
        is_alike: whether those compared were alike enough to tell anything.
        known_days: of the last 12 months, since anything is known of it; amounts of a year are for 12.
    """

    kind: str
    detail: str
    beyond: int | None
    matched: int
    again: float
    like_them: float
    change: float
    low: float
    high: float
    yearly_minor: int | None
    yearly_low_minor: int | None
    yearly_high_minor: int | None
    touched_12m: int
    horizon_days: int
    is_told: bool
    is_alike: bool = True
    known_days: int = 365

    @property
    def is_short(self) -> bool:
        """Whether what it counts begins well after the 12 months did."""
        return self.known_days < _NEARLY_A_YEAR

    @property
    def is_yearly_sure(self) -> bool:
        """Whether the range of the amount lies on one side of nothing."""
        low, high = self.yearly_low_minor, self.yearly_high_minor
        return low is not None and high is not None and (low > 0 or high < 0)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A kind of friction that could not be compared; what would tell: a file, or `more` people."""

    kind: str
    needs: str


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
class Bridge:
    """From what the files say of a kind of entry to the ledger, in minor units.

    Args:
        kind: of entry.
        facts_minor: as the files have it.
        left_out_minor: of it not counted, as amounts in a currency without a rate.
        vat_minor: of it value added tax, taken off.
        derived_minor: reckoned beside it, as what goods that came back had cost.
        ledger_minor: what the ledger holds.
        difference_minor: what is left to explain; nothing in a sound run.
    """

    kind: str
    facts_minor: int
    left_out_minor: int
    vat_minor: int
    derived_minor: int
    ledger_minor: int
    difference_minor: int


@dataclass(frozen=True, slots=True)
class Reserves:
    """What is not final yet: revenue that may still come back, and what returns and invoices will cost.

    `unassigned_minor` is what winning customers cost that belongs to none of them, above zero;
    `anonymous_minor` the margin of what belongs to nobody who ordered, `anonymous_orders` the orders in it.
    """

    provisional_minor: int | None
    returned_minor: int | None
    default_minor: int | None
    unassigned_minor: int | None = None
    anonymous_minor: int | None = None
    anonymous_orders: int = 0

    @property
    def open_minor(self) -> int:
        """What goods that come back and unpaid invoices will still cost."""
        return (self.returned_minor or 0) + (self.default_minor or 0)


@dataclass(frozen=True, slots=True)
class Stakes:
    """What is at stake with everybody of whom it is told, and how many they are."""

    customers: int
    minor: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page shows; an empty sequence is a table the snapshot does not have or fill."""

    base: Base
    last_day: Sequence[LastDay]
    months: Sequence[Month]
    tiers: Sequence[Group]
    tier_sums: Sequence[TierSum]
    waits: Sequence[Wait]
    shifts: Sequence[Shift]
    tiles: Sequence[Tile]
    segments: Sequence[Group]
    phases: Sequence[Group]
    flows: Sequence[Flow]
    phase_limits: Sequence[PhaseLimit]
    kinds: Sequence[Kind]
    frictions: Sequence[Friction]
    unseen: Sequence[Unseen]
    cohorts: Sequence[CohortMonth]
    deciles: Sequence[Decile]
    trials: Sequence[Trial]
    best: Sequence[Customer]
    worrying: Sequence[Customer]
    stakes: Stakes
    needs: Needs
    reserves: Reserves
    postings: Sequence[Posting]
    inputs: Sequence[Input]
    rules: Sequence[RuleCount]
    bridges: Sequence[Bridge]
    radar: RadarRows
    worth: Sequence[WorthDay] = ()
    parts: Sequence[Part] = ()
    levers: Sequence[Lever] = ()
    planned: Sequence[PlanMonth] = ()
    calmed: int = 0
    calm_tests: Sequence[CalmTest] = ()
    unusual: Sequence[Unusual] | None = None
