"""Exports of a simulated shop, loaded again: what comes out is what was simulated, to the cent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from worlds import plan, terms

from treue.loop.home import KEY, SETTINGS, open_home
from treue.loop.intake.loading import Loaded, Wanted, load
from treue.simulation.exporting.books import Books, books_of
from treue.simulation.exporting.shapes import SHAPES
from treue.simulation.exporting.writing import Exported, write_exports
from treue.simulation.writing import History, history

Row = tuple[Any, ...]
_SETTINGS = '[shop]\nname = "x"\ncurrency = "EUR"\ncountry = "DE"\n\n[vat]\nprices = "gross"\n'
_NOT_KEPT = {"customer", "identity", "mailbox", "source", "version"}


@pytest.fixture(scope="module")
def lived() -> History:
    """Groceries have two VAT rates, refills and bundles."""
    return history(terms("grocery"), plan(600, days=400, before=100))


@pytest.fixture(scope="module")
def books(lived: History) -> Books:
    return books_of(lived)


class Trip:
    """A shop that was exported and loaded."""

    def __init__(self, exported: Exported, loaded: Loaded, home: Path) -> None:
        self.exported, self.loaded, self.home = exported, loaded, home

    def table(self, name: str) -> pa.Table:
        files = [str(path) for path in open_home(self.home).facts.files(name)]
        return pq.read_table(files)


@pytest.fixture(scope="module")
def travel(tmp_path_factory: pytest.TempPathFactory, books: Books) -> Callable[[str], Trip]:
    done: dict[str, Trip] = {}

    def go(shape: str) -> Trip:
        if shape not in done:
            folder = tmp_path_factory.mktemp(shape)
            exported = write_exports(books, SHAPES[shape], folder / "exports")
            home = folder / "home"
            home.mkdir()
            (home / SETTINGS).write_text(_SETTINGS, encoding="utf-8")
            (home / KEY).write_text("nobody real is in it\n", encoding="utf-8")
            (home / KEY).chmod(0o600)
            done[shape] = Trip(
                exported, load(Wanted(folder / "exports"), open_home(home), lambda _: None), home
            )
        return done[shape]

    return go


def persons(orders: pa.Table, identities: pa.Table) -> list[tuple[int, int]]:
    """Of each person the number of orders and what they came to, least first."""
    known = dict(zip(*(identities[name].to_pylist() for name in ("identity", "customer")), strict=True))
    who = np.array([known.get(each, each) for each in orders["customer"].to_pylist()])
    _, place, count = np.unique(who, return_inverse=True, return_counts=True)
    total = np.bincount(place, orders["amount_minor"].to_numpy()).astype(np.int64)
    return sorted(zip(count.tolist(), total.tolist(), strict=True))


def numbered(table: pa.Table, books: Books, first: int, begins: str = "") -> pa.Table:
    """With the order numbers that were exported."""
    if "order_id" not in table.column_names:
        return table
    told = books.number(table["order_id"], first)
    at = table.column_names.index("order_id")
    written = pc.if_else(
        pc.equal(told, ""),
        pa.scalar(None, pa.string()),
        pc.binary_join_element_wise(f"shop:{begins}", told, ""),
    )
    return table.set_column(at, "order_id", written)


def rows(table: pa.Table, without: set[str]) -> list[Row]:
    """Sorted; instants to the second, as files say them."""
    cells = []
    for name in table.column_names:
        if name in without | _NOT_KEPT:
            continue
        column = table[name]
        if pa.types.is_timestamp(column.type):
            column = pc.floor_temporal(column, unit="second")
        if name.endswith("_id") and name != "order_id":
            column = pc.replace_substring(column, "shop:", "")
        cells.append(column.to_pylist())
    return sorted(zip(*cells, strict=True), key=repr)


TABLES = {
    "products", "stock", "orders", "order_lines", "refunds", "payments", "visits", "carts", "touches",
    "tickets", "interactions", "answers", "reviews", "values", "preferences", "consents", "points", "spend",
    "calendar", "customers",
}  # fmt: skip

NUMBERS = {
    "german": ("", 100_001),
    "shopify": ("#", 1001),
    "woocommerce": ("", 501),
    "shopware": ("", 10_001),
}
"""How a shape's order numbers begin, and the first one."""

CANNOT = {
    "german": {
        "orders": {"vat_bp", "status"},  # rates stand at the lines; the status is German: "zugestellt"
        "customers": {"kind"},  # nobody exports whether somebody is a customer of the shop
        "refunds": {"kind"},  # goods, where nothing else is said
        "calendar": {"country"},  # everywhere
    }
}
"""Shape and table -> what files of that shape do not say."""


@pytest.mark.parametrize("table", sorted(TABLES))
def test_german_files_bring_every_fact_back(
    travel: Callable[[str], Trip], lived: History, books: Books, table: str
) -> None:
    trip = travel("german")
    without = CANNOT["german"].get(table, set())
    told = numbered(lived.facts[table], books, 100_001)
    assert len(told) > 0
    assert rows(trip.table(table), without) == rows(told, without)


def test_every_kind_of_fact_is_in_a_german_file(lived: History) -> None:
    assert set(lived.facts) == TABLES | {"identities"}


def test_guests_and_accounts_are_the_same_people_again(travel: Callable[[str], Trip], lived: History) -> None:
    trip = travel("german")
    truth = persons(lived.facts["orders"], lived.facts["identities"])
    assert persons(trip.table("orders"), trip.table("identities")) == truth
    assert len(truth) < len(np.unique(lived.facts["orders"]["customer"].to_numpy()))


@pytest.mark.parametrize("shape", SHAPES)
def test_broken_and_doubled_rows_are_set_aside_for_the_right_reason(
    travel: Callable[[str], Trip], shape: str
) -> None:
    trip = travel(shape)
    assert trip.loaded.set_aside is not None
    aside = pq.read_table(trip.loaded.set_aside).to_pylist()
    found = {(each["file"], each["row"]): each["rule"] for each in aside if ": refunds" not in each["file"]}
    count = {rule: list(found.values()).count(rule) for rule in set(found.values())}
    assert count == {**trip.exported.broken, "duplicate": trip.exported.doubled}
    assert trip.exported.doubled >= 2


def orders_of(table: pa.Table, *names: str) -> list[Row]:
    return rows(table.select(["order_id", "ordered_at", "day", *names]), set())


@pytest.mark.parametrize("shape", NUMBERS)
def test_every_shape_brings_orders_and_people_back(
    travel: Callable[[str], Trip], lived: History, books: Books, shape: str
) -> None:
    trip, (begins, first) = travel(shape), NUMBERS[shape]
    orders = trip.table("orders")
    truth = numbered(lived.facts["orders"], books, first, begins)
    assert orders_of(orders) == orders_of(truth)
    counts = [count for count, _ in persons(orders, trip.table("identities"))]
    assert counts == [count for count, _ in persons(truth, lived.facts["identities"])]


def test_shopify_brings_money_back_but_not_when_it_was_refunded(
    travel: Callable[[str], Trip], lived: History, books: Books
) -> None:
    trip = travel("shopify")
    told = ("amount_minor", "voucher_minor", "voucher_code", "shipping_charged_minor", "currency", "prices")
    truth = numbered(lived.facts["orders"], books, 1001, "#")
    assert orders_of(trip.table("orders"), *told) == orders_of(truth, *told)
    of_lines = ["order_id", "product", "quantity_milli", "price_minor", "discount_minor", "amount_minor"]
    lines = numbered(books.with_pieces_together.facts["order_lines"], books, 1001, "#")
    assert rows(trip.table("order_lines").select(of_lines), set()) == rows(lines.select(of_lines), set())
    back = books.summed("refunds", "amount_minor")
    refunds = trip.table("refunds")
    assert sorted(refunds["amount_minor"].to_pylist()) == sorted(back[back > 0].tolist())
    articles = ["product", "category", "brand", "list_price_minor", "unit_cost_minor"]
    assert rows(trip.table("products").select(articles), set()) == rows(
        lived.facts["products"].select(articles), set()
    )


def test_woocommerce_brings_net_money_back_and_every_refund(
    travel: Callable[[str], Trip], lived: History, books: Books
) -> None:
    trip = travel("woocommerce")
    assert set(trip.table("orders")["prices"].to_pylist()) == {"net"}
    truth = numbered(books.facts["order_lines"], books, 501).sort_by(
        [("order_id", "ascending"), ("position", "ascending")]
    )
    lines = trip.table("order_lines").sort_by([("order_id", "ascending"), ("position", "ascending")])
    for name in ("order_id", "position", "product", "quantity_milli"):
        assert lines[name].to_pylist() == truth[name].to_pylist()
    gross = lines["amount_minor"].to_numpy() * (1 + truth["vat_bp"].to_numpy() / 10_000)
    assert (
        np.abs(gross - truth["amount_minor"].to_numpy()).max() <= 0.6
    )  # half a net cent is at most .595 gross
    orders, simulated = (
        each.sort_by("order_id")
        for each in (trip.table("orders"), numbered(books.facts["orders"], books, 501))
    )
    shipping = orders["shipping_charged_minor"].to_numpy() * 1.19
    assert np.abs(shipping - simulated["shipping_charged_minor"].to_numpy()).max() <= 0.6
    voucher, net = orders["voucher_minor"].to_numpy(), simulated["voucher_minor"].to_numpy()
    # Its part at each of the two rates is rounded by itself.
    assert ((voucher <= net / 1.07 + 1.0) & (voucher >= net / 1.19 - 1.0)).all()
    assert net.max() > 0
    of_refunds = ["order_id", "refunded_at", "day", "amount_minor", "reason", "prices"]
    refunds = numbered(lived.facts["refunds"], books, 501)
    assert rows(trip.table("refunds").select(of_refunds), set()) == rows(refunds.select(of_refunds), set())


def test_shopware_brings_back_what_was_charged_and_cannot_say_for_what(
    travel: Callable[[str], Trip], lived: History
) -> None:
    trip = travel("shopware")
    orders = lived.facts["orders"]
    charged = sum(orders[name].to_numpy().sum() for name in ("amount_minor", "shipping_charged_minor"))
    charged -= orders["voucher_minor"].to_numpy().sum()
    assert trip.table("orders")["amount_minor"].to_numpy().sum() == charged
    assert not {"order_lines", "refunds"} & set(trip.loaded.delivery.tables)
    articles = ["product", "name", "category", "brand", "list_price_minor", "unit_cost_minor", "vat_bp"]
    assert rows(trip.table("products").select(articles), set()) == rows(
        lived.facts["products"].select(articles), set()
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_without_blemishes_nothing_is_set_aside_and_bytes_repeat(
    tmp_path: Path, books: Books, shape: str
) -> None:
    for name in ("a", "b"):
        done = write_exports(books, SHAPES[shape], tmp_path / name, blemishes=False)
    assert (done.broken, done.doubled) == ({}, 0)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize("shape", SHAPES)
def test_addresses_are_of_nobody(tmp_path: Path, books: Books, shape: str) -> None:
    write_exports(books, SHAPES[shape], tmp_path)
    for path in tmp_path.iterdir():
        hosts = {
            part.split("@")[1]
            for part in path.read_text("utf-8-sig")
            .replace('"', ";")
            .replace(",", ";")
            .replace("\n", ";")
            .split(";")
            if "@" in part
        }
        assert hosts <= {"example.org", "example.com"}
