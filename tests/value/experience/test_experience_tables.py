"""What facts tell of frictions, row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of
from treue.value.experience import tables as ask
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import ledger_stages
from treue.value.upkeep.tables import cases
from treue.warehouse.tables import Expression, compiled

MakeLedger = Callable[[Shop, LedgerTerms], Ledger]
TERMS = LedgerTerms(leave_out=("staff",))
MADE = {stage.name: stage.made for stage in ledger_stages(TERMS)}
FACTS, DAYS, SOLD = Facts.declared(), MADE["customer_days"], MADE["sales"]
DAY = date(2026, 3, 10)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def order(order_id: str, customer: int | None, days: int = 0, **more: object) -> Row:
    day = after(days)
    return {"order_id": order_id, "customer": customer, "ordered_at": instant(day), "day": day,
            "amount_minor": 1000, "prices": "net", "currency": "EUR", **more}  # fmt: skip


def line(order_id: str, position: int, product: str | None, amount: int) -> Row:
    return {"order_id": order_id, "position": position, "product": product, "amount_minor": amount}


def rows(ledger: Ledger, expression: Expression) -> list[tuple[object, ...]]:
    found = ledger.rows(compiled(expression, "duckdb"))
    return sorted((tuple(row.values()) for row in found), key=repr)


def test_parcels_of_known_people_with_a_day_of_delivery(ledger_of: MakeLedger) -> None:
    shop = shop_of(
        customers=[{"customer": 7, "kind": "staff"}],
        identities=[{"identity": 3, "customer": 2}],
        orders=[
            order("a", 1, promised_day=after(2), delivered_day=after(5)),
            order("b", 3, delivered_day=after(1)),  # 3 is 2
            order("c", 1, 1, promised_day=after(2)),  # never delivered, as far as we know
            order("d", 1, 2, delivered_day=after(1)),  # before it was ordered
            order("e", None, delivered_day=after(1)),
            order("f", 7, delivered_day=after(1)),
            order("g", 4, delivered_day=after(1), status="cancelled"),
        ],
    )
    found = rows(ledger_of(shop, TERMS), ask.parcels(MADE["orders_placed"]))
    assert found == [(1, DAY, 2, 5), (2, DAY, None, 1)]


def refund(refund_id: str, days: int, **more: object) -> Row:
    day = after(days)
    return {"refund_id": refund_id, "refunded_at": instant(day), "day": day, "amount_minor": 300,
            "prices": "net", **more}  # fmt: skip


def test_returns_belong_to_their_order_or_to_the_last_one_before(ledger_of: MakeLedger) -> None:
    shop = shop_of(
        orders=[order("a", 1), order("b", 1, 10), order("c", 1, 30), order("d", 2), order("e", 3)],
        refunds=[
            refund("r1", 12, order_id="a"),
            refund("r2", 20, order_id="a"),  # the first one counts
            refund("r3", 30, customer=1),  # on the day of c, so of b
            refund("r4", 0, order_id="d"),  # on its day: a correction
            refund("r5", -5, customer=3),  # before any order
            refund("r6", 9, order_id="e", kind="shipping"),
            refund("r7", 9, order_id="e", amount_minor=-50),  # a charge that reduces refunds
        ],
    )
    expression = ask.sent_back(DAYS, MADE["orders_placed"], MADE["refunds_traced"])
    assert rows(ledger_of(shop, TERMS), expression) == sorted(
        [(1, DAY, 12), (1, after(10), 20), (1, after(30), None), (2, DAY, None), (3, DAY, None)], key=repr
    )


def test_money_comes_back_some_days_after_the_goods(ledger_of: MakeLedger) -> None:
    shop = shop_of(
        orders=[order("a", 1)],
        refunds=[
            refund("r1", 12, order_id="a", returned_day=after(4)),
            refund("r2", 12, order_id="a"),
            refund("r3", 12, order_id="a", returned_day=after(13)),  # paid before the goods were back
            refund("r4", 12, order_id="a", returned_day=after(4), kind="shipping"),
        ],
    )
    assert rows(ledger_of(shop, TERMS), ask.paid_back(MADE["refunds_traced"])) == [(1, after(4), 8)]


def test_refunds_take_from_their_order_but_for_those_of_its_day(ledger_of: MakeLedger) -> None:
    shop = shop_of(
        orders=[order("a", 1), order("b", 2)],
        refunds=[
            refund("r1", 12, order_id="a", handling_minor=50),
            refund("r2", 0, order_id="b"),
            refund("r3", 9, customer=2),  # of no order we know
        ],
    )
    found = rows(ledger_of(shop, TERMS), ask.taken_back(MADE["orders_placed"], MADE["returned"]))
    assert found == [(1, after(12), DAY, -350)]


def test_answers_take_whole_hours_rounded_up(ledger_of: MakeLedger) -> None:
    opened = instant(DAY)
    waits = {
        "a": timedelta(0),
        "b": timedelta(minutes=61),
        "c": timedelta(hours=24),
        "d": -timedelta(hours=1),
    }
    tickets: list[Row] = [
        {"ticket_id": name, "customer": 1, "opened_at": opened, "answered_at": opened + wait}
        for name, wait in waits.items()
    ]
    tickets.append({"ticket_id": "e", "customer": 1, "opened_at": opened, "answered_at": None})
    tickets.append({**tickets[0], "ticket_id": "f", "customer": None})
    shop = shop_of(orders=[order("a", 1)], tickets=tickets)
    found = rows(ledger_of(shop, TERMS), ask.answered(cases(FACTS, TERMS)))
    assert found == [(1, DAY, 0), (1, DAY, 2), (1, DAY, 24)]


def visit(visit_id: str, customer: int | None, days: int, *steps: str) -> list[Row]:
    at = instant(after(days))
    return [{"visit_id": visit_id, "step": step, "customer": customer, "at": at} for step in steps]


def test_visits_end_at_the_last_step_they_reached(ledger_of: MakeLedger) -> None:
    known_late = visit("v3", None, 2, "view", "cart") + visit("v3", 2, 2, "checkout")
    shop = shop_of(
        orders=[order("a", 1)],
        visits=[
            *visit("v1", 1, 1, "view", "cart", "payment", "checkout"),
            *visit("v2", 1, 2, "cart", "purchase"),
            *known_late,
            *visit("v4", 1, 3, "view", "product"),  # no cart, no friction
            *visit("v5", None, 3, "cart"),
            *visit("v6", 1, 0, "cart"),  # ordered on that day, whatever was seen
        ],
    )
    found = rows(ledger_of(shop, TERMS), ask.visits_to_cart(FACTS, DAYS, TERMS))
    assert found == sorted(
        [
            (1, after(1), "payment"),
            (1, after(2), "purchase"),
            (2, after(2), "checkout"),
            (1, DAY, "purchase"),
        ],
        key=repr,
    )


def test_baskets_are_left_or_become_orders(ledger_of: MakeLedger) -> None:
    carts = [
        {"cart_id": "k1", "customer": 1, "at": instant(after(4))},
        {"cart_id": "k2", "customer": 1, "at": instant(after(5)), "order_id": "b"},
        {"cart_id": "k3", "customer": 1, "at": instant(DAY)},
        {"cart_id": "k4", "at": instant(DAY)},
    ]
    shop = shop_of(orders=[order("a", 1)], carts=carts)
    found = rows(ledger_of(shop, TERMS), ask.baskets_filled(FACTS, DAYS, TERMS))
    assert found == sorted(
        [(1, after(4), "basket"), (1, after(5), "purchase"), (1, DAY, "purchase")], key=repr
    )


def test_somebody_comes_and_what_they_bought_last_is_gone(ledger_of: MakeLedger) -> None:
    shop = shop_of(
        orders=[order("a", 1), order("b", 1, 20), order("c", 2)],
        order_lines=[line("a", 1, "tea", 500), line("a", 2, "pot", 500), line("b", 1, "jam", 1000),
                     line("c", 1, "jam", 1000)],
        visits=[*visit("v1", 1, 5, "view", "product"), *visit("v2", 2, 20, "view"),
                *visit("v3", 3, 5, "view")],
        stock=[
            {"product": product, "day": after(days), "quantity_milli": left}
            for product, days, left in (
                ("tea", 5, 0), ("pot", 5, 1000), ("tea", 20, 1000), ("jam", 20, 0), ("tea", 0, 0),
            )
        ],
    )  # fmt: skip
    found = rows(ledger_of(shop, TERMS), ask.out_of_stock(FACTS, DAYS, SOLD, TERMS))
    # On day 20 customer 1 comes for tea: jam, bought that day, was not their last.
    assert found == sorted([(1, after(5), 1), (1, after(20), 0), (2, after(20), 1)], key=repr)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("category", [(1, DAY, "Tea"), (2, DAY, "Pots")]),
        ("product", [(1, DAY, "Big pot"), (2, DAY, "Big pot"), (3, DAY, "gift")]),
    ],
)
def test_the_first_order_is_mainly_of_one_thing(
    by: str, expected: list[tuple[object, ...]], ledger_of: MakeLedger
) -> None:
    shop = shop_of(
        orders=[order("a", 1), order("b", 1, 5), order("c", 2), order("d", 3), order("e", None)],
        order_lines=[
            line("a", 1, "green", 400), line("a", 2, "pot", 500), line("a", 3, "black", 300),
            line("b", 1, "pot", 9000), line("c", 1, "pot", 500), line("c", 2, "green", 500),
            line("d", 1, "gift", 100), line("e", 1, "green", 100),
        ],
        products=[
            {"product": "green", "category": "Tea", "name": "Green tea"},
            {"product": "black", "category": "Tea", "name": "Black tea"},
            {"product": "pot", "category": "Pots", "name": "Big pot"},
        ],
    )  # fmt: skip
    assert rows(ledger_of(shop, TERMS), ask.first_items(FACTS, DAYS, SOLD, by)) == expected
