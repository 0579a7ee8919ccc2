from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import gammainc, zeta

from treue.value.purchases.long_sums import Reach, sum_of_smooth


def test_known_sums_are_met() -> None:
    end = np.array([1e9, 1e9])
    powers = np.array([[1.5], [3.0]])
    rest = zeta(powers[:, 0], end + 1.0)
    assert_allclose(sum_of_smooth(lambda n: n**-powers, end, end), zeta(powers[:, 0]) - rest, rtol=1e-8)


@pytest.mark.parametrize("half", [50.0, 3_000.0, 1e6])
def test_a_slow_geometric_sum_is_met(half: float) -> None:
    rate = np.log(2.0) / half
    got = sum_of_smooth(lambda n: np.exp(-rate * n), np.array([0.0]), np.array([40.0 / rate]))
    assert got[0] == pytest.approx(1.0 / np.expm1(rate), rel=1e-8)


@pytest.mark.parametrize("shape", [0.3, 1.0, 5.0, 40.0, 120.0, 5_000.0])
@pytest.mark.parametrize("horizon", [0.5, 20.0, 1e5])
def test_hardly_anything_lies_beyond_the_reach(shape: float, horizon: float) -> None:
    reach = Reach.of(np.array([shape]), np.array([horizon]))
    rate = np.random.default_rng(1).gamma(shape, size=200_000)
    drawn = np.random.default_rng(2).poisson(rate * horizon)
    assert drawn.max() <= reach.most[0]
    assert drawn.min() >= reach.least[0] or reach.least[0] < 1
    assert gammainc(shape, reach.least[0] / horizon) < 1e-9
