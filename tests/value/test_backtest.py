"""Back-tests: what each forecast is judged by, on a shop whose truth the models can know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from invented_diary import diary

from treue.units import Unit
from treue.value.appraisal import Settled, learn
from treue.value.backtest import Holdout, Made, Row, Split, judge, oracle_shares
from treue.value.baselines import NAMES
from treue.value.diary import Diary
from treue.value.distribution.pit_map import KNOTS, PitMap, pit_coverage
from treue.value.forecast import Ahead, rows_of
from treue.value.past import Past
from treue.value.purchases import MODELS
from treue.value.tournament.adjusting import evenly
from treue.value.tournament.features import Seen
from treue.value.tournament.verdict import COMBINED, Verdict

DAY, DAYS = 20_000 + 400, 140
SETTLED = Settled("pareto-nbd", "all", Unit.WEEK, Ahead(DAYS))
NARROWER = PitMap(tuple(np.interp(KNOTS, [0, 0.025, 0.975, 1], [0, 0.1, 0.9, 1]).tolist()))
VERDICT = Verdict(model="pareto-nbd", log_level=0.3, shock=0.5, chances=NARROWER)


def split_of(whole: Diary) -> Split:
    """Cut on a day; amounts are net and all of them margin."""
    seen = Seen.at(DAY, whole)
    spent = np.bincount(seen.place, seen.orders.revenue)
    first = np.r_[True, seen.place[1:] != seen.place[:-1]]
    began = seen.orders.day[first]
    repeats = seen.histories.frequency
    past = Past(
        customer=seen.customer,
        first_day=began,
        last_day=began + seen.histories.recency_days.astype(np.int64),
        orders=repeats.astype(np.int64) + 1,
        histories=seen.histories,
        spend_days=repeats + 1,
        spend=spent,
        repeat_spend_days=repeats,
        repeat_spend=spent - seen.orders.revenue[first],
        revenue=spent,
        margin=spent,
        order_cost=np.zeros(len(seen)),
        service=np.zeros(len(seen)),
        contact=np.zeros(len(seen)),
        acquisition=np.zeros(len(seen)),
        reserve=np.zeros(len(seen)),
        margin_12m=spent,
        margin_24m=spent,
    )
    later = whole.orders.until(DAY + DAYS).of_customers(seen.customer)
    later = later.where(later.day > DAY)
    place = np.searchsorted(seen.customer, later.customer)
    value = np.bincount(place, later.revenue, minlength=len(seen))
    holdout = Holdout(later.counts(seen.customer), value, later.by_week(DAY, DAYS // 7))
    return Split(DAY, past, whole, holdout)


def combined(split: Split) -> Callable[[], Made]:
    """The model with what a verdict lays over it."""

    def make() -> Made:
        models = learn(split.past, SETTLED)
        ends = 7.0 * np.arange(1, len(split.holdout.weekly) + 1)
        return Made(split.past, SETTLED, models, evenly(VERDICT, len(split.past)), ends, is_tracked=True)

    return make


@pytest.fixture(scope="module")
def split() -> Split:
    return split_of(diary(400, seed=1))


@pytest.fixture(scope="module")
def rows(split: Split) -> dict[str, Row]:
    return {row.model: row for row in judge(split, SETTLED, combined(split), seed=1)}


# Recovery


def test_of_a_shop_as_supposed_intervals_hold_what_they_promise(split: Split, rows: dict[str, Row]) -> None:
    told = rows["pareto-nbd"]
    error = 0.5 / np.sqrt(len(split.past))
    for share in ("50", "80", "95"):
        assert told.coverage[share] == pytest.approx(int(share) / 100, abs=3 * error)
    low, high = told.total["95"]
    assert low < split.holdout.orders.sum() < high


# Agreement


def test_coverage_is_that_of_simulated_chances(split: Split, rows: dict[str, Row]) -> None:
    fitted = MODELS["pareto-nbd"](unit=Unit.WEEK).fit(split.past.histories)
    rng, times = np.random.default_rng(2), 1_000
    low, high = np.empty((2, len(split.past)))
    for one in range(len(split.past)):
        drawn = fitted.draw_orders(rows_of(split.past.histories, np.full(times, one)), DAYS, rng)
        low[one] = (drawn < split.holdout.orders[one]).mean()
        high[one] = (drawn <= split.holdout.orders[one]).mean()
    repeats = split.past.histories.frequency > 0
    for share in ("50", "80", "95"):
        nominal = int(share) / 100
        assert rows["pareto-nbd"].coverage[share] == pytest.approx(pit_coverage(low, high, nominal), abs=0.01)
        assert rows["pareto-nbd"].coverage_repeat[share] == pytest.approx(
            pit_coverage(low[repeats], high[repeats], nominal), abs=0.01
        )


def test_what_was_decided_is_laid_over_the_models(rows: dict[str, Row]) -> None:
    plain, combined = rows["pareto-nbd"], rows[COMBINED]
    assert plain.errors.bias is not None
    assert combined.errors.bias is not None
    assert (1 + combined.errors.bias) / (1 + plain.errors.bias) == pytest.approx(np.exp(0.3), rel=1e-9)
    assert combined.gini_units == pytest.approx(plain.gini_units)
    # A shock of one half dwarfs what the models doubt; that it is so large, no origin told: a t of 4 degrees.
    low, high = combined.total["80"]
    assert np.log(high / low) == pytest.approx(2 * 1.533 * 0.5, rel=0.1)
    assert np.log(plain.total["80"][1] / plain.total["80"][0]) < 0.5


# Invariants


def test_everybody_is_judged_and_one_is_chosen(rows: dict[str, Row]) -> None:
    assert list(rows) == ["bg-nbd", "mbg-nbd", "mbg-cnbd", "pareto-nbd", COMBINED, *NAMES]
    assert [name for name, row in rows.items() if row.is_chosen] == [COMBINED]
    assert {name for name, row in rows.items() if row.is_naive} == set(NAMES)


def test_a_printed_interval_holds_at_least_what_lies_in_it(rows: dict[str, Row]) -> None:
    for row in rows.values():
        for share, inside in row.coverage.items():
            assert inside <= row.coverage_closed[share] + 1e-9


def test_intervals_of_the_total_lie_in_one_another(split: Split, rows: dict[str, Row]) -> None:
    for name, row in rows.items():
        if row.is_naive:
            continue
        (a, f), (b, e), (c, d) = (row.total[share] for share in ("95", "80", "50"))
        assert 0 < a < b < c < d < e < f, name
        assert row.errors.bias is not None
        assert b < (1 + row.errors.bias) * split.holdout.orders.sum() < e


def test_a_naive_forecast_has_no_distribution(rows: dict[str, Row]) -> None:
    for name in NAMES:
        row = rows[name]
        assert row.coverage == row.coverage_repeat == row.coverage_closed == row.total == {}
        assert row.crps == row.errors.mae
        assert row.errors.mae_median is None


def test_what_comes_later_changes_no_forecast(split: Split, rows: dict[str, Row]) -> None:
    cut = Split(DAY, split.past, split.diary.until(DAY), split.holdout)
    for row in judge(cut, SETTLED, combined(cut), seed=1):
        assert replace(row, seconds=0.0, warnings=()) == replace(rows[row.model], seconds=0.0, warnings=())


def test_nobody_forecasts_better_than_one_who_knows(split: Split, rows: dict[str, Row]) -> None:
    units, value = oracle_shares(split.holdout)
    assert units is not None
    assert value is not None
    assert all((row.top_decile_units or 0) <= units + 1e-9 for row in rows.values())
    assert all((row.top_decile_value or 0) <= value + 1e-9 for row in rows.values())


def test_the_running_total_is_followed_for_the_combined_forecast_only(rows: dict[str, Row]) -> None:
    assert rows["pareto-nbd"].weeks_inside is None
    # With a shock of a half the interval is so wide that nothing leaves it.
    assert rows[COMBINED].weeks_inside == 1.0
