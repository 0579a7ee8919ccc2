"""Everybody's traits and the law they follow, found together by a Markov chain.

Traits are jointly normal over people; each customer's are drawn given what was seen of them, by random steps
whose length everybody finds for themselves; the law is drawn given everybody's traits. So who was seen little
is drawn to the law, who was seen much is as seen, and what is learned comes as draws, doubt included.

The pace of months is learned while the chain warms up: orders seen over orders expected of those who were
still customers.

Source:
    Gelman et al. (2013), Bayesian Data Analysis, chapters 5 and 11 (hierarchical normal law, Metropolis
    within Gibbs); Yu & Meng (2011), JCGS 20(3), for strides of all; Haario, Saksman & Tamminen (2001),
    Bernoulli 7(2), for steps that adapt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from treue.simulation.twin.clock import Clock, clock_of, month_of, weekday_paces
from treue.simulation.twin.likelihood import Timing, log_scale_of, timing_of
from treue.simulation.twin.seen import Seen
from treue.simulation.twin.traits import (
    Block,
    Columns,
    blocks_of,
    columns_of,
    guesses,
    limits,
    names_of,
)
from treue.simulation.world.chance import BoolArray, FloatArray, IntArray

Bounds = tuple[FloatArray, FloatArray]
"""Lowest and highest value of each trait."""

_AIM = 0.35  # share of steps that should be taken
_MONTHS_AT = (0.2, 0.35, 0.5)  # of the warm-up
_PRIOR_SPREAD = 0.3
_FEW = 20.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look.

    Args:
        warm_up: sweeps that are thrown away.
        draws: kept.
        between: sweeps from one to the next.
    """

    warm_up: int = 300
    draws: int = 40
    between: int = 8


@dataclass(frozen=True)
class Months:
    """How the shop went month by month; arrays of shape (months,), in order.

    Args:
        month: since 1970-01.
        pace: 1 for the mean customer-day.
        orders: repeat orders.
        expected: those expected at the pace known before.
        days: seen of it.
    """

    month: IntArray
    pace: FloatArray
    orders: FloatArray
    expected: FloatArray
    days: IntArray

    @property
    def paces(self) -> dict[int, float]:
        """By month."""
        return dict(zip(self.month.tolist(), self.pace.tolist(), strict=True))

    def after(self, before: Months) -> Months:
        """Both paces multiplied, and 1 where most was expected: a quiet beginning weighs little."""
        both = self.pace * before.pace
        usual = self.expected / before.pace
        mean = float((both * usual).sum() / max(usual.sum(), 1e-9))
        return replace(self, pace=both / mean if mean > 0 else both)


@dataclass(frozen=True)
class Learned:
    """What the chain found.

    Args:
        names: of the traits.
        traits: shape (draws, n, d).
        means: shape (draws, d), of the law.
        spreads: shape (draws, d, d), its covariance.
        stays: shape (draws, n), whether each is still a customer.
        clock: from the first day to the last.
        by_weekday: shape (7,).
        months: how the shop went.
        columns: what was seen at orders.
    """

    names: tuple[str, ...]
    traits: FloatArray
    means: FloatArray
    spreads: FloatArray
    stays: BoolArray
    clock: Clock
    by_weekday: FloatArray
    months: Months
    columns: Columns


@dataclass
class _Chain:
    """Where it stands: traits, length of steps by block and of common strides by trait, what explains."""

    traits: FloatArray
    steps: FloatArray
    mean: FloatArray
    spread: FloatArray
    blocks: list[Block]
    strides: FloatArray
    explained: list[FloatArray]

    def learn(self, block: Block, explained: FloatArray) -> None:
        """Keep the log-likelihood of a block, and of all that it also is of."""
        for place, each in enumerate(self.blocks):
            if each.explain is block.explain:
                self.explained[place] = explained

    def begin(self, blocks: list[Block]) -> None:
        """Look at it with other eyes."""
        self.blocks = blocks
        self.explained = [each.explain(self.traits) for each in blocks]


def learn(seen: Seen, rng: np.random.Generator, effort: Effort | None = None) -> Learned:
    """Learn traits and law from a shop's orders.

    Args:
        seen: at least two customers.
        rng: all luck of the chain.
        effort: how long to look.
    """
    effort = effort or Effort()
    by_weekday = weekday_paces(seen.day, seen.first, seen.until)
    clock = clock_of(seen.first, seen.until, by_weekday, {})
    months = _even(clock)
    timing = timing_of(seen, clock)
    columns = columns_of(seen, rng)
    names = names_of(seen, columns)
    blocks = blocks_of(seen, columns, timing, names)
    traits, bounds = guesses(seen, columns, names), limits(names)
    chain = _Chain(
        traits=traits,
        steps=np.full((len(blocks), len(seen)), 0.5),
        mean=traits.mean(axis=0),
        spread=_around(traits),
        blocks=[],
        strides=np.full((2, len(names)), 0.1),
        explained=[],
    )
    chain.begin(blocks)
    months_at = {int(share * effort.warm_up) for share in _MONTHS_AT}
    for sweep in range(effort.warm_up):
        _sweep(chain, bounds, rng, adapt=1.0 / np.sqrt(1 + sweep / 10))
        if sweep in months_at:
            left = left_of(timing, chain.traits, rng)
            months = month_paces(seen, chain.traits, timing, clock, left).after(months)
            clock = clock_of(seen.first, seen.until, by_weekday, months.paces)
            timing = timing_of(seen, clock)
            chain.begin(blocks_of(seen, columns, timing, names))
    kept: list[tuple[FloatArray, FloatArray, FloatArray, BoolArray]] = []
    for _ in range(effort.draws):
        for _ in range(effort.between):
            _sweep(chain, bounds, rng, adapt=0.0)
        stays = left_of(timing, chain.traits, rng) >= timing.silent
        kept.append((chain.traits.copy(), chain.mean, chain.spread, stays))
    every = [np.stack(each) for each in zip(*kept, strict=True)]
    return Learned(names, every[0], every[1], every[2], every[3], clock, by_weekday, months, columns)


def left_of(timing: Timing, traits: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Days after the last order when each left, given the silence; infinite for who has not. Shape (n,)."""
    shape, leave = np.exp(traits[:, 1]), np.exp(traits[:, 2])
    log_scale = log_scale_of(traits[:, 0], shape)
    parts = timing.parts(shape, log_scale, leave)
    chances = np.column_stack([parts, timing.stays(shape, log_scale, leave) + 1e-300])
    upto = np.cumsum(chances, axis=1)
    luck = rng.uniform(size=len(traits))[:, None] * upto[:, -1:]
    node = (luck >= upto[:, :-1]).sum(axis=1)
    days = np.column_stack([timing.nodes * timing.silent[:, None], np.full(len(traits), np.inf)])
    return np.asarray(days[np.arange(len(traits)), node], np.float64)


def month_paces(seen: Seen, traits: FloatArray, timing: Timing, clock: Clock, left: FloatArray) -> Months:
    """What to multiply the pace of each month with: repeat orders over those expected of who was there.

    A month with few orders is drawn to 1: twenty orders count as none.

    Args:
        seen: the orders.
        traits: shape (n, d).
        timing: read at the clock.
        clock: as known so far.
        left: shape (n,), days after the last order when each left; infinite for who has not.
    """
    passed = clock.passed
    of_day = month_of(np.arange(clock.first, clock.until + 1))
    months, opened, days = np.unique(of_day, return_index=True, return_counts=True)
    at = np.minimum(seen.last + 1 + left, seen.until + 1) - clock.first
    gone = np.interp(at, np.arange(len(passed)), passed)
    should = timing.expected(traits, gone, passed[np.append(opened, len(clock.pace))])
    again = np.ones(len(seen.day), bool)
    again[seen.start[:-1]] = False
    found = np.bincount(np.searchsorted(months, of_day[seen.day[again] - clock.first]), minlength=len(months))
    level = found.sum() / max(should.sum(), 1e-9)
    pace = (found + _FEW) / (should * level + _FEW)
    return Months(months.astype(np.int64), np.asarray(pace), found.astype(np.float64), should, days)


def _even(clock: Clock) -> Months:
    months = np.unique(month_of(np.arange(clock.first, clock.until + 1)))
    ones = np.ones(len(months))
    return Months(months, ones, ones, ones, np.zeros(len(months), np.int64))


def _sweep(chain: _Chain, bounds: Bounds, rng: np.random.Generator, adapt: float) -> None:
    """Everybody makes a step in each block, all make strides together; then the law is drawn anew."""
    low, high = bounds
    precision = np.linalg.inv(chain.spread)
    scale = np.sqrt(np.diag(chain.spread))
    apart = chain.traits - chain.mean
    for place, block in enumerate(chain.blocks):
        at = list(block.places)
        moved = chain.traits.copy()
        luck = rng.standard_normal((len(moved), len(at)))
        moved[:, at] += chain.steps[place][:, None] * scale[at] * luck
        shifted = moved - chain.mean
        prior = -0.5 * ((shifted @ precision) * shifted - (apart @ precision) * apart).sum(axis=1)
        explained = block.explain(moved)
        inside = ((moved[:, at] > low[at]) & (moved[:, at] < high[at])).all(axis=1)
        taken = inside & (np.log(rng.uniform(size=len(moved))) < explained - chain.explained[place] + prior)
        chain.traits[taken] = moved[taken]
        apart[taken] = shifted[taken]
        chain.learn(block, np.where(taken, explained, chain.explained[place]))
        if adapt:
            rise = np.exp(adapt * (np.where(taken, 1.0, 0.0) - _AIM))
            chain.steps[place] = np.clip(chain.steps[place] * rise, 1e-3, 5.0)
    for along in product((0, 1), range(len(chain.mean))):
        _stride(chain, bounds, along, rng, adapt)
    chain.mean, chain.spread = _law(chain.traits, rng)


def _stride(
    chain: _Chain, bounds: Bounds, along: tuple[int, int], rng: np.random.Generator, adapt: float
) -> None:
    """All move together along a trait: by a shift (0), or apart from their mean (1).

    Where single customers show little of a trait the law would else creep, a step of everybody's at a time.
    Seen from standardised traits the law's density does not change, but for the prior of its spread.
    """
    kind, at = along
    place = next(place for place, block in enumerate(chain.blocks) if at in block.places)
    drawn = rng.normal() * chain.strides[along]
    moved, mean = chain.traits.copy(), chain.traits[:, at].mean()
    moved[:, at] = moved[:, at] + drawn if kind == 0 else mean + (moved[:, at] - mean) * np.exp(drawn)
    taken = False
    if bounds[0][at] < moved[:, at].min() and moved[:, at].max() < bounds[1][at]:
        explained = chain.blocks[place].explain(moved)
        gain = float((explained - chain.explained[place]).sum())
        gain += 0.0 if kind == 0 else _of_spread(chain.spread[at, at], drawn)
        if taken := bool(np.log(rng.uniform()) < gain):
            chain.traits = moved
            chain.learn(chain.blocks[place], explained)
    if adapt:
        chain.strides[along] *= np.exp(adapt * (float(taken) - _AIM))


def _of_spread(variance: float, drawn: float) -> float:
    """What a law wider by e^drawn costs under its prior, (spread)^-1 e^(-prior / 2 spread^2)."""
    return float(-drawn - _PRIOR_SPREAD / (2 * variance) * np.expm1(-2 * drawn))


def _law(traits: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Mean and covariance given everybody's traits, by their normal-inverse-Wishart law."""
    count, width = traits.shape
    mean = traits.mean(axis=0)
    apart = traits - mean
    total = apart.T @ apart + _PRIOR_SPREAD * np.eye(width)
    spread = _inverse_wishart(total, count + width + 1, rng)
    return rng.multivariate_normal(mean, spread / count), spread


def _inverse_wishart(total: FloatArray, degrees: int, rng: np.random.Generator) -> FloatArray:
    """Bartlett's decomposition, inverted."""
    width = len(total)
    lower = np.tril(rng.standard_normal((width, width)), -1)
    lower[np.diag_indices(width)] = np.sqrt(rng.chisquare(degrees - np.arange(width)))
    root = np.linalg.cholesky(np.linalg.inv(total)) @ lower
    return np.asarray(np.linalg.inv(root @ root.T), np.float64)


def _around(traits: FloatArray) -> FloatArray:
    return np.asarray(np.cov(traits.T) + _PRIOR_SPREAD * np.eye(traits.shape[1]), np.float64)
