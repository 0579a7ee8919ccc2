"""A shop's past by month and by the month in which customers came, and the months to come."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from treue.value.histories import BoolArray, FloatArray

PLANNED = 12


def index_of(day: date) -> int:
    """Months since year 0."""
    return day.year * 12 + day.month - 1


def first_of(index: int) -> date:
    """The first day of a month."""
    return date(index // 12, index % 12 + 1, 1)


def last_of(index: int) -> date:
    """The last day of a month."""
    first = first_of(index)
    return first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True, slots=True)
class Months:
    """What came, of known customers; amounts in whole currency units.

    Args:
        first: the month of the first column and row, months since year 0.
        until: the last day that counts.
        opening: so many months from the first on, customers' first orders may not be their first.
        orders: shape (m, m), order days of each cohort (row) in each month (column).
        revenue: shape (m, m), net, before returns.
        margin: shape (m, m), before acquisition.
        customers: shape (m,), who came in each month.
        acquisition: shape (m,), what winning them cost, who won nobody included.
    """

    first: int
    until: date
    opening: int
    orders: FloatArray
    revenue: FloatArray
    margin: FloatArray
    customers: FloatArray
    acquisition: FloatArray

    def __len__(self) -> int:
        return len(self.customers)

    @classmethod
    def of(cls, table: pa.Table, until: date, digits: int, opening_days: int = 0) -> Months:
        """From the rows of `months_by_cohort`.

        Args:
            table: the rows.
            until: the last day that counts; at least one customer had ordered by then.
            digits: decimals of the currency.
            opening_days: so many days from the first order on, first orders may not be the first.
        """
        rows = table.to_pylist()
        bought = [row for row in rows if row["cohort"] is not None]
        first = min(index_of(row["cohort"]) for row in bought)
        length, money = index_of(until) - first + 1, 10.0**digits
        orders, revenue, margin = (np.zeros((length, length)) for _ in range(3))
        customers, acquisition = np.zeros(length), np.zeros(length)
        for row in rows:
            column = index_of(row["month"]) - first
            if not 0 <= column < length:
                continue
            acquisition[column] += row["acquisition_minor"] / money
            if row["cohort"] is None:
                continue
            line = index_of(row["cohort"]) - first
            customers[line] += row["new_customers"]
            orders[line, column] += row["order_days"]
            revenue[line, column] += row["revenue_minor"] / money
            margin[line, column] += row["margin_minor"] / money
        begun = first_of(first) + timedelta(days=opening_days)
        # The month in which a file begins is mostly a part of one, and nobody knows of what.
        opening = max(index_of(begun) - first + 1, 1)
        return cls(first, until, opening, orders, revenue, margin, customers, acquisition)

    def cut(self, until: date) -> Months:
        """As known at the end of a month."""
        length = index_of(until) - self.first + 1
        square = (slice(0, length), slice(0, length))
        return Months(
            self.first, until, self.opening,
            self.orders[square], self.revenue[square], self.margin[square],
            self.customers[:length], self.acquisition[:length],
        )  # fmt: skip

    @property
    def full(self) -> int:
        """How many months are over."""
        return len(self) - (self.until != last_of(index_of(self.until)))

    @property
    def told(self) -> BoolArray:
        """Shape (m,), months whose new customers are new, and which are over."""
        place = np.arange(len(self))
        return np.asarray((place >= self.opening) & (place < self.full))


@dataclass(frozen=True, slots=True)
class Ahead:
    """Months to come, the rest of the running one first where it is not over.

    Args:
        months: shape (k,), months since year 0.
        begins: shape (k,), days from the last known one to the day before each.
        ends: shape (k,), days to the last of each.
        has_rest: whether the first is a rest.
    """

    months: tuple[int, ...]
    begins: FloatArray
    ends: FloatArray
    has_rest: bool

    @classmethod
    def after(cls, until: date, months: int = PLANNED) -> Ahead:
        """The rest of the running month, and so many full ones."""
        running = index_of(until)
        has_rest = until != last_of(running)
        listed = tuple(range(running + (not has_rest), running + 1 + months))
        ends = np.array([(last_of(month) - until).days for month in listed], dtype=np.float64)
        begins = np.concatenate([[0.0], ends[:-1]])
        return cls(listed, begins, ends, has_rest)

    @property
    def shares(self) -> FloatArray:
        """Shape (k,), which share of each month is still to come."""
        whole = np.array([monthrange(*divmod(month, 12)[:1], month % 12 + 1)[1] for month in self.months])
        return np.asarray((self.ends - self.begins) / whole)
