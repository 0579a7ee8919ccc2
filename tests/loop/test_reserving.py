"""What recent orders will still lose, learned on an engine from earlier ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of
from treue.loop.night.reserving import stage_reserves
from treue.value.ledger_terms import LedgerTerms
from treue.value.staging import ledger_stages

Make = Callable[[Shop, LedgerTerms], Ledger]
UNTIL = date(2026, 6, 30)
NET = LedgerTerms(prices="net")


def days_ago(days: int) -> date:
    return UNTIL - timedelta(days=days)


def order(number: int, days: int, amount: int = 10_000) -> Row:
    day = days_ago(days)
    return {"order_id": f"{number}", "customer": number, "ordered_at": instant(day), "day": day,
            "amount_minor": amount, "currency": "EUR", "prices": "net"}  # fmt: skip


def refund(number: int, days: int, amount: int = 10_000) -> Row:
    day = days_ago(days)
    return {
        "refund_id": f"r{number}", "order_id": f"{number}", "customer": number, "refunded_at": instant(day),
        "day": day, "amount_minor": amount, "currency": "EUR", "prices": "net",
    }  # fmt: skip


def payment(number: int, days: int, kind: str, amount: int = 11_900) -> Row:
    day = days_ago(days)
    return {"payment_id": f"{kind}{number}", "order_id": f"{number}", "customer": number,
            "paid_at": instant(day), "day": day, "kind": kind, "amount_minor": amount}  # fmt: skip


def reserved(made: Ledger, terms: LedgerTerms = NET, until: date = UNTIL) -> dict[object, Row]:
    ledger = {stage.name: stage.made for stage in ledger_stages(terms)}
    rows = made.engine.read(stage_reserves(made.engine, ledger, terms, until).made).read_all().to_pylist()
    return {row["customer"]: row for row in rows}


def test_half_of_what_is_ten_days_old_will_come_back(ledger_of: Make) -> None:
    # Of a hundred old orders fifty came back, each after twenty days.
    orders = [order(number, 200 + number) for number in range(1, 101)]
    back = [refund(number, 180 + number) for number in range(1, 51)]
    shop = shop_of(orders=[*orders, order(501, 10), order(502, 25)], refunds=back)
    told = reserved(ledger_of(shop, NET))
    # Both shares are of the orders old enough to show it: the one of 25 days counts among them.
    assert told[501]["return_reserve_minor"] == round(10_000 * 50 / 101)
    assert told[501]["provisional_minor"] == 10_000
    assert 502 not in told
    assert 1 not in told


def test_nothing_is_known_of_later_days(ledger_of: Make) -> None:
    orders = [order(number, 200 + number) for number in range(1, 101)]
    back = [refund(number, 180 + number) for number in range(1, 51)]
    made = ledger_of(shop_of(orders=orders, refunds=back), NET)
    early = days_ago(290)
    told = reserved(made, until=early)
    assert set(told) <= set(range(90, 101))
    assert all(row["return_reserve_minor"] == 0 for row in told.values())


def test_old_invoices_that_nobody_paid_are_not_worth_their_amount(ledger_of: Make) -> None:
    orders = [order(number, 300) for number in range(1, 11)] + [order(501, 40), order(502, 40)]
    dues = [payment(number, 300, "due") for number in range(1, 11)]
    paid = [payment(number, 290, "paid") for number in range(1, 9)]
    lost = [payment(number, 210, "default") for number in (9,)] + [payment(10, 250, "paid")]
    recent = [payment(501, 40, "due"), payment(502, 40, "due"), payment(502, 30, "paid", 11_800)]
    shop = shop_of(orders=orders, payments=[*dues, *paid, *lost, *recent])
    gross = LedgerTerms(prices="gross")
    told = reserved(ledger_of(shop, gross), gross)
    # Forty days after the day two of ten were unpaid, and one of these was written off; the orders say net.
    assert told[501]["default_reserve_minor"] == 11_900 // 2
    assert told[502]["default_reserve_minor"] == 50
    assert set(told) == {501, 502}


def test_vat_comes_off_an_open_invoice_as_when_it_is_written_off(ledger_of: Make) -> None:
    # Half of it at 7, half at 19 per cent: books and pens on one invoice, in a country of 19.
    gross = LedgerTerms(prices="gross")
    dues = [payment(number, 300, "due") for number in range(1, 11)]
    lost = [payment(number, 250, "default") for number in range(1, 11)]
    orders = [order(number, 300) for number in range(1, 11)]
    mixed = order(501, 40, 22_600) | {"prices": "gross"}
    lines: list[Row] = [
        {"order_id": "501", "position": 1, "amount_minor": 10_700, "vat_bp": 700},
        {"order_id": "501", "position": 2, "amount_minor": 11_900, "vat_bp": 1_900},
    ]
    owed = [payment(501, 40, "due", 22_600)]
    told = reserved(
        ledger_of(shop_of(orders=[*orders, mixed], order_lines=lines, payments=[*dues, *lost, *owed]), gross),
        gross,
    )
    # Nobody ever paid an invoice: all of it is expected to be lost, less the VAT that comes back.
    assert told[501]["default_reserve_minor"] == 20_000


@pytest.mark.parametrize("seed", range(2))
def test_reserves_come_true(ledger_of: Make, seed: int) -> None:
    rng = np.random.default_rng(seed)
    orders, refunds = [], []
    for number in range(1, 8_001):
        days = int(rng.integers(0, 400))
        orders.append(order(number, days, int(rng.integers(1_000, 20_000))))
        delay = int(rng.gamma(3.0, 8.0)) + 1
        if rng.random() < 0.4:
            refunds.append(refund(number, days - delay, int(str(orders[-1]["amount_minor"]))))
    made = ledger_of(shop_of(orders=orders, refunds=refunds), NET)
    until = days_ago(60)
    told = reserved(made, until=until)
    before = f"DATE '{until}'"
    [later] = made.rows(
        "SELECT CAST(-sum(amount_minor) AS BIGINT) AS lost FROM ledger JOIN"
        " (SELECT order_id, day AS ordered FROM orders_placed) USING (order_id)"
        f" WHERE kind = 'refund' AND ordered <= {before} AND day > {before}"
    )
    reserve = sum(int(str(row["return_reserve_minor"])) for row in told.values())
    assert reserve == pytest.approx(later["lost"], rel=0.2)


def test_a_shop_without_returns_or_invoices_needs_no_reserve(ledger_of: Make) -> None:
    told = reserved(ledger_of(shop_of(orders=[order(1, 3), order(2, 50)]), NET))
    assert [(row["return_reserve_minor"], row["default_reserve_minor"]) for row in told.values()] == [(0, 0)]
    assert told[1]["provisional_minor"] == 10_000
