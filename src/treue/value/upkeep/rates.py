"""What looking after a customer costs from here on: service and contact, by the day and by the order.

Service comes with orders (where is my parcel) and with time (how does this work again). Over customers with
x orders in T days, the shop's cost of an order a and of a day b are the non-negative least squares fit of

    cost of service = a x + b T,     weighted by 1 / (x / mean x + T / mean T),

and a customer costs these times a factor of their own, which is what they cost so far over what a x + b T
says, drawn towards 1 as far as chance explains the difference (`OwnRates`: Buehlmann & Straub 1970). Contact
is sent, not asked for: it costs by the day alone, each customer's amount so far, drawn towards the shop's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from treue.value.histories import FloatArray, IntArray
from treue.value.margin import OwnRates


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Expected costs of n customers, in whole currency units, zero or more.

    Args:
        service_per_order: shape (n,).
        service_per_day: shape (n,), while the customer is active.
        contact_per_day: shape (n,), whether active or not: contact goes on as before.
    """

    service_per_order: FloatArray
    service_per_day: FloatArray
    contact_per_day: FloatArray

    def pick(self, rows: IntArray) -> Upkeep:
        """That of some customers, by position."""
        return Upkeep(self.service_per_order[rows], self.service_per_day[rows], self.contact_per_day[rows])

    def per_day(self, alive: FloatArray) -> FloatArray:
        """Shape (n,): expected cost of a day, of customers who are active with these chances, shape (n,)."""
        return self.service_per_day * alive + self.contact_per_day

    @classmethod
    def fit(
        cls, order_days: FloatArray, days: FloatArray, service: FloatArray, contact: FloatArray
    ) -> Upkeep:
        """From each customer's past.

        Args:
            order_days: shape (n,), days with an order, one or more.
            days: shape (n,), since the first of them, that day included.
            service: shape (n,), what service cost so far.
            contact: shape (n,), what contact cost so far.
        """
        by_order, by_day = _service(order_days, days, service)
        return cls(by_order, by_day, _own(days, contact))


def _service(order_days: FloatArray, days: FloatArray, cost: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Shape (n,) each: cost of an order and of a day."""
    nothing = np.zeros(len(cost))
    if not cost.any():
        return nothing, nothing
    weight = 1.0 / np.sqrt(order_days / order_days.mean() + days / days.mean())
    table = np.stack([order_days * weight, days * weight, cost * weight], axis=1)
    small = np.asarray(np.linalg.qr(table, mode="r"))  # the same sums of squares in three rows
    (order, day), _ = nnls(small[:, :2], small[:, 2])
    expected = order * order_days + day * days
    factor = _factor(expected, cost)
    return order * factor, day * factor


def _factor(expected: FloatArray, cost: FloatArray) -> FloatArray:
    exposure = expected / expected.mean()
    return OwnRates.fit(exposure, expected, cost).rates(exposure, expected, cost)


def _own(days: FloatArray, cost: FloatArray) -> FloatArray:
    if not cost.any():
        return np.zeros(len(cost))
    exposure = days / days.mean()
    return OwnRates.fit(exposure, days, cost).rates(exposure, days, cost)
