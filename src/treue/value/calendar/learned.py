"""The clock that a shop's orders tell: where more was bought than a purchase model expects of who was there.

Raw counts grow with the base of customers and shrink as customers leave. A model knows both, so what was
counted beyond its expectation is the calendar's. The model is fitted by the clock learned so far, and the
clock is learned again: a good autumn makes customers who came before it look livelier than they are.
"""

from __future__ import annotations

import hashlib

import numpy as np

from treue.errors import InputError
from treue.value.calendar.almanac import Almanac
from treue.value.calendar.clock import Clock
from treue.value.calendar.expected import expected_repeats, newcomers_by_day
from treue.value.calendar.shrunk import Counts, shrunk_effects
from treue.value.histories import BoolArray, FloatArray, Histories, IntArray
from treue.value.purchases.contract import PurchaseModel
from treue.value.sampling import validation_rows

_ROUNDS = 2
# Fewer weeks or repeat orders say nothing of a calendar.
_FEWEST_WEEKS, _FEWEST_ORDERS = 13, 100
# Ten years tell a season as well as thirty.
_FARTHEST_DAYS = 3653
# A day on which next to nothing is expected would weigh nothing and only cost digits.
_LEAST = 1e-9


def learn(customer: IntArray, day: IntArray, model: PurchaseModel, almanac: Almanac) -> Clock:
    """The shop's business clock; the plain one where the orders say nothing of a calendar.

    Args:
        customer: shape (m,), key of each order's customer; of very many, about 20,000 are looked at.
        day: shape (m,), day of the order, since 1970-01-01; those after the almanac's last day are not seen.
        model: whose expectation the orders are compared with.
        almanac: window, holidays and promotions.

    Returns:
        A clock with mean speed 1 in the window, shrunk towards the plain one.

    Raises:
        InputError: an order before the almanac's first day.
    """
    if len(day) and day.min() < almanac.first_day:
        raise InputError(
            f"Calendar: an order on day {day.min()}, but the almanac begins with day {almanac.first_day}; "
            "no order comes before it. Give the almanac the first day of all orders."
        )
    rows = _sampled(customer) & (day <= almanac.last_day)
    customer, day = _distinct_days(customer[rows], day[rows])
    clock = Clock.plain(almanac)
    newcomers = newcomers_by_day(customer, day, clock)
    repeats = np.bincount(day - almanac.first_day, minlength=len(newcomers)) - newcomers
    if len(repeats) < 7 * _FEWEST_WEEKS or repeats.sum() < _FEWEST_ORDERS:
        return clock
    grouped, _ = Histories.from_orders(customer, day, until=almanac.last_day)[0].compress()
    for _ in range(_ROUNDS):
        fitted = model.fit(clock.histories(grouped, almanac.last_day))
        expected = expected_repeats(fitted, customer, day, clock)
        clock = Clock.of(almanac, _effects(repeats, expected, almanac), _fingerprint(newcomers, repeats))
    return clock


def _effects(repeats: FloatArray, expected: FloatArray, almanac: Almanac) -> FloatArray:
    """Shape (columns,); days of the week are told apart while learning, so that none passes for a holiday."""
    days = np.arange(almanac.first_day, almanac.last_day + 1)
    told = (expected > _LEAST * expected.max()) & (days > almanac.last_day - _FARTHEST_DAYS)
    days = days[told]
    weekday = (days[:, None] % 7 == np.arange(7)) - 1.0 / 7.0
    counts = Counts(
        seen=repeats[told],
        expected=expected[told],
        week=(days - days[0]) // 7,
        columns=np.concatenate([almanac.columns(days), weekday], axis=1),
        widths=(*almanac.parts.values(), 7),
    )
    return shrunk_effects(counts).effects[: sum(almanac.parts.values())]


def _sampled(customer: IntArray) -> BoolArray:
    """Which rows belong to the customers looked at: the same ones in any order of rows."""
    keys, row = np.unique(customer, return_inverse=True)
    taken = np.zeros(len(keys), dtype=np.bool_)
    taken[validation_rows(keys)] = True
    return np.asarray(taken[row])


def _distinct_days(customer: IntArray, day: IntArray) -> tuple[IntArray, IntArray]:
    """Orders of one day count once."""
    order = np.lexsort((day, customer))
    customer, day = customer[order], day[order]
    fresh = np.ones(len(day), dtype=np.bool_)
    fresh[1:] = (customer[1:] != customer[:-1]) | (day[1:] != day[:-1])
    return customer[fresh], day[fresh]


def _fingerprint(*counts: FloatArray) -> str:
    digest = hashlib.sha256()
    for column in counts:
        digest.update(np.ascontiguousarray(column, dtype="<f8").tobytes())
    return digest.hexdigest()[:16]
