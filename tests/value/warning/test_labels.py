from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import binom

from treue.errors import InputError
from treue.value.warning.labels import Agreement, Calm, agreement

NEVER = np.zeros(4, dtype=np.int64)
FAR = 1_000


def labels(*rows: tuple[int, int, int]) -> Calm:
    return Calm(*(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)))


def test_labels_fade_over_one_horizon() -> None:
    calm = labels((2, 100, FAR), (3, 60, FAR), (3, 80, FAR), (9, 100, FAR), (4, 101, FAR))
    fresh = calm.freshness(np.array([1, 2, 3, 4]), 100, NEVER, 40)
    assert fresh.tolist() == [0.0, 1.0, 0.5, 0.0]
    nobody = np.zeros(0, dtype=np.int64)
    assert calm.freshness(nobody, 100, nobody, 40).tolist() == []
    assert Calm.none().standing(np.array([1, 2]), 100, NEVER[:2]).tolist() == [-1, -1]


def test_a_label_ends_on_its_day_and_with_an_order() -> None:
    calm = labels((1, 60, 99), (2, 60, 100), (3, 60, FAR), (4, 60, FAR))
    ordered = np.array([50, 50, 61, 60])
    assert calm.standing(np.array([1, 2, 3, 4]), 100, ordered).tolist() == [-1, 1, -1, 3]


def test_a_newer_label_that_has_ended_leaves_an_older_one_standing() -> None:
    calm = labels((1, 60, FAR), (1, 80, 90))
    assert calm.standing(np.array([1]), 100, NEVER[:1]).tolist() == [0]
    assert calm.standing(np.array([1]), 85, NEVER[:1]).tolist() == [1]


def outcomes(factor: float, count: int, seed: int) -> Agreement:
    rng = np.random.default_rng(seed)
    odds, fresh = rng.normal(1.0, 0.8, count), rng.random(count)
    silent = (rng.random(count) < expit(odds + fresh * np.log(factor))).astype(np.float64)
    return agreement(odds, fresh, silent, 84)


@pytest.mark.parametrize("factor", [0.3, 0.8, 2.0])
def test_finds_what_labels_are_worth(factor: float) -> None:
    assert outcomes(factor, 9_000, seed=1).factor == pytest.approx(factor, rel=0.25)
    held = [outcomes(factor, 400, seed) for seed in range(40)]
    inside = [each.factor_low <= factor <= each.factor_high for each in held]
    assert 0.6 < np.mean(inside) <= 1.0


def test_without_experience_labels_are_worth_nothing() -> None:
    none = np.zeros(0)
    held = agreement(none, none, none, 84)
    assert (held.asked, held.ordered, held.low, held.high) == (0, 0, 0, 0)
    assert held.factor == pytest.approx(1.0)
    assert held.factor_low < 0.5
    assert held.factor_high > 2.0
    # One who came although silence was likely proves little; forty prove something.
    one = agreement(np.array([1.0]), np.ones(1), np.zeros(1), 84).factor
    many = agreement(np.ones(40), np.ones(40), np.zeros(40), 84).factor
    assert 0.6 < one < 1.0
    assert many < 0.3


def test_those_without_a_label_do_not_count() -> None:
    held = agreement(np.array([0.0, 0.0]), np.array([0.0, 1.0]), np.array([1.0, 0.0]), 84)
    assert (held.asked, held.ordered, held.expected) == (1, 1, 0.5)


def test_the_middle_of_outcomes_is_the_binomials_where_chances_are_alike() -> None:
    held = agreement(np.full(30, np.log(0.4 / 0.6)), np.ones(30), np.zeros(30), 84)
    assert held.expected == pytest.approx(18.0)
    assert (held.low, held.high) == (binom.ppf(0.1, 30, 0.6), binom.ppf(0.9, 30, 0.6))


def test_refuses_labels_without_a_day() -> None:
    one, two = np.array([1]), np.array([1, 2])
    with pytest.raises(InputError, match="one customer, one day and one end"):
        Calm(two, one, two)
    with pytest.raises(InputError, match="one customer, one day and one end"):
        Calm(two, two, one)
