"""What each customer did day by day: orders, and what was booked, also on days without an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.order_days import OrderDays


@dataclass(frozen=True, slots=True)
class Bookings:
    """One row per customer and day on which something was booked.

    Args:
        customer: shape (m,), keys.
        day: shape (m,), days since 1970-01-01.
        margin: shape (m,), of all entries of the day, in whole currency units; negative where more went back.
    """

    customer: IntArray
    day: IntArray
    margin: FloatArray

    @classmethod
    def of(cls, table: pa.Table, digits: int) -> Bookings:
        """From rows with customer, day and margin_minor, any order.

        Sorted, so that sums come in the same order whichever engine gave them.

        Args:
            table: the rows.
            digits: decimals of the currency.
        """
        customer = table.column("customer").to_numpy()
        day = table.column("day").cast(pa.int32()).to_numpy().astype(np.int64)
        order = np.lexsort((day, customer))
        margin = table.column("margin_minor").to_numpy()[order] / 10.0**digits
        return cls(customer[order], day[order], margin)

    @classmethod
    def none(cls) -> Bookings:
        """Of a shop that has no amounts."""
        nobody = np.zeros(0, dtype=np.int64)
        return cls(nobody, nobody, np.zeros(0))

    def where(self, claim: BoolArray) -> Bookings:
        """Some of the rows."""
        return Bookings(self.customer[claim], self.day[claim], self.margin[claim])

    def until(self, day: int) -> Bookings:
        """The rows up to a day, that day included."""
        return self.where(self.day <= day)

    def of_customers(self, customers: IntArray) -> Bookings:
        """The rows of some customers, given in ascending order."""
        return self.where(np.isin(self.customer, customers))

    def losses(self, customers: IntArray) -> FloatArray:
        """What days with a loss cost each of these customers, given in ascending order; shape (n,)."""
        if len(customers) == 0:
            return np.zeros(0)
        place = np.minimum(np.searchsorted(customers, self.customer), len(customers) - 1)
        known = customers[place] == self.customer
        lost = np.maximum(-self.margin[known], 0.0)
        return np.bincount(place[known], lost, minlength=len(customers)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Diary:
    """Both.

    Args:
        orders: order days.
        bookings: margin; no rows where amounts are not known.
    """

    orders: OrderDays
    bookings: Bookings

    @property
    def first(self) -> int:
        """Day of the first order of all, days since 1970-01-01."""
        return int(self.orders.day.min())

    def until(self, day: int) -> Diary:
        """The rows up to a day, that day included."""
        return Diary(self.orders.until(day), self.bookings.until(day))

    def of_customers(self, customers: IntArray) -> Diary:
        """The rows of some customers, given in ascending order."""
        return Diary(self.orders.of_customers(customers), self.bookings.of_customers(customers))
