"""Single customers, read by their codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from pages import Published, shrunk

from treue.report.customer_reading import PURCHASE_DAYS, read_customers
from treue.report.figures import read_figures


@pytest.fixture
def opened(published: Published) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published[0]), read_only=True) as connection:
        yield connection


def test_the_order_asked_for_is_kept_and_nobody_is_left_out(opened: duckdb.DuckDBPyConnection) -> None:
    codes = [
        code for (code,) in opened.execute("select code from customers order by code limit 4").fetchall()
    ]
    asked = [codes[2], "nobody", codes[0], codes[3]]
    assert [each.code for each in read_customers(opened, asked)] == [codes[2], codes[0], codes[3]]
    assert read_customers(opened, []) == []
    assert read_customers(opened, ["' or true --"]) == []


def test_anybody_has_all_entries_and_the_latest_orders(
    opened: duckdb.DuckDBPyConnection,
) -> None:
    worst = opened.execute(
        "select code, (select sum(amount_minor) from ledger where customer = c.customer), orders"
        " from customers c where orders > 5 order by value_minor limit 3"
    ).fetchall()
    found = read_customers(opened, [code for code, _, _ in worst])
    for each, (code, margin, orders) in zip(found, worst, strict=True):
        assert (each.code, each.orders) == (code, orders)
        assert sum(posting.amount_minor for posting in each.postings) == margin
        days = [order.day for order in each.latest]
        assert len(set(days)) == min(PURCHASE_DAYS, each.how.order_days)
        assert days == sorted(days, reverse=True)
        assert days[0] == each.last_order


def test_reasons_are_those_of_the_warning(opened: duckdb.DuckDBPyConnection) -> None:
    warned, calm = (
        opened.execute(
            f"select code from customers where customer {way} (select customer from warnings) order by code"
        ).fetchall()[0][0]
        for way in ("in", "not in")
    )
    first, second = read_customers(opened, [warned, calm])
    assert first.reasons
    assert all(numbers is not None for _, numbers in first.reasons)
    assert second.reasons == ()


def test_the_lists_of_the_page_are_the_same_people(
    opened: duckdb.DuckDBPyConnection, published: Published
) -> None:
    worrying = read_figures(published[0]).worrying
    assert len(worrying) == 20
    assert read_customers(opened, [each.code for each in worrying]) == list(worrying)


def test_a_snapshot_without_a_ledger_or_amounts_still_tells_orders(
    published: Published, tmp_path: Path
) -> None:
    bare = shrunk(
        published,
        tmp_path / "bare.duckdb",
        "drop table ledger",
        "drop table warnings",
        """update customers set value_minor = null, value_low_minor = null, value_high_minor = null,
            at_stake_minor = null, margin_per_order_minor = null, margin_minor = null""",
    )
    with duckdb.connect(str(bare), read_only=True) as connection:
        codes = connection.execute("select code from customers limit 1").fetchall()[0]
        (each,) = read_customers(connection, [str(code) for code in codes])
    assert (each.value_minor, each.at_stake_minor, each.how.margin_per_order_minor) == (0, 0, None)
    assert (each.postings, each.latest, each.reasons) == ((), (), ())
    assert each.how.expected_orders > 0
