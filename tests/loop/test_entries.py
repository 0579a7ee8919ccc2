"""What stands behind a figure: every entry, to the cent, and clear words where there is none."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from treue.cli import main
from treue.errors import BadOption, NothingAccepted
from treue.loop.entries import SHOWN, Asked, entries_behind
from treue.loop.home import Home, open_home
from treue.warehouse.snapshot import current, open_snapshot


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("entries")
    lines = ["order,customer,date,sku,quantity,price"]
    for order in range(120):
        day = f"2025-{1 + order % 12:02d}-{1 + order % 27:02d}"
        lines.append(f"{order},C{order % 30},{day},A{order % 4},1,{10 + order}.50")
        lines.append(f"{order},C{order % 30},{day},A{order % 3},2,{5 + order}.25")
    (folder / "order_lines.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shop = folder / "shop"
    assert main(["load", str(folder), "--home", str(shop), "--prices", "net", "--json"]) == 0
    (shop / "treue.toml").write_text('[vat]\nprices = "net"\n[value]\nmargin = "40%"\n', encoding="utf-8")
    assert main(["run", "--home", str(shop), "--json"]) == 0
    return open_home(shop)


def test_all_of_it_is_what_the_customers_brought(home: Home) -> None:
    snapshot = current(home.snapshots)
    assert snapshot is not None
    with open_snapshot(snapshot.database) as con:
        (margin,) = con.execute("SELECT sum(margin_minor)::BIGINT FROM customers").fetchall()[0]
        code, own = con.execute("SELECT code, margin_minor FROM customers LIMIT 1").fetchall()[0]
    whole = entries_behind(home, Asked())
    assert whole.amount_minor == margin
    assert whole.entries == 480
    assert len(whole.latest) == SHOWN
    one = entries_behind(home, Asked(customer=code.lower()))
    assert one.amount_minor == own
    assert {each.code for each in one.latest} == {code}


def test_choices_add_up(home: Home) -> None:
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    whole = entries_behind(home, Asked(kind="goods"))
    assert sum(entries_behind(home, Asked(kind="goods", month=each)).amount_minor for each in months) == (
        whole.amount_minor
    )
    later, from_july = (
        sum(entries_behind(home, Asked(month=each)).amount_minor for each in months[6:]),
        entries_behind(home, Asked(since=date(2025, 7, 1))),
    )
    assert from_july.amount_minor == later
    tiers = {"platinum", "gold", "iron", "lead"}
    told = [entries_behind(home, Asked(tier=tier)).amount_minor for tier in tiers]
    assert sum(told) == entries_behind(home, Asked()).amount_minor


def test_a_kind_can_be_left_out_and_days_end(home: Home) -> None:
    whole, goods = entries_behind(home, Asked()), entries_behind(home, Asked(kind="goods"))
    rest = entries_behind(home, Asked(without="goods"))
    assert rest.amount_minor == whole.amount_minor - goods.amount_minor
    assert {each.kind for each in rest.sums} == {"purchase_price"}
    half = entries_behind(home, Asked(until=date(2025, 6, 30)))
    later = entries_behind(home, Asked(since=date(2025, 7, 1)))
    assert half.amount_minor + later.amount_minor == whole.amount_minor
    with pytest.raises(BadOption, match="no day lies between"):
        entries_behind(home, Asked(since=date(2025, 7, 1), until=date(2025, 6, 30)))


def test_orders_are_counted_as_pages_count_them(tmp_path: Path) -> None:
    lines = ["order,customer,date,sku,quantity,price", "free,C1,2025-03-07,A1,1,0.00"]
    lines += [f"{order},C{order % 9},2025-0{1 + order % 9}-05,A1,1,{10 + order}.50" for order in range(60)]
    (tmp_path / "order_lines.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shop = tmp_path / "shop"
    assert main(["load", str(tmp_path), "--home", str(shop), "--prices", "net", "--json"]) == 0
    assert main(["run", "--home", str(shop), "--json"]) == 0
    free = open_home(shop)
    whole = entries_behind(free, Asked())
    assert (whole.orders, whole.counted) == (60, 61)
    march, april = (entries_behind(free, Asked(month=f"2025-0{month}")) for month in (3, 4))
    assert march.counted == march.orders + 1
    assert april.counted == april.orders
    assert entries_behind(free, Asked(kind="goods")).counted is None
    assert entries_behind(free, Asked(month="2025-03", since=date(2025, 3, 2))).counted is None


def test_a_file_holds_them_all(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "entries.csv"
    behind = entries_behind(home, Asked(kind="purchase_price"), out)
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == behind.entries == 240
    assert sum(Decimal(row["amount"]) for row in rows) * 100 == behind.amount_minor
    assert rows[0]["order_id"].endswith(":0")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            Asked(customer="NOBOD-YHERE"),
            "no customer of the latest run has that code or key. If a page names it, the person was deleted",
        ),
        (Asked(kind="god"), "--kind is 'god'; the snapshot has goods, purchase_price"),
        (Asked(without="god"), "--without is 'god'; the snapshot has goods"),
        (Asked(tier="tin"), "--tier is 'tin'; the snapshot has "),
        (Asked(month="March"), "write it as 2026-03"),
        (Asked(month="2025-13"), "write it as 2026-03"),
    ],
)
def test_what_does_not_occur_is_named(home: Home, asked: Asked, said: str) -> None:
    with pytest.raises(BadOption, match=said):
        entries_behind(home, asked)


def test_no_entries_and_no_snapshot(home: Home, tmp_path: Path) -> None:
    with pytest.raises(NothingAccepted, match="no such entries"):
        entries_behind(home, Asked(month="2024-01"))
    with pytest.raises(NothingAccepted, match="treue run"):
        entries_behind(open_home(tmp_path), Asked())


def test_the_command_prints_sums_and_entries(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entries", "--home", str(home.folder), "--kind", "goods"]) == 0
    printed = capsys.readouterr()
    assert "shop:119" in printed.out
    # The report of a shop that told no language is German, and so is what unfolds it.
    assert "200 weitere; alle schreiben Sie mit --out" in printed.err
    assert "Darin sind Waren aus 120 Bestellungen" not in printed.err
    assert main(["entries", "--home", str(home.folder), "--language", "en"]) == 0
    printed = capsys.readouterr()
    assert "amount, EUR" in printed.out
    assert "Goods of 120 orders are among them, as many as the report counts." in printed.err
    assert main(["entries", "--home", str(home.folder), "--kind", "god"]) == 2
