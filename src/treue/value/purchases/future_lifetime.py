"""How many orders a living customer of Pareto/NBD still places.

Given alive, lambda ~ Gamma(shape, rate) and the remaining life is Pareto:
P(alive after u) = (left / (left+u))^s
with left = beta + T. With L = ln(1 + t / left) and D the time spent alive until t,

    E[D]   = left (1 - e^(-(s-1)L)) / (s-1)
    E[D^2] = 2 left^2 ((e^((2-s)L) - 1) / (2-s) - (e^((1-s)L) - 1) / (1-s))

and E[N] = E[lambda] E[D], E[N(N-1)] = E[lambda^2] E[D^2]: eq. 41 of Fader & Hardie (2005), "A Note on
Deriving the Pareto/NBD Model", and its second moment. The poles at s = 1 and s = 2 can be lifted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial.legendre import leggauss

from treue.value.histories import FloatArray, IntArray

_POINTS, _WEIGHTS = leggauss(192)
# Who leaves more slowly than this never does; dividing by less would overflow.
_SLOWEST = 1e-290
_MOST = 1e12


@dataclass(frozen=True, slots=True)
class LivingCustomers:
    """What is believed of each customer, should he be alive.

    Args:
        shape: shape (n,), of the Gamma of his rate.
        rate: shape (n,), of the same, a time.
        s: shape of the Gamma of his rate of leaving.
        left: shape (n,), rate of the same, a time.
    """

    shape: FloatArray
    rate: FloatArray
    s: float
    left: FloatArray

    def at_pace(self, pace: FloatArray) -> LivingCustomers:
        """The same customers, from now on each ordering so many times as fast; shape (n,)."""
        return replace(self, rate=self.rate / pace)

    def mean(self, t: FloatArray) -> FloatArray:
        """E[N] until t, shape (n,)."""
        grown = _power_integral(1.0 - self.s, np.log1p(t / self.left))
        return self.shape / self.rate * self.left * grown

    def pairs(self, t: FloatArray) -> FloatArray:
        """E[N(N-1)] until t, shape (n,)."""
        log = np.log1p(t / self.left)
        squared = 2.0 * (_power_integral(2.0 - self.s, log) - _power_integral(1.0 - self.s, log))
        scale = self.left / self.rate
        return np.maximum(self.shape * (self.shape + 1.0) * scale * scale * squared, 0.0)

    def chance_of_at_least(self, t: FloatArray, most: int) -> FloatArray:
        """P(N >= k) for k = 1 to most, shape (n, most).

        The k-th order arrives at u with density
        G(shape+k) / (G(shape) G(k)) rate^shape u^(k-1) / (rate+u)^(shape+k), and counts if the customer is
        still there. Exact while k and the orders seen are in the hundreds.
        """
        rate, shape = self.rate[:, None], self.shape[:, None]
        # A frequent customer's first orders come soon, so u runs on a scale that begins with small steps.
        pace = (shape + 1.0) / rate
        reach = 0.5 * np.log1p(pace * t[:, None])
        u = np.expm1(reach * (_POINTS + 1.0)) / pace
        there = np.exp(-self.s * np.log1p(u / self.left[:, None]) - shape * np.log1p(u / rate))
        term = there * shape / (rate + u) * (u + 1.0 / pace) * (reach * _WEIGHTS)
        chances = np.empty((len(t), most))
        for k in range(1, most + 1):
            chances[:, k - 1] = term.sum(axis=1)
            term = term * ((shape + k) / k * (u / (rate + u)))
        return chances

    def draw(self, t: FloatArray, rng: np.random.Generator) -> IntArray:
        """One possible N each, shape (n,)."""
        leaving = rng.standard_gamma(self.s, len(t)) / self.left
        life = rng.standard_exponential(len(t)) / np.maximum(leaving, _SLOWEST)
        rate = rng.standard_gamma(self.shape) / self.rate
        return rng.poisson(np.minimum(rate * np.minimum(life, t), _MOST)).astype(np.int64)


def _power_integral(power: float, log: FloatArray) -> FloatArray:
    """(e^(power log) - 1) / power, which is log where power is 0."""
    return log if power == 0.0 else np.expm1(power * log) / power
