from __future__ import annotations

import numpy as np
import pytest
from crps import crps_of_chances, crps_of_draws
from invented import histories
from scipy.stats import poisson

from treue.units import Unit
from treue.value.distribution.pit_map import PitMap, pit_coverage
from treue.value.distribution.scores import OrdersAhead, score
from treue.value.histories import FloatArray, Histories
from treue.value.purchases import MODELS
from treue.value.purchases.contract import FittedPurchases

DAYS = 180


@pytest.fixture(scope="module")
def shop() -> Histories:
    return histories(600, seed=4)


@pytest.fixture(scope="module", params=["mbg-nbd", "pareto-nbd"])
def fitted(request: pytest.FixtureRequest, shop: Histories) -> FittedPurchases:
    return MODELS[request.param](unit=Unit.WEEK).fit(shop)


def ahead(fitted: FittedPurchases, shop: Histories, pace: FloatArray | None = None) -> OrdersAhead:
    return OrdersAhead(
        fitted, shop, float(DAYS), DAYS, np.ones(len(shop)) if pace is None else pace, PitMap.plain()
    )


def futures(fitted: FittedPurchases, shop: Histories, pace: FloatArray, draws: int) -> FloatArray:
    rng = np.random.default_rng(7)
    drawn = [fitted.draw_orders(shop, DAYS, rng, pace) for _ in range(draws)]
    return np.stack(drawn, axis=1).astype(np.float64)


# Agreement: with all chances held at once, and with draws


def test_blocks_give_what_one_table_gives(fitted: FittedPurchases, shop: Histories) -> None:
    came = futures(fitted, shop, np.ones(len(shop)), 1)[:, 0]
    told = score(ahead(fitted, shop), came)
    whole = fitted.chance_of_at_least(shop, DAYS, 250)
    assert told.crps.mean() == pytest.approx(crps_of_chances(came, whole), abs=1e-5)


def test_a_faster_pace_is_in_every_figure(fitted: FittedPurchases, shop: Histories) -> None:
    pace = np.random.default_rng(5).uniform(0.5, 2.0, len(shop))
    drawn = futures(fitted, shop, pace, 2_000)
    came = drawn[:, 0]
    told = score(ahead(fitted, shop, pace), came, (0.1, 0.5, 0.9))
    assert told.crps.mean() == pytest.approx(crps_of_draws(came, drawn[:, 1:]), rel=0.01)
    beyond = (drawn > told.at(0.9)[:, None]).mean(axis=1)
    assert beyond.max() < 0.1 + 4 * np.sqrt(0.09 / 2_000)


def test_two_ways_to_the_same_score() -> None:
    rng = np.random.default_rng(0)
    means = rng.gamma(1.0, 2.0, 300)
    actual = rng.poisson(means).astype(np.float64)
    exact = crps_of_chances(actual, poisson.sf(np.arange(60)[None, :], means[:, None]))
    drawn = crps_of_draws(actual, rng.poisson(means[:, None], (300, 2000)).astype(np.float64))
    assert drawn == pytest.approx(exact, rel=0.01)


def test_a_score_of_certainty_is_the_absolute_error() -> None:
    actual = np.array([0.0, 7.0])
    at_least = (np.arange(1, 4)[None, :] <= np.array([[2], [3]])).astype(np.float64)
    assert crps_of_chances(actual, at_least) == pytest.approx((2 + 4) / 2)
    assert crps_of_draws(actual, np.array([[2.0, 2.0], [3.0, 3.0]])) == pytest.approx((2 + 4) / 2)


# Recovery: a model's own futures are honest


def test_pits_of_the_models_own_futures_are_uniform(fitted: FittedPurchases, shop: Histories) -> None:
    drawn = futures(fitted, shop, np.ones(len(shop)), 40)
    told = [score(ahead(fitted, shop), came) for came in drawn.T]
    low, high = (np.concatenate([getattr(each, end) for each in told]) for end in ("low", "high"))
    for share in (0.5, 0.8, 0.95):
        assert pit_coverage(low, high, share) == pytest.approx(share, abs=0.015)


# Invariants


def test_order_of_customers_does_not_matter(fitted: FittedPurchases, shop: Histories) -> None:
    came = futures(fitted, shop, np.ones(len(shop)), 1)[:, 0]
    mixed = np.random.default_rng(6).permutation(len(shop))
    other = Histories(*(column[mixed] for column in shop.columns()))
    assert score(ahead(fitted, other), came[mixed]).crps == pytest.approx(
        score(ahead(fitted, shop), came).crps[mixed], abs=1e-6
    )


def test_more_came_than_anybody_could_expect(fitted: FittedPurchases, shop: Histories) -> None:
    came = np.full(len(shop), 10_000.0)
    told = score(ahead(fitted, shop), came)
    assert np.isfinite(told.crps).all()
    assert told.high == pytest.approx(np.ones(len(shop)))


def test_nobody(fitted: FittedPurchases) -> None:
    none = Histories(*[np.zeros(0)] * 4)
    assert score(ahead(fitted, none), np.zeros(0)).crps.shape == (0,)
