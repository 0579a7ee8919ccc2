"""What is still to come back, held against shops whose returns are known to the end."""

from __future__ import annotations

import numpy as np
import pytest

from treue.value.histories import FloatArray
from treue.value.reserves.development import LEAST_WINDOW, MOST_DAYS, Development

DAYS = np.arange(MOST_DAYS + 1)


def returns(
    orders: int, rate: float, mean_delay: float, seed: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Orders of 1 over a year; a share comes back after a Gamma delay.

    Returns:
        age in days, lost so far by delay, and what is lost later, by age.
    """
    rng = np.random.default_rng(seed)
    age = rng.integers(0, 365, orders)
    delay = np.where(rng.random(orders) < rate, np.rint(rng.gamma(3.0, mean_delay / 3.0, orders)), np.inf)
    known = delay <= age
    sold = np.bincount(np.minimum(age, MOST_DAYS), minlength=MOST_DAYS + 1).astype(float)
    lost = np.bincount(delay[known & (delay <= MOST_DAYS)].astype(int), minlength=MOST_DAYS + 1).astype(float)
    later = ~known & np.isfinite(delay) & (delay <= MOST_DAYS)
    still = np.bincount(np.minimum(age[later], MOST_DAYS), minlength=MOST_DAYS + 1).astype(float)
    return sold, lost, still


@pytest.mark.parametrize("seed", range(3))
def test_what_still_comes_back_is_expected(seed: int) -> None:
    sold, lost, still = returns(200_000, 0.4, 20.0, seed)
    reserve = (Development.of_returns(sold, lost).open_share * sold).sum()
    assert reserve == pytest.approx(still.sum(), rel=0.03)


def test_a_young_shop_is_not_told_that_nothing_comes_back() -> None:
    sold, lost, _ = returns(200_000, 0.4, 10.0, 4)
    young = np.where(DAYS <= 30, sold, 0.0)
    whole = Development.of_returns(sold, lost).open_share[0]
    seen = lost * np.minimum(np.cumsum(young[::-1])[::-1] / np.maximum(np.cumsum(sold[::-1])[::-1], 1), 1)
    assert Development.of_returns(young, seen).open_share[0] == pytest.approx(whole, rel=0.05)


def test_the_window_holds_nearly_all_and_never_less_than_the_law() -> None:
    sold, lost, _ = returns(200_000, 0.3, 20.0, 5)
    told = Development.of_returns(sold, lost)
    assert 35 < told.window_days < 60
    quick = np.zeros(MOST_DAYS + 1)
    quick[2] = 100.0
    assert Development.of_returns(sold, quick).window_days == LEAST_WINDOW
    nothing = Development.of_returns(sold, np.zeros(MOST_DAYS + 1))
    assert nothing.window_days == LEAST_WINDOW
    assert not nothing.open_ppm.any()


def test_open_shares_fall() -> None:
    sold, lost, _ = returns(5_000, 0.5, 20.0, 6)
    assert (np.diff(Development.of_returns(sold, lost).open_share) <= 0).all()


def test_old_unpaid_invoices_are_worth_less() -> None:
    paid, written_off = np.zeros(MOST_DAYS + 1), np.zeros(MOST_DAYS + 1)
    paid[10], paid[40], written_off[90] = 800.0, 150.0, 50.0
    told = Development.of_invoices(1_000.0, paid, written_off).open_share
    assert told[0] == pytest.approx(0.05)
    assert told[10] == pytest.approx(0.25)
    assert told[40] == pytest.approx(1.0)
    assert told[90] == 0.0


@pytest.mark.parametrize("due", [0.0, 100.0])
def test_without_invoices_or_losses_nothing_is_expected(due: float) -> None:
    nothing = np.zeros(MOST_DAYS + 1)
    assert not Development.of_invoices(due, nothing, nothing).open_share.any()
    assert not Development.of_returns(nothing, nothing).open_share.any()
