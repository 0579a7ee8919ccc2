"""Signed entries in three steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of
from treue.value.ledger_terms import LedgerTerms

Make = Callable[[Shop, LedgerTerms], Ledger]
DAY = date(2026, 3, 1)


def order(**figures: object) -> Row:
    return {"order_id": "o", "customer": 1, "ordered_at": instant(DAY), "day": DAY, **figures}


def test_every_step_has_its_entries(ledger_of: Make) -> None:
    shop = shop_of(
        orders=[
            order(
                amount_minor=11900,
                unit_costs_minor=4000,
                shipping_charged_minor=595,
                shipping_paid_minor=450,
                payment_fee_minor=120,
                voucher_minor=1190,
            )
        ],
        payments=[
            {
                "payment_id": "p",
                "order_id": "o",
                "kind": "default",
                "amount_minor": 2380,
                "paid_at": instant(DAY),
            },
            {
                "payment_id": "q",
                "order_id": "o",
                "kind": "paid",
                "amount_minor": 9520,
                "paid_at": instant(DAY),
            },
        ],
    )
    made = ledger_of(shop, LedgerTerms(prices="gross"))
    rows = made.rows("SELECT step, kind, amount_minor, vat_minor, estimated FROM ledger ORDER BY step, kind")
    assert [tuple(row.values()) for row in rows] == [
        (1, "goods", 10000, 1900, False),
        (1, "purchase_price", -4000, 0, False),
        (2, "default", -2000, -380, False),
        (2, "payment_fee", -120, 0, False),
        (2, "shipping_charged", 500, 95, False),
        (2, "shipping_paid", -450, 0, False),
        (3, "voucher", -1000, -190, False),
    ]
    assert made.rows("SELECT revenue_minor, margin_minor FROM orders_margin") == [
        {"revenue_minor": 10000, "margin_minor": 2930}
    ]


def test_anonymous_sales_are_in_totals_and_in_no_history(ledger_of: Make) -> None:
    made = ledger_of(shop_of(orders=[order(customer=None, amount_minor=500)]), LedgerTerms())
    assert made.booked() == {"goods": 500}
    assert made.rows("SELECT orders, buyers, revenue_minor FROM months") == [
        {"orders": 1, "buyers": 0, "revenue_minor": 500}
    ]
    assert made.rows("SELECT * FROM histories") == []
    assert made.rows("SELECT anonymous FROM gaps") == [{"anonymous": 1}]


def test_a_default_of_an_unknown_order_is_its_customer_s(ledger_of: Make) -> None:
    payment = {
        "payment_id": "p",
        "customer": 1,
        "kind": "default",
        "amount_minor": 1190,
        "paid_at": instant(DAY),
    }
    made = ledger_of(shop_of(payments=[payment]), LedgerTerms(prices="gross"))
    assert made.rows("SELECT customer, day, amount_minor FROM ledger") == [
        {"customer": 1, "day": DAY, "amount_minor": -1000}
    ]
