from __future__ import annotations

import numpy as np
import pytest
from invented_diary import diary

from treue.value.diary import Bookings, Diary
from treue.value.histories import FloatArray
from treue.value.order_days import OrderDays
from treue.value.tournament.features import Features, Seen, features_of


def of(whole: Diary, day: int) -> tuple[Seen, Features]:
    seen = Seen.at(day, whole)
    nothing = np.zeros(len(seen))
    return seen, features_of(seen, nothing, nothing)


def column(features: Features, name: str) -> FloatArray:
    return np.asarray(features.table[:, features.names.index(name)])


ANA = Diary(
    OrderDays(np.full(4, 7), np.array([100, 110, 130, 200]), np.array([20.0, 40.0, 30.0, 50.0])),
    Bookings(np.full(3, 7), np.array([100, 115, 210]), np.array([8.0, -6.0, -50.0])),
)


def test_ana_on_day_140() -> None:
    _, told = of(ANA, 140)
    expected = {
        "repeat_orders": 2.0,
        "tenure_days": 40.0,
        "idle_days": 10.0,
        "idle_by_gap": 10 / 15,
        "last_by_gap": 20 / 15,
        "gap_spread": 5 / 15,
        "orders_14d": np.log(2.0),
        "orders_28d": np.log(2.0),
        "orders_56d": np.log(4.0),
        "order_value": np.log(30.0),
        "last_order_value": 1.0,
        "returned_share": 6.0 / 120.0,
    }
    for name, value in expected.items():
        assert column(told, name)[0] == pytest.approx(value), name


def test_who_bought_once_has_no_gaps() -> None:
    _, told = of(ANA, 105)
    assert np.isnan(column(told, "gap_spread")[0])
    assert np.isnan(column(told, "last_by_gap")[0])
    assert column(told, "idle_by_gap")[0] == pytest.approx(1.0)


def test_nothing_later_is_looked_at() -> None:
    whole = diary(200, seed=1)
    day = 20_300
    cut = Diary(whole.orders.until(day), whole.bookings.until(day))
    (seen, told), (_, same) = of(whole, day), of(cut, day)
    np.testing.assert_array_equal(told.table, same.table)
    assert seen.customer.tolist() == np.unique(cut.orders.customer).tolist()


def test_order_of_bookings_does_not_matter() -> None:
    whole = diary(100, seed=2)
    mixed = np.random.default_rng(1).permutation(len(whole.bookings.day))
    rows = whole.bookings
    other = Diary(whole.orders, Bookings(rows.customer[mixed], rows.day[mixed], rows.margin[mixed]))
    np.testing.assert_allclose(of(whole, 20_400)[1].table, of(other, 20_400)[1].table, equal_nan=True)


def test_another_currency_changes_only_the_order_value_by_a_shift() -> None:
    whole = diary(100, seed=3)
    rows = whole.orders
    dear = Diary(
        OrderDays(rows.customer, rows.day, rows.revenue * 100),
        Bookings(whole.bookings.customer, whole.bookings.day, whole.bookings.margin * 100),
    )
    (_, one), (_, other) = of(whole, 20_400), of(dear, 20_400)
    shifted = one.table.copy()
    shifted[:, one.names.index("order_value")] += np.log(100)
    np.testing.assert_allclose(other.table, shifted, equal_nan=True)
