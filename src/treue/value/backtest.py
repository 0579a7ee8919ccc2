"""Forecasting a past we know: every model and the naive forecasts on the same split, judged alike."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

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
    gini,
    oracle_top_share,
    top_share,
    weekly_error,
)
from treue.value.appraisal import Settled, customers_of, learn, warnings_of
from treue.value.baselines import NAMES, Stretch, last_stretch, naive_orders, own_amount
from treue.value.forecast import Customers, Redrawn, look_ahead, orders_by_week
from treue.value.histories import FloatArray
from treue.value.intervals import Spread, customer_intervals
from treue.value.order_days import OrderDays
from treue.value.past import Past
from treue.value.purchases import MODELS

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
        model: as `--model` takes it, or the name of a naive forecast.
        is_naive: whether it needs no model.
        is_chosen: whether `auto` takes it, from data up to the split only.
        errors: of orders.
        gini_units: how well it sorts customers by orders; None where it does not sort.
        gini_value: the same by value.
        top_decile_units: share of orders from the tenth predicted best.
        top_decile_value: the same of value.
        coverage: nominal share -> share of customers inside the closed interval; empty for naive ones.
        tracking_weekly: error of weekly totals, counted from the split.
        tracking_cumulative: error of their running sum.
        deciles: predicted against actual orders by tenths of the customers.
        seconds: for fitting and predicting.
        warnings: of the fitted models.
    """

    model: str
    is_naive: bool
    is_chosen: bool
    errors: Errors
    gini_units: Figure
    gini_value: Figure
    top_decile_units: Figure
    top_decile_value: Figure
    coverage: dict[str, float]
    tracking_weekly: Figure
    tracking_cumulative: Figure
    deciles: tuple[Decile, ...]
    seconds: float
    warnings: tuple[TreueWarning, ...]


@dataclass(frozen=True, slots=True)
class _Forecast:
    orders: FloatArray
    median: FloatArray | None
    value: FloatArray
    weekly: FloatArray
    intervals: Spread | None
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
        days: order days; those after the split are ignored.
        holdout: what came, for the same customers in the same order.
    """

    day: int
    past: Past
    days: OrderDays
    holdout: Holdout


def judge(split: Split, settled: Settled, seed: int) -> list[Row]:
    """Every model and every naive forecast on one split.

    Args:
        split: calibration and truth.
        settled: horizon, spend and the model that `auto` took from the calibration.
        seed: of the intervals' noise.
    """
    seen = split.days.until(split.day)
    stretch = last_stretch(seen.customer, seen.day, split.day, settled.ahead.days)
    known = _Known(split.past, customers_of(split.past, settled.spend), settled, stretch)
    rows = [_timed(name, known, split.holdout, seed) for name in (*MODELS, *NAMES)]
    return [replace(row, is_chosen=row.model == settled.model) for row in rows]


@dataclass(frozen=True, slots=True)
class _Known:
    """What may be used: everything up to the split."""

    past: Past
    customers: Customers
    settled: Settled
    stretch: Stretch


def _timed(name: str, known: _Known, holdout: Holdout, seed: int) -> Row:
    weeks = len(holdout.weekly)
    start = time.perf_counter()
    forecast = _naive(name, known, weeks) if name in NAMES else _modelled(name, known, weeks, seed)
    return _row(name, forecast, holdout, time.perf_counter() - start)


def _modelled(name: str, known: _Known, weeks: int, seed: int) -> _Forecast:
    settled = replace(known.settled, model=name)
    models = learn(known.past, settled)
    outlook = look_ahead(known.customers, models, settled.ahead)
    rng = np.random.default_rng(seed)
    intervals = customer_intervals(known.customers, outlook, Redrawn.of(models, rng), rng, _LEVELS).orders
    return _Forecast(
        orders=outlook.orders,
        median=intervals.at(0.5),
        value=outlook.value if models.spend is not None else outlook.orders,
        weekly=orders_by_week(models.purchases, known.customers.distinct, weeks),
        intervals=intervals,
        warnings=warnings_of(models),
    )


def _naive(name: str, known: _Known, weeks: int) -> _Forecast:
    past, days = known.past, known.settled.ahead.days
    orders = naive_orders(name, past.histories, known.stretch, days)
    amounts = own_amount(past.spend_days, known.customers.means) * known.customers.margin_rate
    weekly = np.full(weeks, orders.sum() * 7.0 / days)
    return _Forecast(orders, None, orders * amounts if past.has_amounts else orders, weekly, None)


def _row(name: str, forecast: _Forecast, holdout: Holdout, seconds: float) -> Row:
    return Row(
        model=name,
        is_naive=name in NAMES,
        is_chosen=False,
        errors=errors(holdout.orders, forecast.orders, forecast.median),
        gini_units=gini(holdout.orders, forecast.orders),
        gini_value=gini(holdout.value, forecast.value),
        top_decile_units=top_share(holdout.orders, forecast.orders),
        top_decile_value=top_share(holdout.value, forecast.value),
        coverage=_coverage(forecast.intervals, holdout),
        tracking_weekly=weekly_error(holdout.weekly, forecast.weekly),
        tracking_cumulative=cumulative_error(holdout.weekly, forecast.weekly),
        deciles=tuple(deciles(holdout.orders, forecast.orders)),
        seconds=seconds,
        warnings=forecast.warnings,
    )


def _coverage(intervals: Spread | None, holdout: Holdout) -> dict[str, float]:
    if intervals is None:
        return {}
    ends = zip(SHARES, (0.25, 0.1, 0.025), (0.75, 0.9, 0.975), strict=True)
    return {
        f"{share * 100:.0f}": coverage(holdout.orders, intervals.at(low), intervals.at(high))
        for share, low, high in ends
    }
