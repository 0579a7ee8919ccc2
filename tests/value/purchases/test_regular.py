from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from invented_histories import beta_geometric, tenures
from numpy.testing import assert_allclose
from scipy.special import gammaln, roots_genlaguerre, roots_jacobi

from treue.value.histories import Histories
from treue.value.purchases.beta_geometric import BetaGeometric
from treue.value.purchases.beta_geometric import Evidence as BetaGeometricEvidence
from treue.value.purchases.regular import Evidence, Regular, log_spacing

POINTS = [np.log([0.5, 60, 0.8, 2.0]), np.log([3, 6, 0.2, 500.0]), np.log([0.3, 900, 2, 9.0])]
EXTREME = Histories(
    np.array([2000.0, 2000, 0, 1]),
    np.array([2000.0, 5000, 0, 1]),
    np.array([9000.0, 5000, 9000, 9000]),
    np.ones(4),
    np.zeros(4),
)


def shop(customers: int, k: int, seed: int) -> Histories:
    return beta_geometric(
        (0.6, 40.0 / k, 0.8, 2.5), tenures(customers, 400, seed), seed, leaves_at_once=True, phases=k
    )


@pytest.mark.parametrize("k", [1, 2, 5])
@pytest.mark.parametrize("at", POINTS)
def test_derivatives_are_those_of_the_value(k: int, at: np.ndarray) -> None:
    hill = Evidence.of(shop(300, k, seed=1), k).at
    here, step = hill(at), 1e-5 * np.eye(4)
    slope = [(hill(at + one).value - hill(at - one).value) / 2e-5 for one in step]
    bend = [(hill(at + one).gradient - hill(at - one).gradient) / 2e-5 for one in step]
    assert_allclose(here.gradient, slope, rtol=1e-6, atol=1e-5)
    assert_allclose(here.hessian, bend, rtol=1e-6, atol=1e-6 * np.abs(here.hessian).max())


@pytest.mark.parametrize("k", [1, 3])
def test_the_value_is_the_sum_of_single_customers(k: int) -> None:
    seen = shop(200, k, seed=3)
    single = Regular(k, 0.7, 50.0, 0.9, 2.0).log_likelihood(*seen.columns()[:3]) + log_spacing(seen, k)
    together = Evidence.of(seen.compress()[0], k).at(np.log([0.7, 50.0, 0.9, 2.0])).value
    assert together == pytest.approx(single.sum(), rel=1e-12)


@pytest.mark.parametrize("k", [1, 2, 4])
@pytest.mark.parametrize(("x", "gaps"), [(0, ()), (3, (1.2, 0.9, 1.9))])
def test_the_likelihood_is_that_of_one_customer_averaged_over_all(
    k: int, x: int, gaps: tuple[float, ...]
) -> None:
    r, alpha, a, b, T, t_x = 1.5, 4.0, 1.4, 2.2, 6.0, sum(gaps)

    nodes, by_rate = roots_genlaguerre(120, r - 1)
    rate = nodes[:, None] / alpha
    points, by_chance = roots_jacobi(80, b - 1, a - 1)
    p = (points + 1) / 2
    open_gap = sum((rate * (T - t_x)) ** j / np.exp(gammaln(j + 1)) for j in range(k))
    seen = np.prod([rate**k * gap ** (k - 1) / np.exp(gammaln(k)) for gap in gaps] or [1.0], axis=0)
    alive = (1 - p) ** (x + 1) * np.exp(-rate * T) * open_gap
    gone = p * (1 - p) ** x * np.exp(-rate * t_x)
    want = by_rate @ (seen * (alive + gone)) @ by_chance / (by_rate.sum() * by_chance.sum())

    one = Histories(*np.array([[float(x)], [t_x], [T], [1.0], [float(np.log(gaps).sum())]]))
    got = Regular(k, r, alpha, a, b).log_likelihood(*one.columns()[:3]) + log_spacing(one, k)
    assert np.exp(got[0]) == pytest.approx(want, rel=1e-9)


def test_one_phase_is_mbg_nbd() -> None:
    seen = shop(300, 1, seed=5)
    times = seen.columns()[:3]
    regular, plain = Regular(1, 0.7, 50.0, 0.9, 2.0), BetaGeometric(0.7, 50.0, 0.9, 2.0, 1)
    assert_allclose(regular.log_odds_gone(*times), plain.log_odds_gone(*times), rtol=1e-13)
    assert_allclose(regular.log_likelihood(*times), plain.log_likelihood(*times), rtol=1e-12)
    assert (log_spacing(seen, 1) == 0).all()
    for at in POINTS:
        ours, theirs = Evidence.of(seen, 1).at(at), BetaGeometricEvidence.of(seen, 1).at(at)
        assert ours.value == pytest.approx(theirs.value, rel=1e-13)
        assert_allclose(ours.gradient, theirs.gradient, rtol=1e-9)
        assert_allclose(ours.hessian, theirs.hessian, rtol=1e-9, atol=1e-9)


def test_unknown_gaps_are_averaged_over_all_ways_to_place_the_orders() -> None:
    """Given the last order, orders at random lie evenly spread in between."""
    x, t_x, k = 4, 90.0, 3
    between = np.sort(np.random.default_rng(1).uniform(0, t_x, (400_000, x - 1)), axis=1)
    gaps = np.diff(between, axis=1, prepend=0.0, append=t_x)
    told = Histories(*(np.full(len(gaps), value) for value in (x, t_x, 100.0, 1.0)), np.log(gaps).sum(axis=1))
    each = np.exp(log_spacing(told, k))
    got = log_spacing(replace(told, log_gaps=None), k)[0]
    assert np.exp(got) == pytest.approx(each.mean(), abs=4 * each.std() / np.sqrt(len(each)))


def test_another_unit_of_time_moves_all_customers_by_their_orders() -> None:
    seen = shop(50, 2, seed=7)
    for gaps in (seen.log_gaps, None):
        days = log_spacing(replace(seen, log_gaps=gaps), 2)
        weeks = log_spacing(replace(seen, log_gaps=gaps), 2, 7.0)
        assert_allclose(weeks, days - seen.frequency * np.log(7.0), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("k", [1, 2, 8, 50])
def test_extreme_histories_do_not_overflow(k: int) -> None:
    for at in POINTS:
        here = Evidence.of(EXTREME, k).at(at)
        assert np.isfinite(here.value)
        assert np.isfinite(here.gradient).all()
        assert np.isfinite(here.hessian).all()
        odds = Regular(k, *np.exp(at)).log_odds_gone(*EXTREME.columns()[:3])
        assert np.isfinite(odds).all()
