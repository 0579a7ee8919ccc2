"""The chance of an order by each of the coming days, and the likely day, given that there is an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, IntArray
from treue.value.next_order.gaps import Gaps
from treue.value.next_order.rhythm import Rhythm
from treue.value.next_order.weekdays import days_ahead, weekday_speeds
from treue.value.order_days import OrderDays
from treue.value.sampling import validation_rows

# Rows are computed so many at a time.
_AT_ONCE = 50_000
LOW, HIGH = 0.1, 0.9
"""Between these shares of the next orders fall eight of ten."""


@dataclass(frozen=True, slots=True)
class Needs:
    """When each customer will order, one row per customer, by ascending key.

    Args:
        customer: shape (n,), keys.
        idle_days: shape (n,), since the last order.
        chance: shape (n, ahead_days), of an order by the end of each coming day, rising.
        lateness: shape (n,), chance that a gap which does end would have ended by now; see `late`.
        orders: shape (n,), order days so far.
    """

    customer: IntArray
    idle_days: FloatArray
    chance: FloatArray
    lateness: FloatArray
    orders: IntArray

    def on_each_day(self) -> FloatArray:
        """Shape (n, ahead_days), chance that the next order falls on each coming day."""
        return np.diff(self.chance, axis=1, prepend=0.0)

    def date(self, share: float = 0.5) -> IntArray:
        """Shape (n,), days from now by which this share of the next orders within reach has come, 1 or more.

        Given an order by the last day: never show it without `chance[:, -1]` beside it.
        """
        limit = share * self.chance[:, -1:]
        return np.asarray(np.minimum((self.chance < limit).sum(axis=1) + 1, self.chance.shape[1]))

    def between(self) -> tuple[IntArray, IntArray]:
        """The days between which eight of ten such orders fall."""
        return self.date(LOW), self.date(HIGH)

    def agreeing_with(self, silent: FloatArray) -> Needs:
        """The same dates given an order, with the chance of one as somebody else has told it.

        Args:
            silent: shape (n,), chance of no order in the same days, as early warning tells it.

        Raises:
            InputError: not one chance for each customer.
        """
        if silent.shape != self.customer.shape:
            raise InputError(
                f"Needs: {silent.shape} risks for {self.customer.shape} customers; one for each."
            )
        even = np.arange(1, self.chance.shape[1] + 1) / self.chance.shape[1]
        whole = self.chance[:, -1:]
        share = np.divide(self.chance, whole, out=np.tile(even, (len(whole), 1)), where=whole > 0)
        chance = share * (1.0 - silent)[:, None]
        return Needs(self.customer, self.idle_days, chance, self.lateness, self.orders)


def needs_at(orders: OrderDays, day: int, ahead_days: int, rhythm: Rhythm | None = None) -> Needs:
    """What is to be expected of each customer from a day on.

    Args:
        orders: of all customers; later ones are not looked at.
        day: the last day known, days since 1970-01-01.
        ahead_days: how many days to look ahead, 1 or more.
        rhythm: learned before; else now, from at most about 20,000 customers.

    Raises:
        InputError: less than a day ahead.
    """
    if ahead_days < 1:
        raise InputError(f"Needs: {ahead_days} days ahead; at least one is needed.")
    gaps, customer = Gaps.of(orders.customer, orders.day, day)
    learned = _learned(gaps, customer) if rhythm is None else rhythm
    now = gaps.open
    ahead = days_ahead(weekday_speeds(orders.day, day), day, ahead_days)
    chance = np.zeros((len(now), ahead_days))
    for begin in range(0, len(now), _AT_ONCE):
        rows = np.arange(begin, min(begin + _AT_ONCE, len(now)))
        chance[rows] = chances_by(learned, now.pick(rows), ahead)
    return Needs(customer, now.days, chance, learned.lateness(now), now.earlier + 1)


def chances_by(
    rhythm: Rhythm,
    now: Gaps,
    ahead: FloatArray,
    usual: FloatArray | None = None,
    pace: FloatArray | None = None,
) -> FloatArray:
    """Shape (n, d), chance that each open gap ends within so many days more.

    Args:
        rhythm: the curve.
        now: n open gaps.
        ahead: shape (d,), days, ascending.
        usual: as in `Rhythm.learn`.
        pace: shape (n,), factor on each hazard; 1 unless told.
    """
    reached = rhythm.pressure(now, now.days[:, None] + ahead[None, :], usual)
    more = reached - rhythm.pressure(now, now.days, usual)[:, None]
    return -np.expm1(-more if pace is None else -more * pace[:, None])


def late(needs: Needs, fewest_orders: int = 3) -> FloatArray:
    """Shape (n,), how surely the present silence is longer than the customer's own rhythm explains, 0 to 1.

    Of a hundred gaps like theirs that did end, so many were shorter. Not a number with fewer orders than it
    takes to know a rhythm.
    """
    return np.where(needs.orders >= fewest_orders, needs.lateness, np.nan)


def _learned(gaps: Gaps, customer: IntArray) -> Rhythm:
    asked = np.zeros(len(customer), dtype=np.bool_)
    asked[validation_rows(customer)] = True
    return Rhythm.learn(gaps.where(asked[gaps.place]))
