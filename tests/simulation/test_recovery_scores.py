from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from treue.simulation.recovery.scores import (
    auc,
    captured,
    off_by_tenths,
    pearson,
    share_of,
    spearman,
    tiers_by,
    weighted_kappa,
)

RNG = np.random.default_rng(5)
TRUE = RNG.gamma(0.4, 3000.0, 4000) - 200.0
LUCK = RNG.permutation(TRUE)
LIMITS = (0.2, 0.3, 0.3)


@pytest.mark.parametrize("score", [pearson, spearman, captured])
def test_a_perfect_believer_gets_one_and_a_shuffled_one_next_to_nothing(
    score: Callable[[np.ndarray, np.ndarray], float],
) -> None:
    assert score(TRUE, TRUE) == pytest.approx(1)
    assert abs(score(LUCK, TRUE)) < (0.06 if score is not captured else 0.3)
    assert score(-TRUE, TRUE) < 0.01


def test_another_scale_changes_no_order() -> None:
    assert spearman(np.exp(TRUE / 5000), TRUE) == pytest.approx(1)
    assert captured(TRUE * 7 + 3, TRUE) == pytest.approx(1)
    assert pearson(np.exp(TRUE / 5000), TRUE) < 0.99


def test_the_best_tenth_shares_what_equals_hold() -> None:
    true = np.array([10.0, *np.zeros(9), 30.0, *np.zeros(9)])
    same = np.ones(20)
    assert captured(same, true) == pytest.approx(2 * 2.0 / 40)
    assert captured(same, true[::-1]) == pytest.approx(2 * 2.0 / 40)


def test_auc_of_a_hand() -> None:
    happened = np.array([True, False, True, False])
    assert auc(np.array([3.0, 1.0, 2.0, 0.0]), happened) == 1
    assert auc(np.array([0.0, 1.0, 2.0, 3.0]), happened) == pytest.approx(0.25)
    assert auc(np.ones(4), happened) == 0.5


def test_kappa_of_a_hand() -> None:
    """Two classes: Cohen's plain kappa of his table of 25, 10, 15 and 50."""
    pairs = [(0, 0)] * 25 + [(0, 1)] * 10 + [(1, 0)] * 15 + [(1, 1)] * 50
    ours, true = np.array(pairs).T
    assert weighted_kappa(ours, true, 2) == pytest.approx((0.75 - 0.53) / (1 - 0.53))
    assert weighted_kappa(true, true, 2) == 1
    near, far = np.array([0, 0, 2, 2]), np.array([1, 0, 2, 2])
    assert weighted_kappa(near, far, 4) > weighted_kappa(near, np.array([3, 0, 2, 2]), 4)
    assert abs(weighted_kappa(tiers_by(LUCK, LIMITS), tiers_by(TRUE, LIMITS), 4)) < 0.06


def test_honest_chances_are_off_by_luck_alone_and_bold_ones_by_what_they_overstate() -> None:
    chance = RNG.uniform(0.1, 0.6, 40_000)
    came = (RNG.random(40_000) < chance).astype(np.float64)
    assert off_by_tenths(chance, chance) == 0
    assert off_by_tenths(chance, came) < 0.015
    assert off_by_tenths(chance + 0.1, came) == pytest.approx(0.1, abs=0.01)


def test_tiers_are_shares_and_losses_come_last() -> None:
    tier = tiers_by(TRUE, LIMITS)
    shares = np.bincount(tier, minlength=4) / len(tier)
    assert shares[0] == pytest.approx(0.2, abs=0.001)
    assert shares[3] == pytest.approx(max(0.2, (TRUE < 0).mean()), abs=0.001)
    assert (tier[TRUE < 0] == 3).all()
    assert TRUE[tier == 0].min() > TRUE[tier == 1].max() > TRUE[tier == 2].max()
    assert tiers_by(np.array([5.0, 5.0, 1.0, 1.0, 0.0]), LIMITS).tolist() == [0, 0, 1, 1, 3]


def test_of_nobody_nothing_is_said() -> None:
    none, alike = np.zeros(0), np.ones(3)
    for score in (pearson, spearman, off_by_tenths, captured):
        assert np.isnan(score(none, none))
    assert np.isnan(pearson(alike, np.arange(3.0)))
    assert np.isnan(auc(alike, np.ones(3, bool)))
    assert np.isnan(weighted_kappa(np.zeros(0, int), np.zeros(0, int), 4))
    assert np.isnan(share_of(np.zeros(0, bool)))
    assert len(tiers_by(none, LIMITS)) == 0
    assert tiers_by(np.array([4.0]), LIMITS).tolist() == [0]
