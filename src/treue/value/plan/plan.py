"""The whole base month by month: who is here, who will come, and how far off that may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.forecast import HIGH, LOW, Shock
from treue.value.histories import FloatArray
from treue.value.plan.arrivals import Arrivals, arrivals
from treue.value.plan.curve import Curve
from treue.value.plan.existing import ByMonth
from treue.value.plan.months import Ahead, Months
from treue.value.plan.seasons import Seasons, seasons_of

DRAWS = 1_000
_USUAL_SCATTER, _WIDEST_SCATTER = 0.2, 0.6
_FEWEST_MONTHS = 5
_LEAST_RATE = 0.1
"""Margin of revenue; where service eats more of it, margin no longer tells the luck of revenue."""
MEASURES = ("orders", "revenue", "margin")


@dataclass(frozen=True, slots=True)
class Range:
    """Means of k months and their 80 % intervals; shape (k,) each."""

    mean: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Plan:
    """Months to come; amounts in whole currency units, undiscounted.

    Args:
        ahead: the months.
        existing: of customers who are here.
        new: of customers still to come, before what winning them costs.
        arrivals: how many of those.
        newcomers: the same with its interval.
        acquisition: shape (k,), what winning them will cost, as it did in the last 12 months.
        whole: measure -> both together, by month.
        year: measure -> both together, mean, low and high of the 12 full months.
        drawn: measure -> shape (draws, k), equally likely futures.
        seasons: the time of year in it.
        by_clock: whether the shop's clock tells that of existing customers' orders.
    """

    ahead: Ahead
    existing: ByMonth
    new: ByMonth
    arrivals: Arrivals
    newcomers: Range
    acquisition: FloatArray
    whole: dict[str, Range]
    year: dict[str, tuple[float, float, float]]
    drawn: dict[str, FloatArray]
    seasons: Seasons
    by_clock: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """What makes the existing customers' part uncertain.

    Args:
        shock: what all customers share over the whole time.
        luck_orders: variance of their orders in a year, by chance alone.
        luck_value: variance of their margin, the same.
        parameters: relative standard deviation from the models' parameters.
    """

    shock: Shock
    luck_orders: float
    luck_value: float
    parameters: float


@dataclass(frozen=True, slots=True)
class Here:
    """What is expected of customers who are here.

    Args:
        ahead: the months.
        expected: by month.
        doubt: of it.
        by_clock: whether they are expected by a clock that knows the time of year.
    """

    ahead: Ahead
    expected: ByMonth
    doubt: Doubt
    by_clock: bool = False


def plan(months: Months, here: Here, per_new: Curve, rng: np.random.Generator) -> Plan:
    """Put a plan together.

    Args:
        months: of the past.
        here: what is expected of who is here.
        per_new: what a new customer brings by month, as many months as are planned or more.
        rng: of equally likely futures.
    """
    ahead, doubt, seasons = here.ahead, here.doubt, seasons_of(months)
    existing = seasons.existing(here.expected, ahead.months, by_clock=here.by_clock)
    came = months.customers[months.told]
    last = (months.first + months.full - 1) % 12
    coming = arrivals(came, last, len(ahead.months), seasons.new)
    if ahead.has_rest:
        # What is left of the running month, which the forecast takes for the first one after the last full.
        coming = Arrivals(coming.expected * ahead.shares, coming.error)
    length = len(ahead.months)
    brings = {name: _spread(getattr(per_new, name), length) for name in MEASURES}
    brings = seasons.of_new(brings, ahead.months)
    new = ByMonth(*(coming.expected @ brings[name] for name in MEASURES))
    drawn_new = _drawn_arrivals(coming, rng)
    scatter = _scatter(months) if seasons.orders.scatter is None else seasons.orders.scatter
    noise = np.exp(scatter * rng.standard_normal((DRAWS, length)) - scatter**2 / 2.0)
    shocks = doubt.shock.factors(rng, DRAWS) * np.exp(doubt.parameters * rng.standard_normal(DRAWS))
    shocks /= np.median(shocks)
    drawn = {}
    fate = dict(zip(("orders", "amounts"), rng.standard_normal((2, DRAWS, length)), strict=True))
    for name, luck in _luck_of(doubt, existing).items():
        theirs = getattr(existing, name)
        share = np.abs(theirs) / max(float(np.abs(theirs).sum()), 1e-12)
        chance = fate["orders" if name == "orders" else "amounts"] * np.sqrt(luck * share)
        there = drawn_new @ brings[name]
        drawn[name] = (theirs * shocks[:, None] + there) * noise + chance
        if name != "margin":
            drawn[name] = np.maximum(drawn[name], 0.0)
    full = slice(1 if ahead.has_rest else 0, None)
    return Plan(
        ahead=ahead,
        existing=existing,
        new=new,
        arrivals=coming,
        newcomers=_range(coming.expected, drawn_new),
        acquisition=coming.expected * _cost_of_one(months),
        whole={name: _range(getattr(existing, name) + getattr(new, name), drawn[name]) for name in MEASURES},
        year={
            name: _year(
                float((getattr(existing, name) + getattr(new, name))[full].sum()), drawn[name][:, full]
            )
            for name in MEASURES
        },
        drawn=drawn,
        seasons=seasons,
        by_clock=here.by_clock,
    )


def _luck_of(doubt: Doubt, existing: ByMonth) -> dict[str, float]:
    """Measure -> variance in a year. Revenue and margin come of the same orders: both are lucky at once."""
    revenue = float(existing.revenue.sum())
    rate = float(existing.margin.sum()) / revenue if revenue else 1.0
    of_revenue = doubt.luck_value / max(rate, _LEAST_RATE) ** 2
    return {"orders": doubt.luck_orders, "revenue": of_revenue, "margin": doubt.luck_value}


def _spread(values: FloatArray, length: int) -> FloatArray:
    """Shape (k, k): what a customer who comes in one month (row) brings in each (column)."""
    place = np.arange(length)
    age = place[None, :] - place[:, None]
    return np.where(age >= 0, values[np.maximum(age, 0)], 0.0)


def _drawn_arrivals(coming: Arrivals, rng: np.random.Generator) -> FloatArray:
    """Shape (draws, k): a wrong level stays wrong, so that one draw goes through all months."""
    off = rng.standard_normal(DRAWS)[:, None] * coming.error
    level = np.maximum(coming.expected * (1.0 + off), 0.0)
    return np.maximum(level + np.sqrt(level) * rng.standard_normal(level.shape), 0.0)


def _range(mean: FloatArray, drawn: FloatArray) -> Range:
    low, high = np.quantile(drawn, [LOW, HIGH], axis=0)
    return Range(mean, np.minimum(low, mean), np.maximum(high, mean))


def _year(mean: float, drawn: FloatArray) -> tuple[float, float, float]:
    low, high = np.quantile(drawn.sum(axis=1), [LOW, HIGH])
    return mean, min(float(low), mean), max(float(high), mean)


def _scatter(months: Months) -> float:
    """By how much a month lies off the mean of its neighbours, on the log scale."""
    totals = np.maximum(months.orders.sum(axis=0)[1 : months.full], 0.5)
    if len(totals) < _FEWEST_MONTHS:
        return _USUAL_SCATTER
    logs = np.log(totals)
    off = logs[1:-1] - (logs[:-2] + logs[2:]) / 2.0
    # Less what single orders scatter: that is in the plan by itself.
    seen = float(np.square(off).mean()) / 1.5 - float((1.0 / totals).mean())
    return float(min(np.sqrt(max(seen, 0.0)), _WIDEST_SCATTER))


def _cost_of_one(months: Months) -> float:
    """What winning a customer cost in the last 12 full months."""
    lately = slice(max(months.full - 12, 0), months.full)
    people = float(months.customers[lately].sum())
    return float(months.acquisition[lately].sum()) / people if people else 0.0
