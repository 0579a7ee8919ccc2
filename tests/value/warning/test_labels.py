from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from treue.errors import InputError
from treue.value.warning import Calm
from treue.value.warning.labels import USUAL_FACTOR, factor_of_labels


def test_labels_fade_over_one_horizon() -> None:
    calm = Calm(np.array([2, 3, 3, 9, 4]), np.array([100, 60, 80, 100, 101]))
    fresh = calm.freshness(np.array([1, 2, 3, 4]), day=100, ahead_days=40)
    assert fresh.tolist() == [0.0, 1.0, 0.5, 0.0]
    assert calm.freshness(np.zeros(0, dtype=np.int64), 100, 40).tolist() == []


def outcomes(factor: float, labels: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    odds, fresh = rng.normal(1.0, 0.8, labels), rng.random(labels)
    silent = (rng.random(labels) < expit(odds + fresh * np.log(factor))).astype(np.float64)
    return factor_of_labels(odds, fresh, silent)


def test_finds_what_labels_are_worth() -> None:
    assert outcomes(0.3, 4_000, seed=1) == pytest.approx(0.3, abs=0.06)
    assert outcomes(0.8, 9_000, seed=2) == pytest.approx(0.8, abs=0.1)


def test_people_who_are_wrong_are_not_followed() -> None:
    assert outcomes(2.0, 2_000, seed=3) == 1.0


def test_without_experience_a_label_halves_the_odds() -> None:
    none = np.zeros(0)
    assert factor_of_labels(none, none, none) == pytest.approx(USUAL_FACTOR, rel=0.02)
    assert 0.3 < outcomes(1.0, 5, seed=4) < 0.8


def test_refuses_labels_without_a_day() -> None:
    with pytest.raises(InputError, match="one customer and one day"):
        Calm(np.array([1, 2]), np.array([1]))
