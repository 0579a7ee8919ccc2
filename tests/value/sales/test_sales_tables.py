"""Net amounts and costs, by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of
from treue.value.ledger_terms import LedgerTerms

Make = Callable[[Shop, LedgerTerms], Ledger]
DAY = date(2026, 3, 1)
GROSS = LedgerTerms(prices="gross")


def order(**figures: object) -> Row:
    return {"order_id": "o", "customer": 1, "ordered_at": instant(DAY), "day": DAY, **figures}


def line(position: int, **figures: object) -> Row:
    return {"order_id": "o", "position": position, **figures}


@pytest.mark.parametrize(
    ("country", "net"),
    [("DE", 10000), ("AT", 9917), ("CH", 11008), ("FI", 9482), ("US", 11900), (None, 10000)],
)
def test_the_country_decides_the_standard_rate(ledger_of: Make, country: str | None, net: int) -> None:
    made = ledger_of(shop_of(orders=[order(amount_minor=11900, country=country)]), GROSS)
    assert made.booked() == {"goods": net}
    assert made.rows("SELECT vat_minor FROM ledger") == [{"vat_minor": 11900 - net}]


@pytest.mark.parametrize(
    ("figures", "net"),
    [
        ({"tax_minor": 500}, 11400),
        ({"vat_bp": 700}, 11121),
        ({"vat_bp": 700, "tax_minor": 500}, 11400),
        ({"prices": "net", "tax_minor": 500}, 11900),
        ({"prices": "unknown"}, 10000),
    ],
)
def test_an_order_says_its_own_tax(ledger_of: Make, figures: Row, net: int) -> None:
    made = ledger_of(shop_of(orders=[order(amount_minor=11900, **figures)]), GROSS)
    assert made.booked() == {"goods": net}


def test_where_nobody_says_gross_or_net_nothing_comes_off_and_it_is_counted(ledger_of: Make) -> None:
    made = ledger_of(shop_of(orders=[order(amount_minor=11900)]), LedgerTerms())
    assert made.booked() == {"goods": 11900}
    assert made.rows("SELECT orders, vat_unknown, without_amount FROM gaps") == [
        {"orders": 1, "vat_unknown": 1, "without_amount": 0}
    ]


def test_the_rate_of_the_line_beats_that_of_the_article_and_of_the_order(ledger_of: Make) -> None:
    shop = shop_of(
        orders=[order(vat_bp=2000)],
        products=[{"product": "A", "vat_bp": 700}],
        order_lines=[
            line(1, product="A", vat_bp=1900, amount_minor=1190),
            line(2, product="A", amount_minor=1070),
            line(3, product="B", amount_minor=1200),
            line(4, product="B", vat_bp=1900, amount_minor=1190, tax_minor=90),
        ],
    )
    made = ledger_of(shop, GROSS)
    assert made.rows("SELECT position, amount_minor FROM ledger ORDER BY 1") == [
        {"position": 1, "amount_minor": 1000},
        {"position": 2, "amount_minor": 1000},
        {"position": 3, "amount_minor": 1000},
        {"position": 4, "amount_minor": 1100},
    ]


def test_an_order_s_tax_is_spread_so_that_its_lines_add_up(ledger_of: Make) -> None:
    amounts = [333, 333, 334, 1, 99, 12345]
    lines = [line(place, amount_minor=amount) for place, amount in enumerate(amounts, 1)]
    made = ledger_of(shop_of(orders=[order(tax_minor=1001)], order_lines=lines), GROSS)
    assert made.booked() == {"goods": sum(amounts) - 1001}
    nets = [row["amount_minor"] for row in made.rows("SELECT amount_minor FROM ledger ORDER BY position")]
    shares = [amount * (sum(amounts) - 1001) / sum(amounts) for amount in amounts]
    assert nets == pytest.approx(shares, abs=1)


def test_lines_win_over_the_order_s_amount_and_discounts_take_from_revenue(ledger_of: Make) -> None:
    shop = shop_of(
        orders=[order(amount_minor=99999, prices="net", shipping_charged_minor=495, voucher_minor=100)],
        order_lines=[
            line(1, amount_minor=2000),
            line(2, price_minor=1500, discount_minor=500, kind="goods"),
            line(3, amount_minor=-300, kind="discount"),
            line(4, amount_minor=390, kind="shipping"),
            line(5, amount_minor=70, kind="fee"),
            line(6, amount_minor=-5, kind="adjustment"),
        ],
    )
    assert ledger_of(shop, GROSS).booked() == {
        "goods": 2700,
        "shipping_charged": 390,
        "fee": 70,
        "adjustment": -5,
        "voucher": -100,
    }


def test_an_order_of_one_adjustment_is_not_counted_again_as_goods(ledger_of: Make) -> None:
    lines = [line(1, amount_minor=700, kind="adjustment")]
    made = ledger_of(shop_of(orders=[order(amount_minor=700)], order_lines=lines), LedgerTerms())
    assert made.booked() == {"adjustment": 700}


def test_lines_without_amounts_leave_the_order_s_amount_but_give_costs(ledger_of: Make) -> None:
    shop = shop_of(
        orders=[order(amount_minor=5000, prices="net")],
        products=[{"product": "A", "unit_cost_minor": 700}],
        order_lines=[line(1, product="A", quantity_milli=2500)],
    )
    assert ledger_of(shop, GROSS).booked() == {"goods": 5000, "purchase_price": -1750}


RATE = LedgerTerms(margin_bp=1000)
OF_LINE: Row = {"unit_cost_minor": 500, "product": "A"}


@pytest.mark.parametrize(
    ("figures", "told", "terms", "cost"),
    [
        ({"unit_costs_minor": 9}, OF_LINE, RATE, (1000, False)),
        ({"unit_costs_minor": 9}, {"product": "A"}, RATE, (800, False)),
        ({"unit_costs_minor": 9}, {}, RATE, (9, False)),
        ({"margin_minor": 1111}, {}, RATE, (1889, False)),
        ({"unit_costs_minor": 9, "margin_minor": 1111}, {}, LedgerTerms(), (9, False)),
        ({}, {}, RATE, (2700, True)),
        ({}, {}, LedgerTerms(), None),
    ],
)
def test_the_closest_cost_wins(
    ledger_of: Make, figures: Row, told: Row, terms: LedgerTerms, cost: tuple[int, bool] | None
) -> None:
    shop = shop_of(
        orders=[order(prices="net", **figures)],
        products=[{"product": "A", "unit_cost_minor": 400}],
        order_lines=[line(1, amount_minor=3000, quantity_milli=2000, **told)],
    )
    made = ledger_of(shop, terms)
    costs = made.rows("SELECT -amount_minor AS cost, estimated FROM ledger WHERE kind = 'purchase_price'")
    assert [tuple(row.values()) for row in costs] == ([] if cost is None else [cost])
    uncosted, estimated = (0 if cost else 3000), (3000 if cost and cost[1] else 0)
    assert made.rows("SELECT uncosted_minor, estimated_minor FROM gaps") == [
        {"uncosted_minor": uncosted, "estimated_minor": estimated}
    ]


def test_a_cost_that_is_free_is_known(ledger_of: Make) -> None:
    shop = shop_of(orders=[order(amount_minor=1000, unit_costs_minor=0, prices="net")])
    assert ledger_of(shop, LedgerTerms(margin_bp=4000)).booked() == {"goods": 1000}


def test_orders_without_amounts_give_no_entries_but_count_as_orders(ledger_of: Make) -> None:
    made = ledger_of(shop_of(orders=[order()]), LedgerTerms(margin_bp=4000))
    assert made.booked() == {}
    assert made.rows("SELECT orders, margin_minor FROM customer_days") == [{"orders": 1, "margin_minor": 0}]
    assert made.rows("SELECT without_amount FROM gaps") == [{"without_amount": 1}]


def test_merged_accounts_are_one_person(ledger_of: Make) -> None:
    orders = [order(order_id="a", customer=5, amount_minor=100), order(order_id="b", amount_minor=200)]
    shop = shop_of(
        orders=orders,
        identities=[{"identity": 5, "customer": 1}],
        refunds=[{"refund_id": "r", "customer": 5, "refunded_at": instant(DAY), "amount_minor": 30}],
    )
    made = ledger_of(shop, LedgerTerms())
    assert made.rows("SELECT customer, orders, margin_minor FROM customer_days") == [
        {"customer": 1, "orders": 2, "margin_minor": 270}
    ]


def test_kinds_are_left_out_with_all_that_belongs_to_them(ledger_of: Make) -> None:
    orders = [
        order(order_id="kept", amount_minor=100),
        order(order_id="market", amount_minor=200, kind="marketplace"),
        order(order_id="ours", customer=9, amount_minor=400),
    ]
    shop = shop_of(
        orders=orders,
        customers=[{"customer": 9, "kind": "staff"}],
        order_lines=[{"order_id": "market", "position": 1, "amount_minor": 200}],
        refunds=[
            {
                "refund_id": "1",
                "order_id": "market",
                "customer": 1,
                "amount_minor": 50,
                "refunded_at": instant(DAY),
            },
            {"refund_id": "2", "customer": 9, "amount_minor": 60, "refunded_at": instant(DAY)},
            {"refund_id": "3", "order_id": "kept", "amount_minor": 7, "refunded_at": instant(DAY)},
        ],
        payments=[
            {
                "payment_id": "1",
                "order_id": "market",
                "kind": "default",
                "amount_minor": 50,
                "paid_at": instant(DAY),
            }
        ],
    )
    made = ledger_of(shop, LedgerTerms(leave_out=("marketplace", "staff")))
    assert made.booked() == {"goods": 100, "refund": -7}
    left_out = made.rows("SELECT kind, left_out_minor FROM reconciliation ORDER BY kind")
    assert left_out == [
        {"kind": "default", "left_out_minor": -50},
        {"kind": "goods", "left_out_minor": 600},
        {"kind": "refund", "left_out_minor": -110},
    ]
