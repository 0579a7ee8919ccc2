"""What levers bring: each against a sum anybody can check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from changing_shops import START, daily_of, shop

from treue.value.forecast import Shock
from treue.value.levers.daily import Asked, Daily, Reserve
from treue.value.levers.parts import Parts
from treue.value.levers.ranked import Ground, Lever, levers
from treue.value.levers.repeating import repeating
from treue.value.plan.curve import Curve
from treue.value.plan.existing import ByMonth
from treue.value.plan.months import Ahead, Months
from treue.value.plan.plan import Doubt, Here, plan

LAST = START + 729


def asked(daily: Daily, factor: float = 1.0) -> Asked:
    return Asked(daily, Reserve.none(), factor)


def test_a_point_of_the_repeat_rate() -> None:
    """Each of 400 a year orders once for a margin of 8; every fourth again, 100 days later, for 20."""
    first = np.repeat(np.arange(0, 730), 1)
    people = np.arange(len(first))
    again = (people % 4 == 0) & (first + 100 < 730)
    customer = np.concatenate([people, people[again]])
    day = START + np.concatenate([first, first[again] + 100])
    margin = np.concatenate([np.full(len(first), 8.0), np.full(int(again.sum()), 20.0)])
    order = np.lexsort((day, customer))
    daily = daily_of(customer[order], day[order], 2 * margin[order], margin[order])
    found = repeating(asked(daily), LAST, 0.1, has_amounts=True)
    assert found is not None
    assert found.rate == pytest.approx(0.25, abs=0.01)
    assert found.more == pytest.approx(20.0 / 1.1 ** (100 / 365))
    assert found.won == pytest.approx(365, abs=1)
    assert found.point.mean == pytest.approx(0.01 * found.won * found.more)
    assert found.point.low < found.point.mean < found.point.high
    twice = repeating(asked(daily, 2.0), LAST, 0.1, has_amounts=True)
    assert twice is not None
    assert twice.point.mean == pytest.approx(2 * found.point.mean)


def test_the_interval_of_a_point_holds_its_share() -> None:
    inside = 0
    truth = np.mean([_point(shop(seed, customers=1_500)) for seed in range(100, 116)])
    for seed in range(24):
        found = repeating(asked(shop(seed, customers=1_500)), LAST, 0.1, has_amounts=True)
        assert found is not None
        inside += found.point.low <= truth <= found.point.high
    assert 14 <= inside <= 24


def _point(daily: Daily) -> float:
    found = repeating(asked(daily), LAST, 0.1, has_amounts=True)
    assert found is not None
    return found.point.mean


def test_too_few_or_too_young_tell_nothing() -> None:
    few = shop(1, customers=30)
    assert repeating(asked(few), LAST, 0.1, has_amounts=True) is None
    young = shop(1, customers=500, days=100)
    assert repeating(asked(young), START + 99, 0.1, has_amounts=True) is None


UNTIL = date(2025, 12, 31)


def ground(*, service: float = 1.0, lost: float = 0.6, cost: float = 5.0) -> Ground:
    """1,000 existing orders and ten new customers a month, an order of 50 leaves 18."""
    size = 24
    table = np.eye(size) * 10.0
    months = Months(
        2024 * 12, UNTIL, 1, table, 50 * table, 18 * table, np.full(size, 10.0), np.full(size, 10 * cost)
    )
    ahead = Ahead.after(UNTIL)
    here = ByMonth(np.full(12, 1_000.0), np.full(12, 50_000.0), np.full(12, 18_000.0))
    curve = Curve(np.eye(12)[0], 50 * np.eye(12)[0], 18 * np.eye(12)[0])
    made = plan(months, Here(ahead, here, Doubt(Shock(0.1), 0.0, 0.0, 0.0)), curve, np.random.default_rng(1))
    one = np.ones(3)
    parts = Parts(
        one, 4 * one, 50 * one, 0.5 * one, 0.1 * one, one, service * one, 5 * service * one, 0 * one
    )
    return Ground(made, curve, cost, parts, lost, 600.0, None)


def by_name(found: tuple[Lever, ...]) -> dict[str, float]:
    return {each.name: each.gain.mean for each in found}


def test_each_lever_is_a_sum_anybody_can_check() -> None:
    told = by_name(levers(ground()))
    revenue, margin, orders = 12 * 50_500, 12 * 18_180, 12 * 1_010
    assert told == pytest.approx(
        {
            "frequency": 0.01 * (margin + 600),
            "basket": 0.01 * revenue * 0.4,
            "margin": 0.01 * revenue,
            "returns": 0.01 * revenue * 0.6,
            "service": 0.1 * (orders + 3 * 5),
            "acquisition": 0.01 * 120 * (18 - 5),
        },
        rel=1e-6,
    )


def test_levers_are_ranked_and_lie_in_their_intervals() -> None:
    found = levers(ground())
    assert [each.gain.mean for each in found] == sorted((each.gain.mean for each in found), reverse=True)
    assert all(each.gain.low < each.gain.mean < each.gain.high for each in found)


def test_what_is_not_known_has_no_lever() -> None:
    told = by_name(levers(ground(service=0.0, lost=0.0)))
    assert set(told) == {"frequency", "basket", "margin", "acquisition"}
    assert "margin" not in by_name(levers(replace(ground(), has_costs=False)))


def test_customers_who_cost_more_to_win_than_they_bring() -> None:
    found = next(each for each in levers(ground(cost=30.0)) if each.name == "acquisition")
    assert found.gain.mean < 0
    assert found.gain.low < found.gain.mean < found.gain.high
