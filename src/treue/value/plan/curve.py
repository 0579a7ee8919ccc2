"""What a new customer brings by month: in the month of the first order, the month after, and so on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray
from treue.value.plan.months import Months
from treue.value.purchases.contract import FittedPurchases

_RECENT = 24
_DAYS = 365.25 / 12.0
_BRIDGE = 3


@dataclass(frozen=True, slots=True)
class Curve:
    """Means per new customer; shape (k,) each, month 0 is that of the first order.

    Args:
        orders: order days.
        revenue: in whole currency units.
        margin: before acquisition.
    """

    orders: FloatArray
    revenue: FloatArray
    margin: FloatArray


def curve(months: Months, purchases: FittedPurchases, length: int) -> Curve:
    """From the cohorts of the last two years; where none is old enough, as the model says it goes on.

    Args:
        months: of the past.
        purchases: the fitted model.
        length: how many months.
    """
    told, full = months.told, months.full
    cohorts = np.flatnonzero(told)[-_RECENT:]
    by_age = [[row for row in cohorts if row + age < full] for age in range(length)]
    shape = _model_shape(purchases, length)
    columns = (
        _filled([_mean(table, months.customers, rows, age) for age, rows in enumerate(by_age)], shape)
        for table in (months.orders, months.revenue, months.margin)
    )
    return Curve(*columns)


def _mean(table: FloatArray, customers: FloatArray, rows: list[int], age: int) -> float:
    people = float(customers[rows].sum())
    return float(sum(table[row, row + age] for row in rows)) / people if people else np.nan


def _filled(seen: list[float], shape: FloatArray) -> FloatArray:
    """What nobody is old enough to tell goes on in the model's shape from the last months that are known."""
    known = [age for age, value in enumerate(seen) if np.isfinite(value)]
    values: FloatArray = np.nan_to_num(np.array(seen))
    if not known or len(known) == len(seen):
        return values
    last = known[-1]
    bridge = [age for age in known if age > 0][-_BRIDGE:]
    ratio = 0.0
    if bridge:
        ratio = float(values[bridge].sum() / max(shape[bridge].sum(), 1e-12))
    elif values[0] and shape[0]:
        ratio = float(values[0] / shape[0])
    values[last + 1 :] = ratio * shape[last + 1 :]
    return values


def _model_shape(purchases: FittedPurchases, length: int) -> FloatArray:
    """Order days by month of a customer who came in the middle of month 0, the first one included."""
    ends = np.maximum((np.arange(length) + 0.5) * _DAYS, 0.0)
    upto = purchases.expected_orders_of_new(ends)
    return np.asarray(np.diff(np.concatenate([[-1.0], upto])))
