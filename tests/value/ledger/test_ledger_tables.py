"""Signed entries in three steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

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
    (row,) = made.rows("SELECT revenue_minor, margin_minor FROM customer_days")
    assert (row["revenue_minor"], row["margin_minor"]) == (10000, 2930)


def test_what_is_written_off_has_the_vat_of_its_order(ledger_of: Make) -> None:
    def line(order: str, position: int, amount: int, vat: int) -> Row:
        return {
            "order_id": order, "position": position, "kind": "goods", "prices": "gross",
            "amount_minor": amount, "vat_bp": vat,
        }  # fmt: skip

    def payment(number: int, order: str | None, amount: int) -> Row:
        return {
            "payment_id": f"p{number}", "order_id": order, "customer": 1, "paid_at": instant(DAY), "day": DAY,
            "kind": "default", "amount_minor": amount,
        }  # fmt: skip

    placed = [
        {"order_id": order, "customer": 1, "ordered_at": instant(DAY), "day": DAY}
        for order in ("tea", "both")
    ]
    shop = shop_of(
        orders=placed,
        order_lines=[line("tea", 1, 1_070, 700), line("both", 1, 1_070, 700), line("both", 2, 1_190, 1_900)],
        payments=[payment(1, "tea", 1_070), payment(2, "both", 1_130), payment(3, None, 1_190)],
    )
    made = ledger_of(shop, LedgerTerms(prices="gross"))
    rows = made.rows("SELECT order_id, amount_minor, vat_minor FROM ledger WHERE kind = 'default'")
    told = {row["order_id"]: (row["amount_minor"], row["vat_minor"]) for row in rows}
    assert told == {"tea": (-1_000, -70), "both": (-1_000, -130), None: (-1_000, -190)}


def booked(made: Ledger, kind: str) -> list[tuple[object, ...]]:
    asked = f"SELECT customer, day, amount_minor, step FROM ledger WHERE kind = '{kind}' ORDER BY ALL"
    return [tuple(row.values()) for row in made.rows(asked)]


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def test_minutes_cost_the_shops_hour_and_nothing_without_one(ledger_of: Make) -> None:
    care = shop_of(
        orders=[order(amount_minor=100)],
        tickets=[
            {"ticket_id": "t", "customer": 1, "opened_at": instant(later(2)), "minutes": 20},
            {"ticket_id": "u", "customer": 2, "opened_at": instant(later(2)), "day": later(3), "minutes": 1},
            {"ticket_id": "v", "customer": 1, "opened_at": instant(later(4))},
        ],
        interactions=[{"interaction_id": "i", "at": instant(later(5)), "minutes": 3}],
    )
    assert booked(ledger_of(care, LedgerTerms(service_hour_minor=3650)), "service") == [
        (1, later(2), -1217, 3),  # 1216.67
        (2, later(3), -61, 3),  # 60.83
        (None, later(5), -182, 3),  # 182.5, half to even
    ]
    assert booked(ledger_of(care, LedgerTerms()), "service") == []


def test_messages_cost_what_is_said(ledger_of: Make) -> None:
    rows: list[Row] = [
        {"touch_id": "a", "customer": 1, "at": instant(DAY), "cost_minor": 85, "currency": "EUR"},
        {"touch_id": "b", "customer": 1, "at": instant(DAY), "cost_minor": 90, "currency": "CHF"},
        {"touch_id": "c", "customer": 1, "at": instant(DAY)},
    ]
    made = ledger_of(shop_of(touches=rows), LedgerTerms(currency="EUR"))
    assert booked(made, "contact") == [(1, DAY, -85, 3)]


def test_points_cost_from_earning_until_they_are_gone(ledger_of: Make) -> None:
    bookings = [("earned", 50, 500), ("redeemed", -30, 300), ("expired", 20, -200), ("corrected", 5, 50),
                ("corrected", -5, 50), (None, -1, 10), ("earned", None, 7)]  # fmt: skip
    rows: list[Row] = [
        {"booking_id": f"{place}", "customer": 1, "at": instant(later(place)), "kind": kind,
         "points": count, "value_minor": worth}
        for place, (kind, count, worth) in enumerate(bookings)
    ]  # fmt: skip
    made = ledger_of(shop_of(points=rows), LedgerTerms())
    assert [row[2] for row in booked(made, "points")] == [-500, 300, 200, -50, 50, -7]


def test_points_that_were_never_earned_release_nothing(ledger_of: Make) -> None:
    bookings = [(1, 0, "redeemed", 80), (1, 1, "earned", 100), (1, 1, "redeemed", 30), (1, 2, "redeemed", 90),
                (2, 1, "redeemed", 40), (2, 2, "earned", 25), (3, 0, "earned", 60)]  # fmt: skip
    rows: list[Row] = [
        {"booking_id": f"{place}", "customer": who, "at": instant(later(day)), "kind": kind,
         "points": worth, "value_minor": worth}
        for place, (who, day, kind, worth) in enumerate(bookings)
    ]  # fmt: skip
    made = ledger_of(shop_of(points=rows), LedgerTerms())
    found = [(who, day, amount) for who, day, amount, _ in booked(made, "points")]
    assert sorted(found) == [
        (1, later(1), -100),
        (1, later(1), 30),
        (1, later(2), 70),  # of 90: no more was owed
        (2, later(2), -25),
        (3, later(0), -60),
    ]


def test_spend_is_divided_among_the_customers_it_won_to_the_cent(ledger_of: Make) -> None:
    orders = [
        order(order_id=f"o{key}", customer=key, channel=channel, amount_minor=1)
        for key, channel in ((1, "Search"), (2, None), (3, "search"), (4, "social"), (5, "fair"))
    ]
    again = order(order_id="o6", customer=4, day=later(40), ordered_at=instant(later(40)), channel="search")
    customers: list[Row] = [
        {"customer": 2, "channel": "SEARCH"},
        {"customer": 5, "channel": "fair", "acquisition_cost_minor": 300},
        {"customer": 6, "channel": "fair", "acquisition_cost_minor": 200, "first_seen": later(1)},
    ]
    spend: list[Row] = [
        {"day": day, "channel": channel, "campaign": "", "cost_minor": cost}
        for day, channel, cost in (
            (DAY, "search", 600), (later(9), "Search", 400), (later(40), "search", 55),
            (DAY, "tv", 70), (later(2), "fair", 900),
        )
    ]  # fmt: skip
    made = ledger_of(shop_of(orders=[*orders, again], customers=customers, spend=spend), LedgerTerms())
    assert booked(made, "acquisition") == [
        (1, DAY, -333, 3),
        (2, DAY, -334, 3),
        (3, DAY, -333, 3),
        (5, DAY, -300, 3),
        (6, later(1), -200, 3),  # has not ordered yet
        (None, DAY, -70, 3),
        (None, later(40), -55, 3),
    ]
    [told] = made.rows("SELECT * FROM reconciliation WHERE kind = 'acquisition'")
    assert (told["facts_minor"], told["left_out_minor"], told["difference_minor"]) == (-2525, -900, 0)


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
