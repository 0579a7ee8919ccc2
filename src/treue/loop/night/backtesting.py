"""Back-tests: for a file on the days a person names, for a night on the shop's latest past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.errors import BadOption
from treue.loop.night.choosing import AUTO, Standpoint, adjusted, by_clock, choose, phases_at, settle
from treue.loop.night.tables import of_customers
from treue.loop.night.valuing import SEED, day_number, stage_past
from treue.settings import Settings
from treue.units import Period
from treue.value.appraisal import Settled, learn
from treue.value.backtest import Holdout, Made, Row, Split, judge, oracle_shares
from treue.value.diary import Diary
from treue.value.past import Past
from treue.value.sampling import validation_rows
from treue.value.staging import Stage
from treue.value.tables import actuals
from treue.value.tournament.verdict import Verdict
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression, declare

_YEAR_DAYS = 365
NIGHT_CUSTOMERS = 50_000
"""At most about so many customers are asked by a night: their errors are those of all."""

TRIED = "tried"
_TRIED = pa.schema([("customer", pa.int64())])


@dataclass(frozen=True, slots=True)
class Tested:
    """One split.

    Args:
        split: last day of the calibration.
        horizon_days: how far was forecast.
        reason: why `auto` took the model it took.
        customers: how many were forecast.
        is_sample: whether these are only some of those known then.
        orders: how many came, on different days.
        rows: every model, what auto makes of them, and every naive forecast.
        oracle_units: the top tenth's share of orders, had we known.
        oracle_value: the same of value.
    """

    split: date
    horizon_days: int
    reason: str
    customers: int
    is_sample: bool
    orders: float
    rows: Sequence[Row]
    oracle_units: float | None
    oracle_value: float | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a back-test reads.

    Args:
        engine: holds `days`.
        days: `customer_days`.
        diary: the same days as arrays.
        last: the last day with an order.
        digits: decimals of the currency.
        is_sample: whether these are only some of the customers.
    """

    engine: Engine
    days: Expression
    diary: Diary
    last: date
    digits: int
    is_sample: bool = False

    def sampled(self, most: int) -> Source:
        """The days of at most about so many customers, always the same: enough to see how good we are."""
        known = np.unique(self.diary.orders.customer)
        if len(known) <= most:
            return self
        keys = known[validation_rows(known, most)]
        self.engine.write(TRIED, pa.table([keys], schema=_TRIED))
        days = Stage(f"{TRIED}_days", of_customers(self.days, declare(TRIED, _TRIED)))
        self.engine.stage(days.name, days.expression)
        return replace(self, days=days.made, diary=self.diary.of_customers(keys), is_sample=True)


@dataclass(frozen=True, slots=True)
class Cut:
    """A shop's days, cut in two: all that a back-test needs, without an engine.

    Args:
        split: last day of the calibration.
        end: last day that is forecast.
        past: customers known at the split.
        diary: all days.
        holdout: what came of these customers after it.
        is_sample: whether these are only some of the customers.
    """

    split: date
    end: date
    past: Past
    diary: Diary
    holdout: Holdout
    is_sample: bool


def cut(source: Source, split: date, horizon: Period | None) -> Cut:
    """Read what is known up to a day, and what came after it.

    Args:
        source: the shop's days.
        split: last day of the calibration.
        horizon: how far; None for all days that came after.

    Raises:
        BadOption: nothing lies behind the split, or less than the horizon.
        NothingAccepted: nobody had ordered by the split.
    """
    end = source.last if horizon is None else horizon.end(split)
    if split >= source.last or end > source.last:
        raise BadOption(
            f"The split {split} with a horizon of {horizon or 'all that follows'} needs orders up to "
            f"{max(end, split + timedelta(days=1))}; the last one is on {source.last}. "
            "Choose an earlier --split or a shorter --horizon."
        )
    past, _ = stage_past(source.engine, source.days, split, source.digits)
    holdout = _holdout(source, past, split, end)
    return Cut(split, end, past, source.diary, holdout, source.is_sample)


def run_cut(made: Cut, settings: Settings) -> Tested:
    """Forecast from the split's day on and compare with what came.

    Args:
        made: the days.
        settings: model, spend, unit.
    """
    # What `auto` forecasts, whatever model a person named.
    auto = replace(settings, value=replace(settings.value, model=AUTO))
    split, past, holdout = made.split, made.past, made.holdout
    days, day = (made.end - split).days, day_number(split)
    here = Standpoint(split, days, lambda: made.diary)
    chosen = choose(auto, here)
    settled = settle(settings, chosen.verdict, split)
    settled = replace(
        settled,
        ahead=replace(settled.ahead, days=days, discount_per_year=0.0),
        phases=phases_at(made.diary, day),
    )
    combined = partial(_combined, here, chosen.verdict, past, settled, settings.shop.country)
    rows = judge(Split(day, past, made.diary, holdout), settled, combined, SEED)
    units, value = oracle_shares(holdout)
    came = float(holdout.orders.sum())
    return Tested(split, days, chosen.reason, len(past), made.is_sample, came, rows, units, value)


def _combined(here: Standpoint, verdict: Verdict, past: Past, settled: Settled, country: str) -> Made:
    """What `treue value` would have forecast on that day."""
    phases = settled.phases if verdict.phases is None else verdict.phases
    timed = by_clock(verdict, country, here, past, replace(settled, model=verdict.model, phases=phases))
    models = learn(timed.past, timed.settled)
    weeks = 7 * np.arange(1, here.ahead_days // 7 + 1)
    ends = timed.clock.horizon(here.origin.day, weeks)
    return Made(
        timed.past, timed.settled, models, adjusted(verdict, here, timed, models), ends, is_tracked=True
    )


def night_split(first: date, last: date, horizon: Period) -> tuple[date, Period]:
    """Where a night tests itself: a year back where there are two, so that seasons cancel.

    With less past the last third is forecast, but never more than the shop's own horizon.
    """
    seen = (last - first).days
    days = _YEAR_DAYS if seen >= 2 * _YEAR_DAYS else max(min(horizon.days_from(last), seen // 3), 1)
    return last - timedelta(days=days), Period.parse(f"{days}d")


def _holdout(source: Source, past: Past, split: date, end: date) -> Holdout:
    came = source.engine.read(actuals(source.days, split, end)).read_all().sort_by("customer")
    value = pc.cast(came.column("margin_minor"), "float64").to_numpy() / 10.0**source.digits
    known = source.diary.orders.of_customers(past.customer)
    until_end = known.until(day_number(end))
    weeks = (end - split).days // 7
    return Holdout(
        orders=came.column("order_days").to_numpy().astype(np.float64),
        value=value,
        weekly=until_end.by_week(day_number(split), weeks),
    )
