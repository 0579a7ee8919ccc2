"""Orders called off at once: in the ledger to the cent, in no history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of, small_shop
from treue.value.ledger_terms import LedgerTerms

Make = Callable[[Shop, LedgerTerms], Ledger]
GROSS = LedgerTerms(prices="gross", margin_bp=4000)
DAY = date(2026, 1, 5)


def order(order_id: str, amount: int, day: date = DAY, **more: object) -> Row:
    head: Row = {"order_id": order_id, "customer": 1, "ordered_at": instant(day), "day": day}
    return head | {"amount_minor": amount} | more


def note(refund_id: str, amount: int, day: date = DAY, **more: object) -> Row:
    head: Row = {"refund_id": refund_id, "customer": 1, "refunded_at": instant(day), "day": day}
    return head | {"amount_minor": amount} | more


def bought(made: Ledger) -> tuple[int, int]:
    """Orders and revenue of customer 1."""
    [row] = made.rows(
        "SELECT CAST(sum(orders) AS BIGINT) AS orders, CAST(sum(revenue_minor) AS BIGINT) AS revenue"
        " FROM customer_days WHERE customer = 1"
    )
    return row["orders"], row["revenue"]


def undone(made: Ledger) -> list[object]:
    return [row["order_id"] for row in made.rows("SELECT order_id FROM cancelled ORDER BY order_id")]


def test_one_huge_order_called_off_at_once_makes_no_history(ledger_of: Make) -> None:
    later = DAY + timedelta(days=90)
    shop = shop_of(
        orders=[order("small", 1190), order("huge", 16_846_960, later)],
        refunds=[note("credit", 16_846_960, later)],
    )
    made = ledger_of(shop, GROSS)
    assert undone(made) == ["huge"]
    [past] = made.rows("SELECT frequency, orders, spend_minor, margin_minor FROM histories")
    assert past == {"frequency": 0, "orders": 1, "spend_minor": 1000, "margin_minor": 400}


def test_who_only_called_off_is_no_customer(ledger_of: Make) -> None:
    made = ledger_of(shop_of(orders=[order("a", 999)], refunds=[note("r", 999, order_id="a")]), GROSS)
    assert made.rows("SELECT * FROM histories") == []
    assert made.rows("SELECT orders, revenue_minor, margin_minor FROM customer_days") == [
        {"orders": 0, "revenue_minor": 0, "margin_minor": 0}
    ]


@pytest.mark.parametrize("shift", [1, 30])
def test_given_back_later_it_was_an_order(ledger_of: Make, shift: int) -> None:
    refund = note("r", 1190, DAY + timedelta(days=shift), order_id="a")
    made = ledger_of(shop_of(orders=[order("a", 1190)], refunds=[refund]), GROSS)
    assert undone(made) == []
    assert bought(made) == (1, 1000)


@pytest.mark.parametrize("amounts", [(1189,), (500, 600), (1190 - 357,)])
def test_given_back_in_part_it_is_an_order(ledger_of: Make, amounts: tuple[int, ...]) -> None:
    parts = [note(f"r{amount}", amount, order_id="a") for amount in amounts]
    made = ledger_of(shop_of(orders=[order("a", 1190)], refunds=parts), GROSS)
    assert undone(made) == []
    assert bought(made) == (1, 1000)


def test_a_double_that_was_called_off_leaves_one_order(ledger_of: Make) -> None:
    twice = [order("a", 1190), order("b", 1190)]
    made = ledger_of(shop_of(orders=twice, refunds=[note("r", 1190)]), GROSS)
    assert len(undone(made)) == 1
    assert bought(made) == (1, 1000)


def test_a_credit_note_must_take_back_every_line(ledger_of: Make) -> None:
    lines: list[Row] = [
        {"order_id": each, "position": place, "amount_minor": amount, "kind": "goods"}
        for each in ("a", "b")
        for place, amount in ((1, 1190), (2, 2380 if each == "a" else 3570))
    ]
    notes = [note("r1", 1190), note("r2", 3570)]
    orders = [order("a", 3570), order("b", 4760)]
    made = ledger_of(shop_of(orders=orders, order_lines=lines, refunds=notes), GROSS)
    # The 11.90 is paired with the first order's line, so neither order is given back whole.
    assert undone(made) == []
    notes.append(note("r3", 1190))
    made = ledger_of(shop_of(orders=orders, order_lines=lines, refunds=notes), GROSS)
    assert undone(made) == ["b"]


def test_another_customer_s_note_undoes_nothing(ledger_of: Make) -> None:
    made = ledger_of(shop_of(orders=[order("a", 1190)], refunds=[note("r", 1190, customer=2)]), GROSS)
    assert undone(made) == []


@pytest.mark.parametrize("status", ["Cancelled", "canceled", "STORNIERT", "wc-cancelled"])
def test_the_shop_s_word_is_enough(ledger_of: Make, status: str) -> None:
    shop = shop_of(
        orders=[order("a", 1190), order("b", 5950, status=status), order("c", 2380, status="refunded")],
        order_lines=[{"order_id": "b", "position": 1, "amount_minor": 5950}],
        refunds=[note("r", 5950, order_id="b")],
        payments=[
            {"payment_id": "p", "order_id": "b", "paid_at": instant(DAY), "kind": "default",
             "amount_minor": 5950},
        ],
    )  # fmt: skip
    made = ledger_of(shop, GROSS)
    assert bought(made) == (2, 3000)
    rows = {row["kind"]: row for row in made.rows("SELECT * FROM reconciliation")}
    assert [kind for kind, row in rows.items() if row["difference_minor"]] == []
    assert rows["goods"]["left_out_minor"] == 5950
    assert rows["refund"]["left_out_minor"] == rows["default"]["left_out_minor"] == -5950


@pytest.mark.parametrize("seed", range(3))
def test_calling_off_undoes_an_order_to_the_cent(ledger_of: Make, seed: int) -> None:
    """A shop with more orders, all given back whole, is the shop without them."""
    rng = np.random.default_rng(seed)
    amounts = [int(amount) for amount in rng.integers(1, 10**7, 12)]
    kept = [order(f"k{place}", amount, DAY) for place, amount in enumerate(amounts)]
    more = [order(f"m{place}", amount + 1, DAY, vat_bp=700) for place, amount in enumerate(amounts)]
    back = [
        note(f"r{place}", amount + 1, order_id=f"m{place}", prices="gross")
        for place, amount in enumerate(amounts)
    ]
    plain = ledger_of(shop_of(orders=kept), GROSS)
    undone_too = ledger_of(shop_of(orders=kept + more, refunds=back), GROSS)
    for table in ("customer_days", "histories", "months"):
        assert undone_too.rows(f"SELECT * FROM {table}") == plain.rows(f"SELECT * FROM {table}"), table


def test_the_small_shop_keeps_one_of_four(ledger_of: Make) -> None:
    made = ledger_of(small_shop(np.random.default_rng(3), 80), LedgerTerms())
    gone = [row for row in undone(made) if str(row).startswith("c:")]
    assert len(gone) == 8
    assert made.rows("SELECT order_id FROM orders_placed WHERE order_id LIKE 'c:%-3'") == []
