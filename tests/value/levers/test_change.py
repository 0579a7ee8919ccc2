"""What made a base worth more: planted causes found, none found where none was planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from changing_shops import START, daily_of, measure_of, shop

from treue.value.levers.change import GROUPS, STEPS, Change, change_between
from treue.value.levers.daily import Daily, Reserve
from treue.value.levers.growth import growth, verdict_of

LAST = START + 729
BEFORE = LAST - 30


def changed(daily: Daily, before: int = BEFORE) -> Change:
    measure = measure_of(daily, LAST)
    return change_between(
        measure, measure.at(daily, before), measure.at(daily, LAST), np.random.default_rng(1)
    )


@pytest.fixture(scope="module")
def still() -> Daily:
    """Nobody comes in the last half year, everybody goes on as before."""
    return shop(begins=np.random.default_rng(2).integers(0, 540, 3_000))


def test_steps_and_groups_add_up() -> None:
    found = changed(shop(seed=4))
    assert sum(found.steps[step] for step in STEPS) == pytest.approx(found.total)
    assert sum(found.groups[group] for group in GROUPS) == pytest.approx(found.total)
    assert found.steps["new"] == found.groups["group_new"] > 0


def test_without_new_customers_a_base_shrinks_as_time_passes(still: Daily) -> None:
    found = changed(still)
    assert found.steps["new"] == 0
    assert found.steps["time"] < -0.01 * found.before
    assert found.groups["group_silent"] < 0 < found.groups["group_ordered"]
    surprises = [abs(found.steps[step]) for step in ("basket", "margin", "returns", "service")]
    assert max(surprises) < 0.01 * found.before
    # The model is right, so what it expected came, up to chance.
    assert abs(found.steps["frequency"] + found.steps["duration"]) < 0.02 * found.before


def test_larger_baskets_are_told_as_baskets(still: Daily) -> None:
    lately = still.day > BEFORE
    more = np.where(lately, 1.5, 1.0)
    found = changed(replace(still, revenue=still.revenue * more, margin=still.margin * more))
    usual = changed(still)
    assert found.steps["basket"] - usual.steps["basket"] > 0.015 * found.before
    for step in ("frequency", "duration", "margin", "returns", "service"):
        assert abs(found.steps[step] - usual.steps[step]) < 0.15 * found.steps["basket"], step


def test_a_better_margin_is_told_as_margin(still: Daily) -> None:
    more = np.where(still.day > BEFORE, 1.5, 1.0)
    found, usual = changed(replace(still, margin=still.margin * more)), changed(still)
    assert found.steps["margin"] - usual.steps["margin"] > 0.01 * found.before
    assert found.steps["basket"] == pytest.approx(usual.steps["basket"], abs=0.01 * found.before)


def test_returns_are_told_as_returns(still: Daily) -> None:
    lost = np.where(still.day > BEFORE, 0.2 * still.revenue, 0.0)
    found, usual = changed(replace(still, margin=still.margin - lost, lost=lost)), changed(still)
    assert found.steps["returns"] < -0.005 * found.before
    assert found.steps["margin"] == pytest.approx(usual.steps["margin"], abs=0.2 * -found.steps["returns"])


def test_silence_is_told_as_duration(still: Daily) -> None:
    quiet = still.where((still.day <= BEFORE) | (still.customer % 2 == 0))
    found = changed(quiet)
    assert found.steps["duration"] < -0.01 * found.before
    assert found.steps["basket"] == pytest.approx(0.0, abs=0.01 * found.before)


def test_service_is_told_as_service(still: Daily) -> None:
    cost = np.where((still.day > BEFORE) & (still.customer % 3 == 0), 6.0, 0.0)
    found = changed(replace(still, service=cost, margin=still.margin - cost))
    assert found.steps["service"] < 0
    assert found.steps["margin"] == pytest.approx(changed(still).steps["margin"], abs=0.01 * found.before)


def test_the_interval_holds_what_chance_does() -> None:
    """Shops that differ by chance alone: their changes scatter as one of them says."""
    begins = np.random.default_rng(9).integers(0, 730, 800)
    first = shop(0, customers=800, begins=begins)
    measure = measure_of(first, LAST)

    def change(seed: int) -> Change:
        daily = shop(seed, customers=800, begins=begins)
        return change_between(
            measure, measure.at(daily, BEFORE), measure.at(daily, LAST), np.random.default_rng(1)
        )

    found = [change(seed) for seed in range(30)]
    seen = float(np.std([each.total for each in found], ddof=1))
    told = float(np.mean([each.deviation for each in found]))
    assert 0.6 * seen < told < 2.0 * seen


def test_one_customer() -> None:
    one = daily_of(np.zeros(3, np.int64), START + np.array([0, 300, 720]), np.full(3, 20.0), np.full(3, 8.0))
    found = changed(one)
    assert sum(found.steps.values()) == pytest.approx(found.total)
    assert np.isfinite(found.low)


def test_without_amounts_worth_is_orders(still: Daily) -> None:
    nothing = np.zeros(len(still.day))
    found = changed(replace(still, revenue=nothing, margin=nothing))
    assert found.before > 0
    assert {step for step in STEPS if found.steps[step]} == {"time", "frequency", "duration"}


def test_growing_standing_and_shrinking() -> None:
    rng = np.random.default_rng(5)
    ever = np.sort(rng.integers(0, 730, 4_000))
    kinds = {
        "growing": np.floor(730 * rng.uniform(0, 1, 4_000) ** 0.4).astype(int),
        "shrinking": np.floor(730 * rng.uniform(0, 1, 4_000) ** 2.5).astype(int),
    }
    for wanted, begins in kinds.items():
        assert verdict(shop(7, customers=4_000, begins=begins, leaving=0.006)) == wanted
    # Customers stay for weeks: after a year, as many leave as come.
    assert verdict(shop(8, customers=4_000, begins=ever, leaving=0.06)) == "standing"


def verdict(daily: Daily) -> str:
    measure = measure_of(daily, LAST)
    days = np.array([LAST - 60, LAST - 30, LAST])
    found = growth(measure, daily, days, {12: LAST - 365, 3: LAST - 91}, np.random.default_rng(1))
    assert found.change is not None
    assert found.verdict == verdict_of(found.change)
    assert [each.day for each in found.moments] == days.tolist()
    return found.verdict


def test_a_shop_of_two_months_has_no_verdict() -> None:
    daily = shop(3, customers=200, days=60)
    last = START + 59
    days = np.array([last - 30, last])
    found = growth(
        measure_of(daily, last), daily, days, {12: last - 365, 3: last - 91}, np.random.default_rng(1)
    )
    assert (found.verdict, found.months, found.change) == ("young", 0, None)
    assert [each.day for each in found.moments] == [last]


def test_a_past_is_as_it_stood(still: Daily) -> None:
    known = still.where(still.day <= BEFORE)
    then, later = known.past(BEFORE, Reserve.none()), still.past(BEFORE, Reserve.none())
    assert then.customer.tolist() == later.customer.tolist()
    assert then.margin == pytest.approx(later.margin)
    assert later.first_day.max() <= BEFORE
    assert later.spend.sum() == pytest.approx(known.revenue.sum())
