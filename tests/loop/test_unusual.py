"""From facts to the table: what is planted is told, what is not there is not missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import numpy as np
import pytest

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of
from treue.facts.store import FactsStore
from treue.loop.night import valuing
from treue.loop.night.noticing import see
from treue.loop.night.unusual_rows import UNUSUAL, unusual
from treue.segments.unusual import DISCOVERIES
from treue.value.ledger_terms import LedgerTerms
from treue.value.staging import ledger_stages

MakeLedger = Callable[[Shop, LedgerTerms], Ledger]
TERMS = LedgerTerms()
START, DAYS = date(2025, 3, 1), 480
RECENT = DAYS - 75
"""From this day on things are different, where anything is planted."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Stands for the store of a shop that delivered these tables."""

    shop: Shop

    def rows(self, table: str) -> int:
        return len(self.shop.tables[table])


class Builder:
    """Twenty orders a day of three articles; some come back, some come late, some customers come again."""

    def __init__(self, seed: int, *, planted: bool, amounts: bool = True) -> None:
        self.rng, self.planted, self.amounts = np.random.default_rng(seed), planted, amounts
        self.orders, self.lines, self.refunds, self.tickets = (list[Row]() for _ in range(4))

    def shop(self, stock: list[Row] | None = None) -> Shop:
        who = 0
        for at in range(DAYS):
            for _ in range(int(self.rng.poisson(12))):
                who += 1
                self._order(who, at)
                chance = 0.2 if self.planted and at >= RECENT else 0.45
                if self.rng.random() < chance:
                    self._order(who, at + int(self.rng.integers(5, 30)))
        products: list[Row] = [{"product": key, "name": f"Tee {key}"} for key in "ABC"]
        return shop_of(orders=self.orders, order_lines=self.lines, refunds=self.refunds,
                       tickets=self.tickets, products=products, stock=stock or [])  # fmt: skip

    def _order(self, who: int, at: int) -> None:
        if at >= DAYS:
            return
        rng, day, name = self.rng, START + timedelta(days=at), f"o{len(self.orders)}"
        odd = self.planted and at >= RECENT
        took = 5 if rng.random() < (0.3 if odd else 0.1) else 2
        arrived = day + timedelta(days=took)
        money: Row = {"amount_minor": 2000} if self.amounts else {}
        self.orders.append(
            {"order_id": name, "customer": who, "ordered_at": instant(day), "day": day, "prices": "net",
             "currency": "EUR", "promised_day": day + timedelta(days=3), **money,
             "delivered_day": arrived if arrived < START + timedelta(days=DAYS) else None}
        )  # fmt: skip
        product = "ABC"[int(rng.integers(3))]
        paid: Row = {"amount_minor": 2000} if self.amounts else {}
        cost: Row = {"unit_cost_minor": 1200} if self.amounts else {}
        self.lines.append(
            {"order_id": name, "position": 1, "product": product, "quantity_milli": 1000, **paid, **cost}
        )
        back = at + int(rng.integers(5, 15))
        if rng.random() < (0.4 if odd and product == "B" else 0.15) and back < DAYS:
            when = START + timedelta(days=back)
            self.refunds.append(
                {"refund_id": f"r{name}", "order_id": name, "position": 1, "product": product, "day": when,
                 "refunded_at": instant(when), "quantity_milli": 1000, "prices": "net", **paid}
            )  # fmt: skip
        if rng.random() < 0.1:
            opened = instant(day)
            answered = opened + timedelta(hours=int(rng.choice([2, 60])))
            self.tickets.append(
                {"ticket_id": f"t{name}", "customer": who, "opened_at": opened, "answered_at": answered}
            )


def found(shop: Shop, ledger_of: MakeLedger, *, has_amounts: bool = True) -> list[Row]:
    ledger = ledger_of(shop, TERMS)
    made = {stage.name: stage.made for stage in ledger_stages(TERMS)}
    until = valuing.last_order_day(ledger.engine, made["customer_days"])
    seen = see(ledger.engine, cast("FactsStore", Delivered(shop)), made, TERMS, until)
    table = unusual(seen, START, has_amounts=has_amounts)
    assert table.schema == UNUSUAL
    rows = table.to_pylist()
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    return rows


def named(rows: list[Row]) -> dict[tuple[object, object], Row]:
    return {(row["kind"], row["detail"]): row for row in rows}


def test_what_is_planted_is_told_and_only_that(ledger_of: MakeLedger) -> None:
    rows = found(Builder(1, planted=True).shop(), ledger_of)
    told = {(row["kind"], row["detail"]) for row in rows if row["told"]}
    assert {("returns", "B"), ("late_parcels", ""), ("second_orders", "")} <= told
    assert not {("returns", "A"), ("returns", "C"), ("answers", "")} & told
    by_name = named(rows)
    back = by_name["returns", "B"]
    assert (back["name"], back["direction"]) == ("Tee B", "worse")
    assert cast("float", back["now"]) > cast("float", back["high"]) > cast("float", back["usual"])
    assert cast("int", back["effect_minor"]) < 0
    # Eight euros of margin are lost with each piece too many that came back.
    too_many = (cast("float", back["now"]) - cast("float", back["usual"])) * cast("int", back["counted"])
    assert abs(cast("int", back["effect_minor"]) + 800 * too_many) < 800 * too_many
    ends = cast("int", back["effect_low_minor"]), cast("int", back["effect_high_minor"])
    assert ends[0] < cast("int", back["effect_minor"]) < ends[1] < 0
    late = by_name["late_parcels", ""]
    assert (late["effect_minor"], late["within_days"]) == (None, None)
    assert by_name["second_orders", ""]["direction"] == "worse"
    # The told stand first; the last day, which may not be over, counts nowhere.
    flags = [row["told"] for row in rows]
    assert flags == sorted(flags, reverse=True)
    assert max(cast("date", row["until"]) for row in rows) == START + timedelta(days=DAYS - 2)


def test_where_nothing_happened_nothing_is_told(ledger_of: MakeLedger) -> None:
    rows = found(Builder(3, planted=False).shop(), ledger_of)
    assert {row["kind"] for row in rows} == {
        "orders_by_weeks", "late_parcels", "answers", "second_orders", "returned_orders", "returns",
    }  # fmt: skip
    assert [row["kind"] for row in rows if row["told"]] == []
    usual = cast("float", named(rows)["late_parcels", ""]["usual"])
    assert abs(usual - 0.1) < 0.02


@pytest.mark.slow
def test_of_twenty_such_shops_at_most_two_hear_anything(ledger_of: MakeLedger) -> None:
    """A tenth is what is promised (Benjamini & Hochberg, nothing true)."""
    shops = [found(Builder(seed, planted=False).shop(), ledger_of) for seed in range(2, 22)]
    assert sum(any(row["told"] for row in rows) for rows in shops) <= 20 * DISCOVERIES


def test_an_article_that_is_gone_is_told_with_what_it_usually_sells(ledger_of: MakeLedger) -> None:
    builder = Builder(3, planted=False)
    shop = builder.shop()
    end, gone = DAYS - 2, DAYS - 12
    stock: list[Row] = [
        {
            "product": key,
            "day": START + timedelta(days=at),
            "quantity_milli": 0 if key == "C" and at >= gone else 9000,
        }
        for at in range(DAYS)
        for key in "ABC"
    ]
    days_gone = {START + timedelta(days=at) for at in range(gone, DAYS)}
    off = {order["order_id"] for order in builder.orders if order["day"] in days_gone}
    lines = [line for line in builder.lines if not (line["product"] == "C" and line["order_id"] in off)]
    tables = {name: shop.tables[name].to_pylist() for name in ("orders", "refunds", "tickets", "products")}
    rows = named(found(shop_of(**tables, order_lines=lines, stock=stock), ledger_of))
    missing = rows["out_of_stock", "C"]
    assert (missing["told"], missing["now"], missing["counted"]) == (True, 0.0, end - gone + 1)
    assert 4 < cast("float", missing["usual"]) < 8
    assert cast("int", missing["effect_minor"]) < 0
    assert ("out_of_stock", "A") not in rows


def test_without_amounts_there_are_figures_and_no_money(ledger_of: MakeLedger) -> None:
    rows = found(Builder(4, planted=True, amounts=False).shop(), ledger_of, has_amounts=False)
    assert any(row["told"] for row in rows)
    assert {row["effect_minor"] for row in rows} == {None}


def test_orders_alone_tell_of_orders_and_one_customer_of_nothing(ledger_of: MakeLedger) -> None:
    full = Builder(5, planted=False).shop()
    plain = [
        {
            "order_id": row["order_id"],
            "customer": row["customer"],
            "ordered_at": row["ordered_at"],
            "day": row["day"],
        }
        for row in full.tables["orders"].to_pylist()
    ]
    assert {row["kind"] for row in found(shop_of(orders=plain), ledger_of)} == {
        "orders_by_weeks",
        "second_orders",
    }
    assert found(shop_of(orders=plain[:1]), ledger_of) == []
