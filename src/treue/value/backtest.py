"""Forecasting a past we know: every model and the naive forecasts on the same split, judged alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from treue.errors import TreueWarning
from treue.value.accuracy import (
    Decile,
    Errors,
    Figure,
    coverage,
    cumulative_error,
    deciles,
    errors,
    four_weekly_excess,
    gini,
    oracle_top_share,
    top_share,
    weekly_error,
)
from treue.value.adjustment import Adjustment
from treue.value.appraisal import Settled, customers_of, learn, warnings_of
from treue.value.baselines import NAMES, Stretch, last_stretch, naive_orders, own_amount
from treue.value.diary import Diary
from treue.value.distribution.pit_map import pit_coverage
from treue.value.distribution.scores import OrdersAhead, Scores, score
from treue.value.forecast import HIGH, LOW, Ahead, Customers, Models, Redrawn, look_ahead, orders_by_week
from treue.value.histories import BoolArray, FloatArray, Histories
from treue.value.past import Past
from treue.value.purchases import suited
from treue.value.totals import possible_totals
from treue.value.tournament.verdict import COMBINED

SHARES = (0.5, 0.8, 0.95)
_LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


@dataclass(frozen=True, slots=True)
class Holdout:
    """What came after the split, for the customers known at it.

    Args:
        orders: shape (n,), days with an order.
        value: shape (n,), margin, in whole currency units.
        weekly: shape (weeks,), order days of all of them together.
    """

    orders: FloatArray
    value: FloatArray
    weekly: FloatArray


@dataclass(frozen=True, slots=True)
class Row:
    """One forecast and how it did.

    Args:
        model: as `--model` takes it, "combined" for what `auto` forecasts, or the name of a naive forecast.
        is_naive: whether it needs no model.
        is_chosen: whether `auto` takes it, from data up to the split only.
        errors: of orders.
        crps: continuous ranked probability score, orders; a naive forecast's is its absolute error.
        gini_units: how well it sorts customers by orders; None where it does not sort.
        gini_value: the same by value.
        top_decile_units: share of orders from the tenth predicted best.
        top_decile_value: the same of value.
        coverage: nominal share -> share of customers whose PIT lies in the central interval; empty for naive.
        coverage_repeat: the same of customers who had ordered again before the split.
        coverage_closed: nominal share -> share inside the printed interval, its ends included.
        total: nominal share -> interval of the orders of all together; what came is `Holdout.orders.sum()`.
        tracking_weekly: error of weekly totals, counted from the split.
        tracking_four_weekly: error of four-weekly totals beyond what chance alone makes.
        tracking_cumulative: error of their running sum.
        weeks_inside: share of every fourth week's end at which the running sum lay in its 80 % interval; None
            where that was not asked.
        deciles: predicted against actual orders by tenths of the customers.
        seconds: for fitting and predicting.
        warnings: of the fitted models.
    """

    model: str
    is_naive: bool
    is_chosen: bool
    errors: Errors
    crps: float
    gini_units: Figure
    gini_value: Figure
    top_decile_units: Figure
    top_decile_value: Figure
    coverage: dict[str, float]
    coverage_repeat: dict[str, float]
    coverage_closed: dict[str, float]
    total: dict[str, tuple[float, float]]
    tracking_weekly: Figure
    tracking_four_weekly: Figure
    tracking_cumulative: Figure
    weeks_inside: Figure
    deciles: tuple[Decile, ...]
    seconds: float
    warnings: tuple[TreueWarning, ...]


@dataclass(frozen=True, slots=True)
class _Forecast:
    orders: FloatArray
    value: FloatArray
    weekly: FloatArray
    scores: Scores | None = None
    possible: FloatArray | None = None
    weeks_inside: Figure = None
    warnings: tuple[TreueWarning, ...] = ()


def oracle_shares(holdout: Holdout) -> tuple[Figure, Figure]:
    """The top tenth's share of orders and of value, had we known: no forecast exceeds it."""
    return oracle_top_share(holdout.orders), oracle_top_share(holdout.value)


@dataclass(frozen=True, slots=True)
class Split:
    """A past cut in two.

    Args:
        day: last day of the calibration, days since 1970-01-01.
        past: what was known then.
        diary: day by day; days after the split are ignored.
        holdout: what came, for the same customers in the same order.
    """

    day: int
    past: Past
    diary: Diary
    holdout: Holdout


@dataclass(frozen=True, slots=True)
class Made:
    """A forecast with all that went into it.

    Args:
        past: the customers, as the models see them.
        settled: horizon and spend.
        models: fitted.
        adjustment: what is laid over them.
        week_ends: shape (weeks,), days to the end of each week after the split, by the clock of the past.
        is_tracked: whether to ask how often the running sum lies in its interval.
    """

    past: Past
    settled: Settled
    models: Models
    adjustment: Adjustment
    week_ends: FloatArray
    is_tracked: bool = False


def judge(split: Split, settled: Settled, combined: Callable[[], Made], seed: int) -> list[Row]:
    """Every model that may suit, what `auto` makes of them, and every naive forecast on one split.

    Args:
        split: calibration and truth.
        settled: horizon and spend; its phases are those of MBG/CNBD-k at the split.
        combined: makes what `auto` forecasts, from the calibration alone.
        seed: of the noise in the totals.
    """
    seen = split.diary.orders.until(split.day)
    stretch = last_stretch(seen.customer, seen.day, split.day, settled.ahead.days)
    plain = {name: partial(_plain, name, split, settled) for name in suited(split.past.histories)}
    naive = {name: partial(_naive, name, split, settled, stretch) for name in NAMES}
    made = {
        name: partial(_modelled, make, split, seed) for name, make in (plain | {COMBINED: combined}).items()
    }
    return [_timed(name, forecast, split) for name, forecast in (made | naive).items()]


def _timed(name: str, forecast: Callable[[], _Forecast], split: Split) -> Row:
    start = time.perf_counter()
    told = forecast()
    return _row(name, told, split, time.perf_counter() - start)


def _plain(name: str, split: Split, settled: Settled) -> Made:
    models = learn(split.past, replace(settled, model=name, returning=0.0))
    ends = np.arange(1, len(split.holdout.weekly) + 1, dtype=np.float64) * 7.0
    return Made(split.past, settled, models, Adjustment.none(len(split.past)), ends)


def _modelled(make: Callable[[], Made], split: Split, seed: int) -> _Forecast:
    made = make()
    past, models, adjustment, ahead = made.past, made.models, made.adjustment, made.settled.ahead
    customers = customers_of(past, made.settled.spend, adjustment.pace)
    outlook = look_ahead(customers, models, ahead)
    rng = np.random.default_rng(seed)
    redrawn = Redrawn.of(models, rng, shock=adjustment.shock, chances=adjustment.chances)
    chances = OrdersAhead(
        models.purchases, past.histories, ahead.horizon, ahead.days, adjustment.pace, adjustment.chances
    )
    return _Forecast(
        orders=outlook.orders,
        value=outlook.value if models.spend is not None else outlook.orders,
        weekly=orders_by_week(models.purchases, _at_pace(customers), made.week_ends),
        scores=score(chances, split.holdout.orders, _LEVELS),
        possible=possible_totals(customers, outlook, redrawn, rng)[0],
        weeks_inside=_weeks_inside(made, customers, redrawn, split) if made.is_tracked else None,
        warnings=warnings_of(models),
    )


def _weeks_inside(made: Made, customers: Customers, redrawn: Redrawn, split: Split) -> Figure:
    came, inside = np.cumsum(split.holdout.weekly), []
    for week in range(4, len(came) + 1, 4):
        ahead = Ahead(7 * week, business_days=float(made.week_ends[week - 1]))
        rng = np.random.default_rng(week)
        possible = possible_totals(customers, look_ahead(customers, made.models, ahead), redrawn, rng)[0]
        low, high = np.quantile(possible, [LOW, HIGH])
        inside.append(low <= came[week - 1] <= high)
    return float(np.mean(inside)) if inside else None


def _at_pace(customers: Customers) -> Histories:
    """Distinct histories, each weighted by the paces of the customers who share it."""
    weight = np.bincount(customers.row, customers.pace, minlength=len(customers.distinct))
    return replace(customers.distinct, weight=weight.astype(np.float64))


def _naive(name: str, split: Split, settled: Settled, stretch: Stretch) -> _Forecast:
    past, days = split.past, settled.ahead.days
    orders = naive_orders(name, past.histories, stretch, days)
    customers = customers_of(past, settled.spend, np.ones(len(past)))
    leaves = own_amount(past.spend_days, customers.means) * customers.margin_rate - customers.order_cost
    weekly = np.full(len(split.holdout.weekly), orders.sum() * 7.0 / days)
    return _Forecast(orders, orders * leaves if past.has_amounts else orders, weekly)


def _row(name: str, forecast: _Forecast, split: Split, seconds: float) -> Row:
    holdout, scores = split.holdout, forecast.scores
    everybody = np.ones(len(split.past), dtype=np.bool_)
    return Row(
        model=name,
        is_naive=name in NAMES,
        is_chosen=name == COMBINED,
        errors=errors(holdout.orders, forecast.orders, None if scores is None else scores.at(0.5)),
        crps=float(np.abs(forecast.orders - holdout.orders).mean() if scores is None else scores.crps.mean()),
        gini_units=gini(holdout.orders, forecast.orders),
        gini_value=gini(holdout.value, forecast.value),
        top_decile_units=top_share(holdout.orders, forecast.orders),
        top_decile_value=top_share(holdout.value, forecast.value),
        coverage=_coverage(scores, everybody),
        coverage_repeat=_coverage(scores, split.past.histories.frequency > 0),
        coverage_closed=_closed(scores, holdout.orders),
        total=_total(forecast.possible),
        tracking_weekly=weekly_error(holdout.weekly, forecast.weekly),
        tracking_four_weekly=four_weekly_excess(holdout.weekly, forecast.weekly),
        tracking_cumulative=cumulative_error(holdout.weekly, forecast.weekly),
        weeks_inside=forecast.weeks_inside,
        deciles=tuple(deciles(holdout.orders, forecast.orders)),
        seconds=seconds,
        warnings=forecast.warnings,
    )


def _coverage(scores: Scores | None, of: BoolArray) -> dict[str, float]:
    if scores is None or not of.any():
        return {}
    return {f"{share * 100:.0f}": pit_coverage(scores.low[of], scores.high[of], share) for share in SHARES}


def _total(possible: FloatArray | None) -> dict[str, tuple[float, float]]:
    if possible is None:
        return {}
    ends = {share: np.quantile(possible, [(1 - share) / 2, (1 + share) / 2]) for share in SHARES}
    return {f"{share * 100:.0f}": (float(low), float(high)) for share, (low, high) in ends.items()}


def _closed(scores: Scores | None, actual: FloatArray) -> dict[str, float]:
    if scores is None:
        return {}
    ends = zip(SHARES, (0.25, 0.1, 0.025), (0.75, 0.9, 0.975), strict=True)
    return {
        f"{share * 100:.0f}": coverage(actual, scores.at(low), scores.at(high)) for share, low, high in ends
    }
