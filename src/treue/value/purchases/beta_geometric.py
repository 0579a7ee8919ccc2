"""The arithmetic that BG/NBD and MBG/NBD share: how likely histories are, and how that bends.

Both say: customers order at their own rate lambda ~ Gamma(r, alpha), and at certain moments leave for good
with their own chance p ~ Beta(a, b). With y such moments survived (BG/NBD: after each repeat order, y = x;
MBG/NBD: after the first order too, y = x + 1), every history of x repeat orders, the last at t_x, in T has

    ln L = ln G(r+x)/G(r) + r ln alpha - (r+x) ln(alpha+T)
         + ln G(b+y)G(a+b) / G(b)G(a+b+y) + ln(1 + odds)
    odds = a / (b+y-1) * ((alpha+T) / (alpha+t_x))^(r+x),  0 where y = 0,

the odds that the customer has left. This is eq. 6 of Fader, Hardie & Lee (2005), Marketing Science 24(2), and
its counterpart in Batislam, Denizel & Filiztekin (2007), IJRM 24(3), with the common factor taken out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from treue.value.climb import Curvature
from treue.value.histories import FloatArray, Histories, by_frequency
from treue.value.purchases.rising import log_rising, log_rising_slopes


@dataclass(frozen=True, slots=True)
class BetaGeometric:
    """The four parameters, and what tells the two models apart.

    Args:
        r: shape of the rates.
        alpha: rate of the rates, in the unit of the times given.
        a: first shape of the chances to leave.
        b: second shape of the same.
        first_chance: 1 if a customer may leave after the first order, else 0.
    """

    r: float
    alpha: float
    a: float
    b: float
    first_chance: int

    def log_odds_gone(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """Shape (n,), logarithm of chance gone over chance alive; minus infinity for "surely alive"."""
        y = x + self.first_chance
        risked = y > 0
        # Times are compared by ratio, so that the difference of two near logarithms loses no digits.
        ratio = np.log1p((T - t_x) / (self.alpha + t_x))
        odds = np.log(self.a / np.where(risked, self.b + y - 1.0, 1.0)) + (self.r + x) * ratio
        return np.where(risked, odds, -np.inf)

    def log_likelihood(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """Shape (n,), in the timing form of the papers."""
        counted = log_rising(self.r, x)
        timed = -self.r * np.log1p(T / self.alpha) - x * np.log(self.alpha + T)
        return np.asarray(
            counted + timed + self.log_survival(x) + np.logaddexp(0.0, self.log_odds_gone(x, t_x, T))
        )

    def log_survival(self, x: FloatArray) -> FloatArray:
        """Logarithm of the mean chance to survive y moments."""
        y = x + self.first_chance
        return log_rising(self.b, y) - log_rising(self.a + self.b, y)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the likelihood reads of the customers.

    Args:
        histories: distinct ones.
        first_chance: as in `BetaGeometric`.
        table: distinct frequencies, shape (k,), and the customers who have each, shape (k,).
    """

    histories: Histories
    first_chance: int
    table: tuple[FloatArray, FloatArray]

    @classmethod
    def of(cls, histories: Histories, first_chance: int) -> Evidence:
        """From weighted histories."""
        return cls(histories, first_chance, by_frequency(histories))

    def at(self, logs: FloatArray) -> Curvature:
        """The log-likelihood of all at the logarithms of (r, alpha, a, b), alpha in days."""
        point = np.exp(logs)
        by_table = self._by_frequency(*point)
        by_row = self._by_row(*point)
        gradient = (by_table.gradient + by_row.gradient) * point
        hessian = (by_table.hessian + by_row.hessian) * np.outer(point, point) + np.diag(gradient)
        return Curvature(by_table.value + by_row.value, gradient, hessian)

    def _by_frequency(self, r: float, alpha: float, a: float, b: float) -> Curvature:
        """Terms that only depend on how often; alpha takes no part."""
        x, w = self.table
        y = x + self.first_chance
        model = BetaGeometric(r, alpha, a, b, self.first_chance)
        value = float(np.dot(w, log_rising(r, x) + model.log_survival(x)))
        order, stay, either = (
            [float(np.dot(w, slope)) for slope in log_rising_slopes(start, counts)]
            for start, counts in ((r, x), (b, y), (a + b, y))
        )
        gradient = np.array([order[0], 0.0, -either[0], stay[0] - either[0]])
        hessian = np.zeros((4, 4))
        hessian[0, 0] = order[1]
        hessian[2:, 2:] = -either[1]
        hessian[3, 3] += stay[1]
        return Curvature(value, gradient, hessian)

    def _by_row(self, r: float, alpha: float, a: float, b: float) -> Curvature:
        """Terms that depend on times: r ln alpha - (r+x) ln(alpha+T) + ln(1 + odds)."""
        seen, w = self.histories, self.histories.weight
        x, t_x, T = seen.frequency, seen.recency_days, seen.tenure_days
        model = BetaGeometric(r, alpha, a, b, self.first_chance)
        odds = model.log_odds_gone(x, t_x, T)
        q = expit(odds)
        late, last = 1.0 / (alpha + T), 1.0 / (alpha + t_x)
        age = np.log1p(T / alpha)
        value = float(np.dot(w, np.logaddexp(0.0, odds) - r * age - x * np.log(alpha + T)))

        risk = np.where(np.isneginf(odds), 1.0, b + x + self.first_chance - 1.0)
        slopes = np.stack(
            [np.log1p((T - t_x) * last), (r + x) * (late - last), np.full(len(x), 1.0 / a), -1.0 / risk]
        )
        gone = w * q
        gradient = slopes @ gone
        # T / (alpha (alpha+T)) is 1/alpha - 1/(alpha+T), without the difference.
        young = T * late / alpha
        gradient[0] -= np.dot(w, age)
        gradient[1] += np.dot(w, r * young - x * late)

        hessian = (slopes * (gone * (1.0 - q))) @ slopes.T
        cross = np.dot(gone, late - last) + np.dot(w, young)
        hessian[0, 1] += cross
        hessian[1, 0] += cross
        hessian[1, 1] += np.dot(gone, (r + x) * (last * last - late * late))
        hessian[1, 1] += np.dot(w, x * late * late - r * young * (late + 1.0 / alpha))
        hessian[2, 2] -= gone.sum() / (a * a)
        hessian[3, 3] += np.dot(gone, 1.0 / (risk * risk))
        return Curvature(value, gradient, hessian)
