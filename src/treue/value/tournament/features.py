"""What a customer did, in the shapes from which a correction of the models can learn.

Everything is known on the day of the origin: nothing here looks at a later row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from treue.value.calendar import Almanac, Clock
from treue.value.diary import Bookings, Diary
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.order_days import OrderDays

# Orders are counted in the last so many days.
_STRETCHES = (14, 28, 56, 91, 182, 364)
_NEVER = np.nan


@dataclass(frozen=True, slots=True)
class Features:
    """A table of numbers; a missing one is not a number.

    Args:
        names: of the columns.
        table: shape (n, columns), a row per customer by ascending key.
    """

    names: tuple[str, ...]
    table: FloatArray

    def __len__(self) -> int:
        return len(self.table)

    @classmethod
    def of(cls, columns: Mapping[str, FloatArray]) -> Features:
        """From columns of shape (n,) each."""
        return cls(tuple(columns), np.stack(list(columns.values()), axis=1).astype(np.float64))

    def pick(self, rows: IntArray) -> Features:
        """Some rows, by position."""
        return Features(self.names, self.table[rows])


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of customers at an origin.

    Args:
        day: the origin, days since 1970-01-01.
        customer: shape (n,), keys, ascending.
        histories: shape (n,), theirs up to the origin.
        orders: order days up to the origin, of these customers only.
        bookings: margin up to the origin, of these customers only.
        clock: by which purchase models see the histories and look ahead.
    """

    day: int
    customer: IntArray
    histories: Histories
    orders: OrderDays
    bookings: Bookings
    clock: Clock

    @classmethod
    def at(cls, day: int, diary: Diary, clock: Clock | None = None) -> Seen:
        """All up to a day, of all customers who had ordered by then; by the plain clock unless told."""
        orders = diary.orders.until(day)
        histories, customer = Histories.from_orders(orders.customer, orders.day, until=day)
        bookings = diary.bookings.until(day).of_customers(customer)
        plain = Clock.plain(Almanac(diary.first, max(day, diary.first))) if clock is None else clock
        return cls(day, customer, histories, orders, bookings, plain)

    def __len__(self) -> int:
        return len(self.customer)

    def distinct(self) -> tuple[Histories, IntArray]:
        """As purchase models see them: the histories that occur, and shape (n,) which is the customer's."""
        distinct, row = self.histories.compress()
        return self.clock.histories(distinct, self.day), row

    def horizon(self, days: float) -> float:
        """The next days by the clock."""
        return float(self.clock.horizon(self.day, days))

    @property
    def place(self) -> IntArray:
        """Shape (order days,), the position of each row's customer."""
        return np.searchsorted(self.customer, self.orders.customer)


def features_of(seen: Seen, orders_per_week: FloatArray, p_alive: FloatArray) -> Features:
    """The features of each customer.

    Args:
        seen: the customers.
        orders_per_week: shape (n,), what the model expects in the next week.
        p_alive: shape (n,), what it believes.
    """
    place = seen.place
    return Features.of(
        {
            **_rhythm(seen, place),
            **_lately(seen, place),
            **_money(seen, place),
            "orders_per_week": orders_per_week,
            "p_alive": p_alive,
        }
    )


def _rhythm(seen: Seen, place: IntArray) -> dict[str, FloatArray]:
    of = seen.histories
    x, idle = of.frequency, of.tenure_days - of.recency_days
    mean = _ratio(of.recency_days, x, of.tenure_days)
    same = place[1:] == place[:-1]
    gaps, who = np.diff(seen.orders.day)[same].astype(np.float64), place[1:][same]
    squares = _total(who, gaps * gaps, len(seen))
    spread = np.sqrt(np.maximum(_ratio(squares, x, 0.0) - mean * mean, 0.0))
    last = np.zeros(len(seen))
    last[who] = gaps
    floor = np.maximum(mean, 1.0)
    return {
        "repeat_orders": x,
        "tenure_days": of.tenure_days,
        "idle_days": idle,
        "idle_by_gap": idle / floor,
        "gap_spread": np.where(x > 1, spread / floor, _NEVER),
        "last_by_gap": np.where(x > 0, last / floor, _NEVER),
        "orders_per_day": x / np.maximum(of.tenure_days, 1.0),
    }


def _lately(seen: Seen, place: IntArray) -> dict[str, FloatArray]:
    age = seen.day - seen.orders.day
    counts = {days: _count(place[age < days], len(seen)) for days in _STRETCHES}
    trend = counts[28] / np.maximum(counts[91], 1.0)
    return {**{f"orders_{days}d": np.log1p(count) for days, count in counts.items()}, "recent_share": trend}


def _money(seen: Seen, place: IntArray) -> dict[str, FloatArray]:
    paid = np.maximum(seen.orders.revenue, 0.0)
    total = _total(place, paid, len(seen))
    mean = total / (seen.histories.frequency + 1.0)
    last = np.zeros(len(seen))
    last[place] = paid
    lost = seen.bookings.losses(seen.customer)
    # As if everybody had placed one order more, of the shop's usual value, and kept it.
    usual = float(paid.mean()) if len(paid) else 0.0
    return {
        "order_value": np.log(np.maximum(mean, 0.01)),
        "last_order_value": _ratio(last, mean, 1.0),
        "returned_share": _ratio(lost, total + usual, 0.0),
    }


def _total(place: IntArray, amount: FloatArray, customers: int) -> FloatArray:
    return np.bincount(place, amount, minlength=customers).astype(np.float64)


def _count(place: IntArray, customers: int) -> FloatArray:
    return np.bincount(place, minlength=customers).astype(np.float64)


def _ratio(part: FloatArray, whole: FloatArray, otherwise: FloatArray | float) -> FloatArray:
    result = np.broadcast_to(np.asarray(otherwise, dtype=np.float64), part.shape).copy()
    return np.divide(part, whole, out=result, where=whole > 0)
