"""How many orders a living customer of BG/NBD or MBG/NBD still places.

Given alive, lambda ~ Gamma(shape, rate) and p ~ Beta(a, rest). The number N in a time t is the smaller of
what a Poisson process brings and of the first order after which the customer leaves, so

    P(N >= k) = P(NB(shape, rate) >= k) * B(a, rest+k-1) / B(a, rest)
    E[N]      = E[(1 - e^(-lambda p t)) / p]
    E[N(N-1)] = 2 E[(1-p) ((1 - e^(-lambda p t)) / p^2 - lambda t e^(-lambda p t) / p)].

E[N] is eq. 10 of Fader, Hardie & Lee (2005). Its 2F1(r+x, b+x; a+b+x-1; z) overflows for frequent customers,
has a pole at a = 1 and subtracts near numbers. Euler's transformation takes the large powers out, and the
pole and the leading 1 can be divided away by hand; with C = a+rest-1, c = C-shape, L = ln(1+t/rate),
z = 1-e^(-L):

    E[N] = C (1-e^(-(a-1)L)) / (a-1) - e^(-(a-1)L) H,
    H    = sum over k >= 1 of (c)_k (a)_(k-1) z^k / ((a+rest)_(k-1) k!).

Integrating E[N(N-1)] by parts gives 2 rest (M(a-1, rest+1) - M(a, rest)), where M is that expression for
E[N]. Where the series is slow or its terms cancel, the mean over p is taken by a double exponential rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc, log_expit

from treue.value.histories import BoolArray, FloatArray, IntArray

# The series is used up to here; it needs about 37 / (1 - z) terms.
_LARGEST_Z = 0.9
_TERMS = 2_000
_LOOK = 8
# Digits lost in the series: powers of ten of cancellation that we accept.
_LOST = 1e3
_NODES = 192
_BLOCK = 2_048
_SMALLEST_LOG_P = -230.0
# No Poisson draw is asked for a mean beyond this, and no chance to leave is below its inverse.
_MOST = 1e12


@dataclass(frozen=True, slots=True)
class LivingCustomers:
    """What is believed of each customer, should he be alive.

    Args:
        shape: shape (n,), of the Gamma of his rate.
        rate: shape (n,), of the same, a time.
        a: first shape of the Beta of his chance to leave.
        rest: shape (n,), second shape of the same.
    """

    shape: FloatArray
    rate: FloatArray
    a: float
    rest: FloatArray

    def at_pace(self, pace: FloatArray) -> LivingCustomers:
        """The same customers, from now on each ordering so many times as fast; shape (n,)."""
        return replace(self, rate=self.rate / pace)

    def mean(self, t: FloatArray) -> FloatArray:
        """E[N] until t, shape (n,)."""
        easy = self._is_easy(t)
        result = np.zeros(len(t))
        result[easy] = _series(self._some(easy), t[easy], 0)
        result[~easy] = _by_quadrature(self._some(~easy), t[~easy], 1)
        return np.maximum(result, 0.0)

    def pairs(self, t: FloatArray) -> FloatArray:
        """E[N(N-1)] until t, shape (n,)."""
        easy = self._is_easy(t)
        result = np.zeros(len(t))
        some = self._some(easy)
        result[easy] = 2.0 * some.rest * (_series(some, t[easy], 1) - _series(some, t[easy], 0))
        hard = self._some(~easy)
        one_more = LivingCustomers(hard.shape, hard.rate, hard.a, hard.rest + 1.0)
        staying = hard.rest / (hard.a + hard.rest)
        result[~easy] = 2.0 * staying * _by_quadrature(one_more, t[~easy], 2)
        return np.maximum(result, 0.0)

    def chance_of_at_least(self, t: FloatArray, most: int) -> FloatArray:
        """P(N >= k) for k = 1 to most, shape (n, most)."""
        k = np.arange(1, most + 1, dtype=np.float64)
        z = t / (self.rate + t)
        poisson = betainc(k, self.shape[:, None], z[:, None])
        step = self.rest[:, None] + k - 2.0
        step[:, 0] = 1.0
        stays = step / np.where(k > 1, step + self.a, 1.0)
        return np.asarray(poisson * np.cumprod(stays, axis=1))

    def draw(self, t: FloatArray, rng: np.random.Generator) -> IntArray:
        """One possible N each, shape (n,)."""
        wanted = rng.poisson(np.minimum(rng.standard_gamma(self.shape) / self.rate * t, _MOST))
        last = rng.geometric(np.maximum(rng.beta(self.a, self.rest), 1.0 / _MOST))
        return np.minimum(wanted, last).astype(np.int64)

    def _is_easy(self, t: FloatArray) -> BoolArray:
        total, z = self.a + self.rest, t / (self.rate + t)
        c = total - 1.0 - self.shape
        # Below, the terms alternate and cancel; above, they grow for long before they shrink.
        mild = (c * z > -2.0) & (c * np.log1p(t / self.rate) < 30.0)
        return np.asarray((z <= _LARGEST_Z) & mild & (total < _LOST * self.shape))

    def _some(self, rows: BoolArray) -> LivingCustomers:
        return LivingCustomers(self.shape[rows], self.rate[rows], self.a, self.rest[rows])


def _series(who: LivingCustomers, t: FloatArray, less: int) -> FloatArray:
    """M(a - less, rest + less)."""
    a, total = who.a - less, who.a + who.rest
    log = np.log1p(t / who.rate)
    z = t / (who.rate + t)
    sum_of_terms = _sum_of_terms(total - 1.0 - who.shape, a, total, z)
    power = (a - 1.0) * log
    grown = log if a == 1.0 else -np.expm1(-power) / (a - 1.0)
    return (total - 1.0) * grown - np.exp(-power) * sum_of_terms


def _sum_of_terms(c: FloatArray, a: float, total: FloatArray, z: FloatArray) -> FloatArray:
    """H of the head of this file; rows leave the sum as soon as their terms no longer count."""
    result = np.zeros(len(z))
    rows = np.arange(len(z))
    term = c * z
    partial = term.copy()
    for k in range(1, _TERMS):
        term = term * ((c + k) * (a + k - 1.0) / ((total + k - 1.0) * (k + 1.0)) * z)
        partial = partial + term
        if k % _LOOK == 0:
            counts = np.abs(term) > 1e-17 * (1.0 - z) * np.abs(partial)
            result[rows] = partial
            if not counts.any():
                break
            if counts.mean() < 0.8:
                rows, c, total, z = rows[counts], c[counts], total[counts], z[counts]
                term, partial = term[counts], partial[counts]
    result[rows] = partial
    return result


def _by_quadrature(who: LivingCustomers, t: FloatArray, order: int) -> FloatArray:
    """Mean over p of E[1 - e^-y] / p (order 1) or E[1 - e^-y (1 + y)] / p^2 (order 2), y = lambda p t."""
    result = np.zeros(len(t))
    for start in range(0, len(t), _BLOCK):
        rows = slice(start, start + _BLOCK)
        result[rows] = _mean_over_p(
            who.shape[rows, None], (t[rows] / who.rate[rows])[:, None], who.a, who.rest[rows, None], order
        )
    return result


def _mean_over_p(shape: FloatArray, reach: FloatArray, a: float, rest: FloatArray, order: int) -> FloatArray:
    """The double exponential rule: ln(p / (1-p)) = mode + 2 width sinh(y), y in equal steps."""
    width = np.minimum(1.0, np.sqrt((a + rest) / (a * rest)))
    # From the mode on, the weight falls as a normal, then as e^-(a e^x), then as e^-(rest x); all of them are
    # cut off at e^-40. The other side has the same with a and rest exchanged.
    near = np.sqrt(80.0 / a) + np.sqrt(80.0 / rest)
    low = np.arcsinh((40.0 / a + np.log1p(40.0 / rest) + near) / (2.0 * width))
    high = np.arcsinh((40.0 / rest + np.log1p(40.0 / a) + near) / (2.0 * width))
    y = -low + (low + high) * np.linspace(0.0, 1.0, _NODES)
    logit = np.log(a / rest) + 2.0 * width * np.sinh(y)
    log_weight = a * log_expit(logit) + rest * log_expit(-logit)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True)) * np.cosh(y)
    # Below this the mean no longer changes with p, but p squared would vanish.
    p = np.exp(np.maximum(log_expit(logit), _SMALLEST_LOG_P))
    if order == 1:
        value = -np.expm1(-shape * np.log1p(reach * p)) / p
    else:
        value = betainc(2.0, shape, reach * p / (1.0 + reach * p)) / (p * p)
    return np.asarray((weight * value).sum(axis=1) / weight.sum(axis=1))
