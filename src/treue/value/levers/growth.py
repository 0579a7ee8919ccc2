"""Whether a customer base grows: its worth at the last month ends, and a verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from treue.value.histories import IntArray
from treue.value.levers.change import Change, change_between
from treue.value.levers.daily import Daily
from treue.value.levers.standing import Measure, Standing

Verdict = Literal["growing", "standing", "shrinking", "young"]
# A day is looked back to only if the file had been running as long as the change it is asked for, and this.
_FEWEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Moment:
    """Of all customers on a day: their worth (orders where amounts are not known) and expected orders."""

    day: int
    customers: float
    worth: float
    orders: float


@dataclass(frozen=True, slots=True)
class Growth:
    """The last months.

    Args:
        moments: month ends, and the last day.
        verdict: from the change over `months`.
        months: 12, or 3 in a young shop; 0 where it is too young for a verdict.
        change: over these months; None for a young shop.
    """

    moments: tuple[Moment, ...]
    verdict: Verdict
    months: int
    change: Change | None


def growth(
    measure: Measure,
    daily: Daily,
    days: IntArray,
    back: dict[int, int],
    rng: np.random.Generator,
) -> Growth:
    """Measure the base at each of these days.

    Args:
        measure: one for all.
        daily: of the customers who are asked.
        days: ascending; the last is today.
        back: months -> the day so many months ago, those to be tried for a verdict, the longest first.
        rng: of their sample.
    """
    first, today = int(daily.day.min()), int(days[-1])
    wanted = [int(day) for day in days if day - first >= _FEWEST_DAYS or day == today]
    standings = {day: measure.at(daily, day) for day in wanted}
    moments = tuple(_moment(standings[day]) for day in wanted)
    for months, day in back.items():
        if day - first < max(today - day, _FEWEST_DAYS):
            continue
        before = standings.get(day) or measure.at(daily, day)
        change = change_between(measure, before, standings[today], rng)
        return Growth(moments, verdict_of(change), months, change)
    return Growth(moments, "young", 0, None)


def verdict_of(change: Change) -> Verdict:
    """Growing or shrinking if the 80 % interval of the change leaves zero out."""
    if change.low > 0:
        return "growing"
    return "shrinking" if change.high < 0 else "standing"


def _moment(stood: Standing) -> Moment:
    return Moment(
        stood.day, float(len(stood.customer)), float(stood.worth.sum()), float(stood.outlook.orders.sum())
    )


def scaled(found: Growth, customers: float, worth: float) -> Growth:
    """Of the whole shop, some of whose customers were asked: so many times as many, worth so much more."""
    moments = tuple(
        Moment(each.day, each.customers * customers, each.worth * worth, each.orders * customers)
        for each in found.moments
    )
    change = None if found.change is None else found.change.times(worth)
    return replace(found, moments=moments, change=change)
