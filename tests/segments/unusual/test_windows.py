"""Four weeks at a time, and waiting until what comes later has come."""

from __future__ import annotations

import numpy as np
import pytest

from treue.segments.unusual import WINDOW_DAYS, WINDOWS, Later, by_window, settled_within, told


def test_windows_are_counted_backwards_and_what_comes_after_the_last_day_does_not_count() -> None:
    day = np.array(
        [1001, 1000, 973, 972, 1000 - WINDOW_DAYS * (WINDOWS + 1) + 1, 1000 - WINDOW_DAYS * (WINDOWS + 1)]
    )
    shares = by_window(day, np.array([64, 1, 2, 4, 8, 16]), np.array([0, 1, 0, 3, 0, 0]), 1000)
    assert list(shares.cases[0]) == [3, 4, *[0] * (WINDOWS - 2), 8]
    assert list(shares.hits[0]) == [1, 3, *[0] * (WINDOWS - 1)]


def test_a_window_that_begins_before_the_first_day_is_left_out() -> None:
    day, one = np.arange(900, 1001), np.ones(101, np.int64)
    shares = by_window(day, one, one, 1000, since=920)
    assert list(shares.cases[0, :4]) == [28, 28, 0, 0]


def test_cases_are_compared_within_the_same_days_and_only_once_these_are_over() -> None:
    """Half come after 5 days, half after 20; of the latest nobody can know yet."""
    day = np.repeat(np.arange(500, 1001), 2)
    due = np.tile([5, 20], 501)
    later = Later(day, np.where(day + due <= 1000, due, -1), np.ones(len(day), np.int64))
    within = settled_within(later, 0.75, (3, 30), 1000)
    assert within == 20
    shares, last = later.within(within, 1000)
    assert last == 980
    assert (shares.cases == shares.hits).all()
    early, last = later.within(10, 1000)
    assert last == 990
    assert (early.hits * 2 == early.cases).all()


@pytest.mark.parametrize(("bounds", "expected"), [((30, 60), 30), ((1, 10), 5)])
def test_the_time_to_wait_has_bounds(bounds: tuple[int, int], expected: int) -> None:
    later = Later(np.full(40, 800), np.tile([5, 20], 20), np.ones(40, np.int64))
    assert settled_within(later, 0.75, bounds, 1000) == expected


def test_nothing_to_wait_for_where_nothing_ever_came() -> None:
    later = Later(np.array([900]), np.array([-1]), np.array([4]))
    assert settled_within(later, 0.75, (7, 42), 1000) is None


def test_benjamini_and_hochberg() -> None:
    """By hand, q = .1 of five: bounds .02, .04, .06, .08, .1; the third pulls the second along."""
    assert list(told([0.5, 0.001, 0.055, 0.045, 0.9])) == [False, True, True, True, False]
    assert list(told([0.03, 0.9, 0.9, 0.9, 0.9])) == [False] * 5
    assert list(told([])) == []
