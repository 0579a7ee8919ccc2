"""From facts to the two tables of a snapshot: every kind that the facts tell, and the rest by name."""

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
from treue.loop.night.experiencing import FEW, NEEDS, Ahead, Experience, frictions_of, stage_experience
from treue.loop.night.friction_rows import FRICTIONS, friction_rows
from treue.value.experience import Friction, Touched
from treue.value.experience.effect import Change
from treue.value.ledger_terms import LedgerTerms
from treue.value.staging import ledger_stages

MakeLedger = Callable[[Shop, LedgerTerms], Ledger]
TERMS = LedgerTerms()
START, DAYS, AHEAD = date(2024, 1, 1), 700, 91


@dataclass(frozen=True, slots=True)
class Delivered:
    """Stands for the store of a shop that delivered these tables."""

    shop: Shop

    def rows(self, table: str) -> int:
        return len(self.shop.tables[table])


def busy_shop(customers: int = 400) -> Shop:
    """Everything is told. One late parcel in two keeps its customer away for good."""
    rng = np.random.default_rng(5)
    orders, lines, refunds, tickets, visits = (list[Row]() for _ in range(5))
    for who in range(1, customers + 1):
        at = int(rng.integers(0, 300))
        while at < DAYS:
            day, name = START + timedelta(days=at), f"o{len(orders)}"
            late = bool(rng.random() < 0.3)
            orders.append(
                {"order_id": name, "customer": who, "ordered_at": instant(day), "day": day, "prices": "net",
                 "currency": "EUR", "amount_minor": 2000, "unit_costs_minor": 1200,
                 "promised_day": day + timedelta(days=3),
                 "delivered_day": day + timedelta(days=5 if late else 2)}
            )  # fmt: skip
            product = "ABC"[int(rng.integers(3))]
            lines.append({"order_id": name, "position": 1, "product": product, "amount_minor": 2000})
            if rng.random() < 0.2:
                back = day + timedelta(days=int(rng.integers(5, 20)))
                refunds.append({"refund_id": f"r{name}", "order_id": name, "refunded_at": instant(back),
                                "day": back, "returned_day": back - timedelta(days=int(rng.choice([3, 20]))),
                                "amount_minor": 500, "prices": "net"})  # fmt: skip
            opened, hours = instant(day + timedelta(days=1)), int(rng.choice([2, 60]))
            tickets.append({"ticket_id": f"t{name}", "customer": who, "opened_at": opened,
                            "answered_at": opened + timedelta(hours=hours)})  # fmt: skip
            step = ("cart", "payment", "purchase")[int(rng.integers(3))]
            visits.append({"visit_id": f"v{name}", "customer": who, "step": step, "at": opened})
            if late and rng.random() < 0.5:
                break
            at += int(rng.integers(20, 70))
    stock: list[Row] = [
        {
            "product": product,
            "day": START + timedelta(days=at),
            "quantity_milli": 1000 * int((at + place) % 4),
        }
        for at in range(DAYS)
        for place, product in enumerate("ABC")
    ]
    products: list[Row] = [{"product": name, "category": f"kind {name}"} for name in "ABC"]
    return shop_of(orders=orders, order_lines=lines, refunds=refunds, tickets=tickets, visits=visits,
                   stock=stock, products=products)  # fmt: skip


def experience(shop: Shop, ledger_of: MakeLedger) -> Experience:
    ledger = ledger_of(shop, TERMS)
    made = {stage.name: stage.made for stage in ledger_stages(TERMS)}
    staged = stage_experience(ledger.engine, cast("FactsStore", Delivered(shop)), made, TERMS)
    diary = valuing.read_diary(ledger.engine, made["customer_days"], 2)
    everybody = np.unique(diary.orders.customer)
    until = valuing.last_order_day(ledger.engine, made["customer_days"])
    return frictions_of(
        ledger.engine, staged, Ahead(diary, until, AHEAD, everybody, valuing.seeded()), digits=2
    )


def test_every_kind_is_compared_and_the_harmful_one_is_told(ledger_of: MakeLedger) -> None:
    found = experience(busy_shop(), ledger_of)
    rows = found.frictions.to_pylist()
    assert {(row["kind"], row["detail"]) for row in rows} == {
        ("late_delivery", "promised"), ("return", ""), ("slow_answer", ""), ("slow_refund", ""),
        ("out_of_stock", ""),
        ("checkout", "cart"), ("checkout", "payment"),
        *(("first_category", f"kind {name}") for name in "ABC"), *(("first_article", name) for name in "ABC"),
    }  # fmt: skip
    assert found.missing.num_rows == 0
    late = next(row for row in rows if row["kind"] == "late_delivery")
    assert late["told"]
    assert late["retention_change_high"] < -0.2
    assert late["yearly_high_minor"] < 0
    assert late["yearly_minor"] == pytest.approx(late["touched_12m"] * late["value_change_minor"], rel=0.01)
    touched = found.touched.to_pylist()
    assert len({row["kind"] for row in touched}) > 4
    for row in rows:
        people = [one for one in touched if (one["kind"], one["detail"]) == (row["kind"], row["detail"])]
        assert len({one["customer"] for one in people}) == len(people) == row["touched_12m"]
        assert all(START + timedelta(days=DAYS - 400) < one["day"] for one in people)
    assert late["retention_change_low_95"] < late["retention_change_low"]
    amounts = [row["yearly_minor"] for row in rows]
    assert amounts == sorted(amounts)
    beyond = {row["kind"]: row["beyond"] for row in rows}
    assert (beyond["slow_answer"], beyond["slow_refund"], beyond["late_delivery"]) == (24, 14, None)


def test_what_is_not_told_is_named_with_the_file_that_would(ledger_of: MakeLedger) -> None:
    day = START
    orders: list[Row] = [
        {"order_id": f"o{who}", "customer": who, "ordered_at": instant(day), "day": day, "prices": "net",
         "amount_minor": 100, "currency": "EUR", "delivered_day": day + timedelta(days=who % 5)}
        for who in range(1, 9)
    ]  # fmt: skip
    found = experience(shop_of(orders=orders), ledger_of)
    assert found.frictions.num_rows == 0
    assert found.frictions.schema == FRICTIONS
    needs = {row["kind"]: row["needs"] for row in found.missing.to_pylist()}
    assert needs == {**NEEDS, "late_delivery": FEW}


FIFTY = Touched(np.arange(50), np.full(50, 20_000))


def friction(kind: str, mean: float, error: float, **more: object) -> Friction:
    told = Friction(
        kind, "", None, 100, 90, 400, 0.3, Change(mean, error, 99), None, FIFTY, 365, (0.5, 0.05), AHEAD
    )
    return Friction(**{name: more.get(name, getattr(told, name)) for name in Friction.__dataclass_fields__})  # type: ignore[arg-type]  # of mixed kinds


def test_a_finding_answers_for_how_many_were_looked_at_and_for_who_was_compared() -> None:
    clear, weak = friction("return", -0.1, 0.02), friction("checkout", -0.03, 0.02)
    rows = friction_rows([clear, weak, *(friction(f"k{n}", 0.0, 0.02) for n in range(6))], 2).to_pylist()
    assert {row["kind"] for row in rows if row["told"]} == {"return"}
    (alone,) = friction_rows([weak], 2).to_pylist()
    assert alone["retention_change_high"] < 0 < alone["retention_change_high_95"]
    assert not alone["told"]
    unlike = friction("return", -0.1, 0.02, balance=(0.8, 0.4))
    assert not friction_rows([unlike], 2).to_pylist()[0]["told"]


def test_without_amounts_amounts_are_empty_and_retention_orders_the_rows() -> None:
    rows = friction_rows([friction("a", 0.1, 0.02), friction("b", -0.1, 0.02)], 2).to_pylist()
    assert [row["kind"] for row in rows] == ["b", "a"]
    assert all(value is None for row in rows for name, value in row.items() if name.endswith("_minor"))
    assert rows[0]["retention_like_them"] == pytest.approx(0.4)


def test_amounts_of_a_year_are_scaled_up_from_the_days_that_are_known() -> None:
    worth = Change(-2.0, 0.5, 99)
    whole, half = (
        friction_rows([friction("checkout", -0.1, 0.01, value=worth, known_days=days)], 2).to_pylist()[0]
        for days in (365, 146)
    )
    assert (whole["yearly_minor"], half["yearly_minor"]) == (-100_00, -250_00)
    assert (half["touched_12m"], half["known_days"]) == (50, 146)
