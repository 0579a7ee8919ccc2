from __future__ import annotations

import numpy as np
import pytest
from invented_histories import beta_geometric, tenures
from numpy.testing import assert_allclose
from scipy.special import roots_genlaguerre, roots_jacobi

from treue.value.purchases.beta_geometric import BetaGeometric, Evidence

POINTS = [np.log([0.5, 60, 0.8, 2.0]), np.log([3, 6, 0.2, 500.0]), np.log([0.3, 900, 2, 9.0])]


@pytest.mark.parametrize("first_chance", [0, 1])
@pytest.mark.parametrize("at", POINTS)
def test_derivatives_are_those_of_the_value(first_chance: int, at: np.ndarray) -> None:
    seen = beta_geometric(
        (0.6, 40.0, 0.8, 2.5), tenures(300, 400, seed=1), seed=2, leaves_at_once=bool(first_chance)
    )
    hill = Evidence.of(seen, first_chance).at
    here, step = hill(at), 1e-5 * np.eye(4)
    slope = [(hill(at + one).value - hill(at - one).value) / 2e-5 for one in step]
    bend = [(hill(at + one).gradient - hill(at - one).gradient) / 2e-5 for one in step]
    assert_allclose(here.gradient, slope, rtol=1e-6, atol=1e-5)
    assert_allclose(here.hessian, bend, rtol=1e-6, atol=1e-6 * np.abs(here.hessian).max())


@pytest.mark.parametrize("first_chance", [0, 1])
def test_the_value_is_the_sum_of_single_customers(first_chance: int) -> None:
    seen = beta_geometric(
        (0.6, 40.0, 0.8, 2.5), tenures(200, 400, seed=3), seed=4, leaves_at_once=bool(first_chance)
    )
    distinct, _ = seen.compress()
    model = BetaGeometric(0.7, 50.0, 0.9, 2.0, first_chance)
    single = model.log_likelihood(seen.frequency, seen.recency_days, seen.tenure_days)
    together = Evidence.of(distinct, first_chance).at(np.log([0.7, 50.0, 0.9, 2.0])).value
    assert together == pytest.approx(single.sum(), rel=1e-12)


@pytest.mark.parametrize(("first_chance", "x", "t_x"), [(0, 0, 0.0), (0, 2, 3.0), (1, 0, 0.0), (1, 3, 4.0)])
def test_the_likelihood_is_that_of_one_customer_averaged_over_all(
    first_chance: int, x: int, t_x: float
) -> None:
    r, alpha, a, b, T = 1.5, 4.0, 1.4, 2.2, 6.0
    y = x + first_chance

    nodes, by_rate = roots_genlaguerre(80, r - 1)
    rate = nodes[:, None] / alpha
    points, by_chance = roots_jacobi(80, b - 1, a - 1)
    p = (points + 1) / 2
    gone = p * (1 - p) ** (y - 1) * np.exp(-rate * t_x) if y > 0 else 0.0
    single = rate**x * ((1 - p) ** y * np.exp(-rate * T) + gone)
    want = by_rate @ single @ by_chance / (by_rate.sum() * by_chance.sum())
    got = BetaGeometric(r, alpha, a, b, first_chance).log_likelihood(
        np.array([float(x)]), np.array([t_x]), np.array([T])
    )
    assert np.exp(got[0]) == pytest.approx(want, rel=1e-9)
