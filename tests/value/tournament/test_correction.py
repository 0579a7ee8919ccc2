from __future__ import annotations

import numpy as np
import pytest

from treue.value.histories import FloatArray
from treue.value.tournament.correction import Window, learn_correction
from treue.value.tournament.features import Features

NAMES = ("told", "noise", "empty")


def features(customers: int, seed: int, wide: float = 1.0) -> Features:
    rng = np.random.default_rng(seed)
    told, noise = rng.uniform(-wide, wide, customers), rng.normal(size=customers)
    return Features(NAMES, np.stack([told, noise, np.full(customers, np.nan)], axis=1))


def window(customers: int, seed: int, effect: float, level: float = 1.0) -> Window:
    rng = np.random.default_rng(seed + 1_000)
    of = features(customers, seed)
    expected = rng.gamma(1.0, 1.0, customers)
    came = rng.poisson(level * expected * np.exp(effect * of.table[:, 0])).astype(np.float64)
    return Window(of, expected, came)


def steps(log_pace: FloatArray, of: Features) -> tuple[float, float]:
    """Mean of the logarithm below and above the middle of the first feature."""
    above = of.table[:, 0] > 0
    return float(log_pace[~above].mean()), float(log_pace[above].mean())


# Recovery


def test_learns_who_orders_more_than_the_model_expects() -> None:
    learned = learn_correction([window(8_000, seed, 0.8) for seed in range(3)], seed=1)
    of = features(4_000, seed=9)
    low, high = steps(learned.log_pace(of), of)
    assert high - low == pytest.approx(0.8, abs=0.12)


def test_never_learns_the_level_of_a_season() -> None:
    windows = [window(8_000, 1, 0.8, level=0.5), window(8_000, 2, 0.8, level=2.0)]
    factor = np.exp(learn_correction(windows, seed=1).log_pace(features(4_000, seed=9)))
    assert factor.mean() == pytest.approx(1.0, abs=0.04)


def test_leaves_a_right_model_alone() -> None:
    learned = learn_correction([window(8_000, seed, 0.0) for seed in range(3)], seed=1)
    assert np.abs(learned.log_pace(features(4_000, seed=9))).mean() < 0.05


# Agreement: what one feature did, by hand


def test_shares_tell_which_feature_moved_it() -> None:
    learned = learn_correction([window(8_000, seed, 0.8) for seed in range(3)], seed=1)
    of = features(500, seed=9)
    shares = learned.shares(of)
    assert np.abs(shares[:, 0]).mean() > 5 * np.abs(shares[:, 1]).mean()
    assert (shares[:, 2] == 0).all()


def test_shares_come_to_the_whole_and_halve_what_two_do_together() -> None:
    learned = learn_correction([window(8_000, seed, 0.8) for seed in range(3)], seed=1)
    of = features(500, seed=9)
    shares = learned.shares(of)
    middle = np.median(np.concatenate([features(8_000, seed).table for seed in range(3)]), axis=0)
    usual = Features(NAMES, np.tile(middle, (500, 1)))
    whole = learned.log_pace(of) - learned.log_pace(usual)
    np.testing.assert_allclose(shares.sum(axis=1), whole, atol=1e-12)
    alone, last = usual.table.copy(), of.table.copy()
    alone[:, 0], last[:, 0] = of.table[:, 0], middle[0]
    first = learned.log_pace(Features(NAMES, alone)) - learned.log_pace(usual)
    final = learned.log_pace(of) - learned.log_pace(Features(NAMES, last))
    np.testing.assert_allclose(shares[:, 0], (first + final) / 2.0, atol=1e-12)


# Invariants


def test_beyond_what_was_seen_it_stays_as_at_the_edge() -> None:
    learned = learn_correction([window(4_000, 1, 0.8)], seed=1)
    far = features(100, seed=9, wide=50.0)
    seen = features(4_000, 1).table
    near = Features(NAMES, np.clip(far.table, seen.min(axis=0), seen.max(axis=0)))
    np.testing.assert_array_equal(learned.log_pace(far), learned.log_pace(near))


def test_the_same_windows_give_the_same_correction() -> None:
    of = features(300, seed=9)
    one, same = (learn_correction([window(2_000, 1, 0.5)], seed=4).log_pace(of) for _ in range(2))
    np.testing.assert_array_equal(one, same)


@pytest.mark.parametrize("customers", [1, 5, 60])
def test_a_handful_of_customers(customers: int) -> None:
    of = features(customers, seed=1)
    learned = learn_correction([Window(of, np.ones(customers), np.ones(customers))], seed=1)
    assert np.isfinite(learned.log_pace(of)).all()
