"""How well a plan made some months ago would have done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from treue.value.appraisal import Settled, customers_of, learn
from treue.value.calendar import Almanac, Clock
from treue.value.forecast import Ahead as Horizon
from treue.value.forecast import Models, Shock, look_ahead
from treue.value.histories import BoolArray, FloatArray
from treue.value.levers.daily import Asked
from treue.value.plan.curve import curve
from treue.value.plan.existing import ByMonth, by_month, parameter_doubt
from treue.value.plan.months import Ahead, Months, last_of
from treue.value.plan.plan import Doubt, Here, Plan, plan
from treue.value.tournament.strength import USUAL_SHOCK

YEAR_DAYS = 365
_EPOCH = date(1970, 1, 1)
_SPANS = (12, 6)
_REDRAWS = 30


@dataclass(frozen=True, slots=True)
class Tried:
    """A plan of months that are over, and what came.

    Args:
        plan: as it would have been made, from what was known then.
        first: place of its first month among those of the past.
        came: measure -> shape (k,).
    """

    plan: Plan
    first: int
    came: dict[str, FloatArray]

    def inside(self, measure: str) -> BoolArray:
        """Shape (k,), whether what came lies in the 80 % interval."""
        told, came = self.plan.whole[measure], self.came[measure]
        return np.asarray((told.low <= came) & (came <= told.high))

    def error(self, measure: str) -> float:
        """By how much the sum of all months was planned too high, relative to what came."""
        came = float(self.came[measure].sum())
        return (float(self.plan.whole[measure].mean.sum()) - came) / came if came else 0.0


def spans(months: Months) -> int:
    """How many of the last full months can be planned from what was before them: 12, 6 or 0."""
    known = months.full - months.opening
    return next((span for span in _SPANS if known >= 2 * span), 0)


def try_plan(
    months: Months,
    asked: Asked,
    settled: Settled,
    span: int,
    rng: np.random.Generator,
) -> Tried:
    """Plan the last full months with models fitted before them.

    The calendar's clock and what a tournament lays over the models are left out: both know what came.

    Args:
        months: of the past.
        asked: customers who stand for all.
        settled: how models are fitted.
        span: how many months, as `spans` says.
        rng: of equally likely futures.
    """
    place = months.full - span
    until = last_of(months.first + place - 1)
    day = (until - _EPOCH).days
    past, factor = asked.daily.past(day, asked.reserve), asked.factor
    models = learn(past, replace(settled, ahead=Horizon(YEAR_DAYS)))
    customers = customers_of(past, settled.spend, np.ones(len(past)))
    ahead, clock = Ahead.after(until, span), Clock.plain(Almanac(int(past.first_day.min()), day))
    known = months.cut(until)
    outlook = look_ahead(customers, models, Horizon(YEAR_DAYS))
    found = by_month(customers, models, clock, day, ahead)
    here = ByMonth(found.orders * factor, found.revenue * factor, found.margin * factor)
    others: tuple[Models, ...] = tuple(models.redraw(rng) for _ in range(_REDRAWS))
    doubt = Doubt(
        Shock(USUAL_SHOCK),
        float(outlook.orders_variance.sum()) * factor,
        float(np.nan_to_num(outlook.value_variance).sum()) * factor,
        parameter_doubt(customers, models, others),
    )
    per_new = curve(known, models.purchases, len(ahead.months))
    made = plan(known, Here(ahead, here, doubt), per_new, rng)
    columns = slice(place, months.full)
    came = {
        "orders": months.orders[:, columns].sum(axis=0),
        "revenue": months.revenue[:, columns].sum(axis=0),
        "margin": months.margin[:, columns].sum(axis=0),
    }
    return Tried(made, place, came)
