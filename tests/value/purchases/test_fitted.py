from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_histories import beta_geometric, lifetimes, possible_histories, tenures
from numpy.testing import assert_allclose

from treue.errors import InputError
from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases import (
    MODELS,
    FittedBgNbd,
    FittedMbgCnbd,
    FittedMbgNbd,
    FittedParetoNbd,
    FittedPurchases,
    FittedSbg,
    PurchaseModel,
)
from treue.value.purchases.fitted import Fitted, split_pace

CDNOW: list[Fitted] = [
    FittedBgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426),
    FittedMbgNbd(r=0.525, alpha=6.183, a=0.891, b=1.614),
    FittedMbgCnbd(k=3, r=0.525, alpha=2.061, a=0.891, b=1.614),
    FittedParetoNbd(r=0.553, alpha=10.578, s=0.606, beta=11.669),
]
BY_DAY: list[Fitted] = [replace(fitted, by_day=True) for fitted in CDNOW]
HOPED_FOR: list[Fitted] = [replace(fitted, returning=0.02) for fitted in CDNOW]
EVERY = pytest.mark.parametrize("fitted", CDNOW, ids=lambda fitted: fitted.name)
BOTH = pytest.mark.parametrize(
    "fitted",
    CDNOW + BY_DAY + HOPED_FOR,
    ids=lambda fitted: fitted.name + "-by-day" * fitted.by_day + "-returning" * (fitted.returning > 0),
)
SEEN = Histories(
    np.array([0.0, 0, 1, 3, 20]),
    np.array([0.0, 0, 30, 100, 250]),
    np.array([0.0, 200, 70, 200, 273]),
    np.ones(5),
)


def test_models_keep_the_promise() -> None:
    models: list[PurchaseModel] = [model() for model in MODELS.values()]
    promised: list[FittedPurchases] = [*CDNOW, FittedSbg(a=0.7, b=1.2, period_days=30)]
    assert [model.name for model in models] == [each.name for each in promised] == list(MODELS)


@BOTH
def test_moments_are_those_of_the_chances(fitted: Fitted) -> None:
    chances, k = fitted.chance_of_at_least(SEEN, 365, 1500), np.arange(1500)
    mean = chances.sum(axis=1)
    assert_allclose(fitted.expected_orders(SEEN, 365), mean, rtol=1e-9)
    variance = 2 * (k * chances).sum(axis=1) + mean - mean**2
    assert_allclose(fitted.orders_variance(SEEN, 365), variance, rtol=1e-9)


@BOTH
def test_draws_have_mean_and_variance(fitted: Fitted) -> None:
    n = 60_000
    many = Histories(*(np.repeat(column, n) for column in SEEN.columns()))
    drawn = fitted.draw_orders(many, 365, np.random.default_rng(1)).reshape(5, n)
    variance = fitted.orders_variance(SEEN, 365)
    assert_allclose(drawn.mean(axis=1), fitted.expected_orders(SEEN, 365), atol=0.1, rtol=0.02)
    assert_allclose(drawn.var(axis=1), variance, rtol=0.1)


@EVERY
def test_of_those_who_are_gone_a_share_comes_back(fitted: Fitted) -> None:
    long_gone = Histories(
        np.array([60.0, 60.0]), np.array([300.0, 200.0]), np.array([303.0, 603.0]), np.ones(2)
    )
    hoped = replace(fitted, returning=0.01)
    before, after = fitted.p_alive(long_gone), hoped.p_alive(long_gone)
    assert before[0] > 0.5
    assert before[1] < 1e-6
    assert_allclose(after, before + 0.01 * (1 - before), rtol=1e-9)
    # Who does come back orders as before.
    if_alive = hoped.expected_orders(long_gone, 365) / after
    assert_allclose(if_alive, fitted.expected_orders(long_gone, 365) / before, rtol=1e-6)
    assert if_alive[1] > 20
    # However long the silence: nothing overflows, nothing becomes less than that share.
    forever = Histories(np.array([500.0]), np.array([500.0]), np.array([80_000.0]), np.ones(1))
    assert_allclose(hoped.p_alive(forever), 0.01, rtol=1e-9)
    assert np.isfinite(hoped.expected_orders(forever, 365)).all()


def test_a_pace_moves_who_is_there_before_how_fast_they_order() -> None:
    alive, pace = np.array([1.0, 0.5, 0.01, 0.0]), np.array([2.0, 0.5, 8.0, 8.0])
    chance, speed = split_pace(alive, pace)
    assert_allclose(chance * speed, alive * pace)
    assert_allclose(chance[1:3] / (1 - chance[1:3]), pace[1:3] * alive[1:3] / (1 - alive[1:3]))
    assert (chance[0], speed[0]) == (1.0, 2.0)
    assert (chance[3], speed[3]) == (0.0, 1.0)
    assert speed[2] < 1.1


@EVERY
def test_a_pace_multiplies_the_mean_and_says_so_in_the_chances(fitted: Fitted) -> None:
    gone = Histories(np.array([20.0]), np.array([150.0]), np.array([365.0]), np.ones(1))
    plain, many = fitted.p_alive(gone)[0], np.full(1, 8.0)
    chance = fitted.chance_of_at_least(gone, 3650, 1, many)[0, 0]
    assert plain < chance <= 8 * plain


@pytest.mark.parametrize("returning", [-0.01, 1.0, np.nan])
def test_an_impossible_share_is_refused(returning: float) -> None:
    with pytest.raises(InputError, match="returning is"):
        replace(CDNOW[0], returning=returning)


@BOTH
def test_a_new_customer_is_one_without_a_past(fitted: Fitted) -> None:
    ages = np.array([[0.0, 30.0], [365.0, 3650.0]])
    fresh = Histories(np.zeros(1), np.zeros(1), np.zeros(1), np.ones(1))
    got = fitted.expected_orders_of_new(ages)
    want = [[fitted.expected_orders(fresh, age)[0] for age in row] for row in ages]
    assert_allclose(got, want, rtol=1e-12)
    assert got[0, 0] == 0


def simulated(fitted: Fitted, tenure_days: np.ndarray) -> Histories:
    first, scale, third, fourth = fitted.parameters.values()
    if isinstance(fitted, FittedParetoNbd):
        return lifetimes((first, scale * 7, third, fourth * 7), tenure_days, seed=3)
    return beta_geometric(
        (first, scale * 7, third, fourth),
        tenure_days,
        seed=3,
        leaves_at_once=not isinstance(fitted, FittedBgNbd),
        phases=fitted.whole_numbers.get("k", 1),
    )


@EVERY
def test_a_simulated_base_orders_as_a_new_customer_is_expected_to(fitted: Fitted) -> None:
    seen = simulated(fitted, np.full(60_000, 273.0))
    want = fitted.expected_orders_of_new(np.array([273.0]))[0]
    assert seen.frequency.mean() == pytest.approx(want, abs=4 * seen.frequency.std() / np.sqrt(60_000))


@BOTH
@given(seen=possible_histories(), days=st.floats(1, 2000))
def test_forecasts_stay_in_their_bounds(fitted: Fitted, seen: Histories, days: float) -> None:
    alive = fitted.p_alive(seen)
    assert ((alive >= 0) & (alive <= 1)).all()
    near, far = fitted.expected_orders(seen, days), fitted.expected_orders(seen, 2 * days)
    assert (near >= 0).all()
    assert (far >= near * (1 - 1e-9)).all()
    assert (fitted.orders_variance(seen, days) >= 0).all()
    assert (np.diff(fitted.chance_of_at_least(seen, days, 5), axis=1) <= 1e-12).all()


@EVERY
@given(x=st.integers(1, 50), tenure=st.integers(60, 900), share=st.floats(0.1, 0.9))
def test_who_ordered_later_is_more_likely_alive(fitted: Fitted, x: int, tenure: int, share: float) -> None:
    last = np.array([share * tenure, (share + 0.1) * tenure])
    seen = Histories(np.full(2, float(x)), last, np.full(2, float(tenure)), np.ones(2))
    earlier, later = fitted.p_alive(seen)
    assert later >= earlier


@BOTH
def test_nobody_has_no_forecast(fitted: Fitted) -> None:
    none = np.zeros(0)
    nobody = Histories(none, none, none, none)
    assert fitted.expected_orders(nobody, 365).shape == (0,)
    assert fitted.orders_variance(nobody, 365).shape == (0,)
    assert fitted.draw_orders(nobody, 365, np.random.default_rng(1)).shape == (0,)


@pytest.mark.parametrize("name", list(MODELS))
def test_redrawn_parameters_scatter_as_the_covariance_says(name: str) -> None:
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), tenures(4000, 500, seed=1), seed=2)
    fitted, rng = MODELS[name](unit=Unit.DAY).fit(seen), np.random.default_rng(3)
    drawn = np.log([list(fitted.redraw(rng).parameters.values()) for _ in range(4000)])
    center = np.log(list(fitted.parameters.values()))
    deviation = np.sqrt(np.diag(fitted.covariance))
    assert (np.abs(drawn.mean(axis=0) - center) < 5 * deviation / np.sqrt(4000)).all()
    assert_allclose(
        np.cov(drawn.T) / np.outer(deviation, deviation),
        fitted.covariance / np.outer(deviation, deviation),
        atol=0.1,
    )
