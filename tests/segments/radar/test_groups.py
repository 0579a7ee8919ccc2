"""Groups stand for their customers, and small ones stay hidden."""

from __future__ import annotations

import numpy as np
import pytest

from treue.segments.radar.alignment import align
from treue.segments.radar.groups import ALIGNMENT, ALL, Membership, shown_risk, shown_values
from treue.segments.radar.questionnaire import VALUES

COMPANY = np.array([4.5, 2.0, 4.0, 3.0, 3.5, 4.0])


def groups(people: int, *sizes: int) -> list[Membership]:
    """Everybody, then tiers of these sizes."""
    ends = np.cumsum([0, *sizes])
    place = np.arange(people)
    return [Membership(ALL, ALL, np.ones(people, bool), 10 * people)] + [
        Membership("tier", f"t{number}", (place >= ends[number]) & (place < ends[number + 1]), 10 * size)
        for number, size in enumerate(sizes)
    ]


def test_a_planted_difference_is_found_and_none_where_there_is_none() -> None:
    rng = np.random.default_rng(1)
    scores = np.clip(rng.normal(3, 0.5, (800, 6)), 1, 5)
    scores[:300, 4] += 0.6  # the first tier cares for tradition
    told = {
        (each.name, each.scale): each
        for each in shown_values(groups(800, 300, 500), scores, np.ones(800), None)
    }
    assert told["t0", "tradition"].low > told["t1", "tradition"].high
    assert told["t0", "tradition"].mean - told["t1", "tradition"].mean == pytest.approx(0.5, abs=0.1)
    apart = [abs(told["t0", scale].mean - told["t1", scale].mean) for scale in VALUES if scale != "tradition"]
    assert max(apart) < 0.2
    assert told["t0", "tradition"].score == pytest.approx(3.6, abs=0.1)
    assert (told[ALL, "price"].answers, told[ALL, "price"].customers) == (800, 8000)


def test_small_groups_stay_hidden_also_by_subtraction() -> None:
    scores = np.full((100, 6), 3.0) + np.random.default_rng(2).normal(0, 0.2, (100, 6))
    shown = shown_values(groups(100, 40, 45, 15), scores, np.ones(100), None)
    assert {each.name for each in shown} == {ALL, "t0"}, "t1 beside t0 would tell the fifteen"
    assert not shown_values(groups(19, 10), scores[:19], np.ones(19), None)
    assert not shown_values([], scores[:0], np.ones(0), None)
    assert {each.name for each in shown_risk(groups(25, 12), scores[:25, 0], np.ones(25))} == {ALL}


def test_people_who_pull_apart_are_not_aligned_though_their_mean_is() -> None:
    rng = np.random.default_rng(3)
    way = np.where(np.arange(200) % 2, 1, -1)[:, None] * np.array([1, -1, 1, -1, 1, -1])
    scores = COMPANY + way + rng.normal(0, 0.01, (200, 6))
    told = shown_values(groups(200), scores, np.ones(200), align(scores, COMPANY, np.zeros(6)))
    found = next(each for each in told if each.scale == ALIGNMENT)
    assert found.mean == pytest.approx(0.5, abs=0.02)
    assert found.low <= found.mean <= found.high
