"""Rows that are no rows of facts: WooCommerce's items and refunds, Shopify's refunds and variants."""

from __future__ import annotations

from datetime import date

from shelf import Shelf, clock

from treue.sources import FileMapping

WOO = (
    "order_number,order_date,status,cart_discount,shipping_total,order_total,order_subtotal,order_currency,"
    "customer_id,customer_email,wt_import_key,refund_items,"
    + ",".join(
        f"Product Item {n} {part}"
        for n in (1, 2)
        for part in ("Name", "SKU", "Quantity", "Total", "Subtotal")
    )
    + "\n"
)
FIRST = (
    "7,2026-02-01 10:00:00,completed,2.00,4.12,35.09,30.00,EUR,0,Ana@example.org,7,"
    "amount:11.90|reason:zu klein|date:2026-02-09 12:00:00;amount:1.00|reason:|date:2026-02-10 12:00:00,"
    "Tasse,T1,2,18.67,20.00,Tasse,T1,1,9.33,10.00\n"
)
SECOND = (
    "8,2026-02-02 10:00:00,completed,0.00,0.00,11.90,10.00,EUR,0,ben@example.org,8,,"
    "Tasse,T1,1,10.00,10.00,,,,,\n"
)


def test_items_side_by_side_become_lines_with_net_amounts(shelf: Shelf) -> None:
    delivery = shelf.load(WOO + FIRST + SECOND)
    lines = shelf.rows(delivery, "order_lines", "order_id, position, product, quantity_milli, amount_minor")
    assert sorted(lines) == [
        ("orders:7", 1, "T1", 2000, 2000),
        ("orders:7", 2, "T1", 1000, 1000),
        ("orders:8", 1, "T1", 1000, 1000),
    ]
    orders = shelf.rows(
        delivery, "orders", "order_id, amount_minor, voucher_minor, shipping_charged_minor, prices"
    )
    assert sorted(orders) == [("orders:7", 3000, 200, 412, "net"), ("orders:8", 1000, 0, 0, "net")]


def test_guests_with_the_number_0_are_no_common_customer(shelf: Shelf) -> None:
    delivery = shelf.load(WOO + FIRST + SECOND)
    people = shelf.rows(delivery, "orders", "customer, address")
    assert sorted(people, key=str) == [(None, "ana@example.org"), (None, "ben@example.org")]


def test_refunds_beside_an_order_have_their_own_day_and_are_gross(shelf: Shelf) -> None:
    delivery = shelf.load(WOO + FIRST + SECOND)
    refunds = shelf.rows(delivery, "refunds", "order_id, refunded_at, amount_minor, reason, prices, address")
    assert sorted(refunds) == [
        ("orders:7", clock("2026-02-09 11:00:00"), 1190, "zu klein", "gross", "ana@example.org"),
        ("orders:7", clock("2026-02-10 11:00:00"), 100, None, "gross", "ana@example.org"),
    ]


def test_a_doubled_order_doubles_neither_lines_nor_refunds(shelf: Shelf) -> None:
    delivery = shelf.load(WOO + FIRST + FIRST + SECOND)
    assert delivery.written == {"orders": 2, "order_lines": 3, "refunds": 2}
    assert {row for row, rule in shelf.aside(delivery) if rule == "duplicate"} == {3}


def test_an_order_without_any_item_is_set_aside_or_kept_but_never_lost(shelf: Shelf) -> None:
    bare = "9,2026-02-03 10:00:00,completed,0.00,0.00,0.00,0.00,EUR,0,cleo@example.org,9,,,,,,,,,,,\n"
    delivery = shelf.load(WOO + FIRST + bare)
    account = delivery.accounts["order_lines"].rows
    assert account.read == 3
    assert account.read == account.accepted + account.quarantined


SHOPIFY = (
    "Name,Email,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
    "Refunded Amount\n"
)


def test_what_shopify_refunded_of_an_order_is_a_refund_of_its_day(shelf: Shelf) -> None:
    delivery = shelf.load(
        SHOPIFY
        + "#1001,ann@example.com,EUR,2026-02-01 09:58:12 +0100,2,Tee,9.99,TEE,9.99\n"
        + "#1001,ann@example.com,,2026-02-01 09:58:12 +0100,1,Mug,10.00,MUG,\n"
        + "#1002,bea@example.com,EUR,2026-02-02 09:58:12 +0100,1,Mug,10.00,MUG,0.00\n"
    )
    assert delivery.written == {"orders": 2, "order_lines": 3, "refunds": 1}
    columns = "order_id, day, amount_minor, address"
    assert shelf.rows(delivery, "refunds", columns) == [
        ("orders:#1001", date(2026, 2, 1), 999, "ann@example.com")
    ]


def test_what_was_told_of_the_file_holds_for_its_refunds(shelf: Shelf) -> None:
    told = FileMapping(currency="CHF", zone="UTC", prices="net")
    bare = SHOPIFY.replace("Currency,", "")
    delivery = shelf.load(bare + "#1001,ann@example.com,2026-02-01 23:30:00,2,Tee,9.99,TEE,9.99\n", told)
    assert shelf.rows(delivery, "refunds", "currency, prices, refunded_at") == [
        ("CHF", "gross", clock("2026-02-01 23:30:00"))
    ]
    assert shelf.rows(delivery, "orders", "currency, prices") == [("CHF", "net")]


def test_variants_take_what_the_first_of_their_model_says(shelf: Shelf) -> None:
    shelf.write(
        SHOPIFY + "#1001,ann@example.com,EUR,2026-02-01 09:58:12 +0100,2,Tee,9.99,TEE-S,0.00\n",
        "orders_export.csv",
    )
    shelf.write(
        "Handle,Title,Vendor,Type,Option1 Value,Variant SKU,Variant Price,Cost per item\n"
        "tee,Tee,Acme,Shirts,S,TEE-S,9.99,4.00\ntee,,,,M,TEE-M,10.99,4.10\n",
        "products_export.csv",
    )
    delivery = shelf.read(shelf.folder)
    columns = "product, name, brand, category, list_price_minor, unit_cost_minor"
    assert sorted(shelf.rows(delivery, "products", columns)) == [
        ("TEE-M", "Tee", "Acme", "Shirts", 1099, 410),
        ("TEE-S", "Tee", "Acme", "Shirts", 999, 400),
    ]
