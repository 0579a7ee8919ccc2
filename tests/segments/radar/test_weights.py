"""Answers of some stand for all, as far as behaviour tells who answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.segments.radar.means import weighted_mean
from treue.segments.radar.weights import effective_size, response_weights


def test_weights_bring_the_answers_back_to_all_customers() -> None:
    rng = np.random.default_rng(1)
    often = rng.normal(size=20_000)
    value = 3 + 0.5 * often + rng.normal(0, 0.5, 20_000)
    answered = rng.random(20_000) < 1 / (1 + np.exp(3 - often))
    weights = response_weights(often[:, None], answered)
    plain, weighted = value[answered].mean(), np.average(value[answered], weights=weights)
    assert plain - value.mean() > 0.3
    # Cutting the largest weights leaves a part of it.
    assert abs(weighted - value.mean()) < 0.3 * (plain - value.mean())
    assert weights.mean() == pytest.approx(1)
    assert effective_size(weights) < answered.sum()


def test_who_answers_by_chance_weighs_about_the_same() -> None:
    rng = np.random.default_rng(2)
    weights = response_weights(rng.normal(size=(5000, 4)), rng.random(5000) < 0.2)
    assert weights.std() < 0.15


def test_four_of_five_intervals_hold_the_mean_of_all() -> None:
    rng, held = np.random.default_rng(3), 0
    for _ in range(300):
        often = rng.normal(size=2000)
        value = 3 + 0.4 * often + rng.normal(0, 0.7, 2000)
        answered = rng.random(2000) < 1 / (1 + np.exp(2.5 - 0.7 * often))
        found = weighted_mean(value[answered], response_weights(often[:, None], answered))
        held += found.low <= value.mean() <= found.high
    assert 0.72 < held / 300 < 0.9


def test_one_odd_person_does_not_speak_for_hundreds() -> None:
    rng = np.random.default_rng(4)
    often = np.r_[rng.normal(3, 0.1, 200), rng.normal(0, 0.1, 4000), 0.0]
    answered = np.r_[np.ones(200, bool), np.zeros(4000, bool), True]
    weights = response_weights(often[:, None], answered)
    assert weights.max() <= 4 * np.median(weights) + 1e-9


@given(st.integers(2, 60), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_any_few_customers_get_weights(people: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    features = np.column_stack([rng.normal(size=people), np.ones(people), rng.exponential(1e6, people)])
    answered = rng.random(people) < 0.5
    weights = response_weights(features, answered)
    assert weights.shape == (answered.sum(),)
    assert np.isfinite(weights).all()
    assert (weights > 0).all()


def test_nobody_and_everybody() -> None:
    features = np.ones((5, 2))
    assert len(response_weights(features, np.zeros(5, bool))) == 0
    assert response_weights(features, np.ones(5, bool)).tolist() == [1.0] * 5
    assert effective_size(np.array([])) == 0
    assert effective_size(np.ones(9)) == pytest.approx(9)
