"""How many orders a living customer of MBG/CNBD-k still places.

Given alive, j = 0 to k-1 phases of the open gap have passed with chance P(j) (see `open_gap`), and then
lambda ~ Gamma(shape+j, rate). The n-th order comes when n k - j more phases have passed in the time t, and
counts if the customer has stayed after the n-1 before it; with p ~ Beta(a, rest),

    P(N >= n) = sum over j of P(j) P(NB(shape+j, rate) >= n k - j) * B(a, rest+n-1) / B(a, rest)
    E[N]      = sum over n of P(N >= n)
    E[N(N-1)] = sum over n of 2 (n-1) P(N >= n).

The sums are taken over the number m of phases to come. With z = t / (rate+t) and w as in `open_gap`,

    P(m, j) = (1-z)^shape / M * (shape)_m / m! * z^m * (shape+m)_j / j! * (w (1-z))^j,

which steps from one m to the next by a factor. Where the sum is long, `long_sums` takes it in leaps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from scipy.special import betainc, betaincc, betaln

from treue.value.histories import FloatArray, IntArray
from treue.value.purchases.long_sums import Reach, sum_of_smooth
from treue.value.purchases.open_gap import phase_weights

# A sum of more terms, or one that begins with a chance below e^-600, is taken in leaps.
_TERMS = 2_000
_SMALLEST = 600.0
_SMALL = 1e-14
_LOOK = 8
_BLOCK = 8_192
_LONG_BLOCK = 1_024
# No Poisson draw is asked for a mean beyond this, and no chance to leave is below its inverse.
_MOST = 1e12


@dataclass(frozen=True, slots=True)
class LivingCustomers:
    """What is believed of each customer, should he be alive.

    Args:
        k: phases from order to order.
        shape: shape (n,), of the Gamma of his rate, had no phase of the open gap passed.
        rate: shape (n,), of the same, a time.
        share: shape (n,), time since the last order over the rate, 0 to below 1.
        a: first shape of the Beta of his chance to leave.
        rest: shape (n,), second shape of the same.
    """

    k: int
    shape: FloatArray
    rate: FloatArray
    share: FloatArray
    a: float
    rest: FloatArray

    def at_pace(self, pace: FloatArray) -> LivingCustomers:
        """The same customers, from now on each ordering so many times as fast; shape (n,)."""
        return replace(self, rate=self.rate / pace)

    def mean(self, t: FloatArray) -> FloatArray:
        """E[N] until t, shape (n,)."""
        return self._moment(t, 1)

    def pairs(self, t: FloatArray) -> FloatArray:
        """E[N(N-1)] until t, shape (n,)."""
        return self._moment(t, 2)

    def chance_of_at_least(self, t: FloatArray, most: int) -> FloatArray:
        """P(N >= n) for n = 1 to most, shape (n, most)."""
        n = np.broadcast_to(np.arange(1, most + 1, dtype=np.float64), (len(t), most))
        step = self.rest[:, None] + n - 2.0
        step[:, 0] = 1.0
        stays = step / np.where(n > 1, step + self.a, 1.0)
        return np.asarray(self.chance_of_gaps(t, n) * np.cumprod(stays, axis=1))

    def chance_of_gaps(self, t: FloatArray, n: FloatArray) -> FloatArray:
        """That the n-th order would come until t if nobody left; n, also between whole numbers, is (n, m)."""
        weights = phase_weights(self.shape, self.share, self.k)
        chances = weights / weights.sum(axis=0)
        came = np.zeros(n.shape)
        # Of z and 1 - z, the smaller one has all its digits.
        soon = t < self.rate
        for j in range(self.k):
            phases, shape = n * self.k - j, (self.shape + j)[:, None]
            z, rest = (t / (self.rate + t))[:, None], (self.rate / (self.rate + t))[:, None]
            came[soon] += chances[j, soon, None] * betainc(phases[soon], shape[soon], z[soon])
            came[~soon] += chances[j, ~soon, None] * betaincc(shape[~soon], phases[~soon], rest[~soon])
        return came

    def draw(self, t: FloatArray, rng: np.random.Generator) -> IntArray:
        """One possible N each, shape (n,)."""
        weights = np.cumsum(phase_weights(self.shape, self.share, self.k), axis=0)
        passed: IntArray = np.asarray((weights < rng.random(len(t)) * weights[-1]).sum(axis=0))
        rate = rng.standard_gamma(self.shape + passed) / self.rate
        phases = passed + rng.poisson(np.minimum(rate * t, _MOST))
        last = rng.geometric(np.maximum(rng.beta(self.a, self.rest), 1.0 / _MOST))
        return np.asarray(np.minimum(phases // self.k, last), dtype=np.int64)

    def _moment(self, t: FloatArray, order: int) -> FloatArray:
        reach = Reach.of(self.shape + (self.k - 1.0), t / self.rate)
        easy = (reach.most <= _TERMS) & (self.shape * np.log1p(t / self.rate) <= _SMALLEST)
        result = np.zeros(len(t))
        # Sums of a like length are taken together.
        short = np.flatnonzero(easy)
        for rows in _blocks(short[np.argsort(reach.most[short])], _BLOCK):
            result[rows] = _term_by_term(self._some(rows), t[rows], order)
        for rows in _blocks(np.flatnonzero(~easy), _LONG_BLOCK):
            result[rows] = _in_leaps(self._some(rows), t[rows], reach.some(rows), order)
        return result

    def _some(self, rows: IntArray) -> LivingCustomers:
        return LivingCustomers(
            self.k, self.shape[rows], self.rate[rows], self.share[rows], self.a, self.rest[rows]
        )


def _blocks(rows: IntArray, size: int) -> list[IntArray]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _in_leaps(who: LivingCustomers, t: FloatArray, reach: Reach, order: int) -> FloatArray:
    """The sums over n of the head of this file."""

    def term(n: FloatArray) -> FloatArray:
        stays = np.exp(betaln(who.a, who.rest[:, None] + n - 1.0) - betaln(who.a, who.rest)[:, None])
        counted = 1.0 if order == 1 else 2.0 * (n - 1.0)
        return np.asarray(counted * stays * who.chance_of_gaps(t, n))

    return sum_of_smooth(term, reach.least / who.k, reach.most / who.k)


def _term_by_term(who: LivingCustomers, t: FloatArray, order: int) -> FloatArray:
    """The sum over m of the head of this file; rows leave it as soon as their terms no longer count."""
    k, a, z = who.k, who.a, t / (who.rate + t)
    weights = phase_weights(who.shape, who.share, k).sum(axis=0)
    none_to_come = np.exp(-who.shape * np.log1p(t / who.rate)) / weights
    passing = who.share * (who.rate / (who.rate + t))
    result, rows = np.zeros(len(t)), np.arange(len(t))
    # The sum so far, what n orders count, what n+1 count, and the chance to stay for the last of these.
    partial, now, then, stays = np.zeros((4, len(t)))
    then, stays = then + (1.0 if order == 1 else 0.0), stays + 1.0
    shape, rest, chance = who.shape, who.rest, none_to_come
    for m in count():
        n, phase = divmod(m, k)
        with_n, with_one_more = _by_phases_passed(chance, shape + m, passing, k - phase, k)
        added = with_n * now + with_one_more * then
        partial = partial + added
        chance = chance * ((shape + m) * (z / (m + 1.0)))
        if phase == k - 1:
            stays = stays * ((rest + n) / (a + rest + n))
            now, then = then, then + (1.0 if order == 1 else 2.0 * (n + 1.0)) * stays
        if m % _LOOK == _LOOK - 1:
            result[rows] = partial
            shrinking = 1.0 - z * (shape + (m + k)) / (m + 1.0)
            counts = (chance > 0.0) & ((added >= _SMALL * shrinking * partial) | (partial == 0.0))
            if not counts.any():
                break
            if counts.mean() < 0.8:
                rows, partial, now, then, stays, shape, rest, chance, z, passing = (
                    each[counts]
                    for each in (rows, partial, now, then, stays, shape, rest, chance, z, passing)
                )
    return result


def _by_phases_passed(
    chance: FloatArray, shape: FloatArray, passing: FloatArray, short: int, k: int
) -> tuple[FloatArray, FloatArray]:
    """Chances that m phases come, with fewer than `short` passed before and with so many or more.

    Args:
        chance: P(m, 0), shape (n,).
        shape: that of the head of this file plus m, shape (n,).
        passing: w (1-z), shape (n,).
        short: 1 to k.
        k: phases from order to order.
    """
    fewer, enough = chance, np.zeros(len(chance))
    for j in range(1, k):
        chance = chance * ((shape + (j - 1.0)) * (passing / j))
        if j < short:
            fewer = fewer + chance
        else:
            enough = enough + chance
    return fewer, enough
