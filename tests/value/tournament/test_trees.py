"""Trees asked one by one say together what the learner says, and bins keep what trees need."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from treue.value.tournament.bins import MOST, Bins, told
from treue.value.tournament.trees import Trees


@pytest.fixture(scope="module")
def bins() -> Bins:
    table = np.random.default_rng(3).normal(size=(4_000, 4))
    return Bins.learn(table, np.ones(len(table)))


@pytest.fixture(scope="module")
def learner(bins: Bins) -> HistGradientBoostingRegressor:
    rng = np.random.default_rng(3)
    table = rng.normal(size=(4_000, 4))
    came = rng.poisson(np.exp(0.8 * table[:, 0] - 0.5 * table[:, 1] * (table[:, 2] > 0)))
    table[::50, 1] = np.nan
    return HistGradientBoostingRegressor(loss="poisson", max_iter=60, max_leaf_nodes=5).fit(
        told(bins.codes(table)), came
    )


@pytest.mark.parametrize("rows", [0, 1, 70_000])
def test_the_sum_over_the_trees_is_what_the_learner_says(
    learner: HistGradientBoostingRegressor, bins: Bins, rows: int
) -> None:
    table = np.random.default_rng(4).normal(size=(rows, 4))
    table[: rows // 10, 1] = np.nan
    codes, trees = bins.codes(table), Trees.of(learner)
    expected = np.log(learner.predict(told(codes))) if rows else np.empty(0)
    assert trees.total(codes) == pytest.approx(expected, abs=1e-12)
    usual = np.array([130, 40, 250, MOST], np.uint8)
    assert trees.along(codes, usual, range(4))[:, -1] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_the_way_from_the_usual_is_the_same_as_asking_all_trees_at_every_step(
    learner: HistGradientBoostingRegressor, bins: Bins, order: tuple[int, ...]
) -> None:
    codes = bins.codes(np.random.default_rng(5).normal(size=(70_000, 4)))
    usual = np.array([130, 40, 250, 128], np.uint8)
    before, now = codes.copy(), np.tile(usual, (70_000, 1))
    way = Trees.of(learner).along(codes, usual, order)
    assert way[:, 0] == pytest.approx(np.log(learner.predict(told(now))), abs=1e-12)
    for step, column in enumerate(order, 1):
        now[:, column] = codes[:, column]
        assert way[:, step] == pytest.approx(np.log(learner.predict(told(now))), abs=1e-12)
    assert (codes == before).all()


def test_a_feature_nobody_looks_at_changes_nothing() -> None:
    table = np.random.default_rng(6).normal(size=(2_000, 2))
    came = np.exp(table[:, 0])
    table[:, 1] = 1.0
    bins = Bins.learn(table, np.ones(2_000))
    codes = bins.codes(table)
    trees = Trees.of(HistGradientBoostingRegressor(loss="poisson", max_iter=5).fit(told(codes), came))
    assert not trees.asks[:, 1].any()
    way = trees.along(codes, np.array([0, 9], np.uint8), (1, 0))
    assert (way[:, 1] == way[:, 0]).all()


def test_bins_hold_the_same_weight_and_few_values_have_their_own() -> None:
    rng = np.random.default_rng(7)
    table, weight = (
        np.column_stack([rng.normal(size=9_000), rng.integers(0, 9, 9_000)]),
        rng.uniform(1, 5, 9_000),
    )
    codes = Bins.learn(table, weight).codes(table)
    held = np.bincount(codes[:, 0], weight, minlength=MOST)
    assert len(held) == MOST
    assert held == pytest.approx(weight.sum() / MOST, rel=0.15)
    assert (codes[:, 1] == table[:, 1]).all()


def test_values_beyond_all_seen_are_in_the_outermost_bins_and_none_in_their_own() -> None:
    bins = Bins.learn(np.array([[1.0], [2.0], [3.0], [np.nan]]), np.ones(4))
    assert bins.codes(np.array([[-9.0], [1.0], [2.5], [99.0], [np.nan]]))[:, 0].tolist() == [0, 0, 2, 2, MOST]
    assert np.isnan(told(np.array([[MOST]], np.uint8))).all()


def test_a_feature_that_is_the_same_for_all_has_one_bin() -> None:
    bins = Bins.learn(np.full((5, 1), 4.0), np.ones(5))
    assert len(bins.edges[0]) == 0
    assert (bins.codes(np.full((5, 1), 7.0)) == 0).all()
