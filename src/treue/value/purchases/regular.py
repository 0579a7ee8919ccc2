"""The arithmetic of MBG/CNBD-k: how likely histories are where orders keep a rhythm, and how that bends.

Customers pass phases at their own rate lambda ~ Gamma(r, alpha); each k-th phase brings an order, so gaps are
Erlang-k. After each order, the first included, they leave for good with their own chance p ~ Beta(a, b).
A history of x repeat orders, the last at t_x, in T has, with s = r + k x and M as in `open_gap`,

    ln L = ln G(s)/G(r) + r ln alpha - s ln(alpha+T)
         + ln G(b+x+1)G(a+b) / G(b)G(a+b+x+1) + ln(M + o)
         + (k-1) (sum of the logarithms of the gaps) - x ln G(k)
    o    = a / (b+x) * ((alpha+T) / (alpha+t_x))^s,

and o / M are the odds that the customer has left. With k = 1, M is 1 and this is MBG/NBD. It is the model of
Reutterer, Platzer & Schröder (2021), IJRM 38(1), after Platzer & Reutterer (2016), Marketing Science 35(5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln

from treue.value.climb import Curvature
from treue.value.histories import FloatArray, Histories, by_frequency
from treue.value.purchases.open_gap import OpenGap, phase_weights
from treue.value.purchases.rising import log_rising, log_rising_slopes


@dataclass(frozen=True, slots=True)
class Regular:
    """The parameters.

    Args:
        k: phases from order to order, 1 or more; 1 is pure chance.
        r: shape of the rates.
        alpha: rate of the rates, in the unit of the times given.
        a: first shape of the chances to leave.
        b: second shape of the same.
    """

    k: int
    r: float
    alpha: float
    a: float
    b: float

    def log_odds_gone(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """Shape (n,), logarithm of chance gone over chance alive."""
        weights = phase_weights(self.r + self.k * x, (T - t_x) / (self.alpha + T), self.k)
        return np.asarray(self._log_odds_at_once(x, t_x, T) - np.log(weights.sum(axis=0)))

    def log_likelihood(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """Shape (n,), without the terms that only depend on the gaps and on k: see `log_spacing`."""
        counts = self.k * x
        weights = phase_weights(self.r + counts, (T - t_x) / (self.alpha + T), self.k)
        timed = -self.r * np.log1p(T / self.alpha) - counts * np.log(self.alpha + T)
        either = np.logaddexp(np.log(weights.sum(axis=0)), self._log_odds_at_once(x, t_x, T))
        return np.asarray(log_rising(self.r, counts) + timed + self.log_survival(x) + either)

    def log_survival(self, x: FloatArray) -> FloatArray:
        """Logarithm of the mean chance to survive x + 1 orders."""
        return log_rising(self.b, x + 1.0) - log_rising(self.a + self.b, x + 1.0)

    def _log_odds_at_once(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """The logarithm of o: the odds if no phase of the open gap had passed."""
        # Times are compared by ratio, so that the difference of two near logarithms loses no digits.
        ratio = np.log1p((T - t_x) / (self.alpha + t_x))
        return np.asarray(np.log(self.a / (self.b + x)) + (self.r + self.k * x) * ratio)


def log_spacing(histories: Histories, k: int, days: float = 1.0) -> FloatArray:
    """Shape (n,), the likelihood's terms for how evenly the orders lie, times in units of so many days.

    Where the gaps are not known, the likelihood is averaged over all ways to place the orders between the
    first and the last; with k = 1 all of them are equally likely and the term is 0.
    """
    x = histories.frequency
    if histories.log_gaps is not None:
        return np.asarray((k - 1.0) * (histories.log_gaps - x * np.log(days)) - x * gammaln(k))
    reach = np.log(np.where(x > 0, histories.recency_days / days, 1.0))
    some = np.maximum(x, 1.0)
    return np.where(x > 0, (k - 1.0) * x * reach + gammaln(some) - gammaln(k * some), 0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the likelihood reads of the customers.

    Args:
        histories: distinct ones.
        k: as in `Regular`.
        table: distinct frequencies, shape (m,), and the customers who have each, shape (m,).
        spacing: what `log_spacing` gives for all together.
    """

    histories: Histories
    k: int
    table: tuple[FloatArray, FloatArray]
    spacing: float

    @classmethod
    def of(cls, histories: Histories, k: int) -> Evidence:
        """From weighted histories."""
        spacing = float(np.dot(histories.weight, log_spacing(histories, k)))
        return cls(histories, k, by_frequency(histories), spacing)

    def at(self, logs: FloatArray) -> Curvature:
        """The log-likelihood of all at the logarithms of (r, alpha, a, b), alpha in days."""
        point = np.exp(logs)
        by_table = self._by_frequency(*point)
        by_row = self._by_row(*point)
        gradient = (by_table.gradient + by_row.gradient) * point
        hessian = (by_table.hessian + by_row.hessian) * np.outer(point, point) + np.diag(gradient)
        return Curvature(by_table.value + by_row.value + self.spacing, gradient, hessian)

    def _by_frequency(self, r: float, alpha: float, a: float, b: float) -> Curvature:
        """Terms that only depend on how often; alpha takes no part."""
        x, w = self.table
        value = float(np.dot(w, log_rising(r, self.k * x) + Regular(self.k, r, alpha, a, b).log_survival(x)))
        order, stay, either = (
            [float(np.dot(w, slope)) for slope in log_rising_slopes(start, counts)]
            for start, counts in ((r, self.k * x), (b, x + 1.0), (a + b, x + 1.0))
        )
        gradient = np.array([order[0], 0.0, -either[0], stay[0] - either[0]])
        hessian = np.zeros((4, 4))
        hessian[0, 0] = order[1]
        hessian[2:, 2:] = -either[1]
        hessian[3, 3] += stay[1]
        return Curvature(value, gradient, hessian)

    def _by_row(self, r: float, alpha: float, a: float, b: float) -> Curvature:
        """Terms that depend on times: r ln alpha - s ln(alpha+T) + ln(M + o)."""
        seen, w = self.histories, self.histories.weight
        x, t_x, T = seen.frequency, seen.recency_days, seen.tenure_days
        counts, risk = self.k * x, b + x
        s = r + counts
        late, last = 1.0 / (alpha + T), 1.0 / (alpha + t_x)
        ratio, age = np.log1p((T - t_x) * last), np.log1p(T / alpha)
        gap = OpenGap.of(s, (T - t_x) * late, self.k)
        odds = np.log(a / risk) + s * ratio - gap.log
        value = float(np.dot(w, gap.log + np.logaddexp(0.0, odds) - r * age - counts * np.log(alpha + T)))

        q = expit(odds)
        gone, there = w * q, w * (1.0 - q)
        # Slopes of ln M, then those of the odds; a share of w = (T - t_x) / (alpha+T) falls as alpha grows.
        open_r, open_alpha = gap.by_shape, -late * gap.by_share
        slopes = np.stack(
            [ratio - open_r, s * (late - last) - open_alpha, np.full(len(x), 1.0 / a), -1.0 / risk]
        )
        gradient = slopes @ gone
        # T / (alpha (alpha+T)) is 1/alpha - 1/(alpha+T), without the difference.
        young = T * late / alpha
        gradient[0] += np.dot(w, open_r - age)
        gradient[1] += np.dot(w, open_alpha + r * young - counts * late)

        hessian = (slopes * (gone * (1.0 - q))) @ slopes.T
        hessian[0, 0] += np.dot(there, gap.shape_twice)
        cross = np.dot(gone, late - last) + np.dot(w, young) - np.dot(there, late * gap.across)
        hessian[0, 1] += cross
        hessian[1, 0] += cross
        hessian[1, 1] += np.dot(gone, s * (last * last - late * late))
        hessian[1, 1] += np.dot(there, late * late * (gap.by_share + gap.share_twice))
        hessian[1, 1] += np.dot(w, counts * late * late - r * young * (late + 1.0 / alpha))
        hessian[2, 2] -= gone.sum() / (a * a)
        hessian[3, 3] += np.dot(gone, 1.0 / (risk * risk))
        return Curvature(value, gradient, hessian)
