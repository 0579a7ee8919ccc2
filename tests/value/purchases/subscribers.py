"""Subscribers with known chances to cancel, billed once a period."""

from __future__ import annotations

import numpy as np

from treue.value.histories import Histories


def subscribers(
    a: float, b: float, period: float, *, customers: int, seed: int, periods: int = 12
) -> Histories:
    """Customers who came over the window at random and are billed on whole days."""
    rng = np.random.default_rng(seed)
    tenure = np.floor(rng.uniform(0, periods * period, customers))
    would = rng.geometric(rng.beta(a, b, customers)) - 1
    x = np.minimum(would, np.floor(tenure / period)).astype(np.float64)
    return Histories(x, np.floor(x * period), tenure, np.ones(customers))
