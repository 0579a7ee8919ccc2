from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import gammaincc, roots_genlaguerre, roots_jacobi

from treue.value.purchases import future_beta_geometric
from treue.value.purchases.future_regular import LivingCustomers

K = pytest.mark.parametrize("k", [1, 2, 3, 8])
FREQUENCY = np.array([0.0, 1.0, 5.0, 40.0])
TENURE = np.array([8.0, 30.0, 43.0, 90.0])
IDLE = np.array([8.0, 0.0, 12.0, 3.0])
T = np.full(4, 52.0)


def living(k: int, r: float, alpha: float, a: float, b: float) -> LivingCustomers:
    rate = alpha + TENURE
    return LivingCustomers(k, r + k * FREQUENCY, rate, IDLE / rate, a, b + FREQUENCY + 1.0)


def moments(chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """E[N] and E[N(N-1)] from P(N >= n)."""
    n = np.arange(chances.shape[1])
    return chances.sum(axis=1), 2 * (n * chances).sum(axis=1)


@pytest.mark.parametrize("k", [1, 2, 4])
def test_chances_are_those_of_one_customer_averaged_over_all(k: int) -> None:
    """Straight from the model: gamma waiting times, the rest of the open gap, leaving after each order."""
    r, alpha, a, b, x, tenure, idle, t = 1.5, 4.0, 1.4, 2.2, 2, 9.0, 2.5, 6.0
    nodes, by_rate = roots_genlaguerre(150, r - 1)
    rate = nodes / alpha
    points, by_chance = roots_jacobi(80, b - 1, a - 1)
    p = (points + 1) / 2
    # The chance that fewer than m phases pass in the time y is gammaincc(m, y).
    seen = rate ** (k * x) * np.exp(-rate * (tenure - idle)) * gammaincc(k, rate * idle) * by_rate
    staying = (1 - p) ** (x + 1) * by_chance
    # Given that the gap did not end while the customer was idle, by the number of phases passed.
    passed = np.array(
        [gammaincc(j + 1, rate * idle) - (gammaincc(j, rate * idle) if j else 0.0) for j in range(k)]
    ) / gammaincc(k, rate * idle)
    want = [
        (seen @ sum(passed[j] * (1 - gammaincc(n * k - j, rate * t)) for j in range(k)))
        / seen.sum()
        * (staying @ (1 - p) ** (n - 1))
        / staying.sum()
        for n in range(1, 8)
    ]
    full = alpha + tenure
    who = LivingCustomers(
        k, *(np.array([value]) for value in (r + k * x, full, idle / full)), a, np.array([b + x + 1.0])
    )
    assert_allclose(who.chance_of_at_least(np.array([t]), 7)[0], want, rtol=1e-9)


@pytest.mark.parametrize("k", [2, 5])
def test_chances_are_those_of_simulated_customers(k: int) -> None:
    """Customers of all kinds are let live; those with three orders like the one in question are looked at."""
    rng, n = np.random.default_rng(k), 400_000
    r, alpha, a, b, t = 3.0, 30.0 / k, 1.0, 6.0, 26.0
    rate, p = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
    times = np.cumsum(rng.standard_gamma(k, (n, 12)) / rate[:, None], axis=1)
    stays = np.cumprod(rng.random((n, 13)) >= p[:, None], axis=1)
    times = np.where(stays[:, :12] == 1, times, np.inf)
    tenure = 30.0
    alike = ((times < tenure).sum(axis=1) == 2) & (np.abs(times[:, 1] - 22.0) < 2.0) & (stays[:, 2] == 1)
    came = (times[alike] < tenure + t).sum(axis=1) - 2
    idle = tenure - times[alike, 1]
    full, n = np.full(len(idle), alpha + tenure), len(idle)
    who = LivingCustomers(k, np.full(n, r + 2 * k), full, idle / full, a, np.full(n, b + 3.0))
    assert n > 2_000
    chances = who.chance_of_at_least(np.full(n, t), 6).mean(axis=0)
    for least, want in enumerate(chances, 1):
        assert (came >= least).mean() == pytest.approx(want, abs=4 * np.sqrt(want * (1 - want) / n) + 1e-4)


@K
@pytest.mark.parametrize("a", [1e-3, 0.42, 1.0, 3.0, 900.0])
@pytest.mark.parametrize(("r", "alpha"), [(0.2, 3.0), (1.3, 0.5), (30.0, 60.0)])
def test_means_are_the_sums_of_chances(k: int, a: float, r: float, alpha: float) -> None:
    who = living(k, r, alpha, a, 2.0 + a / 2)
    mean, pairs = moments(who.chance_of_at_least(T, 2_500))
    assert_allclose(who.mean(T), mean, rtol=1e-9)
    assert_allclose(who.pairs(T), pairs, rtol=1e-9)


@pytest.mark.parametrize("alpha", [3e-2, 3e-5, 3e-8])
def test_one_phase_is_mbg_nbd_also_where_thousands_of_orders_come(alpha: float) -> None:
    tenure, x = np.array([0.0, 0.0, 0.02, 40.0]), np.array([0.0, 1.0, 7.0, 900.0])
    rate = alpha + tenure
    who = LivingCustomers(1, 0.7 + x, rate, 0.3 * tenure / rate, 0.4, 1.8 + x)
    plain = future_beta_geometric.LivingCustomers(0.7 + x, rate, 0.4, 1.8 + x)
    assert_allclose(who.mean(T), plain.mean(T), rtol=5e-9)
    assert_allclose(who.pairs(T), plain.pairs(T), rtol=1e-8)
    # Theirs loses digits of 1 - z where orders come by the thousand.
    assert_allclose(who.chance_of_at_least(T, 50), plain.chance_of_at_least(T, 50), rtol=1e-6)


@pytest.mark.parametrize("k", [2, 8])
def test_sums_in_leaps_meet_those_term_by_term(k: int) -> None:
    """A customer of many orders: on both sides of where one takes over from the other."""
    x = np.array([300.0, 600.0, 1_200.0])
    rate = np.full(3, 60.0)
    who = LivingCustomers(k, 1.0 + k * x, rate, np.full(3, 0.01), 0.6, 2.0 + x)
    for t in (3.0, 30.0):
        mean, pairs = moments(who.chance_of_at_least(np.full(3, t), 2_500))
        assert_allclose(who.mean(np.full(3, t)), mean, rtol=1e-8)
        assert_allclose(who.pairs(np.full(3, t)), pairs, rtol=1e-8)


@K
def test_draws_have_the_mean_and_the_pairs(k: int) -> None:
    n = 100_000
    one = living(k, 1.2, 10.0 / k, 0.9, 3.0)
    who = LivingCustomers(k, *(np.full(n, each[2]) for each in (one.shape, one.rate, one.share)), 0.9,
                          np.full(n, one.rest[2]))  # fmt: skip
    drawn = who.draw(np.full(n, 52.0), np.random.default_rng(1))
    for figure, want in ((drawn, one.mean(T)[2]), (drawn * (drawn - 1.0), one.pairs(T)[2])):
        assert figure.mean() == pytest.approx(want, abs=4 * figure.std() / np.sqrt(n))


def test_whoever_is_nearly_due_orders_sooner() -> None:
    rate = np.full(2, 40.0)
    who = LivingCustomers(6, np.full(2, 61.0), rate, np.array([0.0, 0.06]), 0.5, np.full(2, 12.0))
    fresh, due = who.chance_of_at_least(np.full(2, 2.0), 1)[:, 0]
    assert due > 2 * fresh


@settings(deadline=None, max_examples=50)
@given(
    k=st.integers(1, 12),
    who=st.tuples(
        st.floats(1e-4, 1e4),
        st.floats(1e-4, 1e4),
        st.floats(0, 0.999),
        st.floats(1e-4, 1e4),
        st.floats(1, 1e4),
    ),
    t=st.floats(1e-3, 4e3),
)
def test_more_time_brings_more_orders_but_no_miracles(
    k: int, who: tuple[float, float, float, float, float], t: float
) -> None:
    shape, rate, share, a, rest = who
    few = LivingCustomers(k, *(np.full(2, value) for value in (shape, rate, share)), a, np.full(2, rest))
    near, far = few.mean(np.array([t, 1.5 * t]))
    assert 0 <= near <= far * (1 + 1e-6)
    most = ((shape + k - 1) / rate * 1.5 * t + k - 1) / k
    assert far <= most * (1 + 1e-6)
    assert np.isfinite(few.pairs(np.array([t, 1.5 * t]))).all()


def test_no_time_brings_nothing() -> None:
    who = living(3, 0.5, 4.0, 0.8, 1.5)
    assert who.mean(np.zeros(4)).tolist() == who.pairs(np.zeros(4)).tolist() == [0.0] * 4
