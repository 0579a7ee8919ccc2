"""What customers did day by day: cut by day, cut by customer, added up."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.value.diary import Bookings, Diary
from treue.value.histories import IntArray
from treue.value.order_days import OrderDays

Row = tuple[int, int, int]
ROWS = st.lists(st.tuples(st.integers(1, 6), st.integers(20_000, 20_030), st.integers(-9_999, 9_999)))
DIGITS = 2


def table_of(rows: list[Row], money: str) -> pa.Table:
    """As an engine gives them: days as dates, money in cents."""
    customer, day, cents = zip(*rows, strict=True) if rows else ((), (), ())
    columns = {
        "customer": pa.array(customer, pa.int64()),
        "day": pa.array(day, pa.int32()).cast(pa.date32()),
        money: pa.array(cents, pa.int64()),
    }
    return pa.table(columns)


def bookings_of(rows: list[Row]) -> Bookings:
    return Bookings.of(table_of(rows, "margin_minor"), DIGITS)


def diary_of(rows: list[Row]) -> Diary:
    """Every day with a gain is a day with an order."""
    bought = sorted(
        {(customer, day): (customer, day, cents) for customer, day, cents in rows if cents > 0}.values()
    )
    return Diary(OrderDays.of(table_of(bought, "revenue_minor"), DIGITS), bookings_of(rows))


def keys(*customers: int) -> IntArray:
    return np.array(customers, dtype=np.int64)


# Agreement


def test_rows_come_from_dates_and_cents() -> None:
    told = bookings_of([(7, 20_454, -1_250)])
    assert (told.customer[0], told.margin[0]) == (7, -12.5)
    assert date(1970, 1, 1).toordinal() + told.day[0] == date(2026, 1, 1).toordinal()
    yen = Bookings.of(table_of([(7, 20_454, -1_250)], "margin_minor"), 0)
    assert yen.margin[0] == -1_250


def test_orders_come_sorted_by_customer_then_day() -> None:
    told = OrderDays.of(table_of([(2, 20_005, 1), (1, 20_009, 2), (2, 20_001, 3)], "revenue_minor"), DIGITS)
    assert list(zip(told.customer, told.day, told.revenue, strict=True)) == [
        (1, 20_009, 0.02),
        (2, 20_001, 0.03),
        (2, 20_005, 0.01),
    ]


def test_losses_are_those_of_days_with_a_loss() -> None:
    told = bookings_of(
        [(1, 20_000, 900), (1, 20_001, -300), (3, 20_001, -50), (1, 20_002, -100), (5, 20_000, -1)]
    )
    assert told.losses(keys(1, 2, 3)) == pytest.approx([4.0, 0.0, 0.5])


def test_the_first_day_is_that_of_an_order() -> None:
    assert diary_of([(1, 20_003, 10), (2, 20_001, 10), (3, 20_000, -10)]).first == 20_001


# Invariants


@given(rows=ROWS, day=st.integers(19_999, 20_031))
def test_a_day_cuts_past_from_future(rows: list[Row], day: int) -> None:
    whole = diary_of(rows)
    past = whole.until(day)
    assert (past.orders.day <= day).all()
    assert (past.bookings.day <= day).all()
    assert len(past.bookings.day) == sum(booked <= day for _, booked, _ in rows)
    assert len(past.orders.day) == (whole.orders.day <= day).sum()


@given(rows=ROWS, some=st.sets(st.integers(1, 8)))
def test_customers_taken_and_customers_left_are_all(rows: list[Row], some: set[int]) -> None:
    whole = diary_of(rows)
    taken = keys(*sorted(some))
    left = keys(*sorted(set(range(1, 9)) - some))
    parts = [whole.of_customers(each) for each in (taken, left)]
    assert set(parts[0].orders.customer) <= some
    assert set(parts[0].bookings.customer) <= some
    assert sum(len(part.orders.day) for part in parts) == len(whole.orders.day)
    assert sum(len(part.bookings.day) for part in parts) == len(whole.bookings.day)


@given(rows=ROWS, seed=st.integers(0, 99))
def test_the_order_of_bookings_is_no_matter(rows: list[Row], seed: int) -> None:
    mixed = [rows[each] for each in np.random.default_rng(seed).permutation(len(rows))]
    asked = keys(*range(1, 8))
    assert bookings_of(mixed).losses(asked) == pytest.approx(bookings_of(rows).losses(asked))


def test_nobody_has_nothing() -> None:
    told = Bookings.none()
    assert told.losses(keys()).shape == (0,)
    assert (told.losses(keys(1, 2)) == 0).all()
    assert len(diary_of([]).of_customers(keys(1)).orders.day) == 0
