from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaincc

from treue.errors import BrokenHome
from treue.value.distribution.pit_map import KNOTS, PitMap, cumulative, pit_coverage
from treue.value.histories import FloatArray


def ends(came: FloatArray, mean: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Poisson chances of fewer, and of as many or fewer."""
    low = np.where(came > 0, gammaincc(np.maximum(came, 1.0), mean), 0.0)
    return low, gammaincc(came + 1.0, mean)


# Recovery


@pytest.mark.parametrize("mean", [0.3, 4.0])
def test_an_honest_forecast_is_left_alone(mean: float) -> None:
    came = np.random.default_rng(1).poisson(mean, 50_000).astype(np.float64)
    learned = PitMap.learn(*ends(came, np.full(len(came), mean)))
    assert np.abs(np.array(learned.images) - KNOTS).max() < 0.008


def test_too_narrow_a_forecast_is_widened_until_it_holds() -> None:
    rng = np.random.default_rng(2)
    mean = np.full(40_000, 6.0)
    came, later = (
        rng.poisson(mean * rng.gamma(9.0, 1 / 9.0, len(mean))).astype(np.float64) for _ in range(2)
    )
    learned = PitMap.learn(*ends(came, mean))
    assert learned.level(0.9) > 0.93
    low, high = ends(later, mean)
    assert pit_coverage(low, high, 0.8) < 0.72
    for share in (0.5, 0.8, 0.95):
        honest = pit_coverage(learned.honest(low), learned.honest(high), share)
        assert honest == pytest.approx(share, abs=0.012)


# Agreement: drawing each PIT between its ends


def test_equals_randomised_pits_on_average() -> None:
    rng = np.random.default_rng(3)
    came = rng.poisson(1.5, 2_000).astype(np.float64)
    low, high = ends(came, np.full(2_000, 1.2))
    drawn = low + rng.random((400, 2_000)) * (high - low)
    at = np.array([0.1, 0.37, 0.9])
    assert cumulative(low, high, at) == pytest.approx([(drawn <= u).mean() for u in at], abs=0.002)


# Invariants


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 2), max_size=30))
def test_a_map_rises_from_zero_to_one_and_back_again(pairs: list[tuple[float, float]]) -> None:
    low = np.array([min(pair) for pair in pairs])
    high = np.array([max(pair) for pair in pairs])
    learned = PitMap.learn(low, high, borrowed=5.0)
    images = learned.honest(np.linspace(0, 1, 50))
    assert (np.diff(images) >= 0).all()
    assert (images[0], images[-1]) == (0.0, 1.0)
    assert float(learned.honest(np.array([learned.level(0.3)]))[0]) == pytest.approx(0.3)
    assert PitMap.read(json.loads(json.dumps(learned.to_json()))) == learned


def test_nobody_teaches_nothing() -> None:
    assert PitMap.learn(np.zeros(0), np.zeros(0)) == PitMap.plain()


# Refusals


@pytest.mark.parametrize("stored", [None, [0.0, 1.0], [0.0] * 28 + [0.5], [1.0, *KNOTS[1:]]])
def test_refuses_what_is_no_map(stored: object) -> None:
    with pytest.raises(BrokenHome, match="rise from 0 to 1"):
        PitMap.read(stored)
