"""Shops with a known truth: customers who come, buy at their own pace, and leave."""

from __future__ import annotations

from datetime import date

import numpy as np

from treue.units import Unit
from treue.value.appraisal import Settled, learn
from treue.value.calendar import Almanac, Clock
from treue.value.forecast import Ahead, Redrawn
from treue.value.levers.daily import Daily, Reserve
from treue.value.levers.standing import Measure

START = (date(2024, 1, 1) - date(1970, 1, 1)).days
SETTLED = Settled("pareto-nbd", "all", Unit.WEEK, Ahead(365), redraws=40)


def shop(
    seed: int = 1,
    *,
    customers: int = 3_000,
    days: int = 730,
    begins: np.ndarray | None = None,
    rate: float = 0.012,
    leaving: float = 0.002,
) -> Daily:
    """Pareto/NBD customers whose orders are worth about 50, of which 40 % are left.

    Args:
        seed: of everything.
        customers: how many.
        days: length of the file.
        begins: shape (customers,), day of each first order; evenly over the file if not given.
        rate: orders a day of the mean customer.
        leaving: chance a day of leaving, of the mean customer.
    """
    rng = np.random.default_rng(seed)
    first = rng.integers(0, days, customers) if begins is None else begins
    paces, lives = rng.gamma(1.5, rate / 1.5, customers), rng.exponential(1.0, customers)
    lives /= rng.gamma(2.0, leaving / 2.0, customers)
    means = 150.0 / rng.gamma(4.0, 1.0, customers)
    rows = []
    for who in range(customers):
        end = min(days - 1 - first[who], lives[who])
        later = np.floor(rng.uniform(0, end, rng.poisson(paces[who] * end))) + 1 if end > 0 else []
        rows += [
            (who, START + int(first[who] + day)) for day in {0, *map(int, later)} if first[who] + day < days
        ]
    rows = sorted(rows)
    customer, day = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    revenue = np.round(means[customer] * rng.gamma(6.0, 1.0 / 6.0, len(day)) + 1.0, 2)
    return daily_of(customer, day, revenue, 0.4 * revenue)


def daily_of(customer: np.ndarray, day: np.ndarray, revenue: np.ndarray, margin: np.ndarray) -> Daily:
    """Days with one order each, without any cost beside."""
    nothing = np.zeros(len(day))
    return Daily(customer, day, nothing + 1, revenue, margin, *(nothing,) * 6)


def measure_of(daily: Daily, day: int, settled: Settled = SETTLED) -> Measure:
    """Models learned from all that is known on a day."""
    past = daily.past(day, Reserve.none())
    models = learn(past, settled)
    redrawn = Redrawn.of(models, np.random.default_rng(3), settled.redraws)
    clock = Clock.plain(Almanac(int(past.first_day.min()), day))
    return Measure(redrawn, settled.spend, settled.ahead.days, 0.1, clock, Reserve.none())
