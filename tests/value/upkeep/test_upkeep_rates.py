"""The cost of looking after customers, held against a shop with known rates."""

from __future__ import annotations

import numpy as np
import pytest

from treue.value.histories import FloatArray
from treue.value.upkeep.rates import Upkeep


def invented(
    customers: int, seed: int, *, own: float = 0.0
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Service at 1.50 an order and .02 a day, times a Gamma factor of variance `own`.

    Returns:
        order days, days, cost of service, factor.
    """
    rng = np.random.default_rng(seed)
    days = rng.uniform(30, 900, customers)
    order_days = 1.0 + rng.poisson(days / 120)
    factor = rng.gamma(1 / own, own, customers) if own else np.ones(customers)
    cases = rng.poisson((1.5 * order_days + 0.02 * days) * factor / 4.0)
    return order_days, days, 4.0 * cases, factor


def fit(order_days: FloatArray, days: FloatArray, service: FloatArray) -> Upkeep:
    return Upkeep.fit(order_days, days, service, np.zeros(len(days)))


def test_the_cost_of_an_order_and_of_a_day_are_found() -> None:
    told = fit(*invented(20_000, 1)[:3])
    assert told.service_per_order.mean() == pytest.approx(1.5, rel=0.05)
    assert told.service_per_day.mean() == pytest.approx(0.02, rel=0.05)


def test_who_asks_more_than_others_is_expected_to_again() -> None:
    *past, factor = invented(20_000, 2, own=0.5)
    own = fit(*past).service_per_order / 1.5
    assert np.corrcoef(own, factor)[0, 1] > 0.6
    # Drawn towards the shop's: nearer to the truth than what everybody cost so far, and than one for all.
    order_days, days, service = past
    plain = service / (1.5 * order_days + 0.02 * days)
    off = [np.square(guess - factor).mean() for guess in (own, plain, np.ones(len(own)))]
    assert off[0] < min(off[1:])


def test_without_differences_all_cost_the_same() -> None:
    order_days, days, service, _ = invented(20_000, 3)
    told = fit(order_days, days, service)
    assert told.service_per_day.std() < 0.15 * told.service_per_day.mean()


def test_the_shop_pays_in_total_what_it_paid() -> None:
    order_days, days, service, _ = invented(5_000, 4, own=0.5)
    told = fit(order_days, days, service)
    again = told.service_per_order * order_days + told.service_per_day * days
    assert again.sum() == pytest.approx(service.sum(), rel=0.03)


def test_contact_costs_by_the_day() -> None:
    days = np.array([100.0, 200.0, 400.0])
    told = Upkeep.fit(np.ones(3), days, np.zeros(3), 0.05 * days)
    np.testing.assert_allclose(told.contact_per_day, 0.05)
    assert not told.service_per_order.any()
    assert not told.service_per_day.any()


@pytest.mark.parametrize("service", [[0.0], [7.5]])
def test_one_customer_is_answered(service: list[float]) -> None:
    told = Upkeep.fit(np.ones(1), np.ones(1), np.array(service), np.zeros(1))
    assert float(told.service_per_order[0] + told.service_per_day[0]) == pytest.approx(service[0])


def test_the_order_of_customers_and_the_currency_change_nothing() -> None:
    order_days, days, service, _ = invented(500, 5, own=0.5)
    told, mixed = fit(order_days, days, service), np.random.default_rng(6).permutation(500)
    other = fit(order_days[mixed], days[mixed], 100.0 * service[mixed])
    np.testing.assert_allclose(other.service_per_order, 100.0 * told.service_per_order[mixed], rtol=1e-9)
    np.testing.assert_allclose(other.service_per_day, 100.0 * told.service_per_day[mixed], rtol=1e-9)
