"""An invented shop whose customers buy at their own pace and leave one day, as the models suppose."""

from __future__ import annotations

import numpy as np

from treue.value.forecast import Customers
from treue.value.histories import FloatArray, Histories

Array = FloatArray


def rows_in(histories: Histories) -> Array:
    return np.stack([histories.frequency, histories.recency_days, histories.tenure_days], axis=1)


def histories(customers: int, seed: int, window_days: int = 273) -> Histories:
    """Pareto/NBD customers who came in the first third of the window, in whole days."""
    rng = np.random.default_rng(seed)
    tenure = np.floor(rng.uniform(window_days * 2 / 3, window_days, customers))
    pace = rng.gamma(0.6, 1 / 75.0, customers)
    stay = np.minimum(rng.exponential(1.0, customers) / rng.gamma(0.6, 1 / 80.0, customers), tenure)
    orders = rng.poisson(pace * stay)
    last = np.ceil(stay * rng.random(customers) ** (1.0 / np.maximum(orders, 1)))
    # A day holds one order, so there are at most as many repeats as days to the last one.
    frequency = np.minimum(orders, last).astype(np.float64)
    return Histories(frequency, np.where(frequency > 0, last, 0.0), tenure, np.ones(customers))


def customers(of: Histories, seed: int, margin_rate: float = 0.4, order_cost: float = 0.0) -> Customers:
    """With order values around 33, the same margin rate and the same cost of an order for all."""
    rng = np.random.default_rng(seed)
    distinct, row = np.unique(rows_in(of), axis=0, return_inverse=True)
    counts = of.frequency + 1.0
    own = 8.0 * rng.gamma(6.0, 1.0, len(of)) / rng.gamma(3.4, 0.5, len(of)) / 1.8
    shared = Histories(*distinct.T, np.bincount(row).astype(np.float64))
    return Customers(
        shared,
        row,
        counts,
        own,
        np.full(len(of), margin_rate),
        np.full(len(of), order_cost),
        np.ones(len(of)),
    )
