"""Histories drawn from the models themselves, with times in full precision, and odd ones."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from treue.value.histories import FloatArray, Histories


def beta_geometric(
    parameters: tuple[float, float, float, float],
    tenure_days: FloatArray,
    seed: int,
    *,
    leaves_at_once: bool = False,
    phases: int = 1,
) -> Histories:
    """Customers of BG/NBD, MBG/NBD or, with more phases from order to order, MBG/CNBD-k; alpha in days."""
    r, alpha, a, b = parameters
    rng = np.random.default_rng(seed)
    n = len(tenure_days)
    rate, chance = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
    x, last, clock, log_gaps = np.zeros((4, n))
    there = rng.random(n) >= chance if leaves_at_once else np.ones(n, dtype=bool)
    active = np.flatnonzero(there)
    while len(active):
        clock[active] += rng.standard_gamma(phases, len(active)) / rate[active]
        active = active[clock[active] < tenure_days[active]]
        x[active] += 1
        log_gaps[active] += np.log(clock[active] - last[active])
        last[active] = clock[active]
        active = active[rng.random(len(active)) >= chance[active]]
    return Histories(x, last, tenure_days, np.ones(n), log_gaps)


def lifetimes(parameters: tuple[float, float, float, float], tenure_days: FloatArray, seed: int) -> Histories:
    """Customers of Pareto/NBD; alpha and beta in days."""
    r, alpha, s, beta = parameters
    rng = np.random.default_rng(seed)
    n = len(tenure_days)
    stay = np.minimum(rng.exponential(1.0, n) / rng.gamma(s, 1 / beta, n), tenure_days)
    x = rng.poisson(rng.gamma(r, 1 / alpha, n) * stay).astype(np.float64)
    last = stay * rng.random(n) ** (1.0 / np.maximum(x, 1.0))
    return Histories(x, np.where(x > 0, last, 0.0), tenure_days, np.ones(n))


def tenures(customers: int, days: int, seed: int) -> FloatArray:
    return np.random.default_rng(seed).uniform(days / 2, days, customers)


@st.composite
def possible_histories(draw: st.DrawFn, most: int = 12) -> Histories:
    """A few customers with whole days and whatever else is possible."""
    rows = draw(st.lists(st.tuples(*[st.integers(0, 400)] * 3), min_size=1, max_size=most))
    tenure = np.array([max(row) for row in rows], dtype=np.float64)
    recency = np.array([row[1] for row in rows], dtype=np.float64)
    frequency = np.minimum(np.array([row[0] for row in rows], dtype=np.float64), recency)
    recency = np.where(frequency > 0, recency, 0.0)
    return Histories(frequency, recency, tenure, np.ones(len(rows)))
