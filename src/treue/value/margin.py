"""From order values to margin: what an order leaves after returns, for this customer.

A customer's own rate is margin / value over all positive orders. Of few orders it says little, so it is drawn
towards the shop's rate R, as if the customer had placed k more orders at that rate:

    rate = (n * own + k * R) / (n + k),      k = noise of one order / spread between customers

Both variances are read off the customers themselves (method of moments): with own rates r of n orders
for N customers,

    sum (r - R)^2   estimates  spread * N + noise * sum 1/n,
    sum n (r - R)^2 estimates  spread * sum n + noise * N.

Source: Buehlmann & Straub (1970), credibility for loss ratios. Rates may be negative and are never clipped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray


@dataclass(frozen=True, slots=True)
class MarginRates:
    """How the margin of order value differs between customers.

    Args:
        shop_rate: all margin as a share of all positive order value; may be negative.
        borrowed_orders: k above: infinite where customers do not differ beyond chance, so that all get the
            shop's rate.
    """

    shop_rate: float
    borrowed_orders: float

    @classmethod
    def fit(cls, counts: FloatArray, amounts: FloatArray, margins: FloatArray) -> MarginRates:
        """From what each customer left us so far.

        Args:
            counts: shape (n,), positive orders.
            amounts: shape (n,), value of these orders in total.
            margins: shape (n,), margin of all the customer's orders after returns, in the same unit.
        """
        bought = (counts > 0) & (amounts > 0)
        n, amount, margin = counts[bought], amounts[bought], margins[bought]
        value = float(amount.sum())
        shop = float(margin.sum()) / value if value else 0.0
        return cls(shop, _borrowed(n, margin / amount - shop))

    def rates(self, counts: FloatArray, amounts: FloatArray, margins: FloatArray) -> FloatArray:
        """Shape (n,), each customer's margin as a share of positive order value; the shop's for newcomers."""
        bought = (counts > 0) & (amounts > 0)
        own = np.divide(margins, amounts, out=np.full(len(counts), self.shop_rate), where=bought)
        if math.isinf(self.borrowed_orders):
            return np.full(len(counts), self.shop_rate)
        trust = counts / np.maximum(counts + self.borrowed_orders, 1e-300)
        return np.asarray(self.shop_rate + np.where(bought, trust, 0.0) * (own - self.shop_rate))


def _borrowed(n: FloatArray, off: FloatArray) -> float:
    customers = len(n)
    if customers < 2:
        return math.inf
    plain, by_orders = float(np.square(off).sum()), float(np.dot(n, np.square(off)))
    inverse, orders = float((1.0 / n).sum()), float(n.sum())
    # The determinant is zero where everybody has the same number of orders: nothing to tell the two apart.
    determinant = customers * customers - orders * inverse
    if determinant > -1e-9 * orders * inverse:
        return math.inf
    spread = (plain * customers - by_orders * inverse) / determinant
    noise = (by_orders * customers - plain * orders) / determinant
    if spread <= 0:
        return math.inf
    return max(noise, 0.0) / spread
