"""How many repeat orders a purchase model expects on each day, of the customers who were there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from treue.value.calendar.clock import Clock
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.purchases.contract import FittedPurchases

# What customers are known by is brought up to date so often, at most once a week.
_STRETCHES = 52


def expected_repeats(fitted: FittedPurchases, customer: IntArray, day: IntArray, clock: Clock) -> FloatArray:
    """Repeat orders that a model expects on each day of the window, per business day.

    Each stretch is expected by what was known before it: who was there, and how often and how lately each had
    ordered. So a model that is wrong about how customers age, but right about each of them, shows no false
    trend.

    Args:
        fitted: by this clock.
        customer: shape (m,), of each order.
        day: shape (m,), of each order, inside the clock's observed window.
        clock: whose observed window the days are.

    Returns:
        Shape (days,), what an average day of the clock would bring.
    """
    first_day = clock.almanac.first_day
    newcomers = newcomers_by_day(customer, day, clock)
    speed = clock.speed(np.arange(first_day, clock.almanac.last_day + 1))
    expected = np.zeros(len(speed))
    for days in _stretches(len(speed)):
        until = first_day + days.start - 1
        known, _ = Histories.from_orders(customer, day, until=until)
        seen = clock.histories(known.compress()[0], until)
        passed = np.cumsum(speed[days])
        of_known = float(fitted.expected_orders(seen, float(passed[-1])) @ seen.weight) / passed[-1]
        expected[days] = of_known + _of_new(fitted, newcomers[days], passed) / speed[days]
    return expected


def newcomers_by_day(customer: IntArray, day: IntArray, clock: Clock) -> FloatArray:
    """Shape (days,), customers by the day of their first order."""
    first_day, last_day = clock.almanac.first_day, clock.almanac.last_day
    tenure = Histories.from_orders(customer, day, until=last_day)[0].tenure_days.astype(np.int64)
    return np.bincount(last_day - tenure - first_day, minlength=last_day - first_day + 1).astype(np.float64)


def _of_new(fitted: FittedPurchases, newcomers: FloatArray, passed: FloatArray) -> FloatArray:
    """Shape (k,), repeat orders on each of a stretch's days, of those who first ordered in it."""
    ages = np.arange(np.ceil(passed[-1]) + 1.0)
    reached = np.interp(np.maximum(passed - passed[:, None], 0.0), ages, fitted.expected_orders_of_new(ages))
    return newcomers @ np.diff(reached, axis=1, prepend=0.0)


def _stretches(window: int) -> Iterator[slice]:
    """The window in whole weeks, at most `_STRETCHES` stretches."""
    length = 7 * max(-(-window // (7 * _STRETCHES)), 1)
    return (slice(start, min(start + length, window)) for start in range(0, window, length))
