"""A refund undoes what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of
from treue.value.ledger_terms import LedgerTerms

Make = Callable[[Shop, LedgerTerms], Ledger]
DAY = date(2026, 3, 1)
LATER = date(2026, 4, 1)


def order(**figures: object) -> Row:
    return {"order_id": "o", "customer": 1, "ordered_at": instant(DAY), "day": DAY, **figures}


def line(position: int, **figures: object) -> Row:
    return {"order_id": "o", "position": position, **figures}


def refund(**figures: object) -> Row:
    return {"refund_id": "r", "refunded_at": instant(LATER), "day": LATER, **figures}


def random_orders(rng: np.random.Generator, count: int) -> tuple[list[Row], list[Row], list[Row]]:
    """Orders of one to five lines with odd amounts, mixed rates and costs, each given back whole."""
    orders, lines, refunds = [], [], []
    for number in range(count):
        name = f"o{number}"
        amounts = [int(amount) for amount in rng.integers(1, 20_000, rng.integers(1, 6))]
        stated = bool(rng.integers(2))
        for place, amount in enumerate(amounts, 1):
            vat = None if stated else int(rng.choice([700, 1900, 2550]))
            cost = None if rng.integers(2) else int(rng.integers(1, 500))
            lines.append({
                "order_id": name, "position": place, "amount_minor": amount, "vat_bp": vat,
                "unit_cost_minor": cost, "quantity_milli": int(rng.integers(1, 4)) * 500,
            })  # fmt: skip
        tax = sum(amounts) // 7 if stated else None
        orders.append(order(order_id=name, customer=number, tax_minor=tax))
        refunds.append(refund(refund_id=name, order_id=name, amount_minor=sum(amounts), vat_bp=1900))
    return orders, lines, refunds


@pytest.mark.parametrize("margin_bp", [None, 3333])
def test_a_refund_undoes_its_order_to_the_cent(ledger_of: Make, margin_bp: int | None) -> None:
    orders, lines, refunds = random_orders(np.random.default_rng(11), 300)
    shop = shop_of(orders=orders, order_lines=lines, refunds=refunds)
    made = ledger_of(shop, LedgerTerms(prices="gross", margin_bp=margin_bp))
    assert made.booked()["goods"] > 0
    left = made.rows("SELECT customer FROM ledger GROUP BY customer HAVING sum(amount_minor) <> 0")
    assert left == []


def test_a_refund_of_lines_undoes_them_one_by_one(ledger_of: Make) -> None:
    orders, lines, _ = random_orders(np.random.default_rng(12), 100)
    refunds = [
        refund(refund_id=f"{row['order_id']}-{row['position']}", **{
            name: row[name] for name in ("order_id", "position", "amount_minor")
        })
        for row in lines
    ]  # fmt: skip
    shop = shop_of(orders=orders, order_lines=lines, refunds=refunds)
    made = ledger_of(shop, LedgerTerms(prices="gross", margin_bp=2500))
    assert made.rows("SELECT customer FROM ledger GROUP BY customer HAVING sum(amount_minor) <> 0") == []


def test_a_refund_is_booked_on_its_own_day_and_for_the_order_s_customer(ledger_of: Make) -> None:
    shop = shop_of(
        orders=[order(amount_minor=1190, prices="gross")],
        refunds=[refund(order_id="o", amount_minor=595, handling_minor=290)],
    )
    made = ledger_of(shop, LedgerTerms())
    assert made.rows("SELECT customer, day, step, kind, amount_minor FROM ledger ORDER BY day, kind") == [
        {"customer": 1, "day": DAY, "step": 1, "kind": "goods", "amount_minor": 1000},
        {"customer": 1, "day": LATER, "step": 2, "kind": "handling", "amount_minor": -290},
        {"customer": 1, "day": LATER, "step": 2, "kind": "refund", "amount_minor": -500},
    ]
    assert made.rows("SELECT order_days, margin_minor, revenue_minor FROM histories") == [
        {"order_days": 1, "margin_minor": 210, "revenue_minor": 1000}
    ]


@pytest.mark.parametrize(
    ("figures", "net"),
    [
        ({"vat_bp": 700}, -1000),
        ({"product": "A"}, -1000),
        ({}, -899),
        ({"country": "AT"}, -892),
        ({"prices": "net"}, -1070),
        ({"order_id": "o"}, -1019),
        ({"order_id": "o", "kind": "shipping"}, -899),
    ],
)
def test_a_part_has_its_own_rate_or_that_of_what_it_gives_back(
    ledger_of: Make, figures: Row, net: int
) -> None:
    shop = shop_of(
        orders=[order(amount_minor=2100, tax_minor=100)],
        products=[{"product": "A", "vat_bp": 700}],
        refunds=[refund(amount_minor=1070, **figures)],
    )
    assert ledger_of(shop, LedgerTerms(prices="gross")).booked()["refund"] == net


@pytest.mark.parametrize(
    ("figures", "terms", "back"),
    [
        ({"unit_cost_minor": 300, "quantity_milli": 2000}, LedgerTerms(), 600),
        ({"unit_cost_minor": 300}, LedgerTerms(back_on_shelf=False), 300),
        ({}, LedgerTerms(), 400),
        ({}, LedgerTerms(back_on_shelf=False), None),
        ({"product": "A", "quantity_milli": 500}, LedgerTerms(), 50),
        ({"kind": "shipping"}, LedgerTerms(), None),
        ({"order_id": None}, LedgerTerms(), None),
        ({"order_id": None}, LedgerTerms(margin_bp=4000), 300),
    ],
)
def test_goods_given_back_are_worth_what_they_cost(
    ledger_of: Make, figures: Row, terms: LedgerTerms, back: int | None
) -> None:
    shop = shop_of(
        orders=[order(amount_minor=1000, unit_costs_minor=800)],
        products=[{"product": "A", "unit_cost_minor": 100}],
        refunds=[refund(**{"order_id": "o", "amount_minor": 500, **figures})],
    )
    assert ledger_of(shop, terms).booked().get("returned_goods") == back


def test_a_charge_that_reduces_a_refund_brings_money(ledger_of: Make) -> None:
    shop = shop_of(orders=[order(amount_minor=1000)], refunds=[refund(order_id="o", amount_minor=-250)])
    assert ledger_of(shop, LedgerTerms()).booked() == {"goods": 1000, "refund": 250}
