"""Thousands of files: nothing is lost, nothing is made up, and nothing ends in a traceback.

`TREUE_FILES` says how many files are drawn over all properties; `make bench` draws 10,000.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from shelf import Shelf

import strategies
from treue.errors import TreueError
from treue.sources import Account, Tally

FILES = int(os.environ.get("TREUE_FILES", "500"))
share = settings(max_examples=FILES // 5 + 1, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def desk() -> Iterator[Shelf]:
    with duckdb.connect() as con, TemporaryDirectory() as folder:
        con.execute("SET threads = 1")
        yield Shelf(Path(folder), con)


def settled(account: Account) -> bool:
    """Whether everything read was either accepted or set aside, and every row set aside has a rule."""
    tallies = [account.rows, *account.money.values()]
    return all(each.read == each.accepted + each.quarantined for each in tallies) and (
        sum(account.rules.values()) == account.rows.quarantined
    )


@share
@given(drawn=strategies.order_files())
def test_what_was_written_is_what_was_meant(desk: Shelf, drawn: strategies.OrderFile) -> None:
    delivery = desk.load(drawn.content)
    account = delivery.accounts["orders"]
    found = Counter(desk.rows(delivery, "orders", "day, amount_minor, currency"))
    assert account.rules == {}
    assert found == Counter((row.day, row.cents, "EUR") for row in drawn.rows)
    assert account.rows == Tally(len(drawn.rows), len(drawn.rows), 0)
    total = sum(row.cents for row in drawn.rows)
    assert account.money == {"EUR": Tally(total, total, 0)}


@share
@given(drawn=strategies.order_files(defects=True))
def test_each_bad_row_is_set_aside_by_its_rule(desk: Shelf, drawn: strategies.OrderFile) -> None:
    delivery = desk.load(drawn.content)
    account = delivery.accounts["orders"]
    assert account.rules == Counter(row.defect for row in drawn.rows if row.defect)
    assert settled(account)
    good = Counter((row.day, row.cents) for row in drawn.rows if not row.defect)
    assert Counter(desk.rows(delivery, "orders", "day, amount_minor")) == good
    aside = desk.con.execute("SELECT coalesce(sum(money_minor), 0)::BIGINT FROM set_aside").fetchall()[0][0]
    assert aside == account.money["EUR"].quarantined


@share
@given(content=strategies.junk())
def test_junk_is_refused_or_accounted_for(desk: Shelf, content: bytes) -> None:
    try:
        delivery = desk.load(content)
    except TreueError:
        return
    assert all(settled(account) for account in delivery.accounts.values())


@share
@given(drawn=strategies.order_files())
def test_the_same_file_gives_the_same_ids(desk: Shelf, drawn: strategies.OrderFile) -> None:
    first = sorted(desk.rows(desk.load(drawn.content), "orders", "order_id"))
    again = sorted(desk.rows(desk.load(drawn.content), "orders", "order_id"))
    assert first == again
    assert len(set(first)) == len(drawn.rows)


@share
@given(drawn=strategies.line_files())
def test_lines_add_up_to_orders_and_refunds(
    desk: Shelf, drawn: tuple[bytes, tuple[strategies.MeantLine, ...]]
) -> None:
    content, lines = drawn
    delivery = desk.load(content)
    amounts = [
        int((Decimal(each.pieces * each.price_mills) / 10).quantize(Decimal(1), ROUND_HALF_EVEN))
        for each in lines
    ]
    assert delivery.accounts["order_lines"].money == {"EUR": Tally(sum(amounts), sum(amounts), 0)}
    sold: Counter[str] = Counter()
    for each, amount in zip(lines, amounts, strict=True):
        if each.pieces > 0:
            sold[f"orders:{1000 + each.order}"] += amount
    assert dict(desk.rows(delivery, "orders", "order_id, amount_minor")) == dict(sold)
    back = desk.rows(delivery, "refunds", "amount_minor") if "refunds" in delivery.tables else []
    assert sorted(back) == sorted(
        (-amount,) for each, amount in zip(lines, amounts, strict=True) if each.pieces < 0
    )
