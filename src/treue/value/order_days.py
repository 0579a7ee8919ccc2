"""The days on which customers ordered, as arrays: for trials, naive forecasts and tracking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from treue.value.histories import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class OrderDays:
    """One row per customer and day with an order, by ascending customer, then day.

    Args:
        customer: shape (m,), keys.
        day: shape (m,), days since 1970-01-01.
        revenue: shape (m,), net, before returns, in whole currency units.
    """

    customer: IntArray
    day: IntArray
    revenue: FloatArray

    @classmethod
    def of(cls, table: pa.Table, digits: int) -> OrderDays:
        """From rows with customer, day and revenue_minor, any order.

        Args:
            table: the rows.
            digits: decimals of the currency.
        """
        customer = table.column("customer").to_numpy()
        day = table.column("day").cast(pa.int32()).to_numpy().astype(np.int64)
        revenue = table.column("revenue_minor").to_numpy() / 10.0**digits
        order = np.lexsort((day, customer))
        return cls(customer[order], day[order], revenue[order])

    def where(self, claim: BoolArray) -> OrderDays:
        """Some of the rows."""
        return OrderDays(self.customer[claim], self.day[claim], self.revenue[claim])

    def until(self, day: int) -> OrderDays:
        """The rows up to a day, that day included."""
        return self.where(self.day <= day)

    def of_customers(self, customers: IntArray) -> OrderDays:
        """The rows of some customers, given in ascending order."""
        place = np.minimum(np.searchsorted(customers, self.customer), max(len(customers) - 1, 0))
        return self.where(
            customers[place] == self.customer if len(customers) else np.zeros(len(self.day), bool)
        )

    def counts(self, customers: IntArray) -> FloatArray:
        """Order days of each of these customers, given in ascending order; shape (n,)."""
        place = np.searchsorted(customers, self.of_customers(customers).customer)
        return np.bincount(place, minlength=len(customers)).astype(np.float64)

    def by_week(self, after: int, weeks: int) -> FloatArray:
        """Order days in each week after a day, shape (weeks,)."""
        week = (self.day[self.day > after] - after - 1) // 7
        return np.bincount(week[week < weeks], minlength=weeks).astype(np.float64)
