from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from treue.value.calendar.shrunk import Counts, Shrunk, shrunk_effects
from treue.value.histories import FloatArray


def counts(
    effects: FloatArray, seed: int, *, days: int = 700, level: float = 200.0, rough: float = 0.0
) -> Counts:
    """Daily counts with `effects` on as many columns; whole weeks may be better or worse than that."""
    rng = np.random.default_rng(seed)
    columns = rng.normal(0.0, 1.0, (days, len(effects)))
    week = np.arange(days) // 7
    luck = np.exp(rough * rng.standard_normal(week[-1] + 1))[week]
    expected = level * rng.uniform(0.5, 1.5, days)
    seen = rng.poisson(1.3 * expected * np.exp(columns @ effects) * luck)
    return Counts(seen.astype(float), expected, week, columns, (len(effects),))


# Recovery.


def test_effects_are_found_again() -> None:
    effects = np.random.default_rng(0).normal(0.0, 0.1, 20)
    learned = shrunk_effects(counts(effects, seed=1))
    assert np.abs(learned.effects - effects).max() < 0.02
    assert learned.freedom[0] > 19
    assert learned.dispersion < 1.3


def test_good_and_bad_weeks_are_told_from_luck() -> None:
    # A week of 7 x 260 counts whose log scatters by .1 varies by 1 + 7 x 260 x .01 = 19 times its mean.
    learned = shrunk_effects(counts(np.zeros(1), seed=2, rough=0.1))
    assert 10 < learned.dispersion < 35


@pytest.mark.parametrize("seed", range(5))
def test_where_nothing_is_at_work_next_to_nothing_is_learned(seed: int) -> None:
    learned = shrunk_effects(counts(np.zeros(20), seed=seed))
    assert np.abs(learned.effects).max() < 0.005


# Agreement: the same top, climbed by a general search.


def test_the_effects_are_the_top_of_their_penalised_likelihood() -> None:
    given = counts(np.random.default_rng(3).normal(0.0, 0.05, 6), seed=4, days=140, level=20.0)
    learned = shrunk_effects(given)
    strength = learned.freedom[0] / np.square(learned.effects).sum()

    def depth(point: FloatArray) -> float:
        logs = point[0] + given.columns @ point[1:]
        fit = given.seen @ logs - (given.expected * np.exp(logs)).sum()
        return float(-fit / learned.dispersion + 0.5 * strength * np.square(point[1:]).sum())

    searched = minimize(depth, np.zeros(7), method="BFGS", options={"gtol": 1e-4})
    assert learned.effects == pytest.approx(searched.x[1:], abs=1e-4)


# Invariants.


def test_the_scale_of_the_expectation_goes_into_the_level() -> None:
    given = counts(np.array([0.1, -0.1, 0.05]), seed=5)
    scaled = Counts(given.seen, given.expected * 50.0, given.week, given.columns, given.widths)
    assert shrunk_effects(scaled).effects == pytest.approx(shrunk_effects(given).effects, abs=1e-6)


def test_a_column_that_is_never_at_work_has_no_effect() -> None:
    given = counts(np.array([0.1, 0.1]), seed=6)
    columns = np.concatenate([given.columns, np.zeros((700, 1))], axis=1)
    learned: Shrunk = shrunk_effects(Counts(given.seen, given.expected, given.week, columns, (2, 1)))
    assert learned.effects[2] == 0.0
