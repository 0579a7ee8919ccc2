"""From order values to margin: what an order leaves after returns, for this customer.

    margin per order = value x rate - cost

The rate stands for all that grows with the value of an order (goods, their purchase price, what came back,
vouchers, ...), the cost for what comes with an order whatever it is worth (`PER_ORDER` of the ledger).
Of few orders a customer's own figure says little, so it is drawn towards the shop's figure R, as if the
customer had placed k more orders at that:

    figure = (n * own + k * R) / (n + k),      k = noise of one order / spread between customers

Both variances are read off the customers themselves (method of moments): with own figures r of n orders
for N customers,

    sum (r - R)^2   estimates  spread * N + noise * sum 1/n,
    sum n (r - R)^2 estimates  spread * sum n + noise * N.

Source: Buehlmann & Straub (1970), credibility for loss ratios. Figures may be negative and are never clipped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray

# How far customers differ is learned with the outermost two in a thousand on each side pulled in: one who
# sent back forty times an order's worth must not decide how far all others are believed.
_OUTERMOST = 0.002


@dataclass(frozen=True, slots=True)
class OwnRates:
    """How far a customer's own rate of something is believed: margin of order value, cost of an order.

    Args:
        shop_rate: of all customers together; may be negative.
        borrowed_orders: k above: infinite where customers do not differ beyond chance, so that all get the
            shop's rate.
    """

    shop_rate: float
    borrowed_orders: float

    @classmethod
    def fit(cls, counts: FloatArray, wholes: FloatArray, parts: FloatArray) -> OwnRates:
        """From each customer's orders so far.

        Args:
            counts: shape (n,), orders.
            wholes: shape (n,), what the rate is a share of: value of these orders in total, or their number.
            parts: shape (n,), what they left or cost in total; may be negative.
        """
        known = (counts > 0) & (wholes > 0)
        n, whole, part = counts[known], wholes[known], parts[known]
        total = float(whole.sum())
        shop = float(part.sum()) / total if total else 0.0
        return cls(shop, _borrowed(n, part / whole - shop))

    def rates(self, counts: FloatArray, wholes: FloatArray, parts: FloatArray) -> FloatArray:
        """Shape (n,), each customer's rate; the shop's where there is nothing to go by."""
        known = (counts > 0) & (wholes > 0)
        own = np.divide(parts, wholes, out=np.full(len(counts), self.shop_rate), where=known)
        if math.isinf(self.borrowed_orders):
            return np.full(len(counts), self.shop_rate)
        trust = counts / np.maximum(counts + self.borrowed_orders, 1e-300)
        return np.asarray(self.shop_rate + np.where(known, trust, 0.0) * (own - self.shop_rate))


def _borrowed(n: FloatArray, off: FloatArray) -> float:
    customers = len(n)
    if customers < 2:
        return math.inf
    off = np.clip(off, *np.quantile(off, [_OUTERMOST, 1.0 - _OUTERMOST]))
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
