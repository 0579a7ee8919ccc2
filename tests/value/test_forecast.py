from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split
from invented import customers, histories

from treue.units import Unit
from treue.value.accuracy import errors, gini
from treue.value.forecast import Ahead, Customers, Models, look_ahead, orders_by_week, rows_of
from treue.value.purchases import MODELS
from treue.value.purchases.contract import FittedPurchases
from treue.value.spend import GammaGamma

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
        cut.histories, np.arange(len(cut.orders)), cut.counts, cut.means, np.ones(len(cut.orders))
    )
    purchases = MODELS["pareto-nbd"](unit=Unit.WEEK).fit(cut.histories)
    outlook = look_ahead(who, models_of(purchases, who, 1.0), Ahead(cut.horizon_days))
    told = errors(cut.orders, outlook.orders)
    assert (told.mae, told.rmse, told.bias) == pytest.approx(published, abs=6e-4)
    ranking = gini(cut.value, outlook.value)
    assert ranking is not None
    assert value_gini <= ranking < value_gini + 0.003


# Agreement


def test_means_and_variances_are_those_of_simulated_futures(purchases: FittedPurchases) -> None:
    who = customers(histories(6, seed=3), seed=4)
    models, rng = models_of(purchases, customers(histories(500, seed=3), seed=4)), np.random.default_rng(7)
    assert models.spend is not None
    outlook = look_ahead(who, models, YEAR)
    futures = 60_000
    for one in range(len(who)):
        rows = np.full(futures, one)
        orders = purchases.draw_orders(rows_of(who.histories(), rows), YEAR.days, rng)
        paid = rng.binomial(orders, models.positive_share)
        spent = models.spend.draw_sum(who.counts[rows], who.means[rows], paid, rng)
        value = spent * outlook.discount[one] * who.margin_rate[one]
        for drawn, mean, variance in (
            (orders, outlook.orders[one], outlook.orders_variance[one]),
            (value, outlook.value[one], outlook.value_variance[one]),
        ):
            assert drawn.mean() == pytest.approx(mean, abs=5 * np.sqrt(variance / futures))
            assert drawn.var() == pytest.approx(variance, rel=0.15)


def test_weeks_add_up_to_the_horizon(purchases: FittedPurchases) -> None:
    who = customers(histories(200, seed=5), seed=6)
    weeks = orders_by_week(purchases, who.distinct, 39)
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


def test_discounting_lowers_value_but_no_order(purchases: FittedPurchases) -> None:
    who = customers(histories(100, seed=8), seed=9)
    models = models_of(purchases, who)
    plain, discounted = (look_ahead(who, models, Ahead(365, rate)) for rate in (0.0, 0.2))
    assert (plain.discount == 1).all()
    assert (discounted.orders == plain.orders).all()
    assert (discounted.value < plain.value).all()
    assert ((discounted.discount > 1 / 1.2) & (discounted.discount < 1)).all()


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
