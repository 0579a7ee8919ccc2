from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from treue.value.warning.odds import Lessons, shift_to, weigh_signs


def lessons(customers: int, seed: int, weights: tuple[float, ...] = (0.8, -0.5, 0.0)) -> Lessons:
    rng = np.random.default_rng(seed)
    signs = rng.normal(size=(customers, len(weights)))
    given = rng.normal(0.5, 1.0, customers)
    window = np.arange(customers) % 2
    odds = given + signs @ np.array(weights) + np.array([0.7, -0.4])[window]
    silent = (rng.random(customers) < expit(odds)).astype(np.float64)
    return Lessons(signs, given, silent, np.ones(customers), window)


# Recovery


def test_finds_the_weights_whatever_the_levels() -> None:
    np.testing.assert_allclose(weigh_signs(lessons(40_000, 1), 1.0), (0.8, -0.5, 0.0), atol=0.05)


def test_leaves_a_right_model_alone() -> None:
    assert np.abs(weigh_signs(lessons(500, 2, (0.0, 0.0, 0.0)), 100.0)).max() < 0.12


# Agreement


def test_is_the_top_that_another_climber_finds() -> None:
    told, ridge = lessons(600, 3), 7.0

    def fall(point: np.ndarray) -> float:
        odds = told.given + told.signs @ point[:3] + point[3:][told.window]
        likely = told.silent * odds - np.logaddexp(0.0, odds)
        return float(-likely.sum() + 0.5 * ridge * point[:3] @ point[:3])

    other = minimize(fall, np.zeros(5), method="BFGS").x[:3]
    np.testing.assert_allclose(weigh_signs(told, ridge), other, atol=2e-3)


def test_two_of_a_kind_are_one_of_double_weight() -> None:
    told = lessons(300, 4)
    twice = Lessons(*(np.concatenate([getattr(told, name)] * 2) for name in Lessons.__slots__))
    heavy = Lessons(told.signs, told.given, told.silent, 2 * told.weight, told.window)
    np.testing.assert_allclose(weigh_signs(twice, 1.0), weigh_signs(heavy, 1.0), atol=1e-6)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_shift_to(share: float) -> None:
    odds = np.random.default_rng(1).normal(0, 2, 500)
    assert expit(odds + shift_to(odds, share)).mean() == pytest.approx(share, abs=1e-6)


# Invariants


def test_order_of_rows_does_not_matter() -> None:
    told = lessons(400, 5)
    mixed = np.random.default_rng(1).permutation(400)
    other = Lessons(*(getattr(told, name)[mixed] for name in Lessons.__slots__))
    np.testing.assert_allclose(weigh_signs(told, 1.0), weigh_signs(other, 1.0), atol=1e-9)


def test_bad_data() -> None:
    told = lessons(100, 6)
    assert weigh_signs(told.where(np.zeros(100, dtype=np.bool_)), 1.0).tolist() == [0.0, 0.0, 0.0]
    for outcome in (0.0, 1.0):
        sure = Lessons(told.signs, told.given, np.full(100, outcome), told.weight, told.window)
        assert np.isfinite(weigh_signs(sure, 1.0)).all()
    far = Lessons(1e3 * told.signs, 50 * told.given, told.silent, told.weight, told.window)
    assert np.isfinite(weigh_signs(far, 1.0)).all()
