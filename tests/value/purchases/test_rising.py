from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import gammaln, polygamma, psi

from treue.value.purchases.rising import log_rising, log_rising_slopes

COUNTS = np.array([3.0, 0, 1, 200, 3])


def test_ratios_are_those_of_gamma_functions() -> None:
    assert_allclose(log_rising(0.7, COUNTS), gammaln(0.7 + COUNTS) - gammaln(0.7), rtol=1e-12)
    first, second = log_rising_slopes(0.7, COUNTS)
    assert_allclose(first, psi(0.7 + COUNTS) - psi(0.7), rtol=1e-12)
    assert_allclose(second, polygamma(1, 0.7 + COUNTS) - polygamma(1, 0.7), rtol=1e-12)


def test_large_starts_keep_their_digits() -> None:
    step = log_rising(1e9, np.array([2.0]))[0] - 2 * np.log(1e9)
    assert step == pytest.approx(1e-9, abs=2e-14)


def test_no_order_counts_nothing() -> None:
    assert log_rising(2.0, np.zeros(3)).tolist() == [0, 0, 0]
