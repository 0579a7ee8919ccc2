"""What customers are compared by: how often, how lately, how long, how much, at what profit and what care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from treue.errors import InputError
from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.past import Past

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "orders": "frequency",
        "gap_days": "frequency",
        "expected_orders": "frequency",
        "silence_days": "silence",
        "tenure_days": "tenure",
        "basket": "basket",
        "profit": "profit",
        "expected_value": "profit",
        "margin_rate": "rate",
        "care_cost": "care",
    }
)
"""Feature -> what it tells about. A family counts once, however many features it has: two ways to say that
somebody orders often shall not weigh twice, and no description says it twice."""

MONEY = ("basket", "profit", "expected_value", "care_cost")
PLAIN = ("margin_rate",)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a forecast expects of each customer, in the order of the past.

    Args:
        orders: shape (n,), expected orders of the next 12 months.
        value: shape (n,), expected margin of them, whole currency units; None where amounts are unknown.
    """

    orders: FloatArray
    value: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """One row per customer, by ascending key; not a number where nothing can be said.

    Args:
        customer: shape (n,), keys.
        names: of the columns, keys of `FAMILIES`.
        table: shape (n, features), days, counts, shares, whole currency units.
    """

    customer: IntArray
    names: tuple[str, ...]
    table: FloatArray

    def __len__(self) -> int:
        return len(self.customer)

    def column(self, name: str) -> FloatArray:
        """Shape (n,)."""
        return self.table[:, self.names.index(name)]


def features_of(past: Past, ahead: Ahead | None = None) -> Features:
    """Up to ten figures of each customer; money only where amounts are known.

    Args:
        past: every customer with an order.
        ahead: the forecast, if there is one.

    Raises:
        InputError: a forecast of other customers.
    """
    told = _behaviour(past)
    if past.has_amounts:
        told |= _money(past)
    if ahead is not None:
        given = {"expected_orders": ahead.orders}
        if ahead.value is not None:
            given["expected_value"] = ahead.value
        if any(each.shape != past.customer.shape for each in given.values()):
            raise InputError(
                f"Features: forecasts of shape {[each.shape for each in given.values()]} for {len(past)} "
                "customers; give one value per customer, in the order of the past."
            )
        told |= given
    table = np.column_stack([told[name] for name in FAMILIES if name in told]).astype(np.float64)
    order = np.argsort(past.customer, kind="stable")
    return Features(past.customer[order], tuple(name for name in FAMILIES if name in told), table[order])


def _behaviour(past: Past) -> dict[str, FloatArray]:
    """Orders are counted by day, as forecasts count them."""
    histories = past.histories
    return {
        "orders": histories.frequency + 1.0,
        "gap_days": _ratio(histories.recency_days, histories.frequency),
        "silence_days": histories.tenure_days - histories.recency_days,
        "tenure_days": histories.tenure_days,
    }


def _money(past: Past) -> dict[str, FloatArray]:
    orders = past.orders.astype(np.float64)
    return {
        "basket": _ratio(past.spend, past.spend_days),
        "profit": past.margin_12m,
        "margin_rate": np.clip(_ratio(past.margin_of_orders, past.revenue), -1.0, 1.0),
        "care_cost": _ratio(past.service + past.contact, orders),
    }


def _ratio(upper: FloatArray, lower: FloatArray) -> FloatArray:
    has: BoolArray = lower > 0
    ratio: FloatArray = np.divide(upper, lower, out=np.full(len(upper), np.nan), where=has)
    return ratio
