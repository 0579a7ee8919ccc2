"""The public sets, with their published totals to the penny and no mapping at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf import Shelf

from treue.sources import Delivery

pytestmark = pytest.mark.public_data


def counted(delivery: Delivery, kind: str) -> tuple[int, int, int]:
    rows = delivery.accounts[kind].rows
    assert rows.read == rows.accepted + rows.quarantined
    return rows.read, rows.accepted, rows.quarantined


def test_cdnow_master(shelf: Shelf, public_data: Path) -> None:
    delivery = shelf.read(public_data / "cdnow" / "CDNOW_master.txt.gz")
    assert counted(delivery, "orders") == (69_659, 69_659, 0)
    assert delivery.accounts["orders"].money["EUR"].accepted == 250_031_563
    assert shelf.rows(delivery, "orders", "count(DISTINCT customer), count(DISTINCT order_id)") == [
        (23_570, 69_659)
    ]


def test_cdnow_sample_without_header(shelf: Shelf, public_data: Path) -> None:
    delivery = shelf.read(public_data / "cdnow" / "CDNOW_sample.txt.gz")
    assert counted(delivery, "orders") == (6_919, 6_919, 0)
    assert delivery.accounts["orders"].money["EUR"].accepted == 24_409_194
    assert shelf.rows(delivery, "orders", "count(DISTINCT customer)") == [(2_357,)]


def test_online_retail(shelf: Shelf, public_data: Path) -> None:
    delivery = shelf.read(public_data / "online_retail" / "online_retail.parquet")
    assert counted(delivery, "order_lines") == (541_909, 535_305, 6_604)
    assert delivery.accounts["order_lines"].rules == {"duplicate": 5_268, "stock_movement": 1_336}
    money = delivery.accounts["order_lines"].money["EUR"]
    assert (money.read, money.read - money.accepted - money.quarantined) == (974_774_793, 0)
    assert delivery.written["payments"] == 3
    total = "(SELECT sum(amount_minor) FROM delivered_{})"
    parts = " - ".join(total.format(table) for table in ("order_lines", "refunds", "payments"))
    assert shelf.con.execute(f"SELECT {parts}").fetchall() == [(money.accepted,)]
    assert shelf.rows(delivery, "orders", "count(DISTINCT order_id) - count(*)") == [(0,)]
    assert shelf.rows(delivery, "order_lines", "count(DISTINCT (order_id, position)) - count(*)") == [(0,)]


def test_complete_journey(shelf: Shelf, public_data: Path) -> None:
    delivery = shelf.read(public_data / "complete_journey")
    assert counted(delivery, "order_lines") == (1_469_307, 1_469_307, 0)
    assert delivery.written == {"products": 92_331, "orders": 155_848, "order_lines": 1_469_307}
    assert len(delivery.skipped) == 6
    assert shelf.rows(delivery, "orders", "count(DISTINCT customer)") == [(2_469,)]


def test_grocery_without_amounts(shelf: Shelf, public_data: Path) -> None:
    delivery = shelf.read(public_data / "btydplus_grocery" / "groceryElog.parquet")
    assert counted(delivery, "orders") == (10_483, 10_483, 0)
    assert delivery.accounts["orders"].money == {}
    assert shelf.rows(delivery, "orders", "count(DISTINCT customer)") == [(1_525,)]
