from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import customers, histories

from treue.units import Unit
from treue.value.accuracy import errors, gini
from treue.value.discount import days_worth
from treue.value.forecast import (
    Ahead,
    Customers,
    Models,
    Redrawn,
    look_ahead,
    margin_per_order,
    orders_by_week,
    rows_of,
)
from treue.value.intervals import customer_intervals
from treue.value.purchases import MODELS
from treue.value.purchases.contract import FittedPurchases
from treue.value.spend import GammaGamma
from treue.value.totals import totals
from treue.value.upkeep.rates import Upkeep

YEAR = Ahead(365, 0.1)


@pytest.fixture(scope="module", params=MODELS)
def purchases(request: pytest.FixtureRequest) -> FittedPurchases:
    return MODELS[request.param](unit=Unit.WEEK).fit(histories(1_500, seed=1))


def models_of(purchases: FittedPurchases, who: Customers, share: float = 0.9) -> Models:
    return Models(purchases, GammaGamma().fit(who.counts, who.means), share)


# Published: the reference bench's best rows


@pytest.mark.public_data
@pytest.mark.parametrize(
    ("data", "published", "value_gini"),
    [("sample", (0.7545, 1.603, -0.115), 0.691), ("master", (0.794, 1.726, -0.129), 0.717)],
)
def test_cdnow_as_the_reference_measured(
    public_data: Path, data: str, published: tuple[float, float, float], value_gini: float
) -> None:
    cut = cdnow_split(public_data, data)
    who = Customers(
        cut.histories,
        np.arange(len(cut.orders)),
        cut.counts,
        cut.means,
        np.ones(len(cut.orders)),
        np.zeros(len(cut.orders)),
        np.ones(len(cut.orders)),
    )
    purchases = MODELS["pareto-nbd"](unit=Unit.WEEK).fit(cut.histories)
    outlook = look_ahead(who, models_of(purchases, who, 1.0), Ahead(cut.horizon_days))
    told = errors(cut.orders, outlook.orders)
    assert (told.mae, told.rmse, told.bias) == pytest.approx(published, abs=6e-4)
    ranking = gini(cut.value, outlook.value)
    assert ranking is not None
    assert value_gini <= ranking < value_gini + 0.003


# Agreement


def test_means_are_the_same_without_luck(purchases: FittedPurchases) -> None:
    who = customers(histories(60, seed=3), 4, 0.4, 4.0)
    models = models_of(purchases, who)
    whole, means = look_ahead(who, models, YEAR), look_ahead(who, models, YEAR, with_luck=False)
    for figure in ("alive", "orders", "value", "discount"):
        assert (getattr(means, figure) == getattr(whole, figure)).all()
    assert np.isnan(means.orders_variance).all()
    assert np.isnan(means.pick(np.arange(3)).value_variance).all()
    assert (whole.alive == purchases.p_alive(who.histories())).all()


@pytest.mark.parametrize(("rate", "cost", "share"), [(0.4, 0.0, 0.9), (0.4, 4.0, 0.7), (-0.1, -2.0, 0.9)])
def test_means_and_variances_are_those_of_simulated_futures(
    purchases: FittedPurchases, rate: float, cost: float, share: float
) -> None:
    who = customers(histories(6, seed=3), 4, rate, cost)
    models = models_of(purchases, customers(histories(500, seed=3), seed=4), share)
    rng = np.random.default_rng(7)
    assert models.spend is not None
    outlook = look_ahead(who, models, YEAR)
    futures = 60_000
    for one in range(len(who)):
        rows = np.full(futures, one)
        orders = purchases.draw_orders(rows_of(who.histories(), rows), YEAR.days, rng)
        paid = rng.binomial(orders, models.positive_share)
        spent = models.spend.draw_sum(who.counts[rows], who.means[rows], paid, rng)
        value = outlook.discount[one] * (spent * who.margin_rate[one] - orders * who.order_cost[one])
        for drawn, mean, variance in (
            (orders, outlook.orders[one], outlook.orders_variance[one]),
            (value, outlook.value[one], outlook.value_variance[one]),
        ):
            assert drawn.mean() == pytest.approx(mean, abs=5 * np.sqrt(variance / futures))
            assert drawn.var() == pytest.approx(variance, rel=0.15)


def test_weeks_add_up_to_the_horizon(purchases: FittedPurchases) -> None:
    who = customers(histories(200, seed=5), seed=6)
    weeks = orders_by_week(purchases, who.distinct, 7.0 * np.arange(1, 39 + 1))
    assert weeks.shape == (39,)
    assert (weeks > 0).all()
    assert weeks.sum() == pytest.approx(purchases.expected_orders(who.histories(), 273).sum(), rel=1e-9)


# Invariants


def test_value_scales_with_margin_and_share(purchases: FittedPurchases) -> None:
    shop = histories(100, seed=8)
    who, losing = customers(shop, seed=9, margin_rate=0.4), customers(shop, seed=9, margin_rate=-0.2)
    models = models_of(purchases, who)
    here, there = look_ahead(who, models, YEAR), look_ahead(losing, models, YEAR)
    assert there.value == pytest.approx(-here.value / 2, rel=1e-12)
    assert there.value_variance == pytest.approx(here.value_variance / 4, rel=1e-12)
    half = Models(models.purchases, models.spend, models.positive_share / 2)
    assert look_ahead(who, half, YEAR).value == pytest.approx(here.value / 2, rel=1e-12)


def test_what_orders_cost_comes_off_all_of_them_free_ones_too(purchases: FittedPurchases) -> None:
    shop = histories(100, seed=8)
    free, costly = customers(shop, seed=9), customers(shop, seed=9, order_cost=3.0)
    models = models_of(purchases, free, share=0.5)
    here, there = look_ahead(free, models, YEAR), look_ahead(costly, models, YEAR)
    assert here.value - there.value == pytest.approx(3.0 * here.orders * here.discount, rel=1e-9)


@settings(deadline=None, max_examples=30)
@given(short=st.integers(1, 900), more=st.integers(1, 900), cost=st.floats(-20, 60), rate=st.floats(-1, 1))
def test_orders_rise_with_the_horizon_and_value_need_not(
    purchases: FittedPurchases, short: int, more: int, cost: float, rate: float
) -> None:
    who = customers(histories(40, seed=8), 9, rate, cost)
    models = models_of(purchases, customers(histories(40, seed=8), 9))
    near, far = (look_ahead(who, models, Ahead(days)) for days in (short, short + more))
    assert (far.orders >= near.orders).all()
    assert models.spend is not None
    leaves = 0.9 * rate * models.spend.expected_amount(who.counts, who.means) - cost
    assert (np.sign(far.value - near.value) * np.sign(leaves) >= 0).all()
    assert (far.value_variance >= 0).all()


@settings(deadline=None, max_examples=30)
@given(scale=st.sampled_from([0.01, 100.0, 1000.0, 7.0]), cost=st.floats(-5, 30), rate=st.floats(-1, 1))
def test_another_currency_changes_value_by_its_scale_alone(
    purchases: FittedPurchases, scale: float, cost: float, rate: float
) -> None:
    who = customers(histories(60, seed=8), 9, rate, cost)
    there = replace(who, means=who.means * scale, order_cost=who.order_cost * scale)
    here, scaled = (look_ahead(each, models_of(purchases, each), YEAR) for each in (who, there))
    size = 1e-7 * scale * (np.abs(here.value).max() + 1.0)
    assert scaled.value == pytest.approx(here.value * scale, rel=1e-7, abs=size)
    assert scaled.value_variance == pytest.approx(here.value_variance * scale**2, rel=1e-6, abs=size**2)
    assert (scaled.orders == here.orders).all()


def test_discounting_lowers_value_but_no_order(purchases: FittedPurchases) -> None:
    who = customers(histories(100, seed=8), seed=9)
    models = models_of(purchases, who)
    plain, discounted = (look_ahead(who, models, Ahead(365, rate)) for rate in (0.0, 0.2))
    assert (plain.discount == 1).all()
    assert (discounted.orders == plain.orders).all()
    assert (discounted.value[plain.value > 0] < plain.value[plain.value > 0]).all()
    expected = plain.orders > 0
    assert ((discounted.discount > 1 / 1.2) & (discounted.discount < 1))[expected].all()


def test_some_customers_look_ahead_as_they_do_among_all(purchases: FittedPurchases) -> None:
    who = customers(histories(100, seed=8), seed=9)
    models, rows = models_of(purchases, who), np.array([3, 50, 7])
    alone, among = look_ahead(who.pick(rows), models, YEAR), look_ahead(who, models, YEAR).pick(rows)
    assert alone.value == pytest.approx(among.value, rel=1e-12)
    assert alone.orders_variance == pytest.approx(among.orders_variance, rel=1e-12)


def test_without_amounts_orders_are_forecast_and_value_is_no_number(purchases: FittedPurchases) -> None:
    who = customers(histories(50, seed=8), seed=9)
    outlook = look_ahead(who, Models(purchases, None), YEAR)
    assert np.isfinite(outlook.orders).all()
    assert np.isnan(outlook.value).all()


def test_orders_times_what_one_leaves_are_the_value(purchases: FittedPurchases) -> None:
    who = customers(histories(200, seed=9), seed=9)
    models = models_of(purchases, who)
    outlook = look_ahead(who, models, Ahead(365))
    assert outlook.orders * margin_per_order(who, models) == pytest.approx(outlook.value)


def test_without_amounts_nobody_knows_what_an_order_leaves(purchases: FittedPurchases) -> None:
    assert np.isnan(margin_per_order(customers(histories(20, seed=9), seed=9), Models(purchases, None))).all()


# Looking after customers


def test_service_and_contact_come_off_day_by_day(purchases: FittedPurchases) -> None:
    who = customers(histories(300, seed=8), seed=9)
    models = models_of(purchases, who)
    upkeep = Upkeep(np.zeros(len(who)), np.full(len(who), 0.02), np.full(len(who), 0.01))
    cared = replace(who, upkeep=upkeep)
    free, costly = look_ahead(who, models, YEAR), look_ahead(cared, models, YEAR)
    worth = days_worth(365, 0.1)
    assert 340 < worth < 350
    np.testing.assert_allclose(free.value - costly.value, (0.02 * free.alive + 0.01) * worth, rtol=1e-9)
    # Orders go on as before, and so does their luck: the cost is expected, not drawn.
    np.testing.assert_array_equal(free.orders, costly.orders)
    np.testing.assert_array_equal(free.value_variance, costly.value_variance)
    redrawn = Redrawn.of(models, np.random.default_rng(1), 30)
    for some in (np.arange(len(who)), np.arange(50)):
        before, after = (
            totals(each.pick(some), ahead.pick(some), redrawn, np.random.default_rng(2)).value
            for each, ahead in ((who, free), (cared, costly))
        )
        assert before is not None
        assert after is not None
        cost = costly.upkeep[some].sum()
        moved = [before.mean - after.mean, before.low - after.low, before.high - after.high]
        assert moved == pytest.approx([cost] * 3, rel=1e-6)
    spread = [
        customer_intervals(each, ahead, redrawn, np.random.default_rng(3)).value
        for each, ahead in ((who, free), (cared, costly))
    ]
    assert spread[0] is not None
    assert spread[1] is not None
    np.testing.assert_allclose(
        spread[0].quantiles - spread[1].quantiles, np.tile(costly.upkeep[:, None], 3), rtol=1e-6, atol=1e-9
    )
