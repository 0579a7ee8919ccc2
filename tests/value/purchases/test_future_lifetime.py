from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from treue.value.purchases.future_lifetime import LivingCustomers

SHAPES = np.array([0.55, 1.55, 5.5, 40.0])
RATES = np.array([10.6, 30.0, 43.0, 90.0])
LEFT = np.array([11.7, 31.0, 44.0, 91.0])
T = np.full(4, 52.0)


@pytest.mark.parametrize("s", [1e-4, 0.6, 1.0, 1.0 + 1e-9, 2.0, 30.0])
def test_means_are_the_sums_of_chances(s: float) -> None:
    who = LivingCustomers(SHAPES, RATES, s, LEFT)
    chances = who.chance_of_at_least(T, 600)
    k = np.arange(600)
    assert_allclose(who.mean(T), chances.sum(axis=1), rtol=1e-9)
    assert_allclose(who.pairs(T), 2 * (k * chances).sum(axis=1), rtol=1e-9)


def test_who_never_leaves_orders_at_the_old_pace() -> None:
    who = LivingCustomers(SHAPES, RATES, 1e-12, LEFT)
    assert_allclose(who.mean(T), SHAPES / RATES * T, rtol=1e-9)


def test_draws_have_the_mean_and_the_pairs() -> None:
    n = 200_000
    who = LivingCustomers(np.full(n, 1.5), np.full(n, 30.0), 0.6, np.full(n, 40.0))
    drawn = who.draw(np.full(n, 52.0), np.random.default_rng(1))
    pairs = drawn * (drawn - 1.0)
    for figure, want in ((drawn, who.mean(np.full(n, 52.0))[0]), (pairs, who.pairs(np.full(n, 52.0))[0])):
        assert figure.mean() == pytest.approx(want, abs=4 * figure.std() / np.sqrt(n))
