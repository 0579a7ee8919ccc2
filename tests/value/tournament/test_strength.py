from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.value.forecast import Shock
from treue.value.tournament.strength import USUAL_SHOCK, Told, level_of, shock_degrees, strength_of


def told(true_strength: float, customers: int = 40_000, seed: int = 1, level: float = 1.0) -> Told:
    rng = np.random.default_rng(seed)
    expected, log_pace = rng.gamma(1.0, 1.0, customers), rng.normal(0.0, 0.4, customers)
    came = rng.poisson(level * expected * np.exp(true_strength * log_pace)).astype(np.float64)
    return Told(expected, log_pace, came)


# Recovery


@pytest.mark.parametrize("true", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("level", [0.7, 1.5])
def test_enough_customers_tell_the_strength_whatever_the_level(true: float, level: float) -> None:
    assert strength_of([told(true, level=level)]) == pytest.approx(true, abs=0.05)


def test_few_customers_leave_it_near_a_half() -> None:
    assert strength_of([told(1.0, customers=20)]) == pytest.approx(0.5, abs=0.15)


def test_a_steady_miss_is_followed_in_part() -> None:
    level = level_of([0.30, 0.28, 0.33], [0.001] * 3)
    assert 0.15 < level.log_level < 0.31


def test_a_large_shock_is_seen() -> None:
    quiet, loud = level_of([0.02, -0.03, 0.01], [0.0] * 3), level_of([0.5, -0.5, 0.4], [0.0] * 3)
    assert quiet.shock < USUAL_SHOCK < loud.shock
    assert (quiet.log_level, loud.log_level) == (0.0, 0.0)


@pytest.mark.parametrize("share", [0.8, 0.95])
def test_totals_hold_where_three_origins_told_the_level_and_the_size_of_the_shock(
    share: float,
) -> None:
    rng, luck, origins, inside = np.random.default_rng(5), 0.05, 3, []
    of_size_one = np.log(Shock(1.0, shock_degrees(origins)).factors(rng, 300))
    for _ in range(3_000):
        # Neighbours share half of their days; what comes begins where the last of them ended.
        halves = rng.normal(0.0, USUAL_SHOCK * np.sqrt(2.0), origins + 3)
        misses = (halves[1:] + halves[:-1]) / 2 + rng.normal(0.0, luck, origins + 2)
        level = level_of(misses[:origins].tolist(), [luck**2] * origins)
        possible = level.log_level + level.shock * of_size_one + rng.normal(0.0, luck, len(of_size_one))
        inside.append(abs((possible < misses[-1]).mean() - 0.5) <= share / 2)
    assert np.mean(inside) == pytest.approx(share, abs=0.03)


# Agreement: a fine grid over the same posterior, written out


def test_strength_is_the_top_of_its_posterior() -> None:
    one = told(0.8, customers=300, seed=3)
    scaled = one.expected * one.came.sum() / one.expected.sum()
    surplus = max(np.square(one.came - scaled).sum() / one.came.sum(), 1.0)

    def height(s: float) -> float:
        means = scaled * np.exp(s * one.log_pace)
        means *= one.came.sum() / means.sum()
        return float((one.came * np.log(means) - means).sum()) * 0.6 / surplus - 0.5 * ((s - 0.5) / 0.2) ** 2

    best = max(np.arange(0, 1.0, 0.001), key=height)
    assert strength_of([one]) == pytest.approx(best, abs=0.011)


def test_a_level_that_is_followed_is_in_doubt_by_what_is_kept_of_its_noise() -> None:
    misses = np.array([0.30, 0.28, 0.33])
    level = level_of(misses.tolist(), [0.0] * 3)
    noise = (4 * 0.15**2 + np.square(misses - misses.mean()).sum()) / 6.0 / 1.8
    kept = level.log_level / misses.mean()
    left = (4 * 0.15**2 + 0.6 * np.square(misses - level.log_level).sum()) / 5.8
    assert kept == pytest.approx(1 - noise / misses.mean() ** 2)
    assert level.shock**2 - left == pytest.approx(kept * noise, rel=1e-9)


# Invariants


@given(st.lists(st.floats(-2, 2), max_size=5))
def test_a_level_never_exceeds_the_mean_miss_and_has_its_sign(misses: list[float]) -> None:
    level = level_of(misses, [0.01] * len(misses))
    mean = float(np.mean(misses)) if misses else 0.0
    assert abs(level.log_level) <= abs(mean) + 1e-12
    assert level.log_level * mean >= 0
    assert level.shock > 0.05


def test_nothing_tried_gives_the_usual() -> None:
    assert strength_of([]) == 0.0
    assert (level_of([], []).log_level, level_of([], []).shock) == (0.0, USUAL_SHOCK)


def test_an_origin_whose_correction_had_seen_nothing_does_not_vote() -> None:
    one = told(0.0)
    assert strength_of([Told(one.expected, one.log_pace, one.came, weight=0.0)]) == 0.0
    both = [one, Told(one.expected, -one.log_pace, one.came, weight=0.0)]
    assert strength_of(both) == strength_of([one])


def test_nobody_came() -> None:
    one = told(0.5, customers=10)
    assert strength_of([Told(one.expected, one.log_pace, np.zeros(10))]) == pytest.approx(0.5)
