from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from public_diaries import day_of, public_diary
from regulars import regulars

from treue.errors import InputError
from treue.value.next_order import days_to_next, late, needs_at, own_mean_gap
from treue.value.order_days import OrderDays


def shop(customers: int, seed: int, **told: float) -> OrderDays:
    customer, day, _ = regulars(customers, seed, **told)  # type: ignore[arg-type]  # of mixed kinds
    pairs = np.unique(np.stack([customer, day], axis=1), axis=0)
    return OrderDays(pairs[:, 0] + 50, pairs[:, 1], np.ones(len(pairs)))


# Recovery


def test_chances_hold() -> None:
    orders = shop(4_000, seed=1, leave=0.1)
    needs = needs_at(orders, 500, 60)
    wait = days_to_next(orders, needs.customer, 500)
    for days in (7, 28, 60):
        told = needs.chance[:, days - 1]
        assert told.mean() == pytest.approx((wait <= days).mean(), abs=0.02)
        likely = told >= np.quantile(told, 0.8)
        assert told[likely].mean() == pytest.approx((wait <= days)[likely].mean(), abs=0.05)


def test_given_an_order_half_come_by_the_date_and_eight_of_ten_in_between() -> None:
    orders = shop(4_000, seed=2, leave=0.1)
    needs = needs_at(orders, 500, 60)
    wait = days_to_next(orders, needs.customer, 500)
    came = wait <= 60
    low, high = needs.between()
    assert (wait <= needs.date())[came].mean() == pytest.approx(0.5, abs=0.06)
    assert ((wait >= low) & (wait <= high))[came].mean() > 0.75


def test_a_silence_counts() -> None:
    # Who orders every 30 days and has been silent for 90 is less likely to order soon than who was for 25.
    orders = shop(3_000, seed=3, leave=0.1)
    regular = np.arange(0, 10) * 30
    both = OrderDays(
        np.concatenate([np.full(10, 1), np.full(10, 2), orders.customer]),
        np.concatenate([regular + 140, regular + 205, orders.day]),
        np.ones(len(orders.day) + 20),
    )
    needs = needs_at(both, 500, 28)
    gone, due = needs.chance[:2, -1]
    assert due > 0.8
    assert gone < 0.5
    gone_late, due_late = late(needs)[:2]
    assert gone_late > 0.95
    assert due_late < 0.6


def test_sundays_are_learned() -> None:
    rng = np.random.default_rng(1)
    day = rng.integers(0, 100, 8_000) * 7 + rng.integers(0, 6, 8_000)
    customer = rng.integers(0, 800, 8_000)
    order = np.lexsort((day, customer))
    needs = needs_at(OrderDays(customer[order], day[order], np.ones(8_000)), 699, 14)
    each = needs.on_each_day().mean(axis=0)
    assert each[6] < 0.1 * each[5]


# Invariants


def test_chances_rise_and_later_rows_change_nothing() -> None:
    orders = shop(400, seed=4)
    one, cut = needs_at(orders, 400, 28), needs_at(orders.until(400), 400, 28)
    np.testing.assert_array_equal(one.chance, cut.chance)
    assert (np.diff(one.chance, axis=1) >= 0).all()
    assert ((one.chance >= 0) & (one.chance <= 1)).all()
    np.testing.assert_allclose(one.on_each_day().sum(axis=1), one.chance[:, -1])


def test_agrees_with_a_risk_told_elsewhere() -> None:
    needs = needs_at(shop(300, seed=5), 400, 28)
    silent = np.linspace(0.05, 0.95, len(needs.customer))
    told = needs.agreeing_with(silent)
    np.testing.assert_allclose(told.chance[:, -1], 1.0 - silent)
    assert (np.diff(told.chance, axis=1) >= 0).all()
    np.testing.assert_array_equal(told.date(), needs.date())


@pytest.mark.parametrize("days", [[5], [5, 5], [5, 40]])
def test_one_customer(days: list[int]) -> None:
    needs = needs_at(OrderDays(np.zeros(len(days), np.int64), np.array(days), np.ones(len(days))), 60, 7)
    assert np.isfinite(needs.chance).all()
    assert np.isnan(late(needs)).all()
    assert needs.date().tolist()[0] in range(1, 8)


def test_nobody() -> None:
    none = np.zeros(0, dtype=np.int64)
    needs = needs_at(OrderDays(none, none, np.zeros(0)), 60, 7)
    assert needs.chance.shape == (0, 7)
    assert len(needs.date()) == len(late(needs)) == 0


# Refusals


def test_refuses_less_than_a_day_and_another_shops_risks() -> None:
    orders = shop(10, seed=6)
    with pytest.raises(InputError, match="at least one"):
        needs_at(orders, 400, 0)
    with pytest.raises(InputError, match="one for each"):
        needs_at(orders, 400, 7).agreeing_with(np.zeros(3))


# Public data: the date's error against the own mean gap


@pytest.mark.public_data
@pytest.mark.parametrize(
    ("name", "split", "ahead_days", "best_share"),
    [
        ("cdnow", "1997-09-30", 91, 0.66),
        ("online_retail", "2011-09-09", 91, 0.75),
        ("complete_journey", "2017-12-04", 28, 0.77),
        ("grocery", "2007-09-30", 91, 0.75),
    ],
)
def test_dates_miss_by_a_quarter_less_than_the_own_mean_gap(
    public_data: Path, name: str, split: str, ahead_days: int, best_share: float
) -> None:
    diary, day = public_diary(public_data, name), day_of(split)
    needs = needs_at(diary.orders, day, ahead_days)
    wait = days_to_next(diary.orders, needs.customer, day)
    asked = (wait <= ahead_days) & (needs.orders >= 2)
    ours = np.abs(needs.date() - wait)[asked].mean()
    naive = np.abs(own_mean_gap(diary.orders, needs, day, ahead_days) - wait)[asked].mean()
    assert ours < best_share * naive
