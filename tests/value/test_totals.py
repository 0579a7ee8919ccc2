from __future__ import annotations

import math
from dataclasses import astuple, replace

import numpy as np
import pytest
from invented import customers, histories

from treue.units import Unit
from treue.value import totals as room
from treue.value.distribution.pit_map import PitMap
from treue.value.forecast import Ahead, Customers, Models, Outlook, Redrawn, Shock, look_ahead
from treue.value.histories import FloatArray
from treue.value.purchases import MODELS
from treue.value.spend import GammaGamma
from treue.value.totals import totals

AHEAD = Ahead(273, 0.1)


@pytest.fixture(scope="module", params=["bg-nbd", "pareto-nbd"])
def redrawn(request: pytest.FixtureRequest) -> Redrawn:
    shop = histories(3_000, seed=1)
    who = customers(shop, seed=2)
    purchases = MODELS[request.param](unit=Unit.WEEK).fit(shop)
    models = Models(purchases, GammaGamma().fit(who.counts, who.means), 0.95)
    return Redrawn.of(models, np.random.default_rng(3))


def brute(
    who: Customers, outlook: Outlook, redrawn: Redrawn, lucks: int = 8
) -> tuple[FloatArray, FloatArray]:
    """Possible totals with every customer simulated under every redrawn model."""
    rng = np.random.default_rng(11)
    orders, value = [], []
    for models in redrawn.others:
        assert models.spend is not None
        for _ in range(lucks):
            came = models.purchases.draw_orders(who.histories(), outlook.ahead.horizon, rng)
            paid = rng.binomial(came, models.positive_share)
            spent = models.spend.draw_sum(who.counts, who.means, paid, rng)
            orders.append(came.sum())
            value.append((outlook.discount * (spent * who.margin_rate - came * who.order_cost)).sum())
    return np.array(orders, dtype=np.float64), np.array(value)


@pytest.mark.parametrize(
    ("size", "margin_rate", "order_cost"),
    [
        (40, 0.4, 0.0),
        (40, 0.4, 4.0),
        (2_000, 0.4, 0.0),
        (2_000, -0.1, 0.0),
        (2_000, 0.4, 4.0),
        (2_000, 0.4, 13.0),
    ],
)
def test_intervals_are_those_of_brute_simulation(
    redrawn: Redrawn, size: int, margin_rate: float, order_cost: float
) -> None:
    who = customers(histories(size, seed=4), 5, margin_rate, order_cost)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    told = totals(who, outlook, redrawn, np.random.default_rng(6))
    assert told.value is not None
    for estimate, outcomes in zip((told.orders, told.value), brute(who, outlook, redrawn), strict=True):
        low, median, high = np.quantile(outcomes, [0.1, 0.5, 0.9])
        width = high - low
        ours = [estimate.low, estimate.median, estimate.high]
        assert ours == pytest.approx([low, median, high], abs=0.12 * width)
        assert estimate.mean == pytest.approx(outcomes.mean(), abs=0.1 * width)


def test_both_ways_to_a_total_agree(redrawn: Redrawn, monkeypatch: pytest.MonkeyPatch) -> None:
    who = customers(histories(250, seed=7), seed=8)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    simulated = totals(who, outlook, redrawn, np.random.default_rng(9))
    monkeypatch.setattr(room, "_SMALL", 0)
    curved = totals(who, outlook, redrawn, np.random.default_rng(9))
    width = simulated.orders.high - simulated.orders.low
    assert astuple(curved.orders) == pytest.approx(astuple(simulated.orders), abs=0.1 * width)


def test_luck_alone_when_parameters_are_known(redrawn: Redrawn) -> None:
    who = customers(histories(2_000, seed=4), seed=5)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    known = Redrawn(redrawn.fitted, (redrawn.fitted,), np.ones(1), PitMap.plain())
    sure = totals(who, outlook, known, np.random.default_rng(0)).orders
    assert sure.high - sure.low == pytest.approx(
        2 * 1.2816 * np.sqrt(outlook.orders_variance.sum()), rel=0.05
    )
    unsure = totals(who, outlook, redrawn, np.random.default_rng(0)).orders
    assert unsure.high - unsure.low > 1.1 * (sure.high - sure.low)


@pytest.mark.parametrize("order_cost", [0.0, 5.0, 14.0])
def test_value_of_all_is_the_sum_of_each(redrawn: Redrawn, order_cost: float) -> None:
    who = customers(histories(900, seed=4), 5, order_cost=order_cost)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    told = totals(who, outlook, redrawn, np.random.default_rng(0))
    assert told.value is not None
    assert told.value.mean == pytest.approx(math.fsum(outlook.value), rel=1e-9)
    assert told.value.low < told.value.mean < told.value.high


def test_means_of_parts_add_up(redrawn: Redrawn) -> None:
    who = customers(histories(900, seed=4), seed=5)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    parts = [np.arange(100), np.arange(100, 900)]
    means = [
        totals(who.pick(part), outlook.pick(part), redrawn, np.random.default_rng(0)).orders.mean
        for part in parts
    ]
    assert sum(means) == pytest.approx(totals(who, outlook, redrawn, np.random.default_rng(0)).orders.mean)


def test_the_same_seed_gives_the_same_numbers(redrawn: Redrawn) -> None:
    who = customers(histories(700, seed=4), seed=5)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    first, second = (totals(who, outlook, redrawn, np.random.default_rng(1)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("size", [0, 1, 20, 800])
def test_any_group_has_an_ordered_finite_interval(redrawn: Redrawn, size: int) -> None:
    who = customers(histories(1_000, seed=4), seed=5)
    rows = np.arange(size)
    told = totals(
        who.pick(rows),
        look_ahead(who, redrawn.fitted, AHEAD).pick(rows),
        redrawn,
        np.random.default_rng(0),
    )
    for estimate in (told.orders, told.value):
        assert estimate is not None
        assert 0 <= estimate.low <= estimate.median <= estimate.high < np.inf


def test_without_amounts_there_is_no_value(redrawn: Redrawn) -> None:
    models = Models(redrawn.fitted.purchases, None)
    for size in (100, 500):
        who = customers(histories(size, seed=4), seed=5)
        told = totals(
            who,
            look_ahead(who, models, AHEAD),
            Redrawn.of(models, np.random.default_rng(0), times=20),
            np.random.default_rng(0),
        )
        assert told.value is None
        assert told.orders.low < told.orders.mean < told.orders.high


@pytest.mark.parametrize("size", [40, 2_000])
def test_what_all_share_widens_a_total_and_leaves_its_mean(redrawn: Redrawn, size: int) -> None:
    who = customers(histories(size, seed=4), seed=5)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    shaken = replace(
        redrawn, shocks=Redrawn.of(redrawn.fitted, np.random.default_rng(3), shock=Shock(0.4)).shocks
    )
    calm, told = (totals(who, outlook, each, np.random.default_rng(6)) for each in (redrawn, shaken))
    assert calm.value is not None
    assert told.value is not None
    for before, after in ((calm.orders, told.orders), (calm.value, told.value)):
        assert after.mean == before.mean
        # Shocks multiply, so the logarithms' variances add up: 1.28 of these to each side.
        plain = np.log(before.high / before.low) / 2.563
        expected = 2.563 * np.hypot(plain, 0.4)
        assert np.log(after.high / after.low) == pytest.approx(expected, rel=0.12)


def test_shocks_are_those_of_a_lognormal_whatever_the_draw(redrawn: Redrawn) -> None:
    first, second = (
        Redrawn.of(redrawn.fitted, np.random.default_rng(seed), times=100, shock=Shock(0.3)).shocks
        for seed in (1, 2)
    )
    assert np.sort(first) == pytest.approx(np.sort(second), rel=1e-12)
    assert np.log(first).mean() == pytest.approx(0.0, abs=1e-12)
    assert np.log(first).std() == pytest.approx(0.3, rel=0.03)
    assert (Redrawn.of(redrawn.fitted, np.random.default_rng(1), times=5).shocks == 1).all()


def test_a_size_learned_from_few_origins_leaves_more_room_for_large_shocks() -> None:
    known, learned = (
        np.log(Shock(0.15, degrees).factors(np.random.default_rng(1), 200)) for degrees in (np.inf, 4.0)
    )
    # Tables of Student's t: at four degrees the 90 % place is at 1.533, the 97.5 % place at 2.776.
    assert np.quantile(known, [0.9, 0.975], method="hazen") == pytest.approx(
        [0.15 * 1.282, 0.15 * 1.960], rel=0.03
    )
    assert np.quantile(learned, [0.9, 0.975], method="hazen") == pytest.approx(
        [0.15 * 1.533, 0.15 * 2.776], rel=0.03
    )


@pytest.mark.parametrize("size", [40, 2_000])
def test_a_pace_moves_a_total_as_it_moves_its_customers(redrawn: Redrawn, size: int) -> None:
    who = customers(histories(size, seed=4), seed=5)
    fast = replace(who, pace=np.full(size, 1.5))
    usual, told = (
        totals(each, look_ahead(each, redrawn.fitted, AHEAD), redrawn, np.random.default_rng(6)).orders
        for each in (who, fast)
    )
    assert told.mean == pytest.approx(1.5 * usual.mean, rel=1e-12)
    assert usual.low < told.low < told.mean < told.high
    # Luck grows with the root of the pace, doubt about parameters with the pace itself.
    assert 1.5**0.5 * 0.9 < (told.high - told.low) / (usual.high - usual.low) < 1.5 * 1.1


@pytest.mark.parametrize("size", [40, 2_000])
def test_means_stand_alone_where_nothing_was_redrawn(redrawn: Redrawn, size: int) -> None:
    who = customers(histories(size, seed=4), seed=5)
    outlook = look_ahead(who, redrawn.fitted, AHEAD)
    alone = Redrawn.of(redrawn.fitted, np.random.default_rng(5), times=0)
    told = totals(who, outlook, alone, np.random.default_rng(6))
    assert told.value is not None
    assert told.orders.mean == outlook.orders.sum()
    assert told.value.mean == outlook.value.sum()
    assert np.isnan([*astuple(told.orders)[1:], *astuple(told.value)[1:]]).all()
