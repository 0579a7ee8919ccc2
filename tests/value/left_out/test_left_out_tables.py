from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of, small_shop
from treue.value.ledger_terms import LedgerTerms

MakeLedger = Callable[[Shop, LedgerTerms], Ledger]
TERMS = LedgerTerms(prices="gross", leave_out=("staff", "test"), currency="EUR")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def order(number: str, day: date, **more: object) -> Row:
    told: Row = {"order_id": f"shop:{number}", "customer": 1, "ordered_at": instant(day), "day": day}
    return {**told, "currency": "EUR", "country": "DE", "amount_minor": 11900, **more}


def test_each_order_that_does_not_count_is_named_once(ledger_of: MakeLedger) -> None:
    day = date(2026, 5, 4)
    shop = shop_of(
        orders=[
            order("1", day),
            order("2", day, status="Storniert"),
            order("3", day, status="cancelled", kind="staff"),
            order("4", day, kind="staff"),
            order("5", date(2026, 6, 1), kind="test", prices="net", amount_minor=5000),
            order("6", day, currency="CHF"),
            order("7", day, customer=2),
            order("8", day, kind="marketplace"),
        ],
        customers=[{"customer": 2, "kind": "staff"}],
    )
    rows = ledger_of(shop, TERMS).rows("FROM left_out ORDER BY month, part")
    assert [(row["month"], row["part"], row["orders"], row["amount_minor"]) for row in rows] == [
        (MAY, "cancelled", 2, 20000),
        (MAY, "currency", 1, 10000),
        (MAY, "staff", 2, 20000),
        (JUNE, "test", 1, 5000),
    ]


def test_what_went_back_at_once_is_no_return(ledger_of: MakeLedger) -> None:
    day = date(2026, 5, 4)
    shop = shop_of(
        orders=[order("1", day), order("2", day)],
        refunds=[
            {
                "refund_id": "shop:a",
                "order_id": "shop:1",
                "customer": 1,
                "refunded_at": instant(day),
                "day": day,
            }
            | {"amount_minor": 11900, "currency": "EUR"},
            {
                "refund_id": "shop:b",
                "order_id": "shop:2",
                "customer": 1,
                "refunded_at": instant(JUNE),
                "day": JUNE,
            }
            | {"amount_minor": 5950, "currency": "EUR"},
        ],
    )
    rows = ledger_of(shop, TERMS).rows("FROM left_out ORDER BY month, part")
    assert [(row["month"], row["part"], row["orders"], row["amount_minor"]) for row in rows] == [
        (MAY, "undone", 1, 10000),
        (JUNE, "returns", 1, 5000),
    ]


def test_orders_in_the_files_are_those_that_count_and_those_that_do_not(ledger_of: MakeLedger) -> None:
    shop = small_shop(np.random.default_rng(7))
    ledger = ledger_of(shop, LedgerTerms(prices="gross", leave_out=("staff", "test"), currency="EUR"))
    (counted,) = ledger.rows("SELECT sum(orders)::BIGINT AS orders FROM months")
    (left_out,) = ledger.rows("SELECT sum(orders)::BIGINT AS orders FROM left_out WHERE part <> 'returns'")
    assert counted["orders"] + left_out["orders"] == shop.tables["orders"].num_rows  # type: ignore[operator]  # counts
