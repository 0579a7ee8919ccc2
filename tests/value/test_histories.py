from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from treue.errors import InputError
from treue.value.histories import Histories, by_frequency, distinct_rows

ORDERS = st.lists(st.tuples(st.integers(-5, 5), st.integers(-30, 30)), min_size=1, max_size=40)
LARGE = 2**62


def from_rows(rows: list[tuple[int, int]], until: int | None = None) -> tuple[Histories, np.ndarray]:
    customer, day = np.array(rows, dtype=np.int64).T
    return Histories.from_orders(customer, day, until=until)


def test_orders_of_a_day_count_once() -> None:
    seen, who = from_rows([(7, 10), (3, 5), (7, 10), (7, 24), (3, 30), (7, 17)], until=40)
    assert who.tolist() == [3, 7]
    assert seen.frequency.tolist() == [1, 2]
    assert seen.recency_days.tolist() == [25, 14]
    assert seen.tenure_days.tolist() == [35, 30]
    assert seen.weight.tolist() == [1, 1]


def test_gaps_are_those_between_order_days() -> None:
    seen, _ = from_rows([(7, 10), (3, 5), (7, 10), (7, 24), (9, 2), (7, 17)], until=40)
    assert seen.log_gaps is not None
    assert seen.log_gaps.tolist() == pytest.approx([0, 2 * np.log(7), 0])


@given(rows=ORDERS, until=st.integers(-30, 30))
def test_gaps_are_those_counted_by_hand(rows: list[tuple[int, int]], until: int) -> None:
    days = {key: sorted({day for who, day in rows if who == key and day <= until}) for key, _ in rows}
    want = [float(np.log(np.diff(d)).sum()) for _, d in sorted(days.items()) if d]
    seen, _ = from_rows(rows, until)
    assert seen.log_gaps is not None
    assert seen.log_gaps.tolist() == pytest.approx(want)


def test_those_who_share_a_history_share_the_mean_of_their_gaps() -> None:
    gaps = np.array([3.0, 1.0, 0.0, 5.0])
    seen = Histories(
        np.array([2.0, 2, 0, 2]), np.array([9.0, 9, 0, 9]), np.full(4, 20.0), np.array([1.0, 2, 4, 1]), gaps
    )
    distinct, place = seen.compress()
    assert distinct.log_gaps is not None
    assert distinct.log_gaps[place].tolist() == [2.5, 2.5, 0, 2.5]
    assert np.dot(distinct.weight, distinct.log_gaps) == np.dot(seen.weight, gaps)
    assert Histories(*seen.columns()).compress()[0].log_gaps is None


def test_later_orders_are_not_seen() -> None:
    seen, who = from_rows([(1, 0), (1, 10), (1, 11), (2, 11)], until=10)
    assert who.tolist() == [1]
    assert (seen.frequency[0], seen.recency_days[0], seen.tenure_days[0]) == (1, 10, 10)


def test_nothing_seen_is_nobody() -> None:
    seen, who = from_rows([(1, 5)], until=4)
    assert (len(seen), len(who), len(seen.compress()[0])) == (0, 0, 0)


@given(rows=ORDERS, until=st.one_of(st.none(), st.integers(-30, 30)))
def test_histories_are_those_counted_by_hand(rows: list[tuple[int, int]], until: int | None) -> None:
    end = max(day for _, day in rows) if until is None else until
    days = {key: sorted({day for who, day in rows if who == key and day <= end}) for key, _ in rows}
    want = {key: (len(d) - 1, d[-1] - d[0], end - d[0]) for key, d in sorted(days.items()) if d}
    seen, who = from_rows(rows, until)
    got = zip(seen.frequency, seen.recency_days, seen.tenure_days, strict=True)
    assert dict(zip(who.tolist(), got, strict=True)) == want


@given(rows=ORDERS)
def test_the_size_of_the_customers_numbers_does_not_matter(rows: list[tuple[int, int]]) -> None:
    small, who = from_rows(rows)
    large, keys = from_rows([(key * (LARGE // 4), day) for key, day in rows])
    assert_array_equal(keys, who * (LARGE // 4))
    assert_array_equal(np.stack(small.columns()), np.stack(large.columns()))


@given(rows=ORDERS, scale=st.sampled_from([1.0, 0.5, 2.0**50]))
def test_compressed_histories_come_back(rows: list[tuple[int, int]], scale: float) -> None:
    seen, _ = from_rows(rows)
    scaled = Histories(seen.frequency, seen.recency_days * scale, seen.tenure_days * scale, seen.weight)
    distinct, place = scaled.compress()
    assert len(set(zip(*distinct.columns()[:3], strict=True))) == len(distinct)
    for column, own in zip(distinct.columns()[:3], scaled.columns()[:3], strict=True):
        assert_array_equal(column[place], own)
    assert_array_equal(distinct.weight, np.bincount(place))


def test_weights_add_up() -> None:
    two = Histories(np.zeros(2), np.zeros(2), np.ones(2), np.array([2.5, 4.0]))
    distinct, _ = two.compress()
    assert distinct.weight.tolist() == [6.5]


@given(rows=ORDERS, seed=st.integers(0, 9))
def test_the_fingerprint_knows_customers_not_rows(rows: list[tuple[int, int]], seed: int) -> None:
    seen, _ = from_rows(rows)
    shuffled = np.random.default_rng(seed).permutation(len(seen))
    other = Histories(*(column[shuffled] for column in seen.columns()))
    assert seen.fingerprint() == other.fingerprint() == seen.compress()[0].fingerprint()
    longer = Histories(seen.frequency, seen.recency_days, seen.tenure_days + 1, seen.weight)
    assert seen.fingerprint() != longer.fingerprint()


def test_frequencies_are_counted_by_customers() -> None:
    seen = Histories(np.array([2.0, 0, 2]), np.array([5.0, 0, 6]), np.full(3, 9.0), np.array([1.0, 2, 3]))
    frequency, customers = by_frequency(seen)
    assert (frequency.tolist(), customers.tolist()) == ([0, 2], [2, 4])


def test_rows_are_told_apart_by_all_columns() -> None:
    first, place = distinct_rows(np.array([1.0, 1, 0, 1]), np.array([2.5, 2, 2.5, 2.5]))
    assert place.tolist() == [2, 1, 0, 2]
    assert first[place].tolist() in ([0, 1, 2, 0], [3, 1, 2, 3])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((1, 50, 40, 1), "row 1: the last order comes after the window has ended"),
        ((0, 5, 40, 1), "row 1: repeat orders and recency must be above zero together"),
        ((2, 0, 40, 1), "row 1: repeat orders and recency must be above zero together"),
        ((1.5, 5, 40, 1), "row 1: repeat orders are a whole number"),
        ((-1, 5, 40, 1), "row 1: a number is missing, infinite or below zero"),
        ((1, 5, float("inf"), 1), "row 1: a number is missing, infinite or below zero"),
        ((1, float("nan"), 40, 1), "row 1: a number is missing, infinite or below zero"),
        ((1, 5, 40, -2), "row 1: a number is missing, infinite or below zero"),
    ],
)
def test_impossible_histories_are_refused(row: tuple[float, ...], said: str) -> None:
    table = np.array([(1, 5, 40, 1), row], dtype=np.float64)
    with pytest.raises(InputError, match=said) as refused:
        Histories(*table.T)
    assert "correct the orders they come from" in str(refused.value)


def test_at_most_twenty_complaints_are_made() -> None:
    with pytest.raises(InputError) as refused:
        Histories(np.ones(99), np.full(99, 9.0), np.ones(99), np.ones(99))
    assert len(str(refused.value).splitlines()) == 21


@pytest.mark.parametrize("gaps", [np.zeros(1), np.array([0.0, np.nan])])
def test_gaps_that_cannot_be_are_refused(gaps: np.ndarray) -> None:
    with pytest.raises(InputError, match="log_gaps has one finite number a row; leave it out if it is not"):
        Histories(np.zeros(2), np.zeros(2), np.zeros(2), np.ones(2), gaps)


def test_columns_of_unlike_length_are_refused() -> None:
    with pytest.raises(InputError, match="all four have one value a row"):
        Histories(np.zeros(2), np.zeros(2), np.zeros(2), np.ones(3))
