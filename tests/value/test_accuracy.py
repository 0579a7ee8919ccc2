from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from treue.value.accuracy import (
    coverage,
    cumulative_error,
    deciles,
    errors,
    four_weekly_excess,
    gini,
    oracle_top_share,
    spearman,
    top_share,
    weekly_error,
)
from treue.value.baselines import last_stretch, naive_orders
from treue.value.histories import FloatArray

outcomes = st.lists(
    st.tuples(st.integers(0, 5).map(float), st.integers(0, 4).map(float)), min_size=3, max_size=60
).map(np.array)


def broken_ties(actual: FloatArray, predicted: FloatArray, seed: int) -> tuple[float, float, float]:
    """Gini, Spearman and top share with ties broken by a seed, as the reference figures were."""
    jittered = predicted + np.random.default_rng(seed).random(len(actual)) * 1e-12

    def concentration(by: FloatArray) -> float:
        running = np.cumsum(actual[np.argsort(-by, kind="stable")]) / actual.sum()
        return float(2 * (running.mean() - 0.5))

    best = actual[np.argsort(-jittered, kind="stable")][: max(1, round(len(actual) * 0.1))]
    correlation = np.corrcoef(rankdata(jittered), rankdata(actual))[0, 1]
    return concentration(jittered) / concentration(actual), correlation, best.sum() / actual.sum()


# Published: the reference bench's rows of "same as last 39 weeks"


@pytest.mark.public_data
def test_reference_rows_lie_within_the_luck_of_their_seed(public_data: Path) -> None:
    cut = cdnow_split(public_data, "sample")
    stretch = last_stretch(cut.customer, cut.day, cut.split_day, cut.horizon_days)
    same_again = naive_orders("last-period", cut.histories, stretch, cut.horizon_days)
    assert broken_ties(cut.orders, same_again, seed=0) == pytest.approx((0.667, 0.437, 0.451), abs=6e-4)
    seeds = np.array([broken_ties(cut.orders, same_again, seed) for seed in range(400)])
    ours = [gini(cut.orders, same_again), spearman(cut.orders, same_again), top_share(cut.orders, same_again)]
    assert (np.abs(seeds.mean(axis=0) - ours) < 4 * seeds.std(axis=0) / 20).all()
    assert oracle_top_share(cut.orders) == pytest.approx(0.684, abs=5e-4)
    assert oracle_top_share(cut.value) == pytest.approx(0.763, abs=5e-4)


# Agreement


def test_errors_by_hand() -> None:
    told = errors(np.array([0.0, 2.0, 4.0]), np.array([1.0, 2.0, 1.0]), np.array([0.0, 2.0, 1.0]))
    assert told.mae == pytest.approx(4 / 3)
    assert told.mae_median == pytest.approx(1)
    assert told.rmse == pytest.approx(np.sqrt(10 / 3))
    assert told.bias == pytest.approx(-1 / 3)


def test_rank_figures_without_ties_are_the_usual_ones() -> None:
    rng = np.random.default_rng(0)
    actual, predicted = rng.poisson(2.0, 500).astype(np.float64), rng.random(500)
    ours = (gini(actual, predicted), spearman(actual, predicted), top_share(actual, predicted))
    assert ours == pytest.approx(broken_ties(actual, predicted, seed=1), abs=1e-9)


def test_deciles_hold_everyone_once() -> None:
    rng = np.random.default_rng(0)
    predicted, actual = rng.random(1003), rng.poisson(1.0, 1003).astype(np.float64)
    groups = deciles(actual, predicted)
    assert [group.customers for group in groups] == [101] * 3 + [100] * 7
    assert sum(group.customers * group.actual_mean for group in groups) == pytest.approx(actual.sum())
    assert [group.predicted_mean for group in groups] == sorted(group.predicted_mean for group in groups)
    assert len(deciles(actual[:4], predicted[:4])) == 4


def test_deciles_share_what_equal_predictions_bring() -> None:
    actual = np.arange(20.0)
    assert [group.actual_mean for group in deciles(actual, np.full(20, 1.5))] == pytest.approx([9.5] * 10)
    assert deciles(np.zeros(0), np.zeros(0)) == []


def test_coverage_counts_the_ends() -> None:
    assert coverage(np.array([0.0, 1.0, 5.0, 2.0]), np.zeros(4), np.array([0.0, 1.0, 4.0, 3.0])) == 0.75


def test_tracking_by_hand() -> None:
    actual, predicted = np.array([10.0, 20.0]), np.array([15.0, 10.0])
    assert weekly_error(actual, predicted) == pytest.approx((0.5 + 0.5) / 2)
    assert cumulative_error(actual, predicted) == pytest.approx((0.5 + 5 / 30) / 2)
    assert weekly_error(np.zeros(1), np.array([0.5])) == 0.5


# Invariants


@settings(deadline=None)
@given(both=outcomes)
def test_any_figure_is_a_number_in_range_or_none(both: FloatArray) -> None:
    actual, predicted = both[:, 0], both[:, 1]
    rank, sorting, top = spearman(actual, predicted), gini(actual, predicted), top_share(actual, predicted)
    assert rank is None or -1 - 1e-9 <= rank <= 1 + 1e-9
    best = oracle_top_share(actual)
    assert top is None or best is None or 0 <= top <= best + 1e-9
    assert sorting is None or sorting <= 1 + 1e-9 or actual.min() == actual.max()


@settings(deadline=None)
@given(both=outcomes, seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(both: FloatArray, seed: int) -> None:
    mixed = np.random.default_rng(seed).permutation(both)
    for figure in (gini, spearman, top_share):
        here, there = figure(both[:, 0], both[:, 1]), figure(mixed[:, 0], mixed[:, 1])
        assert here == there or here == pytest.approx(there, abs=1e-9)


def test_the_truth_sorts_perfectly() -> None:
    actual = np.random.default_rng(0).poisson(1.0, 200).astype(np.float64)
    assert gini(actual, actual) == pytest.approx(1)
    assert top_share(actual, actual) == pytest.approx(oracle_top_share(actual))


# What does not exist


def test_a_forecast_that_does_not_sort_has_no_rank() -> None:
    actual, same = np.array([0.0, 1.0, 3.0]), np.full(3, 0.7)
    assert (gini(actual, same), spearman(actual, same), top_share(actual, same)) == (None, None, None)
    assert errors(actual, np.zeros(3)).spearman is None
    assert errors(actual, np.zeros(3)).mae_median is None


def test_nothing_came() -> None:
    nothing, predicted = np.zeros(3), np.array([0.1, 0.2, 0.3])
    told = errors(nothing, predicted)
    assert (told.bias, told.spearman, gini(nothing, predicted)) == (None, None, None)
    assert oracle_top_share(nothing) is None
    assert weekly_error(np.zeros(0), np.zeros(0)) is None


def test_four_weeks_that_chance_alone_moves_have_no_excess() -> None:
    rng = np.random.default_rng(1)
    mean = np.full(4_000, 25.0)
    excess = four_weekly_excess(rng.poisson(mean).astype(np.float64), mean)
    assert excess == pytest.approx(0.0, abs=0.004)
    assert four_weekly_excess(mean, mean * 1.2) == pytest.approx(0.2 - np.sqrt(2 / (np.pi * 100)))
    assert four_weekly_excess(mean[:3], mean[:3]) is None
