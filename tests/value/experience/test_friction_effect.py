"""The difference and its doubt, against sums done by hand and against a second way."""

from __future__ import annotations

import numpy as np
import pytest

from treue.value.experience.effect import Change, Matched, imbalance


def matched(cell: list[int], touched: list[int]) -> Matched:
    rows = len(cell)
    return Matched(np.array(cell), np.array(touched, bool), np.arange(rows), np.zeros((rows, 1)))


def test_by_hand_the_others_are_weighted_to_those_touched() -> None:
    pairs = matched([0, 0, 0, 1, 1, 1], [1, 0, 0, 1, 1, 0])
    outcome = np.array([1.0, 0.0, 1.0, 0.0, 1.0, 1.0])
    # Cell 0: 1 - 1/2; cell 1: 1/2 - 1; weighted 1 : 2.
    assert pairs.change(outcome).mean == pytest.approx((0.5 - 2 * 0.5) / 3)
    assert pairs.weight.tolist() == pytest.approx([1 / 3, 1 / 6, 1 / 6, 1 / 3, 1 / 3, 2 / 3])


def test_a_slope_within_cells_is_taken_off() -> None:
    rng = np.random.default_rng(1)
    x, touched = rng.normal(size=4000), rng.random(4000) < 0.4
    x = x + 0.8 * touched
    outcome = 2.0 * x - 0.5 * touched + rng.normal(0.0, 0.1, 4000)
    pairs = Matched(np.zeros(4000, np.int64), touched, np.arange(4000), x[:, None])
    change = pairs.change(outcome)
    assert change.mean == pytest.approx(-0.5, abs=4 * change.error)
    assert change.error < 0.02
    assert pairs.change(outcome - 2 * x).mean == pytest.approx(change.mean)


def test_the_error_is_that_of_many_shops() -> None:
    """Estimated and true spread over 400 shops agree, with three events a customer and few in a cell."""
    means, errors = [], []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        person = np.repeat(np.arange(150), 3)
        own = rng.normal(size=150)[person]
        cell = rng.integers(0, 40, 450)
        touched = rng.random(450) < 0.3
        both = np.bincount(cell, touched, 40) * np.bincount(cell, ~touched, 40)
        kept = (both > 0)[cell]
        pairs = Matched(cell[kept], touched[kept], person[kept], np.zeros((int(kept.sum()), 1)))
        change = pairs.change((own + rng.normal(size=450))[kept])
        means.append(change.mean)
        errors.append(change.error)
    assert np.mean(errors) == pytest.approx(np.std(means), rel=0.12)


def test_an_interval_is_as_wide_as_students() -> None:
    low, high = Change(1.0, 2.0, 10).interval(0.8)
    assert (low, high) == pytest.approx((1 - 2 * 1.372184, 1 + 2 * 1.372184), rel=1e-6)
    assert Change(2 * 1.372184, 2.0, 10).p_value == pytest.approx(0.2, abs=1e-6)
    assert Change(0.3, 0.0, 10).p_value == 1.0


def test_imbalance_is_the_largest_difference_in_deviations() -> None:
    history = np.array([[0.0, 5.0], [2.0, 5.0], [1.0, 5.0], [5.0, 5.0]])
    touched = np.array([True, True, False, False])
    assert imbalance(history, touched) == pytest.approx(2.0)
    assert imbalance(history, touched, np.array([1.0, 1.0, 1.0, 0.0])) == 0.0
