"""What a night tells of the whole base: how its worth moved, what would move it, what is to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from treue.value.left_truncation import Opening
from treue.value.levers.change import Change
from treue.value.levers.growth import Growth
from treue.value.levers.last_day import LastDay
from treue.value.levers.ranked import Lever
from treue.value.levers.repeating import Repeating
from treue.value.plan.months import Months
from treue.value.plan.plan import Plan
from treue.value.plan.tried import Tried

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Grown:
    """All of it.

    Args:
        until: the last day that is over: changes are measured until then.
        since: the day a month before.
        change: since then; None where nobody had ordered by then.
        week: the same since seven days before.
        acquisition: spent since then on winning customers.
        growth: of the last months.
        acquisition_long: spent meanwhile.
        repeating: first-time buyers who come back; None where too few were watched.
        levers: the strongest first; none without amounts.
        months: what came so far.
        plan: what will.
        tried: an earlier plan and what came; None where the past is too short.
        has_amounts: else worth is told in orders.
        opening: the stretch in which first orders may not be first; None where all are.
        last_day: the last one with any orders; None where nobody ordered lately.
    """

    until: date
    since: date
    change: Change | None
    week: Change | None
    acquisition: float
    growth: Growth
    acquisition_long: float
    repeating: Repeating | None
    levers: tuple[Lever, ...]
    months: Months
    plan: Plan
    tried: Tried | None
    has_amounts: bool
    opening: Opening | None = None
    last_day: LastDay | None = None
