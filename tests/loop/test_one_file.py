"""One file alone: guests join the account with their address, currencies are never added up."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from treue.cli import main

Valued = Callable[..., dict[str, dict[str, str]]]


@pytest.fixture
def valued(tmp_path: Path) -> Valued:
    """Write a file, value it, and read the row of each customer."""

    def run(text: str, *options: str) -> dict[str, dict[str, str]]:
        path, out = tmp_path / "orders.csv", tmp_path / "out.csv"
        path.write_text(text, encoding="utf-8")
        assert main(["value", str(path), "--out", str(out), "--json", *options]) == 0
        return {
            row["customer_id"]: row for row in csv.DictReader(out.read_text(encoding="utf-8").splitlines())
        }

    return run


def test_a_guest_is_the_account_with_the_same_address(valued: Valued) -> None:
    rows = valued(
        "order,customer,email,date,amount\n"
        "1,A1,ana@example.org,2026-01-05,10.00\n"
        "2,,ANA@example.org,2026-02-05,20.00\n"
        "3,,guest@example.org,2026-03-05,30.00\n"
        "4,,,2026-03-06,40.00\n"
    )
    assert {name: row["orders"] for name, row in rows.items()} == {"A1": "2", "guest@example.org": "1"}


def test_two_accounts_with_one_address_are_one_person(valued: Valued) -> None:
    rows = valued(
        "order,customer,email,date,amount\n"
        "1,A1,ana@example.org,2026-01-05,10.00\n"
        "2,A2,ana@example.org,2026-02-05,20.00\n"
        "3,A2,other@example.org,2026-03-05,30.00\n"
        "4,,other@example.org,2026-03-06,40.00\n"
        "5,B,ben@example.org,2026-03-06,50.00\n"
    )
    assert {name: row["orders"] for name, row in rows.items()} == {"A1": "4", "B": "1"}


def test_the_currency_of_most_orders_counts_and_the_rest_is_named(
    valued: Valued, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = valued(
        "customer,date,amount,currency\n"
        "A,2026-01-05,10.00,CHF\nA,2026-02-05,10.00,CHF\nB,2026-02-05,7.00,CHF\nC,2026-03-05,99.00,EUR\n"
    )
    assert set(rows) == {"A", "B"}
    assert float(rows["A"]["revenue"]) == 20
    said = capsys.readouterr().out
    assert '"currency": "CHF"' in said
    assert "1 in EUR" in said


def test_vat_comes_off_before_any_margin(valued: Valued) -> None:
    text = "customer,date,amount,country\nA,2026-01-05,119.00,DE\nB,2026-01-06,119.00,AT\n"
    gross = valued(text, "--prices", "gross", "--margin", "50%")
    assert float(gross["A"]["revenue"]) == 100
    assert float(gross["B"]["revenue"]) == pytest.approx(99.17)
    assert float(gross["A"]["margin"]) == 50
    assert float(valued(text, "--prices", "net")["A"]["margin"]) == 119


def test_orders_without_amounts_have_no_value_and_no_tier(valued: Valued) -> None:
    rows = valued(
        "customer,date\n" + "".join(f"C{c},2026-0{m}-0{1 + c % 9}\n" for c in range(30) for m in range(1, 7))
    )
    assert {row["value"] for row in rows.values()} == {""}
    assert {row["tier"] for row in rows.values()} == {""}
    assert all(float(row["expected_orders"]) > 0 for row in rows.values())


def test_a_refund_takes_margin_and_leaves_the_order(valued: Valued) -> None:
    rows = valued(
        "order,customer,date,sku,quantity,price\n"
        "1,A,2026-01-05,X,2,50.00\n1,A,2026-01-05,Y,1,10.00\n"
        "C1,A,2026-01-20,X,-1,50.00\n2,B,2026-01-21,X,1,50.00\n",
        "--prices",
        "net",
    )
    assert (rows["A"]["orders"], float(rows["A"]["revenue"]), float(rows["A"]["margin"])) == ("1", 110, 60)


@pytest.mark.public_data
def test_no_order_called_off_at_once_makes_a_customer_valuable(tmp_path: Path, public_data: Path) -> None:
    out = tmp_path / "out.csv"
    path = public_data / "online_retail" / "online_retail.parquet"
    assert main(["value", str(path), "--model", "pareto-nbd", "--out", str(out), "--json"]) == 0
    rows = {row["customer_id"]: row for row in csv.DictReader(out.read_text(encoding="utf-8").splitlines())}
    assert len(rows) == 4_337
    assert sum(int(row["orders"]) for row in rows.values()) == 18_426
    # 12346 ordered once, for 77,183.60, and called it off; 16446 did so with 168,469.60 after a first 2.90.
    assert "12346" not in rows
    assert (rows["16446"]["orders"], rows["16446"]["revenue"], rows["16446"]["margin"]) == ("1", "2.9", "2.9")
    worth = sorted(float(row["value"]) for row in rows.values())
    assert float(rows["16446"]["value"]) <= worth[len(worth) // 20]
