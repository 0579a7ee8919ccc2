"""Alpha as it was published and defined, with an interval that keeps its word."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from treue.segments.radar.answers import FloatArray
from treue.segments.radar.reliability import FEWEST, reliability


def items(rng: np.random.Generator, people: int, statements: int, alpha: float) -> FloatArray:
    """Statements that are parallel, with this alpha."""
    loading = alpha / (statements - alpha * (statements - 1))  # correlation of two, by Spearman and Brown
    person = rng.normal(0, np.sqrt(loading), (people, 1))
    return person + rng.normal(0, np.sqrt(1 - loading), (people, statements))


def test_alpha_is_the_usual_formula() -> None:
    told = items(np.random.default_rng(1), 150, 3, 0.7)
    by_formula = 3 / 2 * (1 - told.var(axis=0, ddof=1).sum() / told.sum(axis=1).var(ddof=1))
    assert reliability(told).alpha == pytest.approx(by_formula, abs=1e-12)


def test_ends_are_feldts() -> None:
    told = items(np.random.default_rng(2), 120, 4, 0.6)
    found = reliability(told)
    assert found.alpha is not None
    assert found.low is not None
    # The chance that F lies below (1 - low) / (1 - alpha) is .9.
    assert stats.f.cdf((1 - found.low) / (1 - found.alpha), 119, 119 * 3) == pytest.approx(0.9)


@pytest.mark.parametrize("alpha", [0.4, 0.8])
def test_four_of_five_intervals_hold_the_truth(alpha: float) -> None:
    rng, held = np.random.default_rng(3), 0
    for _ in range(400):
        found = reliability(items(rng, 130, 3, alpha))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= alpha <= found.high
    assert 0.74 < held / 400 < 0.86


def test_below_a_hundred_answers_nothing_is_told_and_noise_is_still_known() -> None:
    told = items(np.random.default_rng(4), FEWEST, 3, 0.7)
    assert reliability(told).alpha is not None
    assert reliability(told[:-1]).alpha is None
    assert reliability(told[:-1]).answers == FEWEST - 1
    nobody = reliability(told[:0])
    assert (nobody.answers, nobody.alpha) == (0, None)
    assert 0.1 < nobody.noise < 0.4


def test_all_alike_have_no_reliability() -> None:
    assert reliability(np.full((200, 3), 4.0)).alpha is None


def test_open_answers_are_left_out() -> None:
    told = items(np.random.default_rng(6), 140, 3, 0.7)
    told[5, 1] = np.nan
    assert reliability(told).answers == 139


def test_noise_is_that_of_a_mean_of_statements() -> None:
    told = np.random.default_rng(7).normal(0, 0.9, (5000, 3)) + np.random.default_rng(8).normal(
        0, 1, (5000, 1)
    )
    assert reliability(told).noise == pytest.approx(0.81 / 3, rel=0.05)
