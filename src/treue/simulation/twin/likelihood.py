"""How well traits explain what was seen of a customer.

Gaps between orders follow a Weibull law in the shop's own time, in whole days: with m the
median gap and s = m / (ln 2)^(1/k),

    P(no order for a usual days) = exp(-(a / s)^k)
    P(the next order falls on a day that spans lo to hi) = exp(-(lo/s)^k) - exp(-(hi/s)^k)

k below 1 is buying in bursts, 1 chance, above 1 rhythm. Customers leave with chance mu a day, unseen:

    P(silence for o days) = e^(-mu o) S(o) + integral over 0 to o of mu e^(-mu u) S(u) du

Normal scores of amounts and lines are normal around the customer's own mean with their own spread.

Source:
    McShane, Adrian, Bradlow & Fader (2008), Journal of Business & Economic Statistics 26(3), counts from
    Weibull gaps; Schmittlein, Morrison & Colombo (1987), Management Science 33(1), for leaving unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from treue.simulation.twin.clock import Clock
from treue.simulation.twin.seen import Seen
from treue.simulation.world.chance import FloatArray, IntArray

_NODES = 16
_TINY = 1e-300
_LOG_LOG_2 = float(np.log(np.log(2)))


def log_scale_of(log_gap: FloatArray, shape: FloatArray) -> FloatArray:
    """Logarithm of s, from that of the median gap."""
    return np.asarray(log_gap - _LOG_LOG_2 / shape, np.float64)


@dataclass(frozen=True)
class Timing:
    """What gaps say, in the shop's time.

    Args:
        start: shape (n + 1,), where each customer's gaps begin.
        since: shape (gaps,), the shop's time at the order before.
        lo: shape (gaps,), logarithm of usual days from there to the morning of the next order's day.
        hi: shape (gaps,), to its evening.
        stayed: shape (n,), days from first to last order.
        silent: shape (n,), days since the last one.
        ages: shape (n, nodes), usual days of silence at the nodes of the integral.
        nodes: shape (nodes,), places of the nodes as shares of the silence.
        weights: shape (nodes,).
        age: shape (n,), usual days of silence.
        last: shape (n,), the shop's time at the last order.
    """

    start: IntArray
    since: FloatArray
    lo: FloatArray
    hi: FloatArray
    stayed: FloatArray
    silent: FloatArray
    ages: FloatArray
    nodes: FloatArray
    weights: FloatArray
    age: FloatArray
    last: FloatArray

    def log_likelihood(self, log_gap: FloatArray, log_shape: FloatArray, log_leave: FloatArray) -> FloatArray:
        """Shape (n,).

        Args:
            log_gap: logarithm of the median gap, usual days.
            log_shape: of k.
            log_leave: of mu, a day.
        """
        shape = np.exp(log_shape)
        log_scale = log_scale_of(log_gap, shape)
        many = np.diff(self.start)
        k, s = np.repeat(shape, many), np.repeat(log_scale, many)
        before = np.exp(np.minimum(k * (self.lo - s), 700))  # lo and hi are kept as logarithms
        within = np.exp(np.minimum(k * (self.hi - s), 700)) - before
        each = np.log(-np.expm1(-within) + _TINY) - before
        found = np.bincount(np.repeat(np.arange(len(many)), many), each, minlength=len(many))
        leave = np.exp(log_leave)
        return np.asarray(found - leave * self.stayed + np.log(self.silence(shape, log_scale, leave) + _TINY))

    def expected(self, traits: FloatArray, left: FloatArray, edges: FloatArray) -> FloatArray:
        """Orders expected between edges of the shop's time, of who was a customer then.

        Args:
            traits: shape (n, d).
            left: shape (n,), the shop's time when each left or was seen last.
            edges: shape (parts + 1,), ascending.

        Returns:
            Shape (parts,): hazard met from order to order and in the silence after the last.
        """
        shape = np.exp(traits[:, 1])
        scale = np.exp(log_scale_of(traits[:, 0], shape))
        who = np.concatenate([np.repeat(np.arange(len(traits)), np.diff(self.start)), np.arange(len(traits))])
        since = np.concatenate([self.since, self.last])
        ends = np.concatenate([self.since + np.exp(self.hi), left])
        k, s = shape[who], scale[who]
        # The day of an order counts as one order at most, however high its hazard.
        gaps = len(self.lo)
        most = np.full(len(who), np.inf)
        most[:gaps] = (np.exp(self.lo) / s[:gaps]) ** k[:gaps] + 1
        ages = (np.maximum(np.minimum(ends, edge) - since, 0) for edge in edges)
        upto = [np.minimum((age / s) ** k, most) for age in ages]
        return np.array([(after - before).sum() for before, after in pairwise(upto)])

    def silence(self, shape: FloatArray, log_scale: FloatArray, leave: FloatArray) -> FloatArray:
        """Chance of the silence at the end, shape (n,)."""
        left = self.parts(shape, log_scale, leave).sum(axis=1)
        return np.asarray(self.stays(shape, log_scale, leave) + left, np.float64)

    def stays(self, shape: FloatArray, log_scale: FloatArray, leave: FloatArray) -> FloatArray:
        """Chance of the silence and of still being a customer, shape (n,)."""
        hazard = np.exp(np.minimum(shape * (np.log(self.age + 1e-12) - log_scale), 700))
        return np.asarray(np.exp(-leave * self.silent - hazard))

    def parts(self, shape: FloatArray, log_scale: FloatArray, leave: FloatArray) -> FloatArray:
        """Chance of the silence and of having left near each node, shape (n, nodes)."""
        hazard = np.exp(np.minimum(shape[:, None] * (np.log(self.ages + 1e-12) - log_scale[:, None]), 700))
        gone = (leave * self.silent)[:, None]
        return np.asarray(self.weights * gone * np.exp(-gone * self.nodes - hazard))


def timing_of(seen: Seen, clock: Clock) -> Timing:
    """Read a clock at the order days."""
    passed = clock.passed
    evening = passed[seen.day - clock.first + 1]
    is_first = np.zeros(len(seen.day), bool)
    is_first[seen.start[:-1]] = True
    again = np.flatnonzero(~is_first)
    morning = passed[seen.day[again] - clock.first]
    lo = np.maximum(morning - evening[again - 1], 0.0)
    hi = np.maximum(evening[again] - evening[again - 1], lo + 1e-3)
    count = seen.count - 1
    # Nodes crowd where leaving is likeliest: soon after the last order.
    points, weights = np.polynomial.legendre.leggauss(_NODES)
    half = (points + 1) / 2
    silent = (seen.until - seen.last).astype(np.float64)
    nodes = half**2
    at = seen.last[:, None] - clock.first + 1 + nodes * silent[:, None]
    ages = np.interp(at, np.arange(len(passed)), passed) - evening[seen.start[1:] - 1][:, None]
    return Timing(
        start=np.concatenate([[0], np.cumsum(count)]),
        since=evening[again - 1],
        lo=np.log(lo + 1e-12),
        hi=np.log(hi),
        stayed=(seen.last - seen.came).astype(np.float64),
        silent=silent,
        ages=np.maximum(ages, 0.0),
        nodes=nodes,
        weights=weights * half,
        age=passed[seen.until - clock.first + 1] - evening[seen.start[1:] - 1],
        last=evening[seen.start[1:] - 1],
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """A column of scores, as far as a normal law needs it; arrays of shape (n,).

    Args:
        count: of values.
        mean: theirs.
        squares: sum of squared distances from it.
    """

    count: FloatArray
    mean: FloatArray
    squares: FloatArray

    @classmethod
    def of(cls, values: FloatArray, seen: Seen) -> Sums:
        """By customer."""
        count = seen.count.astype(np.float64)
        mean = np.bincount(seen.customer, values, minlength=len(seen)) / count
        apart = (values - mean[seen.customer]) ** 2
        squares = np.bincount(seen.customer, apart, minlength=len(seen))
        return cls(count, np.asarray(mean, np.float64), np.asarray(squares, np.float64))

    def log_likelihood(self, mean: FloatArray, log_spread: FloatArray) -> FloatArray:
        """Shape (n,)."""
        apart = self.squares + self.count * (self.mean - mean) ** 2
        return np.asarray(-self.count * log_spread - apart / (2 * np.exp(2 * log_spread)))


@dataclass(frozen=True, slots=True)
class Returns:
    """Order days of which something went back, shape (n,) each: `back` of `count`."""

    count: FloatArray
    back: FloatArray

    def log_likelihood(self, logit: FloatArray) -> FloatArray:
        """Shape (n,)."""
        return np.asarray(self.back * logit - self.count * np.logaddexp(0.0, logit))
