from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from treue.errors import BrokenHome, InputError
from treue.value.calendar import Almanac, Clock, load
from treue.value.calendar.clock import FASTEST, SLOWEST
from treue.value.histories import Histories
from treue.value.purchases import FittedParetoNbd

ALMANAC = Almanac(19_000, 19_999, "AT", (19_500, 20_010))
WINDOW = np.arange(19_000, 20_000)


def some_clock(seed: int, size: float = 0.1) -> Clock:
    width = sum(ALMANAC.parts.values())
    return Clock.of(ALMANAC, np.random.default_rng(seed).normal(0.0, size, width), "0" * 16)


def some_histories(seed: int) -> Histories:
    rng = np.random.default_rng(seed)
    tenure = rng.integers(0, 1000, 300)
    recency = rng.integers(0, tenure + 1)
    return Histories(np.minimum(recency, 3.0), recency.astype(float), tenure.astype(float), np.ones(300))


# Agreement: a second way to the same number.


def test_elapsed_days_are_counted_by_hand() -> None:
    clock = some_clock(1)
    by_hand = sum(float(clock.speed(np.array([day]))[0]) for day in range(19_991, 20_031))
    assert clock.elapsed(19_990, 20_030) == pytest.approx(by_hand, rel=1e-12)
    assert clock.horizon(19_990, 40) == pytest.approx(by_hand, rel=1e-12)
    half = 0.5 * clock.speed(np.array([19_991]))[0]
    assert clock.elapsed(19_990, 19_990.5) == pytest.approx(half, rel=1e-12)


def test_histories_are_measured_by_the_clock() -> None:
    clock = some_clock(2)
    seen = clock.histories(Histories(*np.array([[2.0], [30.0], [100.0], [7.0]])), until=19_999)
    assert seen.recency_days[0] == pytest.approx(clock.speed(np.arange(19_900, 19_930)).sum(), rel=1e-12)
    assert seen.tenure_days[0] == pytest.approx(clock.speed(np.arange(19_900, 20_000)).sum(), rel=1e-12)
    assert (seen.frequency[0], seen.weight[0]) == (2.0, 7.0)


def test_the_jacobian_makes_likelihoods_comparable() -> None:
    # At constant rates a repeat order on a day of speed v has v times the density it has per business day.
    clock = some_clock(3)
    model = FittedParetoNbd(r=1e5, alpha=1e6 / 7, s=1e-6, beta=1e8)
    seen = clock.histories(Histories(*np.array([[1.0], [30.0], [100.0], [1.0]])), until=19_999)
    density = 0.1 * clock.speed(np.array([19_929]))[0] * np.exp(-0.1 * seen.tenure_days[0])
    told = model.log_likelihood_of(seen)[0] - np.log(7.0) + clock.log_jacobian(np.array([19_929]))
    assert told == pytest.approx(np.log(density), abs=1e-3)


# Invariants.


@given(seed=st.integers(0, 1000), size=st.floats(0.001, 5.0))
def test_the_mean_is_one_and_the_speed_bounded(seed: int, size: float) -> None:
    clock = some_clock(seed, size)
    assert clock.speed(WINDOW).mean() == pytest.approx(1.0, abs=1e-9)
    ever = clock.speed(np.arange(0, 40_000, 7))
    assert ever.min() >= SLOWEST * (1 - 1e-12)
    assert ever.max() <= FASTEST * (1 + 1e-12)


@given(days=st.lists(st.integers(18_000, 22_000), min_size=3, max_size=3), seed=st.integers(0, 20))
def test_stretches_add_up(days: list[int], seed: int) -> None:
    clock, (a, b, c) = some_clock(seed), days
    assert clock.elapsed(a, c) == pytest.approx(clock.elapsed(a, b) + clock.elapsed(b, c), abs=1e-9)
    assert clock.elapsed(a, b) == pytest.approx(-clock.elapsed(b, a), abs=1e-9)
    assert (clock.elapsed(a, b) > 0) == (b > a)


@given(seed=st.integers(0, 20))
def test_compressed_histories_stay_so(seed: int) -> None:
    clock, plain = some_clock(seed), some_histories(seed)
    distinct, place = plain.compress()
    assert_array_equal(
        np.stack(clock.histories(distinct, 19_999).columns())[:3, place],
        np.stack(clock.histories(plain, 19_999).columns())[:3],
    )
    assert len(clock.histories(distinct, 19_999).compress()[0]) == len(distinct)


def test_the_plain_clock_changes_nothing() -> None:
    clock, seen = Clock.plain(ALMANAC), some_histories(1)
    assert clock.is_plain
    assert clock.histories(seen, 19_999) is seen
    assert clock.horizon(19_999, np.array([0, 91])).tolist() == [0.0, 91.0]
    assert clock.log_jacobian(WINDOW) == 0.0


def test_parts_multiply_to_the_speed() -> None:
    clock = some_clock(4)
    product = np.exp(clock.level) * np.prod([clock.factor(part, WINDOW) for part in clock.parts], axis=0)
    assert_allclose(product, clock.speed(WINDOW), rtol=1e-9)


def test_nobody_and_no_days_are_fine() -> None:
    none = np.zeros(0)
    clock = some_clock(5)
    assert len(clock.histories(Histories(none, none, none, none), 19_999)) == 0
    assert len(clock.elapsed(none, none)) == 0
    assert len(clock.speed(none.astype(np.int64))) == 0


@pytest.mark.parametrize("clock", [some_clock(6), Clock.plain(ALMANAC)], ids=["learned", "plain"])
def test_a_stored_clock_comes_back(clock: Clock) -> None:
    assert load(json.loads(json.dumps(clock.to_json()))) == clock


# Refusals.


def test_effects_of_another_almanac_are_refused() -> None:
    with pytest.raises(InputError, match=r"2 effects, level 0\.0; this almanac has"):
        Clock(ALMANAC, (0.0, 0.0))


def test_an_infinite_effect_is_refused() -> None:
    with pytest.raises(InputError, match="a finite number"):
        Clock(Almanac(0, 10), (np.inf, 0.0))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "got format 2; this version reads format 1"),
        ({"first_day": "yesterday"}, "cannot be read"),
        ({"effects": {}}, "cannot be read"),
        ({"country": "FR"}, "no holidays are known"),
    ],
)
def test_a_damaged_clock_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(BrokenHome, match=said):
        load({**some_clock(7).to_json(), **change})
