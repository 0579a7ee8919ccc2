"""From a night's beliefs to why the base's worth changed, whether it grows, its levers and its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from treue.loop.night.grown import WEEK, Grown
from treue.loop.night.handed import Beliefs, Facts, Run
from treue.loop.night.reserving import SHARES
from treue.loop.night.valuing import day_number, seeded
from treue.value.cancellations.tables import cancelled
from treue.value.histories import IntArray
from treue.value.left_truncation import opening_of
from treue.value.levers.change import change_between
from treue.value.levers.daily import Asked, Daily, Reserve
from treue.value.levers.growth import Growth, growth, scaled
from treue.value.levers.last_day import LastDay
from treue.value.levers.ranked import Ground, Lever, levers
from treue.value.levers.repeating import Repeating, repeating
from treue.value.levers.standing import Measure, Standing
from treue.value.levers.tables import daily, returned_days, spent_on_winning
from treue.value.plan.curve import Curve, curve
from treue.value.plan.existing import by_month, parameter_doubt
from treue.value.plan.months import Ahead, Months
from treue.value.plan.plan import Doubt, Here, Plan, plan
from treue.value.plan.tables import months_by_cohort
from treue.value.plan.tried import YEAR_DAYS, spans, try_plan
from treue.value.sampling import MOST_CUSTOMERS, validation_rows
from treue.value.staging import Stage
from treue.value.tables import months_before, orders_by_day
from treue.warehouse.tables import declare

MOST_ASKED = 200_000
"""Customers of whom a month's change is measured; where there are more, these stand for all."""

_SHOWN_MONTHS = 12
_DAY = timedelta(days=1)
_WEEKS_DAYS = 28
_DOUBTS = 40
_NEAREST = 0.5
_KEYS = pa.schema([("customer", pa.int64())])


def grow(run: Run, facts: Facts, beliefs: Beliefs) -> Grown:
    """Look back a week, a month and a year, and ahead a year.

    Where the last day is not over, they look back from the day before it: what it lacks is no decline.
    """
    has_amounts, last_day = beliefs.past.has_amounts, _last_day(run, facts, beliefs.until)
    until = beliefs.until - _DAY if last_day is not None and last_day.is_open else beliefs.until
    since, day = months_before(until, 1), day_number(until)
    asked = _asked(run, facts, beliefs)
    measure = _measure(beliefs, asked.reserve)
    today = measure.at(asked.daily, day_number(beliefs.until))
    factor = _factor(beliefs, float(today.worth.sum()), len(today.customer))
    now = today if until == beliefs.until else measure.at(asked.daily, day)
    first = int(asked.daily.day[asked.daily.orders > 0].min())
    month, week = (
        change_between(measure, measure.at(asked.daily, back), now, seeded()).times(factor)
        if back >= first
        else None
        for back in (day_number(since), day - WEEK.days)
    )
    months = _months(run, facts, beliefs)
    some = _fewer(asked)
    growth = _growth(beliefs, measure, some, until)
    opening = opening_of(beliefs.past.histories)
    discount = beliefs.timed.settled.ahead.discount_per_year
    is_hidden = opening is not None and opening.hides_new
    repeated = None if is_hidden else repeating(asked, day, discount, has_amounts=has_amounts)
    made, per_new = _planned(beliefs, months)
    span = spans(months)
    known = _Known(asked.daily, now, per_new, repeated, _upkeep(beliefs))
    return Grown(
        until=until,
        since=since,
        change=month,
        week=week,
        acquisition=_spent(run, facts, since, until),
        growth=growth,
        acquisition_long=_spent(run, facts, months_before(until, growth.months), until),
        repeating=repeated,
        levers=_levers(facts, made, known, is_hidden=is_hidden) if has_amounts else (),
        months=months,
        plan=made,
        tried=try_plan(months, some, beliefs.timed.settled, span, seeded()) if span else None,
        has_amounts=has_amounts,
        opening=opening,
        last_day=last_day,
    )


def _levers(facts: Facts, made: Plan, known: _Known, *, is_hidden: bool) -> tuple[Lever, ...]:
    """Without what more new customers would bring, where nobody knows who is new."""
    found = levers(_ground(facts, made, known))
    return tuple(each for each in found if not (is_hidden and each.name == "acquisition"))


def _last_day(run: Run, facts: Facts, until: date) -> LastDay | None:
    """As months count orders; None where nobody ordered lately."""
    since = until - timedelta(days=2 * _WEEKS_DAYS)
    read = run.engine.read(orders_by_day(facts.days.made, since, until)).read_all().to_pylist()
    if not read:
        return None
    last = max(read, key=lambda row: row["day"])
    first = last["day"] - timedelta(days=_WEEKS_DAYS)
    before = [row["orders"] for row in read if first <= row["day"] < last["day"]]
    return LastDay(last["orders"], sum(before) / _WEEKS_DAYS if before else None)


@dataclass(frozen=True, slots=True)
class _Known:
    """What levers stand on beside the plan."""

    daily: Daily
    now: Standing
    per_new: Curve
    repeated: Repeating | None
    upkeep: float


def _ground(facts: Facts, made: Plan, known: _Known) -> Ground:
    people, returned = float(made.arrivals.expected.sum()), float(known.daily.returned.sum())
    return Ground(
        plan=made,
        curve=known.per_new,
        cost_of_one=float(made.acquisition.sum()) / people if people else 0.0,
        parts=known.now.parts,
        loss_per_returned=float(known.daily.lost.sum()) / returned if returned > 0 else 0.0,
        upkeep=known.upkeep,
        repeating=known.repeated,
        has_costs="costs" not in facts.missing,
    )


def _asked(run: Run, facts: Facts, beliefs: Beliefs) -> Asked:
    """The days of all customers, or of enough of them."""
    undone = Stage("cancelled", cancelled(facts.ledger.made)).made
    back = Stage("returned_days", returned_days(facts.ledger.made, undone))
    run.engine.stage(back.name, back.expression)
    everybody, keys = beliefs.past.customer, None
    rows = validation_rows(everybody, MOST_ASKED)
    if len(rows) < len(everybody):
        run.engine.write("asked", pa.table({"customer": everybody[rows]}, schema=_KEYS))
        keys = declare("asked", _KEYS)
    read = run.engine.read(daily(facts.days.made, back.made, keys)).read_all()
    shares = run.engine.read(declare("loss_shares", SHARES)).read_all().sort_by("passed")
    reserve = Reserve(shares.column("returned_ppm").to_numpy() / 1e6)
    return Asked(Daily.of(read, facts.digits), reserve, len(everybody) / len(rows))


def _fewer(asked: Asked) -> Asked:
    """Enough of them to look at on many days."""
    keys = np.unique(asked.daily.customer[asked.daily.orders > 0])
    rows = validation_rows(keys, MOST_CUSTOMERS)
    if len(rows) == len(keys):
        return asked
    some = asked.daily.of_customers(keys[rows])
    return Asked(some, asked.reserve, asked.factor * len(keys) / len(rows))


def _measure(beliefs: Beliefs, reserve: Reserve) -> Measure:
    appraisal, settled = beliefs.appraisal, beliefs.timed.settled
    adjustment = appraisal.adjustment
    level = 1.0 if adjustment.paces is not None else float(adjustment.pace[0])
    return Measure(
        redrawn=appraisal.redrawn,
        spend=settled.spend,
        ahead_days=settled.ahead.days,
        discount_per_year=settled.ahead.discount_per_year,
        clock=beliefs.timed.clock,
        reserve=reserve,
        level=level,
        paces=adjustment.paces,
    )


def _factor(beliefs: Beliefs, worth: float, customers: float) -> float:
    """What the worth of customers who stand for all is to be multiplied by to be that of the page."""
    outlook = beliefs.appraisal.outlook
    whole = outlook.value if beliefs.past.has_amounts else outlook.orders * outlook.discount
    people = len(outlook.orders) / customers
    ratio = float(whole.sum()) / worth if worth else people
    # Where worth is next to nothing, a ratio of two such sums says nothing.
    return ratio if _NEAREST * people < ratio < people / _NEAREST else people


def _growth(beliefs: Beliefs, measure: Measure, some: Asked, until: date) -> Growth:
    back = {months: day_number(months_before(until, months)) for months in (12, 3)}
    found = growth(measure, some.daily, _month_ends(until), back, seeded())
    customers, worth = found.moments[-1].customers, found.moments[-1].worth
    if until != beliefs.until:
        # The page's worth is that of the last day, over or not: like is held against like.
        today = measure.at(some.daily, day_number(beliefs.until))
        customers, worth = float(len(today.customer)), float(today.worth.sum())
    return scaled(found, len(beliefs.past) / customers, _factor(beliefs, worth, customers))


def _month_ends(until: date) -> IntArray:
    """The last 12 month ends before a day, and that day."""
    first = until.replace(day=1)
    ends = [until]
    for _ in range(_SHOWN_MONTHS):
        end = first - timedelta(days=1)
        ends.append(end)
        first = end.replace(day=1)
    return np.array(sorted(day_number(end) for end in ends))


def _months(run: Run, facts: Facts, beliefs: Beliefs) -> Months:
    read = run.engine.read(months_by_cohort(facts.days.made, beliefs.until)).read_all()
    opening = opening_of(beliefs.past.histories)
    return Months.of(read, beliefs.until, facts.digits, 0 if opening is None else opening.days)


def _spent(run: Run, facts: Facts, since: date, until: date) -> float:
    found = run.engine.read(spent_on_winning(facts.days.made, since, until)).read_all().to_pylist()[0]
    return float(found["acquisition_minor"]) / 10.0**facts.digits


def _planned(beliefs: Beliefs, months: Months) -> tuple[Plan, Curve]:
    appraisal, timed = beliefs.appraisal, beliefs.timed
    customers, outlook, models = appraisal.customers, appraisal.outlook, appraisal.models
    ahead = Ahead.after(beliefs.until)
    expected = by_month(customers, models, timed.clock, day_number(beliefs.until), ahead)
    year = YEAR_DAYS / outlook.ahead.days
    doubt = Doubt(
        appraisal.adjustment.shock,
        float(outlook.orders_variance.sum()) * year,
        float(np.nan_to_num(outlook.value_variance).sum()) * year,
        parameter_doubt(customers, models, appraisal.redrawn.others[:_DOUBTS]),
    )
    per_new = curve(months, models.purchases, len(ahead.months))
    here = Here(ahead, expected, doubt, by_clock=any(timed.clock.parts.get("season", ())))
    return plan(months, here, per_new, seeded()), per_new


def _upkeep(beliefs: Beliefs) -> float:
    """Service and contact of a year that come with time, of today's customers."""
    customers, outlook = beliefs.appraisal.customers, beliefs.appraisal.outlook
    upkeep = customers.upkeep
    return 0.0 if upkeep is None else float(upkeep.per_day(outlook.alive).sum()) * YEAR_DAYS
