"""Learning the limits from the shop's own gaps, category by category, rhythm by rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from treue.errors import Extrapolation, ThinData, TreueWarning
from treue.segments.phases.gaps import Gaps
from treue.segments.phases.limits import FIRST, Limit, PhaseLimits, PhaseRule, stretched
from treue.segments.phases.rhythm import Rhythm, bands_of
from treue.segments.phases.survival import Days, Survival
from treue.value.histories import FloatArray, IntArray

_MOST_BANDS = 4
# More than that are no main categories; each costs a row for every day of the longest silence.
_MOST_CATEGORIES = 200
# The whole shop gets by with fewer gaps than a category: the only other answer is a guess.
_FEWEST_OF_SHOP = 30
# What nobody can learn: the example values of the field (Emarsys' 90 and 365 days).
_GUESS = (90, 365)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Silences by length in days, ended and running, of one group."""

    ended: IntArray
    running: IntArray

    @property
    def came(self) -> int:
        return int(self.ended.sum())

    @property
    def count(self) -> int:
        return self.came + int(self.running.sum())


@dataclass(frozen=True, slots=True)
class _Pools:
    """Where limits may be learned from, the narrowest first; all gaps of the shop in the end."""

    overdue: list[_Counts]
    gone: list[_Counts]
    everything: _Counts

    def large_enough(self, pools: list[_Counts], fewest: int) -> _Counts | None:
        fitting = [each for each in pools if each.came >= fewest]
        if fitting:
            return fitting[0]
        return self.everything if self.everything.came >= _FEWEST_OF_SHOP else None


def learn_limits(gaps: Gaps, rule: PhaseRule | None = None) -> PhaseLimits:
    """When a customer of this shop is overdue, and when gone.

    Overdue is a matter of rhythm: up to four bands of repeat buyers, by their usual gap, and first orders
    apart. Gone is not: who has been silent for long behaves alike whatever the rhythm was, so farewell is
    learned from all repeat buyers of the category together. What a group is too small for it takes from the
    next larger one.

    Args:
        gaps: all of the shop.
        rule: what is overdue, and what is hardly anyone.
    """
    rule = rule or PhaseRule()
    rhythm = Rhythm.learned(gaps, rule.fewest_gaps)
    usual = rhythm.usual_days(gaps)
    cuts = _cuts(usual[~gaps.is_new & gaps.came], rule.fewest_gaps)
    bands = bands_of(usual, cuts)
    bands[gaps.is_new] = FIRST
    limits = tuple(_limits(gaps, bands, cuts, rule))
    return PhaseLimits(rule, gaps.until, rhythm, cuts, limits, tuple(_doubts(limits, rule)))


def _cuts(usual: FloatArray, fewest: int) -> tuple[float, ...]:
    """Usual gaps that share the repeat buyers' gaps evenly, as many as there is data for."""
    bands = min(_MOST_BANDS, len(usual) // fewest)
    if bands < 2:
        return ()
    # A hundred thousand say where the quarters are; taking every n-th row keeps chance out of it.
    inner = np.quantile(usual[:: 1 + len(usual) // 100_000], np.arange(1, bands) / bands)
    # Where many share one usual gap two cuts may fall together, or leave nobody below.
    return tuple(float(cut) for cut in np.unique(inner) if cut > usual.min())


def _limits(gaps: Gaps, bands: IntArray, cuts: tuple[float, ...], rule: PhaseRule) -> Iterator[Limit]:
    many, own = len(cuts) + 2, _large_categories(gaps, rule)
    cells = _counted(gaps, bands, own, many)
    # Category 0 is all that have too few gaps; the whole shop is all of them.
    whole = [_sum([each[band] for each in cells]) for band in range(many)]
    repeats, everything = _sum(whole[1:]), _sum(whole)
    starts = (0.0, 0.0, *cuts)
    for band, counts in enumerate(whole):
        gone_from = [counts if band == FIRST else repeats]
        yield _limit(("", band, starts[band]), _Pools([counts], gone_from, everything), rule)
    for name, mine in zip(own, cells[1:], strict=True):
        for band, counts in enumerate(mine):
            if counts.came >= rule.fewest_gaps:
                gone_from = [counts, whole[FIRST]] if band == FIRST else [_sum(mine[1:]), repeats]
                yield _limit((name, band, starts[band]), _Pools([counts], gone_from, everything), rule)


def _large_categories(gaps: Gaps, rule: PhaseRule) -> list[str]:
    came = np.bincount(gaps.category[gaps.came] + 1, minlength=len(gaps.categories) + 1)[1:]
    largest = np.argsort(-came, kind="stable")[:_MOST_CATEGORIES]
    return [gaps.categories[place] for place in np.sort(largest) if came[place] >= rule.fewest_gaps]


def _counted(gaps: Gaps, bands: IntArray, own: list[str], many: int) -> list[list[_Counts]]:
    """Silences by category, then band; the first category is all others."""
    place = {name: at for at, name in enumerate(own, 1)}
    kind = np.array([0, *(place.get(name, 0) for name in gaps.categories)])[gaps.category + 1]
    longest = int(gaps.days.max()) + 1 if len(gaps) else 1
    cell = (kind * many + bands) * longest + gaps.days
    shape = (len(own) + 1, many, longest)
    size = shape[0] * many * longest
    ended = np.bincount(cell[gaps.came], minlength=size).reshape(shape)
    running = np.bincount(cell[~gaps.came], minlength=size).reshape(shape)
    return [[_Counts(*each) for each in zip(*pair, strict=True)] for pair in zip(ended, running, strict=True)]


def _sum(parts: list[_Counts]) -> _Counts:
    ended = np.sum([each.ended for each in parts], axis=0)
    return _Counts(ended, np.sum([each.running for each in parts], axis=0))


def _limit(group: tuple[str, int, float], pools: _Pools, rule: PhaseRule) -> Limit:
    category, band, usual_from = group
    overdue_from = pools.large_enough(pools.overdue, rule.fewest_gaps)
    gone_from = pools.large_enough(pools.gone, rule.fewest_gaps)
    if overdue_from is None or gone_from is None:
        return _guess(category, band, pools.overdue[0])
    curve = Survival.of(overdue_from.ended, overdue_from.running)
    overdue = curve.days_until(rule.come_again)
    parting = Survival.of(gone_from.ended, gone_from.running)
    gone = parting.days_until_hardly(rule.still_come, rule.ahead_days)
    longest = parting.watched_days
    farewell = _farewell(overdue, gone or Days(longest, longest, longest))
    return Limit(
        category=category,
        band=band,
        usual_from=usual_from,
        reactivation_days=max(overdue.days, 1),
        reactivation_low=max(overdue.low, 1),
        reactivation_high=max(overdue.high, 1),
        farewell_days=farewell.days,
        farewell_low=farewell.low,
        farewell_high=farewell.high,
        is_open=gone is None,
        median_days=max(curve.days_until(0.5).days, 1),
        again=curve.again,
        watched_days=longest,
        gaps=overdue_from.count,
        came=overdue_from.came,
    )


def _farewell(overdue: Days, gone: Days) -> Days:
    least = stretched(max(overdue.days, 1))
    return Days(*(max(each, least) for each in (gone.days, gone.low, gone.high)))


def _guess(category: str, band: int, counts: _Counts) -> Limit:
    overdue, gone = _GUESS
    return Limit(
        category=category, band=band, usual_from=0.0,
        reactivation_days=overdue, reactivation_low=1, reactivation_high=gone,
        farewell_days=gone, farewell_low=overdue, farewell_high=10 * gone, is_open=False,
        median_days=overdue // 2, again=0.0, watched_days=0,
        gaps=counts.count, came=counts.came,
    )  # fmt: skip


def _doubts(limits: tuple[Limit, ...], rule: PhaseRule) -> Iterator[TreueWarning]:
    if any(limit.watched_days == 0 for limit in limits):
        yield ThinData(
            f"Fewer than {_FEWEST_OF_SHOP} customers came again: when somebody is overdue cannot be learned. "
            f"Phases take {_GUESS[0]} and {_GUESS[1]} days until there is more."
        )
        return
    if any(limit.is_open for limit in limits if not limit.category):
        longest = max(limit.watched_days for limit in limits if not limit.category)
        yield Extrapolation(
            f"Silences in this file can be followed for {longest} days; never did fewer than "
            f"{100 * rule.still_come:.0f} % come in {rule.ahead_days} days. When to part cannot be learned "
            "yet, so who is overdue stays in reactivation. Older orders help."
        )
