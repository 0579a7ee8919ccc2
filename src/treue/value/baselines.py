"""Forecasts that need no model: whoever cannot beat them should not forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, Histories, IntArray

NAMES = ("last-period", "own-rate", "average", "zero")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The last days before the split, as many as the forecast looks ahead if the data reach back so far.

    Args:
        days: length of the stretch.
        repeats: shape (n,), each customer's repeat orders in it.
    """

    days: int
    repeats: FloatArray


def last_stretch(customer: IntArray, day: IntArray, split_day: int, horizon_days: int) -> Stretch:
    """What each customer bought again in the stretch that ends with the day of the split.

    Args:
        customer: shape (m,), of all order days up to the split; several orders of a day count once.
        day: shape (m,), days since any origin, `split_day` or earlier.
        split_day: last day of the calibration.
        horizon_days: length of the forecast.

    Returns:
        Repeats by ascending customer. The stretch is no longer than the calibration.
    """
    order = np.lexsort((day, customer))
    customer, day = customer[order], day[order]
    opens = np.concatenate([np.ones(1, dtype=np.bool_), customer[1:] != customer[:-1]])
    new_day = opens | np.concatenate([np.ones(1, dtype=np.bool_), day[1:] != day[:-1]])
    days = int(min(horizon_days, max(split_day - int(day.min()), 1)))
    counts = new_day & ~opens & (day > split_day - days)
    return Stretch(days, np.add.reduceat(counts, np.flatnonzero(opens), dtype=np.float64))


def naive_orders(name: str, histories: Histories, stretch: Stretch, horizon_days: float) -> FloatArray:
    """Orders of each customer in the horizon, shape (n,), by one of the rules in `NAMES`.

    `last-period` expects what came in the last stretch, scaled to the horizon; `own-rate` the customer's own
    repeat orders per day; `average` the rate of all customers together; `zero` nothing.

    Raises:
        KeyError: another name.
    """
    rates = {
        "last-period": stretch.repeats / stretch.days,
        "own-rate": histories.frequency / np.maximum(histories.tenure_days, 1.0),
        "average": np.full(len(histories), _overall_rate(histories)),
        "zero": np.zeros(len(histories)),
    }
    return np.asarray(rates[name] * horizon_days)


def own_amount(counts: FloatArray, means: FloatArray) -> FloatArray:
    """Mean value of each customer's own orders, shape (n,); the shop's mean where there are none."""
    orders = counts.sum()
    shop = float(np.dot(counts, means) / orders) if orders else 0.0
    return np.where(counts > 0, means, shop)


def _overall_rate(histories: Histories) -> float:
    watched = float(np.dot(histories.weight, histories.tenure_days))
    return float(np.dot(histories.weight, histories.frequency)) / max(watched, 1.0)
