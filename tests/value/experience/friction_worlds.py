"""Invented shops in which a friction costs just what we say, and strikes those who buy most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.diary import Bookings, Diary
from treue.value.experience import Events
from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.order_days import OrderDays

FIRST, DAYS, AHEAD = 18_000, 900, 91
UNTIL = FIRST + DAYS - 1
WAIT = 5
"""Days after an order on which its parcel turns late."""

MARGIN = 20.0


@dataclass(frozen=True, slots=True)
class World:
    """Orders with a parcel each.

    Args:
        customer: shape (n,), keys, ascending.
        day: shape (n,), of the order, ascending within a customer.
        late: shape (n,), whether its parcel was.
        truth: change of the share that orders again, of those touched and followed; 0 where none was planted.
        truth_value: the same of their margin.
    """

    customer: IntArray
    day: IntArray
    late: BoolArray
    truth: float = 0.0
    truth_value: float = 0.0

    @property
    def diary(self) -> Diary:
        return diary_of(self.customer, self.day)

    @property
    def events(self) -> Events:
        waited = np.full(len(self.day), WAIT)
        return Events(self.customer, self.day + WAIT, self.late, waited)


def diary_of(customer: IntArray, day: IntArray, margin: float = MARGIN) -> Diary:
    """Every order brings the same."""
    order = np.lexsort((day, customer))
    customer, day = customer[order], day[order]
    worth = np.full(len(day), margin)
    return Diary(OrderDays(customer, day, 2 * worth), Bookings(customer, day, worth))


def orders(rng: np.random.Generator, customers: int) -> tuple[IntArray, IntArray]:
    """Customer and day, in order: some buy weekly, most a few times a year."""
    rate = rng.gamma(1.2, 1 / 80, customers)
    start = rng.integers(0, DAYS // 2, customers)
    count = 1 + rng.poisson(rate * (DAYS - start))
    customer = np.repeat(np.arange(customers), count)
    day = start[customer] + np.floor(rng.random(len(customer)) * (DAYS - start[customer])).astype(np.int64)
    firsts = np.cumsum(count) - count
    day[firsts] = start
    key = np.unique(customer * DAYS + day)
    return key // DAYS, FIRST + key % DAYS


def parcels(rng: np.random.Generator, customers: int, lost: float = 0.0) -> World:
    """The more orders somebody has had, the more parcels are late, and each drives off later orders.

    Args:
        rng: draws it all.
        customers: how many.
        lost: with which chance it drives off each.
    """
    customer, day = orders(rng, customers)
    luck, chance = rng.random(len(day)), rng.random(len(day))
    begins = np.flatnonzero(np.diff(customer, prepend=-1))
    if not lost:
        before = np.arange(len(day)) - np.repeat(begins, np.diff(begins, append=len(day)))
        return World(customer, day, chance < _risk(before))
    kept, late = np.zeros(len(day), bool), np.zeros(len(day), bool)
    change, fewer = [], []
    for begin, end in zip(begins, np.append(begins[1:], len(day)), strict=True):
        struck, own, u = np.zeros(end - begin, np.int64), day[begin:end], luck[begin:end]
        stands, turned = kept[begin:end], late[begin:end]
        for place in range(end - begin):
            # The first order always stands, or there would be no customer.
            stands[place] = place == 0 or u[place] < (1 - lost) ** struck[place]
            turned[place] = stands[place] and chance[begin + place] < _risk(stands[:place].sum())
            if turned[place]:
                struck += _after(own, own[place])
        for place in np.flatnonzero(turned & (own + WAIT + AHEAD <= UNTIL)):
            window = _after(own, own[place])
            without = window & (u < (1 - lost) ** (struck - 1))
            change.append(float((window & stands).any()) - float(without.any()))
            fewer.append(MARGIN * float((window & stands).sum() - without.sum()))
    return World(customer[kept], day[kept], late[kept], float(np.mean(change)), float(np.mean(fewer)))


def _risk(before: IntArray | int) -> FloatArray | float:
    return 0.03 + 0.35 * before / (before + 5.0)


def _after(days: IntArray, ordered: int) -> BoolArray:
    return (days > ordered + WAIT) & (days <= ordered + WAIT + AHEAD)
