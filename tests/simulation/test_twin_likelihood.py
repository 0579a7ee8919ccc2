from __future__ import annotations

import numpy as np
import pytest
from twins import FIRST

from treue.simulation.twin.clock import Clock, clock_of, month_of, weekday_of, weekday_paces
from treue.simulation.twin.likelihood import Sums, log_scale_of, timing_of
from treue.simulation.twin.seen import Seen


def seen_of(*people: list[int], until: int) -> Seen:
    customer = np.concatenate([np.full(len(days), who) for who, days in enumerate(people)])
    day = FIRST + np.concatenate([np.array(days) for days in people])
    none = np.zeros(len(day))
    return Seen(
        keys=np.arange(len(people)), customer=customer, day=day, amount=none + 100,
        lines=none.astype(int) + 1, pieces=none + 1, returned=none,
        lag=np.full(len(day), -1), first=FIRST, until=FIRST + until,
    )  # fmt: skip


def chance(seen: Seen, clock: Clock, gap: float, shape: float, leave: float) -> np.ndarray:
    ones = np.ones(len(seen))
    timing = timing_of(seen, clock)
    return np.exp(timing.log_likelihood(np.log(gap) * ones, np.log(shape) * ones, np.log(leave) * ones))


@pytest.mark.parametrize("shape", [0.6, 1.0, 2.5])
def test_all_that_can_happen_has_chance_one(shape: float) -> None:
    # Somebody who never leaves orders again on one of the open days, or stays silent.
    days = 40
    clock = Clock(FIRST, np.tile([1.5, 0.5, 0.0, 2.0], 11)[: days + 1])
    is_open = clock.pace > 0
    alone = [seen_of([0, day], until=day) for day in range(1, days + 1) if is_open[day]]
    first = [
        float(chance(each, Clock(FIRST, clock.pace[: each.until - FIRST + 1]), 9.0, shape, 1e-9)[0])
        for each in alone
    ]
    silent = chance(seen_of([0], until=days), clock, 9.0, shape, 1e-9)
    assert sum(first) + silent[0] == pytest.approx(1, abs=1e-6)


def test_half_of_the_gaps_are_shorter_than_the_median() -> None:
    clock = Clock(FIRST, np.ones(13))
    assert chance(seen_of([0], until=12), clock, 12.0, 1.7, 1e-9)[0] == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("leave", [0.3, 0.02, 0.0005])
def test_silence_is_the_sum_over_all_days_of_leaving(leave: float) -> None:
    silent, gap, shape = 200.0, 30.0, 1.4
    at = np.linspace(0, silent, 400_001)
    scale = np.exp(log_scale_of(np.log(np.array([gap])), np.array([shape])))[0]
    stays = np.exp(-((at / scale) ** shape))
    body = leave * np.exp(-leave * at) * stays
    exact = ((body[1:] + body[:-1]) / 2 * np.diff(at)).sum() + np.exp(-leave * silent) * stays[-1]
    found = chance(seen_of([0], until=200), Clock(FIRST, np.ones(201)), gap, shape, leave)[0]
    assert found == pytest.approx(exact, rel=1e-3)


def test_customers_do_not_change_each_other() -> None:
    # One whom these traits cannot explain must not blur those after.
    one, other = [0, 300], [0, 10, 20, 35]
    clock = Clock(FIRST, np.ones(401))
    both = chance(seen_of(one, other, until=400), clock, 3.0, 8.0, 0.01)
    alone = chance(seen_of(other, until=400), clock, 3.0, 8.0, 0.01)
    assert both[1] == pytest.approx(alone[0], rel=1e-12)


def test_sums_say_what_single_values_say() -> None:
    rng = np.random.default_rng(1)
    seen = seen_of([0, 3, 9], [1], until=20)
    values = rng.normal(size=4)
    mean, spread = np.array([0.3, -1.0]), np.array([0.7, 1.9])
    found = Sums.of(values, seen).log_likelihood(mean, np.log(spread))
    each = -np.log(spread)[seen.customer] - (values - mean[seen.customer]) ** 2 / (
        2 * spread[seen.customer] ** 2
    )
    assert found == pytest.approx(np.bincount(seen.customer, each))


def test_a_day_without_orders_in_the_week_stands_still() -> None:
    open_days = np.array([day for day in range(FIRST, FIRST + 140) if weekday_of(np.array([day]))[0] != 6])
    paces = weekday_paces(open_days, FIRST, FIRST + 139)
    assert paces[6] == 0
    assert paces[:6] == pytest.approx(7 / 6)


def test_months_and_weekdays_are_the_calendars() -> None:
    days = np.array([np.datetime64("2026-03-01"), np.datetime64("2026-03-31")]).astype(np.int64)
    assert month_of(days).tolist() == [(2026 - 1970) * 12 + 2] * 2
    assert weekday_of(days).tolist() == [6, 1]
    clock = clock_of(int(days[0]), int(days[1]), np.ones(7), {674: 0.5})
    assert clock.pace == pytest.approx(0.5)
    assert clock.passed[-1] == pytest.approx(15.5)
