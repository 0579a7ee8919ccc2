"""Customers with rhythms that are known."""

from __future__ import annotations

import numpy as np

from treue.value.histories import FloatArray, IntArray


def regulars(
    customers: int, seed: int, *, evenness: float = 0.3, leave: float = 0.0, until: int = 600
) -> tuple[IntArray, IntArray, FloatArray]:
    """Customer and day of each order, and each customer's middle gap.

    Args:
        customers: how many; their middle gaps lie about a month.
        seed: of everything.
        evenness: standard deviation of the logarithm of a customer's gaps.
        leave: chance, after each order, that it was the last.
        until: last day; customers come in its first third.
    """
    rng = np.random.default_rng(seed)
    middle = np.exp(rng.normal(np.log(30.0), 0.5, customers))
    who, when = [], []
    for customer in range(customers):
        day = rng.uniform(0, until / 3)
        while day <= until:
            who.append(customer)
            when.append(int(day))
            if rng.random() < leave:
                break
            day += max(middle[customer] * np.exp(rng.normal(0.0, evenness)), 1.0)
    return np.array(who), np.array(when), middle
