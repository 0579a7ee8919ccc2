from __future__ import annotations

import numpy as np
import pytest

from treue.value.next_order.weekdays import days_ahead, weekday_speeds


def test_a_day_off_is_found_and_the_mean_is_one() -> None:
    day = np.concatenate([np.repeat(np.arange(280), 20)])
    day = day[day % 7 != 3]
    speeds = weekday_speeds(day, until=279)
    assert speeds.mean() == pytest.approx(1.0)
    assert speeds[3] < 0.05
    assert speeds[2] == pytest.approx(7 / 6, rel=0.01)


def test_little_data_is_an_even_week() -> None:
    np.testing.assert_allclose(weekday_speeds(np.array([3]), until=3), 1.0, atol=0.1)
    np.testing.assert_allclose(weekday_speeds(np.zeros(0, dtype=np.int64), until=3), 1.0)


def test_whole_weeks_take_a_week() -> None:
    speeds = np.array([0.2, 0.4, 1.0, 1.2, 1.4, 1.4, 1.4])
    for until in range(7):
        np.testing.assert_allclose(days_ahead(speeds, until, 14)[[6, 13]], [7.0, 14.0])
    assert days_ahead(speeds, 6, 1)[0] == pytest.approx(0.2)


def test_later_orders_change_nothing() -> None:
    day = np.random.default_rng(1).integers(0, 400, 3_000)
    np.testing.assert_array_equal(weekday_speeds(day, 200), weekday_speeds(day[day <= 200], 200))
