"""What customers who are here will bring month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.calendar import Clock
from treue.value.forecast import Customers, Models, margin_per_order
from treue.value.histories import FloatArray, IntArray
from treue.value.plan.months import Ahead

# Above so many customers, as many are drawn in proportion to what they are expected to order and to leave.
_MOST = 20_000
_ASKED, _HALF_YEAR = 2_000, 182.0


@dataclass(frozen=True, slots=True)
class ByMonth:
    """Of all of them; shape (k,) each, undiscounted, amounts in whole currency units.

    Args:
        orders: order days.
        revenue: net, before returns; zero where amounts are not known.
        margin: less service and contact; the same.
    """

    orders: FloatArray
    revenue: FloatArray
    margin: FloatArray


def by_month(customers: Customers, models: Models, clock: Clock, day: int, ahead: Ahead) -> ByMonth:
    """Expected orders, revenue and margin of each month.

    Args:
        customers: n of them, by the clock.
        models: fitted.
        clock: the shop's.
        day: the last known one.
        ahead: the months.
    """
    left = np.nan_to_num(margin_per_order(customers, models))
    rows, weight = _drawn(customers, models, clock, day, np.abs(left))
    some = customers.pick(rows)
    prospects = models.purchases.prospects(some.histories())
    marks = clock.horizon(day, np.concatenate([[0.0], ahead.ends]))
    each = weight * some.pace
    upto = np.array([prospects.expected_orders(float(mark)) * each for mark in marks[1:]])
    upto = np.concatenate([np.zeros((1, len(rows))), upto])
    orders = np.diff(upto, axis=0)
    amount = np.zeros(len(rows))
    if models.spend is not None:
        amount = models.positive_share * models.spend.expected_amount(some.counts, some.means)
    upkeep = 0.0
    if some.upkeep is not None and models.spend is not None:
        upkeep = float(some.upkeep.per_day(prospects.alive) @ weight)
    return ByMonth(
        orders.sum(axis=1), orders @ amount, orders @ left[rows] - upkeep * (ahead.ends - ahead.begins)
    )


def _drawn(
    customers: Customers, models: Models, clock: Clock, day: int, left: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Rows, and how many customers each stands for."""
    people = len(customers)
    if people <= _MOST:
        return np.arange(people), np.ones(people)
    soon = models.purchases.expected_orders(customers.distinct, float(clock.horizon(day, 182)))
    orders = soon[customers.row] * customers.pace
    size = orders / max(orders.sum(), 1e-12) + orders * left / max(float(orders @ left), 1e-12)
    size += 1e-3 * size.mean()
    running = np.cumsum(size)
    marks = (np.arange(_MOST) + 0.5) * (running[-1] / _MOST)
    rows = np.minimum(np.searchsorted(running, marks, side="right"), people - 1)
    return rows, running[-1] / _MOST / size[rows]


def parameter_doubt(customers: Customers, models: Models, others: Sequence[Models]) -> float:
    """Relative standard deviation of the orders of half a year, by doubt about the parameters alone.

    Args:
        customers: of whom some are looked at, evenly.
        models: fitted.
        others: redrawn.
    """
    rows = np.unique(np.linspace(0, len(customers) - 1, min(len(customers), _ASKED)).astype(np.int64))
    some = customers.pick(rows)
    histories = some.histories()

    def orders(each: Models) -> float:
        return float(each.purchases.expected_orders(histories, _HALF_YEAR) @ some.pace)

    fitted = orders(models)
    if len(others) < 2 or fitted <= 0:
        return 0.0
    return min(float(np.std([orders(each) for each in others], ddof=1)) / fitted, 1.0)
