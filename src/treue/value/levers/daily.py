"""Each customer's days as arrays, so that the past can be seen as it stood on any day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from treue.value.histories import BoolArray, FloatArray, Histories, IntArray
from treue.value.past import Past


@dataclass(frozen=True, slots=True)
class Daily:
    """One row per customer and day with an order or a booking, by ascending customer, then day.

    Args:
        customer: shape (m,), keys.
        day: shape (m,), days since 1970-01-01.
        orders: shape (m,), orders of the day; 0 where only something was booked.
        revenue: shape (m,), net, before returns, in whole currency units, as all amounts.
        margin: shape (m,), of all bookings.
        order_cost: shape (m,), in it: for orders whatever they are worth.
        service: shape (m,), in it.
        contact: shape (m,), in it.
        acquisition: shape (m,), in it.
        returned: shape (m,), value that came back.
        lost: shape (m,), what that cost the shop.
    """

    customer: IntArray
    day: IntArray
    orders: FloatArray
    revenue: FloatArray
    margin: FloatArray
    order_cost: FloatArray
    service: FloatArray
    contact: FloatArray
    acquisition: FloatArray
    returned: FloatArray
    lost: FloatArray

    @classmethod
    def of(cls, table: pa.Table, digits: int) -> Daily:
        """From the rows of `daily`, in any order.

        Args:
            table: the rows.
            digits: decimals of the currency.
        """
        customer = table.column("customer").to_numpy()
        day = table.column("day").cast(pa.int32()).to_numpy().astype(np.int64)
        order = np.lexsort((day, customer))
        money = (table.column(f"{name}_minor").to_numpy()[order] / 10.0**digits for name in _MONEY)
        return cls(customer[order], day[order], table.column("orders").to_numpy()[order] * 1.0, *money)

    def where(self, claim: BoolArray) -> Daily:
        """Some of the rows."""
        return Daily(*(getattr(self, name)[claim] for name in self.__slots__))

    def of_customers(self, customers: IntArray) -> Daily:
        """The rows of some customers."""
        return self.where(np.isin(self.customer, customers))

    def until(self, day: int) -> Daily:
        """What was known at the end of a day: of those who had ordered by then."""
        seen = self.where(self.day <= day)
        return seen.of_customers(np.unique(seen.customer[seen.orders > 0]))

    def past(self, day: int, reserve: Reserve) -> Past:
        """Everybody's past as it stood at the end of a day.

        The margins of 12 and 24 months are not looked at here, and zero.

        Args:
            day: days since 1970-01-01.
            reserve: what recent orders will still lose.
        """
        seen = self.until(day)
        customer, place = np.unique(seen.customer, return_inverse=True)
        people = len(customer)

        def total(of: FloatArray) -> FloatArray:
            return np.bincount(place, of, minlength=people).astype(np.float64)

        ordered = seen.orders > 0
        histories, _ = Histories.from_orders(seen.customer[ordered], seen.day[ordered], until=day)
        first = day - histories.tenure_days.astype(np.int64)
        spent = np.where(ordered & (seen.revenue > 0), seen.revenue, 0.0)
        again = np.where(seen.day > first[place], spent, 0.0)
        nothing = np.zeros(people)
        return Past(
            customer=customer,
            first_day=first,
            last_day=first + histories.recency_days.astype(np.int64),
            orders=total(seen.orders).astype(np.int64),
            histories=Histories(
                histories.frequency, histories.recency_days, histories.tenure_days, np.ones(people)
            ),
            spend_days=total((spent > 0).astype(np.float64)),
            spend=total(spent),
            repeat_spend_days=total((again > 0).astype(np.float64)),
            repeat_spend=total(again),
            revenue=total(seen.revenue),
            margin=total(seen.margin),
            order_cost=total(seen.order_cost),
            service=total(seen.service),
            contact=total(seen.contact),
            acquisition=total(seen.acquisition),
            reserve=total(reserve.of(seen, day)),
            margin_12m=nothing,
            margin_24m=nothing,
        )

    def losses(self, customers: IntArray, day: int, reserve: Reserve) -> FloatArray:
        """What returns cost each of these customers up to a day, what is still on its way included.

        Args:
            customers: shape (n,), keys, ascending.
            day: days since 1970-01-01.
            reserve: what recent orders will still lose.
        """
        if not len(customers):
            return np.zeros(0)
        seen = self.where(self.day <= day)
        place = np.minimum(np.searchsorted(customers, seen.customer), len(customers) - 1)
        known = customers[place] == seen.customer
        lost = (seen.lost + reserve.of(seen, day))[known]
        return np.bincount(place[known], lost, minlength=len(customers)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Reserve:
    """How much of an order's value is still to be lost, by its age.

    Args:
        by_age: shape (days,), share of the revenue; older orders lose nothing any more.
    """

    by_age: FloatArray

    @classmethod
    def none(cls) -> Reserve:
        """Where nothing ever comes back."""
        return cls(np.zeros(1))

    def of(self, rows: Daily, day: int) -> FloatArray:
        """Shape (m,), what each row's orders will still lose, as seen on a day."""
        age = day - rows.day
        share = np.where(age < len(self.by_age), self.by_age[np.clip(age, 0, len(self.by_age) - 1)], 0.0)
        return np.where(rows.orders > 0, np.maximum(rows.revenue, 0.0) * share, 0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Customers who stand for all of a shop's.

    Args:
        daily: their days.
        reserve: what recent orders will still lose.
        factor: how many customers each stands for.
    """

    daily: Daily
    reserve: Reserve
    factor: float = 1.0


_MONEY = ("revenue", "margin", "order_cost", "service", "contact", "acquisition", "returned", "lost")
