"""Who buys: how often, how evenly, for how long, and what they like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treue.simulation.seasons import FloatArray, ShopCalendar

BoolArray = NDArray[np.bool_]

_ONE_TIMERS = 0.36
_MEAN_STAY_DAYS = 560.0
_MEAN_ORDERS_PER_YEAR = 4.6
_GROWTH = 1.7  # newcomers a day at the end of the window against its start


@dataclass(frozen=True, slots=True)
class People:
    """The invented customers; every array has shape (n_people,).

    Args:
        first: clock of the first order (see `ShopCalendar`).
        leaves: clock at which the person stops buying; not above `first` for one-timers.
        orders_per_year: while a customer.
        evenness: shape of the gamma-distributed gaps: 1 is pure chance, more is a steady rhythm.
        coffee: how likely a purchase is coffee rather than tea, 0 to 1.
        buys_in_bulk: offices and cafés, which order many at once.
        sends_back: people who return almost everything.
        has_account: the rest order as guests, always.
    """

    first: FloatArray
    leaves: FloatArray
    orders_per_year: FloatArray
    evenness: FloatArray
    coffee: FloatArray
    buys_in_bulk: BoolArray
    sends_back: BoolArray
    has_account: BoolArray

    def __len__(self) -> int:
        return len(self.first)


def draw_people(count: int, calendar: ShopCalendar, rng: np.random.Generator) -> People:
    """Invent `count` people whose first order falls into the calendar."""
    first = _first_orders(count, calendar, rng)
    stay = rng.exponential(_MEAN_STAY_DAYS * rng.gamma(3, 1 / 3, count))
    stay[rng.random(count) < _ONE_TIMERS] = 0.0
    return People(
        first=first,
        leaves=first + stay,
        orders_per_year=rng.gamma(1.3, _MEAN_ORDERS_PER_YEAR / 1.3, count),
        evenness=rng.uniform(1.0, 1.5, count),
        coffee=rng.beta(0.7, 0.5, count),
        buys_in_bulk=rng.random(count) < 0.015,
        sends_back=rng.random(count) < 0.03,
        has_account=rng.random(count) < 0.76,
    )


def _first_orders(count: int, calendar: ShopCalendar, rng: np.random.Generator) -> FloatArray:
    """Clock times whose density rises evenly from 1 to `_GROWTH`: the inverse of its distribution."""
    slope = _GROWTH - 1
    share = rng.random(count)
    reached = (np.sqrt(1 + share * slope * (2 + slope)) - 1) / slope
    first: FloatArray = reached * calendar.end
    return first
