from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from treue.simulation.telling.rows import together
from treue.simulation.twin.reading import Assortment, assortment_of, seen_of
from treue.simulation.twin.seen import Seen
from treue.simulation.twin.telling import Shelf, tell_articles, tell_twins

DAY = dt.date(2026, 1, 1)
NUMBER = (DAY - dt.date(1970, 1, 1)).days


def at(day: int) -> dt.date:
    return DAY + dt.timedelta(days=day)


def days(rows: list[tuple[int, int, int, int, int]]) -> pa.Table:
    names = ("customer", "day", "amount_minor", "lines", "milli")
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return pa.table({
        name: pa.array([at(each) for each in column] if name == "day" else list(column),
                       pa.date32() if name == "day" else pa.int64())
        for name, column in zip(names, columns, strict=True)
    })  # fmt: skip


def back(rows: list[tuple[int, int, int | None, int]]) -> pa.Table:
    return pa.table({
        "customer": pa.array([row[0] for row in rows], pa.int64()),
        "day": pa.array([at(row[1]) for row in rows], pa.date32()),
        "ordered": pa.array([None if row[2] is None else at(row[2]) for row in rows], pa.date32()),
        "back_minor": pa.array([row[3] for row in rows], pa.int64()),
    })  # fmt: skip


def test_refunds_find_their_order_by_name_or_by_day() -> None:
    orders = days([(9, 20, 500, 1, 1000), (9, 0, 1000, 2, 3000), (7, 5, 300, 1, 1000)])
    given = back([(9, 25, 0, 400), (9, 30, None, 250), (7, 4, None, 100), (8, 9, None, 100)])
    seen = seen_of(orders, given, NUMBER + 40)
    assert seen.keys.tolist() == [7, 9]
    assert (seen.day - NUMBER).tolist() == [5, 0, 20]
    assert seen.returned.tolist() == [0, 0.4, 0.5]
    assert seen.lag.tolist() == [-1, 25, 10]
    assert (seen.first - NUMBER, seen.until - NUMBER) == (0, 40)
    assert seen.pieces.tolist() == [1, 3, 1]


def test_more_than_was_paid_never_goes_back() -> None:
    seen = seen_of(days([(1, 0, 100, 1, 1000)]), back([(1, 3, 0, 90), (1, 5, 0, 90)]), NUMBER + 9)
    assert seen.returned.tolist() == [1.0]
    assert seen.lag.tolist() == [5]


def test_days_without_worth_are_left_out_unless_no_worth_is_known() -> None:
    some = seen_of(days([(1, 0, 0, 1, 1000), (1, 3, 50, 1, 1000)]), back([]), NUMBER + 9)
    assert (some.day - NUMBER).tolist() == [3]
    none = seen_of(days([(1, 0, 0, 0, 0), (1, 3, 0, 0, 0)]), back([]), NUMBER + 9)
    assert (none.day - NUMBER).tolist() == [0, 3]
    assert not none.has_amounts
    assert not none.has_lines


def test_nobody_is_nobody() -> None:
    seen = seen_of(days([]), back([]), NUMBER)
    assert len(seen) == 0
    assert not seen.has_amounts


def test_articles_are_sorted_by_what_is_sold_and_lose_their_names() -> None:
    rows = pa.table({
        "product": ["secret tea", "tea", "mug"], "lines": [1, 6, 3], "net_minor": [10, 60, 30],
        "known_net_minor": [0, 60, 30], "cost_minor": [0, 30, 6],
    })  # fmt: skip
    found = assortment_of(rows)
    assert found.share.tolist() == [0.6, 0.3, 0.1]
    assert found.cost[:2].tolist() == [0.5, 0.2]
    assert np.isnan(found.cost[2])


def test_what_had_been_seen_by_a_day_knows_no_later_return() -> None:
    seen = seen_of(days([(1, 0, 100, 1, 1000), (2, 8, 70, 1, 1000)]), back([(1, 6, 0, 50)]), NUMBER + 9)
    early = seen.upto(NUMBER + 5)
    assert len(early) == 1
    assert early.returned.tolist() == [0]
    assert seen.upto(NUMBER + 7).returned.tolist() == [0.5]


def test_lines_add_up_to_the_cent_and_to_the_piece() -> None:
    rng = np.random.default_rng(1)
    count = 300
    lines = rng.integers(1, 9, count)
    seen = Seen(
        keys=np.arange(count), customer=np.arange(count), day=np.full(count, NUMBER),
        amount=rng.integers(1, 90_000, count).astype(float), lines=lines,
        pieces=(lines + rng.integers(0, 30, count)).astype(float), returned=np.zeros(count),
        lag=np.full(count, -1), first=NUMBER, until=NUMBER + 3,
    )  # fmt: skip
    shelf = Shelf(Assortment(np.array([0.7, 0.3]), np.array([0.5, np.nan])), "EUR")
    told = together([*tell_twins(seen, shelf, 5), *tell_articles(shelf, NUMBER)])
    rows = told["order_lines"].rows
    order = {key: place for place, key in enumerate(told["orders"].rows["order_id"].to_pylist())}
    place = np.array([order[key] for key in rows["order_id"].to_pylist()])
    assert np.array_equal(np.bincount(place, rows["amount_minor"].to_numpy()), seen.amount)
    assert np.array_equal(np.bincount(place, rows["quantity_milli"].to_numpy()) / 1000, seen.pieces)
    assert np.array_equal(np.bincount(place), lines)
    share = np.mean(np.array(rows["product"].to_pylist()) == "T1")
    assert share == pytest.approx(0.7, abs=0.05)
    known = rows.filter(pc.equal(rows["product"], "T2"))
    assert known["unit_cost_minor"].null_count == len(known)
    assert "refunds" not in told
