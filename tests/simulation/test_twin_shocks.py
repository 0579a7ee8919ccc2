from __future__ import annotations

import numpy as np
import pytest

from treue.simulation.twin.learning import Months
from treue.simulation.twin.shocks import shocks_of

ENOUGH = np.full(36, 30)


def months(paces: np.ndarray, orders: float, days: np.ndarray | None = None) -> Months:
    count = len(paces)
    ones = np.ones(count)
    return Months(
        np.arange(600, 600 + count), paces, orders * ones, orders * ones,
        ENOUGH[:count] if days is None else days,
    )  # fmt: skip


def walk(size: float, carried: float, count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = np.zeros(count)
    for at in range(1, count):
        x[at] = carried * x[at - 1] + size * rng.normal()
    return np.exp(x)


@pytest.mark.parametrize("size", [0.05, 0.3])
def test_the_size_of_shocks_is_found_back(size: float) -> None:
    found = [shocks_of(months(walk(size, 0.8, 36, seed), 5_000)) for seed in range(12)]
    middle = np.mean([(each.chance * np.log(each.size)).sum() for each in found])
    assert np.exp(middle) == pytest.approx(size, rel=0.35)


def test_luck_of_few_orders_is_not_taken_for_shocks() -> None:
    rng = np.random.default_rng(1)
    noisy = np.exp(rng.normal(size=36) / np.sqrt(50))
    few, many = shocks_of(months(noisy, 30)), shocks_of(months(noisy, 50_000))
    assert (few.chance * few.size).sum() < 0.75 * (many.chance * many.size).sum()


def test_futures_go_on_from_where_the_shop_is_and_come_back() -> None:
    paces = np.exp(np.r_[np.zeros(20), np.full(4, 0.5)])
    levels = shocks_of(months(paces, 5_000)).levels(np.arange(624, 648), 4_000, np.random.default_rng(1))
    assert levels.shape == (4_000, 24)
    middle = np.median(levels, axis=0)
    assert middle[0] > 1.2
    assert abs(np.log(middle[-1])) < 0.15
    assert levels[:, -1].std() > levels[:, 0].std() * 0.8


def test_the_last_month_goes_on_as_it_is() -> None:
    found = shocks_of(months(np.r_[np.ones(11), 1.6], 50_000))
    first = found.levels(np.array([611, 612]), 2_000, np.random.default_rng(1))[:, 0]
    assert np.median(first) == pytest.approx(1.6, abs=0.05)


def test_a_day_of_a_month_is_not_the_month() -> None:
    paces = np.r_[np.ones(12), 0.1]
    found = shocks_of(months(paces, 5_000, np.r_[np.full(12, 30), 1]))
    assert (found.chance * found.size).sum() < 0.15


def test_no_month_at_all_leaves_what_is_usual() -> None:
    found = shocks_of(months(np.ones(1), 0, np.array([3])))
    assert found.chance.sum() == pytest.approx(1)
    assert 0.08 < np.exp((found.chance * np.log(found.size)).sum()) < 0.3
