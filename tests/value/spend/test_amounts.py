from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.value.spend import order_amounts

orders = st.lists(
    st.tuples(st.integers(-(2**62), 2**62), st.integers(0, 6), st.integers(-500, 2_000)), min_size=1
)


def columns(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    customer, day, cents = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return customer, day, cents / 100


def test_orders_of_a_day_count_once() -> None:
    counts, means = order_amounts(*columns([(7, 3, 1000), (7, 3, 500), (7, 4, 300), (2, 9, 400)]))
    assert counts.tolist() == [1, 2]
    assert means.tolist() == [4, 9]


def test_the_first_day_is_left_out_even_if_it_was_free() -> None:
    counts, means = order_amounts(*columns([(1, 1, 0), (1, 2, 500), (1, 5, 700), (2, 1, 900)]), "repeat")
    assert counts.tolist() == [2, 0]
    assert means.tolist() == [6, 0]


def test_a_day_that_sums_to_nothing_does_not_count() -> None:
    counts, means = order_amounts(*columns([(1, 1, 800), (1, 2, 500), (1, 2, -600)]))
    assert counts.tolist() == [1]
    assert means.tolist() == [8]


def test_no_orders() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert [len(part) for part in order_amounts(empty, empty, np.zeros(0))] == [0, 0]


@settings(deadline=None)
@given(rows=orders)
def test_the_order_of_rows_changes_nothing(rows: list[tuple[int, int, int]]) -> None:
    straight, turned = order_amounts(*columns(rows)), order_amounts(*columns(rows[::-1]))
    assert (straight[0] == turned[0]).all()
    assert np.allclose(straight[1], turned[1], rtol=1e-12)


@settings(deadline=None)
@given(rows=orders)
def test_counts_times_means_is_the_value_of_positive_days(rows: list[tuple[int, int, int]]) -> None:
    days: dict[tuple[int, int], int] = {}
    for customer, day, cents in rows:
        days[customer, day] = days.get((customer, day), 0) + cents
    counts, means = order_amounts(*columns(rows))
    assert np.isclose((counts * means).sum(), sum(max(cents, 0) for cents in days.values()) / 100)
    assert len(counts) == len({customer for customer, _, _ in rows})
