"""The arithmetic of Pareto/NBD: how likely histories are, and how that bends.

Customers order at their own rate lambda ~ Gamma(r, alpha) and leave at a moment that is exponential with
their own rate mu ~ Gamma(s, beta). A history of x repeat orders, the last at t_x, in T has

    ln L = ln G(r+x)/G(r) + r ln alpha - (r+x) ln(alpha+T) - s ln((beta+T)/beta) + ln(1 + odds)
    odds = integral from t_x to T of h,
    h(u) = s/(beta+u) * ((alpha+T)/(alpha+u))^(r+x) * ((beta+T)/(beta+u))^s,

the odds that the customer has left. This is the likelihood of Schmittlein, Morrison & Colombo (1987),
Management Science 33(1), in the form of Fader & Hardie (2005), "A Note on Deriving the Pareto/NBD Model",
before their hypergeometric functions are brought in: those overflow and cancel where the integral is
harmless.

Where each order hides some time in which no other is counted (see `days`), the clock of ordering stands still
for it, that of leaving does not: beta + T, beta + t_x and beta + u become those plus hidden * x.

With m the smaller of alpha + t_x and beta + t_x, the integral runs over v = ln((m + u - t_x) / m). In v the
integrand is smooth (its nearest pole is pi away, whatever the parameters) and falls at least exponentially
once it has to be cut off, so a few Gauss-Legendre nodes reach full precision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import expit

from treue.value.climb import Curvature
from treue.value.histories import FloatArray, Histories, IntArray, by_frequency
from treue.value.purchases.rising import log_rising, log_rising_slopes

# The integrand is dropped where it is below e^-50 of its start.
_NEGLIGIBLE = 50.0
# Numbers in one block of rows times nodes: a few such blocks fit into the processor's cache.
_BLOCK = 32_768
# How much the integrand's logarithm may change over the interval, and the nodes that this takes.
_NODES = ((0.4, 6), (3.0, 9), (10.0, 13), (50.0, 28), (np.inf, 80))
_WEIGHTS = {n: leggauss(n) for _, n in _NODES}


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The four parameters, scales in the unit of the times given, and the time that each order hides."""

    r: float
    alpha: float
    s: float
    beta: float
    hidden: float = 0.0

    def log_odds_gone(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """Shape (n,), logarithm of chance gone over chance alive; minus infinity for "surely alive"."""
        inside = np.zeros(len(x))
        for rows, nodes in self.blocks(x, t_x, T):
            inside[rows] = nodes.total
        with np.errstate(divide="ignore"):
            return self.log_size_at_last_order(x, t_x, T) + np.log(inside)

    def log_likelihood(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """Shape (n,), in the timing form of the papers."""
        counted = log_rising(self.r, x)
        timed = -self.r * np.log1p(T / self.alpha) - x * np.log(self.alpha + T)
        ahead = self.hidden * x
        left = -self.s * np.log1p((T + ahead) / self.beta) + np.logaddexp(0.0, self.log_odds_gone(x, t_x, T))
        return np.asarray(counted + timed + left)

    def log_size_at_last_order(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> FloatArray:
        """Logarithm of the integrand's size at its lower end, which is taken out of the integral."""
        idle = T - t_x
        ordering = (self.r + x) * np.log1p(idle / (self.alpha + t_x))
        return np.asarray(np.log(self.s) + ordering + self.s * np.log1p(idle / self.second(x, t_x)))

    def second(self, x: FloatArray, t: FloatArray) -> FloatArray:
        """Shape (n,), beta + t on the clock of leaving."""
        return self.beta + (t + self.hidden * x)

    def blocks(self, x: FloatArray, t_x: FloatArray, T: FloatArray) -> Iterator[tuple[IntArray, Nodes]]:
        """All rows in blocks, each with nodes enough for its integrals."""
        first, second = self.alpha + t_x, self.second(x, t_x)
        near = np.minimum(first, second)
        length = np.log1p((T - t_x) / near)
        fall = (self.r + x) * (near / first) + self.s * (near / second)
        length = np.minimum(length, _NEGLIGIBLE / fall)
        reach = near * np.exp(length)
        drop = (self.r + x) * np.log((first - near + reach) / first)
        drop += self.s * np.log((second - near + reach) / second)
        # A long interval feels the pole even where the integrand hardly falls.
        change = np.maximum(drop, 5.0 * length)
        kind = np.searchsorted([limit for limit, _ in _NODES], change)
        for which, (_, count) in enumerate(_NODES):
            rows = np.flatnonzero(kind == which)
            step = max(_BLOCK // count, 1)
            for start in range(0, len(rows), step):
                some = rows[start : start + step]
                yield some, Nodes.of(self, x[some], t_x[some], length[some], count)


@dataclass(frozen=True, slots=True)
class Nodes:
    """The integrals of some rows, and the points at which they were looked at; shape (n, nodes) each.

    Args:
        ordering: ln((alpha+u) / (alpha+t_x)).
        slower: 1 / (alpha+u).
        leaving: ln((beta+u) / (beta+t_x)).
        safer: 1 / (beta+u).
        size: weight times integrand, in units of its lower end.
        total: shape (n,), the integrals: sums of `size`.
    """

    ordering: FloatArray
    slower: FloatArray
    leaving: FloatArray
    safer: FloatArray
    size: FloatArray
    total: FloatArray

    @classmethod
    def of(cls, model: Lifetime, x: FloatArray, t_x: FloatArray, length: FloatArray, count: int) -> Nodes:
        """Look at `count` points each, over `length` on the scale of v."""
        points, weights = _WEIGHTS[count]
        first, second = (model.alpha + t_x)[:, None], model.second(x, t_x)[:, None]
        near = np.minimum(first, second)
        half = 0.5 * length[:, None]
        shift = np.expm1(half * (points + 1.0)) * near
        slower, safer = 1.0 / (first + shift), 1.0 / (second + shift)
        ordering, leaving = np.log1p(shift / first), np.log1p(shift / second)
        size = np.exp(-(model.r + x)[:, None] * ordering - model.s * leaving)
        size *= (near + shift) * safer * (half * weights)
        return cls(ordering, slower, leaving, safer, size, size.sum(axis=1))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the likelihood reads of the customers.

    Args:
        histories: distinct ones.
        table: distinct frequencies, shape (k,), and the customers who have each, shape (k,).
        hidden: days that each order hides.
    """

    histories: Histories
    table: tuple[FloatArray, FloatArray]
    hidden: float = 0.0

    @classmethod
    def of(cls, histories: Histories, hidden: float = 0.0) -> Evidence:
        """From weighted histories."""
        return cls(histories, by_frequency(histories), hidden)

    def at(self, logs: FloatArray) -> Curvature:
        """The log-likelihood of all at the logarithms of (r, alpha, s, beta), scales in days."""
        point = np.exp(logs)
        parts = [self._by_frequency(*point), *self._by_block(*point)]
        gradient = sum((part.gradient for part in parts), np.zeros(4)) * point
        hessian = sum((part.hessian for part in parts), np.zeros((4, 4))) * np.outer(point, point)
        return Curvature(sum(part.value for part in parts), gradient, hessian + np.diag(gradient))

    def _by_frequency(self, r: float, alpha: float, s: float, beta: float) -> Curvature:
        """All but the odds."""
        x, w = self.table
        seen, weight = self.histories, self.histories.weight
        T = seen.tenure_days
        stay = T + self.hidden * seen.frequency
        value = float(np.dot(w, log_rising(r, x)))
        slope, bend = (float(np.dot(w, each)) for each in log_rising_slopes(r, x))
        ordering, leaving = np.log1p(T / alpha), np.log1p(stay / beta)
        late, gone = 1.0 / (alpha + T), 1.0 / (beta + stay)
        value -= float(np.dot(weight, r * ordering + seen.frequency * np.log(alpha + T) + s * leaving))
        # T / (alpha (alpha+T)) is 1/alpha - 1/(alpha+T), without the difference; the same for beta.
        young, fresh = np.dot(weight, T * late) / alpha, np.dot(weight, stay * gone) / beta
        repeats = weight * seen.frequency
        gradient = np.array(
            [
                slope - np.dot(weight, ordering),
                r * young - np.dot(repeats, late),
                -np.dot(weight, leaving),
                s * fresh,
            ]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = bend
        hessian[0, 1] = hessian[1, 0] = young
        hessian[2, 3] = hessian[3, 2] = fresh
        hessian[1, 1] = (
            np.dot(repeats, late * late) - r * np.dot(weight, T * late * (late + 1.0 / alpha)) / alpha
        )
        hessian[3, 3] = -s * np.dot(weight, stay * gone * (gone + 1.0 / beta)) / beta
        return Curvature(value, gradient, hessian)

    def _by_block(self, r: float, alpha: float, s: float, beta: float) -> Iterator[Curvature]:
        """ln(1 + odds), in blocks."""
        model, seen = Lifetime(r, alpha, s, beta, self.hidden), self.histories
        x, t_x, T = seen.frequency, seen.recency_days, seen.tenure_days
        scale = model.log_size_at_last_order(x, t_x, T)
        for rows, nodes in model.blocks(x, t_x, T):
            with np.errstate(divide="ignore"):
                odds = scale[rows] + np.log(nodes.total)
            yield _bend(model, nodes, (x[rows], t_x[rows], T[rows], seen.weight[rows]), odds)


def _bend(
    model: Lifetime,
    nodes: Nodes,
    rows: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
    log_odds: FloatArray,
) -> Curvature:
    """How sum w ln(1 + odds) bends: with l = ln h, (ln odds)' = E[l'], (ln odds)'' = E[l''] + Cov(l', l')."""
    x, t_x, T, w = rows
    q = expit(log_odds)
    gone = w * q
    own, s = model.r + x, model.s
    late, left = 1.0 / (model.alpha + T), 1.0 / model.second(x, T)
    share = nodes.size / np.maximum(nodes.total, np.finfo(float).tiny)[:, None]
    # The parts of l' that change with u.
    moving = (-nodes.ordering, -own[:, None] * nodes.slower, -nodes.leaving, -(s + 1.0) * nodes.safer)
    mean = np.stack([np.einsum("nk,nk->n", share, part) for part in moving])
    idle = T - t_x
    fixed = (
        np.log1p(idle / (model.alpha + t_x)),
        own * late,
        1.0 / s + np.log1p(idle / model.second(x, t_x)),
        s * left,
    )
    slope = mean + np.stack(fixed)

    weighted = share * gone[:, None]
    flat = np.stack([part.ravel() for part in moving])
    hessian = (flat * weighted.ravel()) @ flat.T - (mean * gone) @ mean.T
    hessian += (slope * (gone * (1.0 - q))) @ slope.T
    ordering, leaving = (
        float(np.dot(gone, late + mean[1] / own)),
        float(np.dot(gone, left + mean[3] / (s + 1.0))),
    )
    hessian[0, 1] += ordering
    hessian[1, 0] += ordering
    hessian[2, 3] += leaving
    hessian[3, 2] += leaving
    slower, safer = (np.einsum("nk,nk->n", weighted, each * each) for each in (nodes.slower, nodes.safer))
    hessian[1, 1] += np.dot(own, slower) - np.dot(gone, own * late * late)
    hessian[2, 2] -= gone.sum() / s**2
    hessian[3, 3] += (s + 1.0) * safer.sum() - np.dot(gone, s * left * left)
    return Curvature(float(np.dot(w, np.logaddexp(0.0, log_odds))), slope @ gone, hessian)
