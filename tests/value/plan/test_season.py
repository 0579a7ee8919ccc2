"""Seasons of invented months: found where years agree, left alone where they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from treue.value.forecast import Shock
from treue.value.histories import FloatArray
from treue.value.plan.curve import Curve
from treue.value.plan.existing import ByMonth
from treue.value.plan.months import Ahead, Months
from treue.value.plan.plan import Doubt, Here, plan
from treue.value.plan.season import Season, season_of
from treue.value.plan.seasons import seasons_of

TRUTH = np.exp(0.15 * np.cos(2 * np.pi * (np.arange(12) - 10) / 12))
FIRST = 2023 * 12
CALM = Doubt(Shock(0.0), 0.0, 0.0, 0.0)


def counted(seed: int, months: int, season: FloatArray, noise: float) -> FloatArray:
    """Orders of a shop that grows, ever more slowly."""
    rng, place = np.random.default_rng(seed), np.arange(months)
    level = 1_000.0 * np.exp(0.3 * np.sqrt(place)) * season[place % 12]
    return rng.poisson(level * np.exp(noise * rng.standard_normal(months))).astype(float)


def found(seed: int, months: int, season: FloatArray, noise: float) -> Season:
    came = counted(seed, months, season, noise)
    return season_of(came, FIRST, came)


@pytest.mark.parametrize("months", [23, 24, 36])
def test_a_season_that_came_twice_is_found_in_a_growing_shop(months: int) -> None:
    each = [found(seed, months, TRUTH, 0.04) for seed in range(8)]
    assert sum(one.is_told for one in each) >= 6
    told = np.mean([one.factor for one in each if one.is_told], axis=0)
    assert told / told.mean() == pytest.approx(TRUTH / TRUTH.mean(), abs=0.06)
    assert all(one.factor.mean() == pytest.approx(1.0) for one in each)


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.15])
def test_years_that_do_not_agree_tell_no_season(noise: float) -> None:
    each = [found(seed, 24, np.ones(12), noise) for seed in range(20)]
    assert sum(one.is_told for one in each) <= 2
    assert all(one.is_known for one in each)
    assert all((one.factor == 1.0).all() for one in each if not one.is_told)


def test_what_is_found_is_nearer_to_the_truth_than_no_season() -> None:
    off = np.array([found(seed, 24, TRUTH, 0.08).factor - TRUTH / TRUTH.mean() for seed in range(12)])
    assert np.square(off).mean() < 0.5 * np.square(1.0 - TRUTH / TRUTH.mean()).mean()


@pytest.mark.parametrize("months", [0, 1, 12, 20])
def test_less_than_two_years_cannot_be_compared(months: int) -> None:
    assert not found(1, months, TRUTH, 0.0).is_known
    assert (found(1, months, TRUTH, 0.0).factor == 1.0).all()


def test_months_without_anything_tell_none() -> None:
    came = counted(1, 24, TRUTH, 0.0)
    came[5] = 0.0
    assert not season_of(came, FIRST, came).is_known


def shop(each: FloatArray) -> Months:
    """Two years and a month of calm trade: orders follow the season, margins of an order follow `each`."""
    length = 25
    month = np.arange(length) % 12
    orders = np.diag(2_000.0 * TRUTH[month])
    people = np.full(length, 300.0)
    return Months(
        FIRST, date(2025, 1, 31), 1, orders, 50 * orders, orders * each[month], people, np.zeros(length)
    )


def planned(months: Months, *, by_clock: bool = False) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Existing orders, existing margin and new margin of a year in which all months would be alike."""
    ahead = Ahead.after(months.until)
    here = ByMonth(np.full(12, 100.0), np.full(12, 5_000.0), np.full(12, 2_000.0))
    per_new = Curve(*(np.array([size] + [0.1 * size] * 12) for size in (1.0, 50.0, 20.0)))
    made = plan(months, Here(ahead, here, CALM, by_clock=by_clock), per_new, np.random.default_rng(1))
    return made.existing.orders, made.existing.margin, made.new.margin


def test_a_plan_has_the_season_for_existing_and_for_new_customers() -> None:
    january_is_weak = np.ones(12) * 20.0
    january_is_weak[0] = 12.0
    ahead = np.arange(1, 13) % 12  # February first
    orders, margin, new = planned(shop(january_is_weak))
    assert orders / 100.0 == pytest.approx((TRUTH / TRUTH.mean())[ahead], abs=0.03)
    assert margin[-1] / margin[-2] == pytest.approx(0.6 * TRUTH[0] / TRUTH[11], abs=0.04)
    flat = planned(shop(np.ones(12) * 20.0))[2]
    assert new[-1] / flat[-1] < 0.7


def test_orders_by_a_clock_that_knows_the_season_get_it_once() -> None:
    orders, margin, _ = planned(shop(np.ones(12) * 20.0), by_clock=True)
    assert orders == pytest.approx(np.full(12, 100.0))
    assert margin == pytest.approx(np.full(12, 2_000.0), rel=0.01)


def test_new_customers_of_a_file_that_begins_in_the_middle_follow_the_orders() -> None:
    months = shop(np.ones(12) * 20.0)
    late = seasons_of(replace(months, opening=9))
    assert late.new is late.orders
    own = seasons_of(months)
    assert own.new.is_known
    assert not own.new.is_told
