from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.value.histories import FloatArray
from treue.value.margin import OwnRates


def shop(seed: int, spread: float, noise: float, customers: int = 20_000) -> tuple[FloatArray, ...]:
    """Counts, amounts, margins and true rates around 40 %."""
    rng = np.random.default_rng(seed)
    counts = 1.0 + rng.poisson(rng.gamma(0.5, 4.0, customers))
    amounts = counts * rng.gamma(5.0, 8.0, customers)
    true = rng.normal(0.4, spread, customers)
    own = true + rng.normal(0, noise, customers) / np.sqrt(counts)
    return counts, amounts, own * amounts, true


def test_recovers_how_many_orders_to_borrow() -> None:
    counts, amounts, margins, _ = shop(1, spread=0.1, noise=0.2)
    rates = OwnRates.fit(counts, amounts, margins)
    assert rates.shop_rate == pytest.approx(0.4, abs=0.005)
    assert rates.borrowed_orders == pytest.approx(4.0, rel=0.15)


def test_shrunk_rates_are_nearer_the_truth_than_own_or_shop() -> None:
    counts, amounts, margins, true = shop(2, spread=0.1, noise=0.2)
    fit = OwnRates.fit(counts, amounts, margins)
    off = {
        "shrunk": fit.rates(counts, amounts, margins) - true,
        "own": margins / amounts - true,
        "shop": fit.shop_rate - true,
    }
    error = {name: float(np.square(each).mean()) for name, each in off.items()}
    assert error["shrunk"] < 0.85 * min(error["own"], error["shop"])


def test_a_rate_by_hand() -> None:
    rates = OwnRates(shop_rate=0.4, borrowed_orders=3.0)
    told = rates.rates(np.array([1.0, 9.0, 0.0]), np.array([50.0, 100.0, 0.0]), np.array([-30.0, 70.0, -5.0]))
    assert told == pytest.approx([(1 * -0.6 + 3 * 0.4) / 4, (9 * 0.7 + 3 * 0.4) / 12, 0.4])


def test_losses_are_not_clipped() -> None:
    rates = OwnRates(shop_rate=0.1, borrowed_orders=0.5)
    assert rates.rates(np.array([4.0]), np.array([100.0]), np.array([-250.0]))[0] < -2


def test_equal_margins_for_all() -> None:
    counts, amounts = np.array([1.0, 2.0, 5.0]), np.array([10.0, 50.0, 90.0])
    rates = OwnRates.fit(counts, amounts, 0.4 * amounts)
    assert rates.rates(counts, amounts, 0.4 * amounts) == pytest.approx([0.4] * 3)


@pytest.mark.parametrize("customers", [0, 1, 5])
def test_too_few_or_all_alike_borrow_everything(customers: int) -> None:
    ones = np.ones(customers)
    rates = OwnRates.fit(ones, ones * 10, ones * np.arange(customers))
    assert math.isinf(rates.borrowed_orders)
    assert rates.rates(ones, ones * 10, ones) == pytest.approx([rates.shop_rate] * customers)


@settings(deadline=None)
@given(seed=st.integers(0, 500), factor=st.floats(1e-3, 1e3))
def test_another_currency_changes_no_rate(seed: int, factor: float) -> None:
    counts, amounts, margins, _ = shop(seed, 0.1, 0.3, customers=50)
    here = OwnRates.fit(counts, amounts, margins).rates(counts, amounts, margins)
    there = OwnRates.fit(counts, amounts * factor, margins * factor)
    assert there.rates(counts, amounts * factor, margins * factor) == pytest.approx(here, abs=1e-6)
    assert np.isfinite(here).all()


@settings(deadline=None)
@given(seed=st.integers(0, 500))
def test_a_rate_lies_between_the_customers_own_and_the_shops(seed: int) -> None:
    counts, amounts, margins, _ = shop(seed, 0.2, 0.3, customers=40)
    fit = OwnRates.fit(counts, amounts, margins)
    own, told = margins / amounts, fit.rates(counts, amounts, margins)
    assert (told >= np.minimum(own, fit.shop_rate) - 1e-12).all()
    assert (told <= np.maximum(own, fit.shop_rate) + 1e-12).all()


def test_one_who_sent_back_forty_orders_decides_nothing() -> None:
    counts, amounts, margins, _ = shop(3, spread=0.1, noise=0.2)
    before = OwnRates.fit(counts, amounts, margins)
    margins[np.flatnonzero(counts == 1)[0]] = -40.0 * amounts[np.flatnonzero(counts == 1)[0]]
    after = OwnRates.fit(counts, amounts, margins)
    assert after.borrowed_orders == pytest.approx(before.borrowed_orders, rel=0.05)
    assert after.rates(counts, amounts, margins).min() < -5


def test_what_an_order_costs_is_a_rate_of_their_number() -> None:
    rng = np.random.default_rng(4)
    days = 1.0 + rng.poisson(2.0, 5_000)
    abroad = rng.random(5_000) < 0.2
    cost = days * np.where(abroad, -6.0, 4.0) + rng.normal(0.0, 1.0, 5_000) * np.sqrt(days)
    told = OwnRates.fit(days, days, cost)
    assert told.shop_rate == pytest.approx(float(cost.sum() / days.sum()))
    assert told.borrowed_orders < 0.3
    assert (np.sign(told.rates(days, days, cost)) == np.where(abroad, -1, 1)).mean() > 0.99
