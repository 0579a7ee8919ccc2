from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from public_diaries import day_of, public_lines

from treue.errors import InputError
from treue.value.histories import FloatArray
from treue.value.next_order import Bought, Demand, Refills, demand_at
from treue.value.next_order.demand import pieces_by_week

COFFEE, SOAP, LAMP = 10, 20, 30
MIDDLE = {COFFEE: 21.0, SOAP: 60.0}


def pantry(customers: int, seed: int, until: int = 420, leave: float = 0.02) -> Bought:
    """Coffee lasts three weeks, soap two months, at each customer's own pace; a lamp is bought once.

    A household takes one or two pieces at a time and leaves after each purchase with a small chance.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        own = np.exp(rng.normal(0.0, 0.3))
        for product, middle in MIDDLE.items():
            day = rng.uniform(0, until / 2)
            while day <= until:
                rows.append((customer, product, int(day), float(rng.integers(1, 3))))
                if rng.random() < leave:
                    break
                day += max(middle * own * np.exp(rng.normal(0.0, 0.3)), 1.0)
        rows.append((customer, LAMP, int(rng.uniform(0, until)), 1.0))
    customer, product, day, quantity = (np.array(each) for each in zip(*rows, strict=True))
    return Bought(customer, product, day, quantity)


def again(bought: Bought, refills: Refills, days: int) -> FloatArray:
    """Shape (n,), 1 where it was bought again within so many days."""
    later = (bought.day > refills.day) & (bought.day <= refills.day + days)
    base = int(bought.product.max()) + 1
    pairs = bought.customer[later] * base + bought.product[later]
    return np.isin(refills.customer * base + refills.product, pairs).astype(np.float64)


# Recovery


def test_finds_how_long_things_last() -> None:
    refills = Refills.at(350, pantry(400, seed=1))
    for product, middle in MIDDLE.items():
        lasts = refills.gap_days()[refills.product == product]
        assert np.median(lasts) == pytest.approx(middle, rel=0.12)


def test_chances_hold_product_by_product() -> None:
    bought = pantry(1_500, seed=2)
    refills = Refills.at(380, bought)
    came = again(bought, refills, 14)
    chance = refills.chance(14)
    for product in (COFFEE, SOAP, LAMP):
        mine = refills.product == product
        assert chance[mine].mean() == pytest.approx(came[mine].mean(), abs=0.04), product
    assert chance[refills.product == LAMP].max() < 0.1


def test_the_due_list_keeps_its_word() -> None:
    bought = pantry(1_500, seed=3)
    refills = Refills.at(380, bought)
    due = refills.due(14, least_chance=0.6)
    came = again(bought, refills, 14)
    listed = refills.chance(14) >= 0.6
    assert len(due.chance) == listed.sum() > 300
    assert due.chance.mean() == pytest.approx(came[listed].mean(), abs=0.05)
    assert (np.diff(due.chance) <= 0).all()
    assert not (due.product == LAMP).any()
    assert due.quantity.mean() == pytest.approx(1.5, abs=0.1)


TRIED, HABIT = 40, 50
COMES_BACK = {TRIED: (0.95, 0.6), HABIT: (0.15, 0.97)}


def shelf(customers: int, seed: int, until: int = 420) -> Bought:
    """Nearly all come back to one article, and then leave it; few to the other, and these stay with it."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        for product, (first, later) in COMES_BACK.items():
            day, stays = rng.uniform(0, until), first
            while day <= until:
                rows.append((customer, product, int(day), 1.0))
                if rng.random() > stays:
                    break
                day += max(25.0 * np.exp(rng.normal(0.0, 0.25)), 1.0)
                stays = later
    customer, product, day, quantity = (np.array(each) for each in zip(*rows, strict=True))
    return Bought(customer, product, day, quantity)


def test_regulars_are_not_judged_by_those_who_bought_once() -> None:
    bought = shelf(4_000, seed=6)
    refills = Refills.at(390, bought)
    came, chance = again(bought, refills, 14), refills.chance(14)
    regular = (refills.now.earlier > 0) & (refills.now.days < 45)
    for product in COMES_BACK:
        mine = regular & (refills.product == product)
        assert mine.sum() > 300
        assert chance[mine].mean() == pytest.approx(came[mine].mean(), abs=0.05), product
        once = (refills.now.earlier == 0) & (refills.product == product)
        assert chance[once].mean() == pytest.approx(came[once].mean(), abs=0.03), product


def test_demand_covers_what_came() -> None:
    inside, total, came = [], 0.0, 0.0
    for seed in range(6):
        bought = pantry(400, seed=10 + seed, leave=0.0)
        demand = demand_at(380, bought, 4, np.random.default_rng(seed))
        real = pieces_by_week(bought, demand.product, 380, 4)
        refilled = np.isin(demand.product, (COFFEE, SOAP))
        inside.append(((real >= demand.low) & (real <= demand.high))[refilled].mean())
        total, came = total + demand.mean[refilled].sum(), came + real[refilled].sum()
    assert total == pytest.approx(came, rel=0.1)
    # The usual shock is wider than this invented world.
    assert np.mean(inside) > 0.7


# Agreement


def test_pieces_by_week_by_hand() -> None:
    bought = Bought(
        np.array([1, 1, 2, 2]),
        np.array([5, 5, 5, 9]),
        np.array([100, 101, 107, 108]),
        np.array([1.0, 2, 3, 4]),
    )
    np.testing.assert_array_equal(pieces_by_week(bought, np.array([5, 9]), 100, 2), [[5, 0], [0, 4]])
    np.testing.assert_array_equal(pieces_by_week(bought, np.array([9]), 99, 2), [[0, 4]])


# Invariants


def same(one: Demand, other: Demand) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in Demand.__slots__)


def test_order_of_rows_and_later_rows_change_nothing() -> None:
    bought = pantry(120, seed=4)
    mixed = np.random.default_rng(1).permutation(len(bought.day))
    other = Bought(bought.customer[mixed], bought.product[mixed], bought.day[mixed], bought.quantity[mixed])
    cut = bought.until(300)
    told = Refills.at(300, bought)
    for each in (other, cut):
        again_told = Refills.at(300, each)
        np.testing.assert_array_equal(told.customer, again_told.customer)
        np.testing.assert_allclose(told.chance(14), again_told.chance(14))
    assert same(*(demand_at(300, each, 2, np.random.default_rng(1)) for each in (bought, cut)))


def test_first_time_buyers_are_in_the_demand() -> None:
    demand = demand_at(400, pantry(400, seed=5), 2, np.random.default_rng(1))
    lamp = demand.product == LAMP
    assert demand.first_time[lamp].sum() == pytest.approx(400 / 60 * 2, rel=0.4)
    assert demand.mean[lamp].sum() >= 0.6 * demand.first_time[lamp].sum()


@pytest.mark.parametrize("rows", [1, 3])
def test_one_customer_on_one_day(rows: int) -> None:
    ones = np.ones(rows, dtype=np.int64)
    bought = Bought(ones, ones * COFFEE, ones * 100, np.ones(rows))
    refills = Refills.at(120, bought)
    assert np.isfinite(refills.chance(14)).all()
    assert refills.quantity.tolist() == [float(rows)]
    demand = demand_at(120, bought, 1, np.random.default_rng(1))
    assert demand.mean.shape == (1, 1)


def test_nothing_was_bought() -> None:
    none = np.zeros(0, dtype=np.int64)
    bought = Bought(none, none, none, np.zeros(0))
    assert len(Refills.at(10, bought).due(14).chance) == 0
    assert demand_at(10, bought, 2, np.random.default_rng(1)).mean.shape == (0, 2)


# Refusals


def test_refuses_what_was_given_back() -> None:
    one = np.ones(2, dtype=np.int64)
    with pytest.raises(InputError, match="row 1: quantity -1, one of 1 rows"):
        Bought(one, one, one, np.array([1.0, -1.0]))
    with pytest.raises(InputError, match="each row has all four"):
        Bought(one, one, one, np.ones(3))
    with pytest.raises(InputError, match="at least one"):
        demand_at(10, Bought(one, one, one, np.ones(2)), 0, np.random.default_rng(1))


# Public data


@pytest.mark.public_data
@pytest.mark.slow
def test_a_supermarkets_due_list_and_demand(public_data: Path) -> None:
    bought, day = public_lines(public_data), day_of("2017-10-31")
    refills = Refills.at(day, bought)
    came, chance = again(bought, refills, 14), refills.chance(14)
    assert chance.mean() == pytest.approx(came.mean(), abs=0.01)
    listed = chance >= 0.5
    assert listed.sum() > 4_000
    assert chance[listed].mean() == pytest.approx(came[listed].mean(), abs=0.03)
    demand = demand_at(day, bought, 2, np.random.default_rng(1))
    real = pieces_by_week(bought, demand.product, day, 2)
    before = pieces_by_week(bought, demand.product, day - 14, 2)
    assert demand.mean.sum() == pytest.approx(real.sum(), rel=0.1)
    assert np.abs(demand.mean - real).mean() < np.abs(before - real).mean()
    assert 0.7 < ((real >= demand.low) & (real <= demand.high)).mean() < 0.95
