from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from treue.value.purchases.future_beta_geometric import LivingCustomers

SHAPES = np.array([0.24, 1.24, 5.0, 40.0])
RATES = np.array([8.0, 30.0, 43.0, 90.0])
T = np.full(4, 52.0)
FLAT = np.array([0.6, 3.0, 9.0, 60.0])


def moments(chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """E[N] and E[N(N-1)] from P(N >= k)."""
    k = np.arange(chances.shape[1])
    return chances.sum(axis=1), 2 * (k * chances).sum(axis=1)


@pytest.mark.parametrize("a", [1e-3, 0.3, 0.793, 1.0, 1.0 + 1e-9, 2.0, 30.0, 900.0])
@pytest.mark.parametrize("rest", [FLAT, FLAT * 1e3, FLAT + 900])
def test_means_are_the_sums_of_chances(a: float, rest: np.ndarray) -> None:
    who = LivingCustomers(SHAPES, RATES, a, rest)
    mean, pairs = moments(who.chance_of_at_least(T, 4000))
    assert_allclose(who.mean(T), mean, rtol=1e-9)
    assert_allclose(who.pairs(T), pairs, rtol=1e-7)


def test_a_far_horizon_is_as_exact_as_a_near_one() -> None:
    who = LivingCustomers(np.full(3, 2.0), np.array([5.0, 0.5, 0.01]), 0.8, np.full(3, 2.5))
    t = np.full(3, 20.0)
    mean, _ = moments(who.chance_of_at_least(t, 60_000)[:2])
    assert_allclose(who.mean(t)[:2], mean, rtol=1e-9)
    assert who.mean(t)[2] > who.mean(t)[1]


def test_series_and_quadrature_meet() -> None:
    """On both sides of where one takes over from the other."""
    rate = 52.0 / np.array([8.99, 9.01]) + np.zeros(2)
    who = LivingCustomers(np.full(2, 1.3), rate, 0.8, np.full(2, 3.4))
    for figure in (who.mean(np.full(2, 52.0)), who.pairs(np.full(2, 52.0))):
        assert figure[1] == pytest.approx(figure[0], rel=6e-3)
        assert figure[1] > figure[0]
    mean, pairs = moments(who.chance_of_at_least(np.full(2, 52.0), 3000))
    assert_allclose(who.mean(np.full(2, 52.0)), mean, rtol=1e-10)
    assert_allclose(who.pairs(np.full(2, 52.0)), pairs, rtol=1e-9)


def test_draws_have_the_mean_and_the_pairs() -> None:
    n = 200_000
    who = LivingCustomers(np.full(n, 1.2), np.full(n, 30.0), 0.9, np.full(n, 3.0))
    drawn = who.draw(np.full(n, 52.0), np.random.default_rng(1))
    pairs = drawn * (drawn - 1.0)
    t = np.full(n, 52.0)
    for figure, want in ((drawn, who.mean(t)[0]), (pairs, who.pairs(t)[0])):
        assert figure.mean() == pytest.approx(want, abs=4 * figure.std() / np.sqrt(n))


@given(
    st.floats(1e-4, 1e4), st.floats(1e-4, 1e4), st.floats(1e-4, 1e4), st.floats(1e-2, 1e4), st.floats(1, 4e3)
)
def test_more_time_brings_more_orders_but_no_miracles(
    shape: float, rate: float, a: float, rest: float, t: float
) -> None:
    who = LivingCustomers(np.full(2, shape), np.full(2, rate), a, np.full(2, rest))
    near, far = who.mean(np.array([t, 1.5 * t]))
    assert 0 <= near <= far * (1 + 1e-9)
    assert far <= shape / rate * 1.5 * t * (1 + 1e-9)
    assert np.isfinite(who.pairs(np.array([t, 1.5 * t]))).all()
