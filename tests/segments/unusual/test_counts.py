"""Orders of a week beside what is usual for the season."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from treue.segments.unusual import Counted, Quiet, counts_of, quiet_of
from treue.segments.unusual.counts import _upto
from treue.segments.unusual.judging import GRID

YEAR = 364


def shop(seed: int, days: int = 800, level: float = 70.0) -> np.ndarray:
    """A year's wave, weekends twice as strong, weeks that scatter by a tenth."""
    rng, day = np.random.default_rng(seed), np.arange(days)
    season = 1 + 0.5 * np.cos(2 * np.pi * (days - 1 - day) / YEAR)
    weekend = np.where(day % 7 >= 5, 2.0, 1.0)
    week = rng.gamma(100, 0.01, days // 7 + 2).repeat(7)[:days]
    return rng.poisson(level * season * weekend * week)


def test_chances_are_those_of_the_negative_binomial() -> None:
    """Agreement: SciPy's own."""
    counts = np.arange(40)
    found = _upto(counts, 12.0)
    for place in (5, 10, 15):
        size = 1 / GRID[place]
        assert found[place] == pytest.approx(nbinom.cdf(counts, size, size / (size + 12.0)))


def test_the_same_weeks_of_earlier_years_are_used_once_two_are_known() -> None:
    _, young = counts_of(shop(1, days=600)) or (None, None)
    counted, old = counts_of(shop(1)) or (None, None)
    assert (young, old) == (False, True)
    assert counted is not None
    # At the top of the wave the season expects what the last eight weeks alone do not.
    assert counted.expected[0] == pytest.approx(70 * 9 * 1.5, rel=0.12)


def test_a_week_that_loses_a_third_is_found_and_its_open_weekday_does_not_matter() -> None:
    daily = shop(2)
    daily[-7:] = daily[-7:] * 6 // 10
    counted, _ = counts_of(daily) or (None, None)
    assert counted is not None
    [judged] = counted.judged()
    assert judged.now < judged.low < judged.usual < judged.high
    assert judged.chance < 0.01


def test_ordinary_weeks_are_left_alone() -> None:
    found = [
        counted.judged()[0] for seed in range(100) if (made := counts_of(shop(seed))) for counted in made[:1]
    ]
    assert len(found) == 100
    assert np.mean([each.chance < 0.05 for each in found]) <= 0.1
    assert 0.7 <= np.mean([each.low <= each.now <= each.high for each in found]) <= 0.92


def test_a_past_too_short_says_nothing() -> None:
    assert counts_of(shop(1, days=70)) is None
    assert counts_of(np.zeros(800, np.int64)) is None
    assert counts_of(np.array([3])) is None


def test_only_too_few_counts_where_an_article_is_gone() -> None:
    past = np.random.default_rng(3).poisson(7.0, 40)
    counted = Counted(np.array([0, 7, 30]), np.full(3, 7.0), past, np.full(40, 7.0))
    none, usual, many = counted.judged(is_few=True)
    assert none.chance < 0.01
    assert usual.chance > 0.4
    assert many.chance > 0.99


def test_a_closed_day_is_told_apart_from_a_weak_one() -> None:
    daily = np.tile([30, 40, 50, 60, 70, 80, 24], 9)
    assert quiet_of(daily) is None
    daily[-3] = 35  # half of the usual seventy: weak, not closed
    assert quiet_of(daily) is None
    daily[-3], daily[-1] = 3, 0
    assert quiet_of(daily) == Quiet(days=2, back=0, missing=67 + 24)
    daily[-1] = 24
    assert quiet_of(daily) == Quiet(days=1, back=2, missing=67)
    assert quiet_of(daily[7:]) is None


def test_a_day_that_never_has_many_orders_is_not_closed() -> None:
    daily = np.tile([30, 40, 50, 60, 70, 80, 5], 9)
    daily[-1] = 0
    assert quiet_of(daily) is None
