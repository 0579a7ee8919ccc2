"""Alignment means what it says, and knows how unsure it is."""

from __future__ import annotations

import numpy as np
import pytest
from invented_answers import invent

from treue.segments.radar.alignment import align, alignment_of
from treue.segments.radar.answers import Acts, centred, sheets_of
from treue.segments.radar.questionnaire import VALUES
from treue.segments.radar.reliability import reliability

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
