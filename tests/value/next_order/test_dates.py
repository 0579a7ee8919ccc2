from __future__ import annotations

import numpy as np
import pytest
from regulars import regulars

from treue.errors import InputError
from treue.value.next_order import Gaps, Rhythm, dates_tested, needs_at, next_orders
from treue.value.next_order.weekdays import days_ahead, weekday_speeds
from treue.value.order_days import OrderDays

DAY, AHEAD = 500, 60


def shop(customers: int, seed: int) -> OrderDays:
    customer, day, _ = regulars(customers, seed, leave=0.1)
    pairs = np.unique(np.stack([customer, day], axis=1), axis=0)
    return OrderDays(pairs[:, 0] + 50, pairs[:, 1], np.ones(len(pairs)))


def test_the_days_are_those_of_the_table_of_all_days() -> None:
    orders = shop(2_000, seed=1)
    gaps, _ = Gaps.of(orders.customer, orders.day, DAY)
    rhythm = Rhythm.learn(gaps)
    whole = needs_at(orders, DAY, AHEAD, rhythm)
    week = days_ahead(weekday_speeds(orders.day, DAY), DAY, AHEAD)
    found = next_orders(rhythm, gaps.open, week, 1.0 - whole.chance[:, -1])
    low, high = whole.between()
    assert (found.day == whole.date()).all()
    assert (found.low == low).all()
    assert (found.high == high).all()
    assert found.soon == pytest.approx(whole.chance[:, [6, 27]])


def test_the_chance_agrees_with_early_warning() -> None:
    orders = shop(300, seed=2)
    gaps, _ = Gaps.of(orders.customer, orders.day, DAY)
    rhythm, week = Rhythm.learn(gaps), np.arange(1.0, AHEAD + 1)
    silent = np.linspace(0.0, 1.0, len(gaps.open))
    found = next_orders(rhythm, gaps.open, week, silent, by=(AHEAD, 10 * AHEAD))
    assert found.soon[:, 0] == pytest.approx(1.0 - silent)
    assert found.soon[:, 1] == pytest.approx(1.0 - silent)


def test_one_risk_for_each_customer() -> None:
    orders = shop(20, seed=3)
    gaps, _ = Gaps.of(orders.customer, orders.day, DAY)
    with pytest.raises(InputError, match="one for each"):
        next_orders(Rhythm.learn(gaps), gaps.open, np.arange(1.0, 9.0), np.zeros(3))


def test_the_test_misses_as_much_as_the_dates_do() -> None:
    # Every 20 days to the day: whoever orders is met by the mean gap, and nearly so by us.
    customer = np.repeat(np.arange(200), 12)
    day = np.tile(np.arange(12) * 20, 200) + customer % 20
    told = dates_tested(OrderDays(customer, day, np.ones(len(day))), 200, 20)
    assert told.asked == 200
    assert told.own_gap_off_by == 0.0
    assert told.off_by <= 2.0
    # Told from what was known: later orders move neither date nor gap.
    later = OrderDays(np.append(customer, 7), np.append(day, 239), np.ones(len(day) + 1))
    assert dates_tested(later, 200, 20) == told


def test_nobody_to_ask() -> None:
    once = OrderDays(np.arange(5), np.full(5, 10), np.ones(5))
    told = dates_tested(once, 50, 20)
    assert told.asked == 0
    assert np.isnan(told.off_by)
