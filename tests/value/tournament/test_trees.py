import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from treue.value.tournament.trees import Trees

USUAL = np.array([0.5, -1.0, 2.0, 0.0])


@pytest.fixture(scope="module")
def learner() -> HistGradientBoostingRegressor:
    rng = np.random.default_rng(3)
    table = rng.normal(size=(4_000, 4))
    came = rng.poisson(np.exp(0.8 * table[:, 0] - 0.5 * table[:, 1] * (table[:, 2] > 0)))
    return HistGradientBoostingRegressor(loss="poisson", max_iter=60, max_leaf_nodes=5).fit(table, came)


@pytest.mark.parametrize("rows", [0, 1, 70_000])
def test_the_sum_over_the_trees_is_what_the_learner_says(
    learner: HistGradientBoostingRegressor, rows: int
) -> None:
    table = np.random.default_rng(4).normal(size=(rows, 4))
    table[: rows // 10, 1] = np.nan
    trees = Trees.of(learner)
    expected = np.log(learner.predict(table)) if rows else np.empty(0)
    assert trees.total(table) == pytest.approx(expected, abs=1e-12)
    assert trees.along(table, USUAL, range(4))[:, -1] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_the_way_from_the_usual_is_the_same_as_asking_all_trees_at_every_step(
    learner: HistGradientBoostingRegressor, order: tuple[int, ...]
) -> None:
    table = np.random.default_rng(5).normal(size=(70_000, 4))
    before, now = table.copy(), np.tile(USUAL, (70_000, 1))
    way = Trees.of(learner).along(table, USUAL, order)
    assert way[:, 0] == pytest.approx(np.log(learner.predict(now)), abs=1e-12)
    for step, column in enumerate(order, 1):
        now[:, column] = table[:, column]
        assert way[:, step] == pytest.approx(np.log(learner.predict(now)), abs=1e-12)
    assert (table == before).all()


def test_a_feature_nobody_looks_at_changes_nothing() -> None:
    table = np.random.default_rng(6).normal(size=(2_000, 2))
    came = np.exp(table[:, 0])
    table[:, 1] = 1.0
    trees = Trees.of(HistGradientBoostingRegressor(loss="poisson", max_iter=5).fit(table, came))
    assert not trees.asks[:, 1].any()
    way = trees.along(table, np.array([0.0, 9.0]), (1, 0))
    assert (way[:, 1] == way[:, 0]).all()
