"""A shop's diary drawn from Pareto/NBD customers, with what the model cannot know on top, if wanted."""

from __future__ import annotations

import numpy as np

from treue.value.diary import Bookings, Diary
from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.order_days import OrderDays


def diary(
    customers: int,
    seed: int,
    window_days: int = 540,
    *,
    fans: bool = False,
    level: FloatArray | None = None,
) -> Diary:
    """Customers come in the first half of the window and order until they leave.

    Args:
        customers: how many.
        seed: of everything.
        window_days: length of the diary.
        fans: half of the customers pay three times as much, and from the third order on order three times as
            often.
        level: speed of the whole shop on each day, shape (window_days,).
    """
    rng = np.random.default_rng(seed)
    who, when = [], []
    is_fan = rng.random(customers) < (0.5 if fans else 0.0)
    for customer in range(customers):
        day = rng.uniform(0, window_days / 2)
        gap = 1.0 / rng.gamma(0.8, 1 / 40.0)
        leaves = day + rng.exponential(1.0) / rng.gamma(0.8, 1 / 400.0)
        orders = 0
        while day < min(leaves, window_days):
            who.append(customer)
            when.append(int(day))
            orders += 1
            speed = 1.0 if level is None else level[int(day)]
            day += rng.exponential(gap) / speed / (3.0 if is_fan[customer] and orders >= 3 else 1.0)
    return _of(np.array(who), np.array(when), is_fan, rng)


def _of(customer: IntArray, day: IntArray, is_fan: BoolArray, rng: np.random.Generator) -> Diary:
    pairs = np.unique(np.stack([customer, day], axis=1).astype(np.int64), axis=0)
    revenue = np.round(rng.gamma(4.0, 10.0, len(pairs)) * np.where(is_fan[pairs[:, 0]], 3.0, 1.0), 2)
    orders = OrderDays(pairs[:, 0] + 1_000, pairs[:, 1] + 20_000, revenue)
    back = rng.random(len(pairs)) < 0.1
    bookings = Bookings(
        np.concatenate([orders.customer, orders.customer[back]]),
        np.concatenate([orders.day, orders.day[back] + 10]),
        np.concatenate([0.4 * revenue, -0.4 * revenue[back]]),
    )
    return Diary(orders, bookings)
