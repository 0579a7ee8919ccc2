from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from treue.simulation.world.chance import About, Chance, more, poisson_of

MANY = np.arange(200_000)


def test_a_draw_is_the_same_alone_and_among_others() -> None:
    every = Chance(7).uniform(About.BUY, MANY, 12)
    assert Chance(7).uniform(About.BUY, MANY[5:6], 12)[0] == every[5]
    np.testing.assert_array_equal(Chance(7).uniform(About.BUY, MANY[::-1], 12), every[::-1])


def test_published_values_of_splitmix64() -> None:
    """The reference generator seeded with 0 gives these first; ours is its finaliser over a counter."""
    zero = np.zeros(1, np.uint64)
    drawn = [int(more(zero, place)[0]) for place in (1, 2, 3)]
    assert drawn == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


@pytest.mark.parametrize("keys", [(MANY,), (MANY, 3), (3, MANY), (MANY % 300, MANY // 300)])
def test_uniform_normal_and_independent_of_the_neighbour(keys: tuple[np.ndarray, ...]) -> None:
    drawn = Chance(1).uniform(About.BUY, *keys)
    assert stats.kstest(drawn, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.012
    assert abs(np.corrcoef(drawn, Chance(1).uniform(About.LATE, *keys))[0, 1]) < 0.012
    assert abs(np.corrcoef(drawn, Chance(2).uniform(About.BUY, *keys))[0, 1]) < 0.012
    assert stats.kstest(Chance(1).normal(About.BUY, *keys), "norm").pvalue > 1e-4


def test_order_of_keys_and_sign_count() -> None:
    chance = Chance(1)
    assert chance.uniform(About.BUY, 1, 2)[0] != chance.uniform(About.BUY, 2, 1)[0]
    assert chance.uniform(About.BUY, -1)[0] == chance.uniform(About.BUY, np.array([-1]))[0]


@pytest.mark.parametrize("mean", [0.1, 1.3, 8.0, 19.0])
def test_poisson_is_the_quantile(mean: float) -> None:
    uniform = Chance(5).uniform(About.LINES, MANY[:20_000])
    np.testing.assert_array_equal(poisson_of(uniform, mean), stats.poisson(mean).ppf(uniform))


def test_between_reaches_both_ends_and_choice_its_weights() -> None:
    chance = Chance(5)
    assert np.unique(chance.between(2, 5, About.SPAN, MANY)).tolist() == [2, 3, 4, 5]
    share = np.bincount(chance.choice(np.array([0.2, 0.2, 1.0]), About.SPAN, MANY), minlength=3) / len(MANY)
    np.testing.assert_allclose(share, [0.2, 0.0, 0.8], atol=0.005)


def test_nobody_asked_for_is_nobody() -> None:
    assert len(Chance(1).poisson(1.0, About.LINES, MANY[:0])) == 0
