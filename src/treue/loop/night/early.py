"""From a shop's diary to early warnings: how sure it is that somebody stays away, and what that costs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from treue.loop.night.choosing import sample
from treue.loop.night.labels import Labels, calm_rows, calm_test_row
from treue.loop.night.valuing import day_number
from treue.report.warned import WARNED
from treue.value.diary import Diary
from treue.value.forecast import HIGH, LOW
from treue.value.histories import FloatArray, IntArray
from treue.value.ledger_terms import LedgerTerms
from treue.value.next_order.dates import NextOrders, next_orders
from treue.value.next_order.gaps import Gaps
from treue.value.next_order.rhythm import Rhythm
from treue.value.next_order.tested import DatesTested, dates_tested
from treue.value.next_order.weekdays import days_ahead, weekday_speeds
from treue.value.past import Past
from treue.value.purchases.fitted import split_pace
from treue.value.sales.tables import Facts
from treue.value.tournament.features import Seen
from treue.value.tournament.origins import Origin
from treue.value.warning.grounds import grounds_of, usual_days
from treue.value.warning.labels import Calm
from treue.value.warning.learning import USUAL, learn_risk
from treue.value.warning.ranking import Warnings, rank_warnings
from treue.value.warning.risk import last_orders, model_silent, not_gone
from treue.value.warning.tables import last_parcels, last_scores
from treue.value.warning.troubles import trouble_grounds
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

ASKED_DAYS = 182
"""A score older than that is no reason any more."""

_QUARTER, _MONTH = 91, 28
# Shops whose customers come at least this often, by the middle gap, are warned for a month ahead.
_BRISK = 14.0
# Nothing is at stake yet with who is not later than four of five gaps like theirs were.
_UNUSUAL = 0.8
_FEWEST_ORDERS = 3
# Whoever is still a customer orders within so many of their usual gaps, nearly for sure.
_OFTEN = 4.0

LISTED_SCHEMA = pa.schema(
    [
        ("customer", pa.int64()),
        ("rank", pa.int64()),
        ("reasons", pa.string()),
    ]
)

TESTED_SCHEMA = pa.schema(
    [
        ("day", pa.date32()),
        ("ahead_days", pa.int64()),
        ("asked", pa.int64()),
        ("off_by", pa.float64()),
        ("own_gap_off_by", pa.float64()),
        ("inside", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Early:
    """Warnings of all customers, and when each will order next.

    Args:
        until: the last day that counts, days since 1970-01-01.
        ahead_days: the chance of silence is that of no order in so many days.
        warnings: one row per customer.
        next: of the same customers.
        alive: shape (n,), chance that a customer is not gone for good; never below that of an order soon.
        usual: shape (n,), days that usually lie between two orders of theirs (`usual_days`); not a number
            below two order days.
        tested: how far off such dates were one such span earlier.
        calm: as `CALM_SCHEMA`: of whom somebody said that there is no reason to worry.
        calm_test: as `CALM_TEST_SCHEMA`: what became of it when somebody said so earlier.
    """

    until: int
    ahead_days: int
    warnings: Warnings
    next: NextOrders
    alive: FloatArray
    usual: FloatArray
    tested: DatesTested
    calm: pa.Table
    calm_test: pa.Table

    def beside(self, rows: pa.Table, digits: int, horizon_days: int) -> pa.Table:
        """Forecast rows with what warnings and next orders say, and with `p_alive` as it goes with them.

        Args:
            rows: as `forecast_rows` makes them, of the same customers in the same order.
            digits: decimals of the currency.
            horizon_days: how far the forecast looks.
        """
        # An order within the days ahead says something of a longer forecast, and nothing of a shorter one.
        rows = self._at_least_one(rows, horizon_days) if horizon_days >= self.ahead_days else rows
        at_stake = pa.array(np.rint(self.warnings.at_stake * 10.0**digits).astype(np.int64))
        place, active = (rows.schema.get_field_index(name) for name in ("at_stake_minor", "p_alive"))
        late = pa.array(self.warnings.late, mask=np.isnan(self.warnings.late))
        usual = pa.array(np.nan_to_num(self.usual).astype(np.int64), mask=np.isnan(self.usual))
        return (
            rows.set_column(place, "at_stake_minor", at_stake)
            .set_column(active, "p_alive", pa.array(self.alive))
            .append_column("silent", pa.array(self.warnings.silent))
            .append_column("late", late)
            .append_column("usual_gap_days", usual)
            .append_column("next_order", self._day(self.next.day))
            .append_column("next_order_low", self._day(self.next.low))
            .append_column("next_order_high", self._day(self.next.high))
            .append_column("order_chance_7", pa.array(self.next.soon[:, 0]))
            .append_column("order_chance_28", pa.array(self.next.soon[:, 1]))
        )

    def _at_least_one(self, rows: pa.Table, horizon_days: int) -> pa.Table:
        """Ranges that hold an order where one is likelier than the chance that they leave out.

        Where the purchase model gave somebody up and the risk does not, the forecast's range would be nothing
        at all, beside a chance of an order that says otherwise. Where that chance exceeds the one that they
        ever order again by the model, the range ends no sooner than at what they order if they stay; but
        never so far that one case in ten there would alone be more than the mean.

        The chance of none is that of the days ahead; with who comes several times within the horizon, that
        they are gone.
        """
        if "expected_orders_median" not in rows.column_names:
            return rows
        rows = _within_means(rows)
        is_often = _OFTEN * np.nan_to_num(self.usual, nan=np.inf) <= horizon_days
        nothing = np.where(is_often, np.minimum(1.0 - self.alive, self.warnings.silent), self.warnings.silent)
        alive, pace = (rows[name].to_numpy() for name in ("p_alive", "pace"))
        is_given_up = 1.0 - nothing > split_pace(alive, pace)[0]
        expected = rows["expected_orders"].to_numpy()
        if_alive = np.rint(expected / np.maximum(alive * pace, 1e-9))
        if_alive = np.maximum(np.minimum(if_alive, np.floor(expected / (1.0 - HIGH))), 1.0)
        for name, level in (("median", 0.5), ("low", LOW), ("high", HIGH)):
            column = f"expected_orders_{name}"
            orders = rows[column].to_numpy()
            least = np.where(is_given_up & (level == HIGH), if_alive, 1.0)
            few = (orders < least) & (nothing < level)
            rows = _replaced(rows, column, np.where(few, least, orders))
            value, mean = f"value_{name}_minor", rows["value_minor"]
            if not mean.null_count:
                told, each = rows[value].to_numpy(), mean.to_numpy() / np.maximum(expected, 1e-9)
                brought = np.floor(least * each).astype(np.int64)
                rows = _replaced(rows, value, np.where(few, np.maximum(told, brought), told))
        return rows

    def _day(self, ahead: IntArray) -> pa.Array:
        return pa.array((self.until + ahead).astype("datetime64[D]"), pa.date32())

    def tested_row(self) -> pa.Table:
        """The one row of the snapshot's table `next_order_test`; none where nobody could be asked."""
        if not self.tested.asked:
            return TESTED_SCHEMA.empty_table()
        told = asdict(self.tested)
        told["day"] = date(1970, 1, 1) + timedelta(days=self.tested.day)
        return pa.Table.from_pylist([told], schema=TESTED_SCHEMA)

    def listed(self) -> pa.Table:
        """As `LISTED_SCHEMA`: reasons as JSON, a list of kinds with their numbers, the strongest first."""
        first = self.warnings.first(WARNED)
        told = [
            json.dumps([{"kind": each.kind, **each.numbers} for each in self.warnings.reasons(int(row))])
            for row in first
        ]
        columns = (self.warnings.customer[first], np.arange(1, len(first) + 1), told)
        return pa.table([pa.array(column) for column in columns], schema=LISTED_SCHEMA)


def _within_means(rows: pa.Table) -> pa.Table:
    """Ranges of what cannot be below zero end at ten times the mean: one case in ten lies above (Markov).

    The mean may be another one than that of the draws: it is not followed beyond a factor.
    """
    for mean, low, high in (
        ("expected_orders", "expected_orders_low", "expected_orders_high"),
        ("value_minor", "value_low_minor", "value_high_minor"),
    ):
        if mean not in rows.column_names or rows[mean].null_count:
            continue
        expected, end = rows[mean].to_numpy(), rows[high].to_numpy()
        most = np.floor(expected / (1.0 - HIGH) + 1e-9)
        is_beyond = (rows[low].to_numpy() >= 0) & (expected > 0) & (end > most)
        rows = _replaced(rows, high, np.where(is_beyond, most, end).astype(end.dtype))
    return rows


def _replaced(rows: pa.Table, name: str, column: FloatArray | IntArray) -> pa.Table:
    return rows.set_column(rows.schema.get_field_index(name), name, pa.array(column))


@dataclass(frozen=True, slots=True)
class Troubles:
    """What facts beside the orders tell of customers, by key.

    Args:
        late_days: how late the last parcel came.
        score: whether they would recommend the shop, 0 to 10, as last answered.
        labels: of whom somebody said that there is no reason to worry.
    """

    late_days: Mapping[int, int] = field(default_factory=dict)
    score: Mapping[int, int] = field(default_factory=dict)
    labels: Labels = field(default_factory=Labels.none)


def read_troubles(
    engine: Engine, parcels: Expression, labels: Labels, terms: LedgerTerms, until: date
) -> Troubles:
    """Ask the facts.

    Args:
        engine: holds them.
        parcels: those with a day of delivery.
        labels: what people said of customers.
        terms: which customers count.
        until: the last day that counts.
    """
    since = until - timedelta(days=ASKED_DAYS)
    late = engine.read(last_parcels(parcels, until)).read_all()
    said = engine.read(last_scores(Facts.declared(), terms, since, until)).read_all()
    return Troubles(_by_customer(late, "late_days"), _by_customer(said, "score"), labels)


def _by_customer(rows: pa.Table, name: str) -> dict[int, int]:
    return dict(zip(rows.column("customer").to_pylist(), rows.column(name).to_pylist(), strict=True))


def warn_early(
    diary: Diary, past: Past, until: date, kept: FloatArray, troubles: Troubles | None = None
) -> Early:
    """Learn from the shop's own past who stays away, and look at everybody.

    At stake is what may be lost and can still be kept: what a customer brought in the last 12 months, times
    the chance of no order in the days ahead, times the chance that they are not gone for good already.
    Nothing is at stake with who ordered once, and with who is not later than usual for them: a customer who
    comes once a year is not missed after three months. Nor with those of whom somebody who knows them says
    that there is no reason to worry.

    Args:
        diary: of all customers.
        past: of the same customers.
        until: the last day that counts.
        kept: shape (n,), chance that a customer of the past is not gone for good, as the purchase model has
            it; where the risk, which learned from who came back, sees an order sooner, it is raised
            (`not_gone`).
        troubles: what facts beside the diary tell.
    """
    day = day_number(until)
    asked = sample(diary)
    seen = Seen.at(day, diary)
    rhythm = Rhythm.learn(Gaps.of(asked.orders.customer, asked.orders.day, day)[0])
    every = Gaps.of(diary.orders.customer, diary.orders.day, day)[0]
    gaps = every.open
    lateness = rhythm.lateness(gaps)
    late = np.where(gaps.earlier + 1 >= _FEWEST_ORDERS, lateness, np.nan)
    ahead_days = _horizon(seen)
    told = troubles or Troubles()
    calm = told.labels.calm(seen.customer, rhythm.scale(gaps), day)
    standing = calm.standing(seen.customer, day, last_orders(seen))
    risk = learn_risk(_besides(asked, diary, calm), Origin(day, ahead_days), calm=calm)
    fitted = USUAL.fit(seen)
    silent = risk.silent(seen, fitted, calm)
    week = days_ahead(weekday_speeds(diary.orders.day, day), day, ahead_days)
    coming = next_orders(rhythm, gaps, week, silent)
    alive = not_gone(kept, silent, model_silent(seen, fitted, ahead_days))
    alive = np.maximum(alive, coming.soon[:, 1])
    value = np.where(past.histories.frequency > 0, alive * past.margin_12m, 0.0)
    value = np.where(lateness < _UNUSUAL, 0.0, value)
    off_list = (standing >= 0) & (value > 0)
    value = np.where(standing >= 0, 0.0, value)
    grounds = [*grounds_of(seen, rhythm), *trouble_grounds(seen.customer, told.late_days, told.score)]
    ranked = rank_warnings(seen.customer, silent, late, value, grounds)
    return Early(
        day,
        ahead_days,
        ranked,
        coming,
        alive,
        usual_days(every),
        dates_tested(asked.orders, day - ahead_days, ahead_days),
        calm_rows(told.labels, calm, seen.customer, standing, off_list),
        calm_test_row(risk.agreement, day),
    )


def _besides(asked: Diary, everybody: Diary, calm: Calm) -> Diary:
    """Those who are asked anyhow, and those of whom somebody said something."""
    if len(calm.customer) == 0:
        return asked
    return everybody.of_customers(np.union1d(asked.orders.customer, calm.customer))


def _horizon(seen: Seen) -> int:
    again = seen.histories.frequency > 0
    gaps: FloatArray = seen.histories.recency_days[again] / seen.histories.frequency[again]
    return _MONTH if len(gaps) and float(np.median(gaps)) <= _BRISK else _QUARTER
