"""A night asks only some customers of a large shop how well it would have forecast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from treue.loop.night.backtesting import Source
from treue.loop.night.tables import bought_days
from treue.value.diary import Bookings, Diary
from treue.value.order_days import OrderDays
from treue.warehouse.engine import Engine, EngineOptions
from treue.warehouse.opening import open_engine
from treue.warehouse.tables import declare

ROWS = pa.schema(
    [
        ("customer", pa.int64()),
        ("day", pa.date32()),
        ("orders", pa.int64()),
        ("revenue_minor", pa.int64()),
    ]
)


@pytest.fixture
def source() -> Iterator[Source]:
    with open_engine("duckdb", EngineOptions()) as engine:
        yield Source(engine, declare("days", ROWS), days_of_all(engine), date(2025, 4, 22), 2)


def days_of_all(engine: Engine) -> Diary:
    """A thousand customers with three orders each, on the engine and as a diary."""
    customer = np.repeat(np.arange(1_000), 3)
    day = np.tile([20_000, 20_100, 20_200], 1_000)
    one = np.ones(len(customer), dtype=np.int64)
    columns = (customer, day.astype("datetime64[D]"), one, 500 * one)
    rows = pa.table([pa.array(column) for column in columns], schema=ROWS)
    engine.write("days", rows)
    return Diary(OrderDays(customer, day, 5.0 * one), Bookings.none())


def test_engine_and_diary_hold_the_same_customers(source: Source) -> None:
    some = source.sampled(200)
    kept = np.unique(some.diary.orders.customer)
    assert some.is_sample
    assert 120 < len(kept) < 280
    read = some.engine.read(bought_days(some.days)).read_all()
    assert set(read.column("customer").to_pylist()) == set(kept.tolist())
    assert len(read) == 3 * len(kept)
    again = source.sampled(200)
    assert (np.unique(again.diary.orders.customer) == kept).all()


def test_a_small_shop_is_asked_whole(source: Source) -> None:
    assert source.sampled(1_000) is source
    assert not source.is_sample
