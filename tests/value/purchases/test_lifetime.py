from __future__ import annotations

import numpy as np
import pytest
from invented_histories import lifetimes, tenures
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.special import hyp2f1

from treue.value.purchases.lifetime import Evidence, Lifetime

POINTS = [np.log([0.5, 60, 0.8, 30.0]), np.log([3, 6, 0.2, 500.0]), np.log([0.3, 900, 2, 9.0])]


@pytest.mark.parametrize("hidden", [0.0, 0.5])
@pytest.mark.parametrize("at", POINTS)
def test_derivatives_are_those_of_the_value(at: np.ndarray, hidden: float) -> None:
    hill = Evidence.of(lifetimes((0.7, 60.0, 0.8, 90.0), tenures(300, 400, seed=1), seed=2), hidden).at
    here, step = hill(at), 1e-5 * np.eye(4)
    slope = [(hill(at + one).value - hill(at - one).value) / 2e-5 for one in step]
    bend = [(hill(at + one).gradient - hill(at - one).gradient) / 2e-5 for one in step]
    assert_allclose(here.gradient, slope, rtol=1e-6, atol=1e-5)
    assert_allclose(here.hessian, bend, rtol=1e-6, atol=1e-6 * np.abs(here.hessian).max())


def test_the_value_is_the_sum_of_single_customers() -> None:
    seen = lifetimes((0.7, 60.0, 0.8, 90.0), tenures(200, 400, seed=3), seed=4)
    distinct, _ = seen.compress()
    for hidden in (0.0, 0.5):
        single = Lifetime(0.6, 50.0, 0.7, 80.0, hidden).log_likelihood(
            seen.frequency, seen.recency_days, seen.tenure_days
        )
        together = Evidence.of(distinct, hidden).at(np.log([0.6, 50.0, 0.7, 80.0])).value
        assert together == pytest.approx(single.sum(), rel=1e-12)


@pytest.mark.parametrize("alpha", [10.578, 12.5])
def test_odds_are_those_of_the_hypergeometric_formula(alpha: float) -> None:
    r, s, beta, T = 0.553, 0.606, 11.669, 39.0
    x, t_x = np.array([0.0, 1, 5, 20]), np.array([0.0, 12, 30, 38])

    def part(t: np.ndarray | float) -> np.ndarray:
        most = max(alpha, beta)
        second = s + 1 if alpha >= beta else r + x
        z = abs(alpha - beta) / (most + t)
        return np.asarray(hyp2f1(r + s + x, second, r + s + x + 1, z) / (most + t) ** (r + s + x))

    difference = part(t_x) - part(T)
    want = s / (r + s + x) * difference * (alpha + T) ** (r + x) * (beta + T) ** s
    got = Lifetime(r, alpha, s, beta).log_odds_gone(x, t_x, np.full(4, T))
    assert_allclose(np.exp(got), want, rtol=1e-9)


def test_odds_are_exact_whatever_the_scales() -> None:
    rng = np.random.default_rng(5)
    for _ in range(60):
        r, alpha, s, beta = np.exp(rng.uniform([-3, -3, -3, -3], [4, 7, 4, 7]))
        x, T = float(rng.integers(0, 40)), float(rng.uniform(20, 900))
        t_x = T * float(rng.uniform(0.1, 1.0)) if x else 0.0
        hidden = float(rng.choice([0.0, 0.5]))

        def size(u: float, p: tuple[float, ...] = (r, alpha, s, beta + hidden * x, x, T)) -> float:
            r, alpha, s, beta, x, T = p
            power = (r + x) * np.log((alpha + T) / (alpha + u)) + s * np.log((beta + T) / (beta + u))
            return float(s / (beta + u) * np.exp(power))

        cuts = np.geomspace(t_x + 1e-3, T, 9)[1:-1]
        want, _ = quad(size, t_x, T, points=cuts, limit=500, epsabs=0, epsrel=1e-11)
        got = Lifetime(r, alpha, s, beta, hidden).log_odds_gone(*np.array([[x], [t_x], [T]]))
        assert np.exp(got[0]) == pytest.approx(want, rel=2e-9)
