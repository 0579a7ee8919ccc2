"""Alignment means what it says, and knows how unsure it is."""

from __future__ import annotations

import numpy as np
import pytest
from invented_answers import invent

from treue.segments.radar.alignment import align, alignment_of, group_alignment
from treue.segments.radar.answers import Acts, centred, sheets_of
from treue.segments.radar.means import weighted_mean
from treue.segments.radar.questionnaire import VALUES
from treue.segments.radar.reliability import reliability, shared_doubt

COMPANY = np.array([4.5, 2.0, 4.0, 3.0, 3.5, 4.0])
NOBODY = Acts(np.array([], np.int64), np.array([], np.int64), np.array([], bool))
NONE = np.zeros(6)


def test_the_same_profile_is_one_and_two_points_apart_is_nothing() -> None:
    told = np.stack([COMPANY, COMPANY - 1, COMPANY + np.array([1, -1, 1, -1, 1, -1]), 6 - COMPANY])
    apart = np.stack([COMPANY, COMPANY + 2 * np.array([1, -1, 1, -1, 1, -1])])
    assert align(told, COMPANY, NONE).alignment[:3] == pytest.approx([1.0, 1.0, 0.5])
    assert align(apart, COMPANY, NONE).alignment == pytest.approx([1.0, 0.0])


def test_liking_everything_more_changes_nothing() -> None:
    told = np.random.default_rng(1).uniform(1, 5, (50, 6))
    noise = np.full(6, 0.2)
    assert align(told, COMPANY, noise).alignment == pytest.approx(align(told + 0.7, COMPANY, noise).alignment)


def test_four_of_five_intervals_hold_the_true_alignment() -> None:
    rng = np.random.default_rng(2)
    truth = np.clip(rng.normal([3.6, 2.8, 3.3, 3.0, 3.2, 3.4, 3.0], 0.5, (3000, 7)), 1.5, 4.5)
    sheets = sheets_of(invent(rng, truth, noise=0.8).answers, NOBODY)
    noise = np.array([reliability(sheets.of(scale)).noise for scale in VALUES])
    found = align(sheets.scores()[:, :6], COMPANY, noise)
    gaps = centred(truth[:, :6]) - centred(COMPANY)
    true = alignment_of((gaps**2).mean(axis=1))
    held = (found.low <= true) & (true <= found.high)
    assert 0.76 < held.mean() < 0.86
    assert found.square.mean() == pytest.approx((gaps**2).mean(), rel=0.06)
    assert ((found.low <= found.alignment) & (found.alignment <= found.high)).all()


def test_noise_alone_does_not_push_people_away_on_average() -> None:
    rng = np.random.default_rng(3)
    told = COMPANY + rng.normal(0, 0.45, (4000, 6))
    assert align(told, COMPANY, np.full(6, 0.45**2)).square.mean() == pytest.approx(0, abs=0.01)
    assert align(told, COMPANY, NONE).square.mean() > 0.1


# Groups


def group_of(rng: np.random.Generator, people: int, easier: float) -> tuple[bool, float]:
    """Whether the interval of all people's alignment holds the truth where statements differ; its width."""
    truth = rng.normal([3.6, 2.8, 3.3, 3.0, 3.2, 3.4], 0.4, (people, 6))
    said = truth[:, :, None] + rng.normal(0, easier, (6, 3)) + rng.normal(0, 0.7, (people, 6, 3))
    known = [reliability(said[:, place]) for place in range(6)]
    noise = np.array([each.noise for each in known])
    aligned = align(said.mean(axis=2), COMPANY, noise, shared_doubt(known))
    square = weighted_mean(aligned.square, np.ones(people))
    _, low, high = group_alignment(square, aligned.gaps.mean(axis=0), aligned.shared)
    middle = centred(np.array([[3.6, 2.8, 3.3, 3.0, 3.2, 3.4]])) - centred(COMPANY)
    true = alignment_of((middle**2).mean() + 0.4**2 * 5 / 6)
    return bool(low <= true <= high), high - low


@pytest.mark.parametrize("people", [30, 400])
def test_four_of_five_groups_hold_the_truth_though_some_statements_are_easier(people: int) -> None:
    rng = np.random.default_rng(4)
    held = [group_of(rng, people, 0.4)[0] for _ in range(300)]
    assert 0.72 < np.mean(held) < 0.88


def test_many_answers_do_not_make_up_for_other_statements() -> None:
    rng = np.random.default_rng(5)
    planted, plain = (np.mean([group_of(rng, 2000, easier)[1] for _ in range(30)]) for easier in (0.4, 0.0))
    assert plain < 0.02
    assert planted > 3 * plain


def test_what_people_share_is_found_and_none_where_none_is() -> None:
    rng = np.random.default_rng(6)
    found = [
        shared_doubt(
            [reliability(rng.normal(0, easier, 3) + rng.normal(0, 0.7, (200, 3))) for _ in range(300)]
        )
        for easier in (0.5, 0.0)
    ]
    assert found[0] == pytest.approx(0.5**2 / 3, rel=0.15)
    assert found[1] < 0.002
    assert shared_doubt([reliability(np.zeros((people, 3))) for people in (0, 1)]) == 0.0
