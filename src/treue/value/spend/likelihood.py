"""The Gamma-Gamma log-likelihood with its first and second derivatives, exact on every customer.

Letters of Fader & Hardie (2013): one order value is Gamma(shape p, rate v), each customer's v is
Gamma(shape q, rate gamma); x orders have mean m and sum s = x m. Equation (1a), written for the sum:

    ln L = ln G(px + q) - ln G(px) - ln G(q) + q ln gamma + px ln s - (px + q) ln(gamma + s) - ln m
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, polygamma, psi

from treue.value.climb import Curvature
from treue.value.histories import FloatArray

# Rows looked at together: one block and what is computed from it fit into the processor's cache.
_BLOCK = 32_768


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the likelihood reads of the customers: each row's count and sum, and five figures of them all.

    Args:
        counts: shape (n,), positive orders of the row's customer, 1 or more.
        sums: shape (n,), their total value, above zero, in a unit near the shop's usual order.
        weights: shape (n,), customers who share the row.
        table: distinct counts, shape (k,), and the customers who have each, shape (k,).
        count_log_sum: sum of weight * count * ln(sum).
        log_mean: sum of weight * ln(mean).
    """

    counts: FloatArray
    sums: FloatArray
    weights: FloatArray
    table: tuple[FloatArray, FloatArray]
    count_log_sum: float
    log_mean: float

    @classmethod
    def of(cls, counts: FloatArray, means: FloatArray, weights: FloatArray) -> Evidence:
        """From one row per customer."""
        sums = counts * means
        distinct, row = np.unique(counts, return_inverse=True)
        table = (distinct, np.bincount(row, weights).astype(np.float64))
        logs = np.log(means)
        count_log_sum = float(np.dot(weights * counts, logs + np.log(distinct)[row]))
        return cls(counts, sums, weights, table, count_log_sum, float(np.dot(weights, logs)))

    def at(self, logs: FloatArray) -> Curvature:
        """The log-likelihood at the logarithms of (p, q, gamma), shape (3,)."""
        p, q, gamma = np.exp(logs)
        by_row = self._sums_over_rows(gamma)
        value = self._value(p, q, gamma, by_row)
        gradient, hessian = self._derivatives(p, q, gamma, by_row)
        scale = np.array([p, q, gamma])
        by_log = gradient * scale
        return Curvature(value, by_log, hessian * np.outer(scale, scale) + np.diag(by_log))

    def _sums_over_rows(self, gamma: float) -> FloatArray:
        """Shape (3, 2): ln(gamma + s), its first and its negated second derivative; plain and times count."""
        total = np.zeros((3, 2))
        for start in range(0, len(self.counts), _BLOCK):
            rows = slice(start, start + _BLOCK)
            shifted = gamma + self.sums[rows]
            inverse = 1.0 / shifted
            weights = self.weights[rows]
            both = np.stack([weights, weights * self.counts[rows]])
            total += np.stack([both @ np.log(shifted), both @ inverse, both @ (inverse * inverse)])
        return total

    def _value(self, p: float, q: float, gamma: float, by_row: FloatArray) -> float:
        x, w = self.table
        gammas = float(np.dot(w, gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)))
        plain, counted = by_row[0]
        return gammas + p * self.count_log_sum - float(p * counted + q * plain) - self.log_mean

    def _derivatives(
        self, p: float, q: float, gamma: float, by_row: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        x, w = self.table
        n = w.sum()
        first, second = psi(p * x + q), polygamma(1, p * x + q)
        (log_0, log_x), (inv_0, inv_x), (square_0, square_x) = by_row
        gradient = np.array(
            [
                np.dot(w * x, first - psi(p * x)) + self.count_log_sum - log_x,
                np.dot(w, first) - n * psi(q) + n * np.log(gamma) - log_0,
                n * q / gamma - p * inv_x - q * inv_0,
            ]
        )
        pp = np.dot(w * x * x, second - polygamma(1, p * x))
        pq = np.dot(w * x, second)
        qq = np.dot(w, second) - n * polygamma(1, q)
        gg = p * square_x + q * square_0 - n * q / gamma**2
        qg = n / gamma - inv_0
        return gradient, np.array([[pp, pq, -inv_x], [pq, qq, qg], [-inv_x, qg, gg]])
