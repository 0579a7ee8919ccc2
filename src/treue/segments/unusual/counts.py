"""Counts now beside what a rule expects: negative binomial, its scatter learned from the rule's own past.

A rule is tried on past spans with what was known before each. Around its expectation m counts have the
variance m + delta m^2; how likely each delta is, its errors say, so that trend and season it does not see are
in the scatter (Lawless 1987, Canadian Journal of Statistics 15(3)). All counts of a kind share delta.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammaln

from treue.segments.unusual.judging import GRID, INSIDE, Judged, weights_of
from treue.value.histories import FloatArray, IntArray

WEEK, WEEKS_AROUND, WEEKS_A_YEAR = 7, 8, 52
_FEWEST_WEEKS = 8
"""Past weeks on which the rule was tried."""

_SEASON = {-1: 0.25, 0: 0.5, 1: 0.25}
"""How much the week before, the week itself and the week after count of earlier years."""


_QUIET, _QUIET_LEAST = 0.25, 20.0
"""A day is quiet with less than this share of what its weekday usually has, if that is so much at least."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days of the last week on which hardly anything was ordered.

    Args:
        days: how many.
        back: the quietest is so many days before the last day.
        missing: orders that usually come on these days and did not.
    """

    days: int
    back: int
    missing: int


def quiet_of(daily: IntArray) -> Quiet | None:
    """Days of the last seven on which a shop seems to have been closed, each beside its own weekday.

    Usual is the middle of the same weekday in the eight weeks before.

    Args:
        daily: shape (days,), counts of full days, the last one at the end.

    Returns:
        None where there is none, or too little to hold them against.
    """
    weeks = daily[-WEEK * (WEEKS_AROUND + 1) :]
    if len(weeks) < WEEK * (WEEKS_AROUND + 1):
        return None
    by_weekday = weeks.reshape(WEEKS_AROUND + 1, WEEK)
    now, usual = by_weekday[-1], np.median(by_weekday[:-1], axis=0)
    quiet = np.flatnonzero((usual >= _QUIET_LEAST) & (now < _QUIET * usual))
    if not len(quiet):
        return None
    missing = usual[quiet] - now[quiet]
    quietest = quiet[np.argmin(now[quiet] / usual[quiet])]
    return Quiet(len(quiet), WEEK - 1 - int(quietest), round(float(missing.sum())))


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts and what a rule expected of them.

    Args:
        now: shape (n,), whole numbers.
        expected: shape (n,), above zero.
        past: shape (m,), past counts of all of them.
        past_expected: shape (m,), above zero.
    """

    now: IntArray
    expected: FloatArray
    past: IntArray
    past_expected: FloatArray

    def judged(self, *, is_few: bool = False) -> list[Judged]:
        """Each count now beside what was expected.

        Args:
            is_few: whether only too few count, so that the p-value is of one side.
        """
        weight = weights_of(self._likelihood())
        found = []
        for now, expected in zip(self.now, self.expected, strict=True):
            chances = weight @ _upto(np.array([now, now - 1]), float(expected))
            sides = (float(chances[0]), 1 - float(chances[1]))
            low, high = (_quantile(float(expected), weight, q) for q in ((1 - INSIDE) / 2, (1 + INSIDE) / 2))
            p_value = sides[0] if is_few else min(2 * min(sides), 1.0)
            found.append(Judged(float(now), float(expected), low, high, int(now), p_value))
        return found

    def _likelihood(self) -> FloatArray:
        """Shape (len(GRID),)."""
        size, k, mean = 1 / GRID[:, None], self.past, self.past_expected
        log = gammaln(k + size) - gammaln(size) + size * np.log(size / (size + mean))
        log += k * np.log(mean / (size + mean))
        total: FloatArray = log.sum(axis=1)
        return total


def counts_of(daily: IntArray, week: int = WEEK) -> tuple[Counted, bool] | None:
    """The last seven days beside what is usual for the season; weekdays are in every seven days alike.

    Expected is the mean of the eight weeks before, times what became of it in the same week of earlier years
    where these are known for the week now and for at least eight weeks on which that can be tried.

    Args:
        daily: shape (days,), counts of full days, the last one at the end, from the first day known on.
        week: days that are added up.

    Returns:
        The count and whether earlier years were used; None where the past is too short.
    """
    weeks = len(daily) // week
    backwards = daily[len(daily) - weeks * week :].reshape(weeks, week).sum(axis=1)[::-1]
    plain = _tried(backwards, 0, is_seasonal=False)
    seasonal = _tried(backwards, 0, is_seasonal=True)
    is_seasonal = seasonal is not None
    now = seasonal if is_seasonal else plain
    if now is None:
        return None
    tried = [
        (int(backwards[back]), expected)
        for back in range(1, min(weeks, WEEKS_A_YEAR))
        if (expected := _tried(backwards, back, is_seasonal=is_seasonal)) is not None
    ]
    if len(tried) < _FEWEST_WEEKS:
        return None
    past, past_expected = (np.array(each) for each in zip(*tried, strict=True))
    counted = Counted(np.array([backwards[0]]), np.array([now]), past, past_expected)
    return counted, is_seasonal


def _tried(backwards: IntArray, week: int, *, is_seasonal: bool) -> float | None:
    """What the rule expects of a week, counted backwards, from the weeks before it; None where too short."""
    level = backwards[week + 1 : week + 1 + WEEKS_AROUND]
    if len(level) < WEEKS_AROUND or not level.sum():
        return None
    if not is_seasonal:
        return float(level.mean())
    factors = []
    # Two years have to be known from the last week on, not from each that is tried.
    if len(backwards) < 2 * WEEKS_A_YEAR:
        return None
    for place in range(week + WEEKS_A_YEAR, len(backwards), WEEKS_A_YEAR):
        before = backwards[place + 1 : place + 1 + WEEKS_AROUND]
        if len(before) < WEEKS_AROUND or not before.sum():
            break
        like = sum(share * float(backwards[place - step]) for step, share in _SEASON.items())
        factors.append(like / float(before.mean()))
    return float(level.mean() * np.mean(factors)) or None if factors else None


def _upto(counts: IntArray, mean: float) -> FloatArray:
    """Chance of at most that many, for every scatter of the grid; shape (len(GRID), n)."""
    size = 1 / GRID[:, None]
    chance: FloatArray = betainc(size, np.maximum(counts, 0) + 1.0, size / (size + mean))
    return np.where(counts < 0, 0.0, chance)


def _quantile(mean: float, weight: FloatArray, share: float) -> float:
    """The smallest count that is not exceeded with that chance."""
    low, high = -1, 1
    while float((weight @ _upto(np.array([high]), mean))[0]) < share:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        reached = float((weight @ _upto(np.array([middle]), mean))[0]) >= share
        low, high = (low, middle) if reached else (middle, high)
    return float(high)
