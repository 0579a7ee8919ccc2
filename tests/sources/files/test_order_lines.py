"""Order lines: their orders, cancellations, postage, written-off debts, and what was no sale."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from shelf import Shelf

from treue.sources import FileMapping, ReadingTerms, Rules

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SALES = (
    "536365,85123A,LANTERN,6,2010-12-01 08:26,2.55,17850,United Kingdom\n"
    "536365,71053,HEART,2,2010-12-01 08:26,3.39,17850,United Kingdom\n"
    "536365,POST,POSTAGE,1,2010-12-01 08:26,18.00,17850,United Kingdom\n"
    "536366,22633,WARMER,1,2010-12-01 08:28,1.85,,France\n"
)
BACK = "C536379,85123A,LANTERN,-1,2010-12-02 09:41,2.55,17850,United Kingdom\n"


def test_orders_are_the_sum_of_their_goods(shelf: Shelf) -> None:
    delivery = shelf.load(HEAD + SALES)
    columns = "order_id, customer, day, country, amount_minor, shipping_charged_minor"
    assert sorted(shelf.rows(delivery, "orders", columns)) == [
        ("orders:536365", "17850", date(2010, 12, 1), "GB", 1530 + 678, 1800),
        ("orders:536366", None, date(2010, 12, 1), "FR", 185, 0),
    ]
    lines = shelf.rows(
        delivery, "order_lines", "order_id, position, product, kind, quantity_milli, amount_minor"
    )
    assert sorted(lines) == [
        ("orders:536365", 1, "85123A", "goods", 6000, 1530),
        ("orders:536365", 2, "71053", "goods", 2000, 678),
        ("orders:536365", 3, "POST", "shipping", 1000, 1800),
        ("orders:536366", 1, "22633", "goods", 1000, 185),
    ]
    assert set(delivery.tables) == {"orders", "order_lines"}


def test_cancellations_become_refunds(shelf: Shelf) -> None:
    delivery = shelf.load(HEAD + SALES + BACK)
    assert shelf.rows(
        delivery, "refunds", "refund_id, order_id, customer, product, quantity_milli, amount_minor"
    ) == [("orders:C536379#1", None, "17850", "85123A", 1000, 255)]
    assert delivery.written == {"orders": 2, "order_lines": 4, "refunds": 1}
    assert delivery.accounts["order_lines"].money["EUR"].accepted == 1530 + 678 + 1800 + 185 - 255


def test_negative_quantity_in_an_order_is_its_refund(shelf: Shelf) -> None:
    delivery = shelf.load(HEAD + SALES + "536365,71053,HEART,-1,2010-12-05 08:26,3.39,17850,United Kingdom\n")
    assert shelf.rows(delivery, "refunds", "order_id, day, amount_minor") == [
        ("orders:536365", date(2010, 12, 5), 339)
    ]


def test_bad_debt_is_a_default(shelf: Shelf) -> None:
    delivery = shelf.load(
        HEAD + SALES + "A563186,B,Adjust bad debt,1,2011-08-12 14:51,-11062.06,,United Kingdom\n"
    )
    assert shelf.rows(delivery, "payments", "payment_id, kind, amount_minor") == [
        ("orders:A563186#1", "default", 1106206)
    ]


def test_stock_movement_is_set_aside(shelf: Shelf) -> None:
    delivery = shelf.load(HEAD + SALES + "536589,21777,,-10,2010-12-01 16:50,0,,United Kingdom\n")
    assert shelf.aside(delivery) == [(6, "stock_movement")]


def test_duplicates_need_an_order_number(shelf: Shelf) -> None:
    twin = SALES.splitlines(keepends=True)[0]
    delivery = shelf.load(HEAD + SALES + twin + twin.replace(",6,", ",7,"))
    assert shelf.aside(delivery) == [(6, "duplicate")]
    money = delivery.accounts["order_lines"].money["EUR"]
    assert (money.quarantined, money.read) == (1530, money.accepted + 1530)


def test_same_file_twice_in_a_folder(shelf: Shelf) -> None:
    shelf.write(HEAD + SALES, "a.csv")
    shelf.write(HEAD + SALES, "b/a.csv")
    delivery = shelf.read(shelf.folder)
    assert delivery.accounts["order_lines"].rules == {"duplicate": 4}
    assert delivery.written == {"orders": 2, "order_lines": 4}


def test_own_rules(shelf: Shelf) -> None:
    told = FileMapping(
        columns={"order": "Nr", "customer": "Kunde", "time": "Tag", "product": "Artikel", "amount": "Betrag"},
        rules=Rules(cancellation_prefix="ST", shipping=("9001",), voucher=("9002",)),
    )
    content = (
        "Nr;Kunde;Tag;Artikel;Betrag\n100;Ana;1.5.2024;T1;20,00\n100;Ana;1.5.2024;9001;4,90\n"
        "100;Ana;1.5.2024;9002;-5,00\nST100;Ana;3.5.2024;T1;-20,00\n"
    )
    delivery = shelf.load(content, told)
    assert shelf.rows(delivery, "orders", "amount_minor, shipping_charged_minor, voucher_minor") == [
        (2000, 490, 500)
    ]
    assert shelf.rows(delivery, "refunds", "amount_minor, order_id") == [(2000, None)]


def test_price_is_multiplied_before_it_is_rounded(shelf: Shelf) -> None:
    delivery = shelf.load("order,customer,date,sku,quantity,unit price\n1,Ana,2024-05-01,T1,3,0.335\n")
    assert shelf.rows(delivery, "order_lines", "price_minor, amount_minor") == [(100, 100)]


def test_discount_comes_off_the_price(shelf: Shelf) -> None:
    delivery = shelf.load(
        "order,customer,date,sku,quantity,unit price,discount\n1,Ana,2024-05-01,T1,2,5.00,1.50\n"
    )
    assert shelf.rows(delivery, "order_lines", "price_minor, discount_minor, amount_minor") == [
        (1000, 150, 850)
    ]


def test_vat_rates_as_percent_or_share(shelf: Shelf) -> None:
    head = "order,customer,date,sku,quantity,unit price,vat rate\n"
    for written in ("19", "19 %", "0.19", "0,19"):
        delivery = shelf.load(head + f'1,Ana,2024-05-01,T1,2,5.00,"{written}"\n')
        assert shelf.rows(delivery, "order_lines", "vat_bp") == [(1900,)], written


def test_order_fields_only_on_the_first_line(shelf: Shelf) -> None:
    delivery = shelf.load(
        "Name,Email,Currency,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem sku,Total,Id\n"
        "#1001,ann@example.com,USD,2024-05-01 09:58:12 +0000,2,Crew Tee,9.99,TEE,29.98,5001\n"
        "#1001,,,,1,Mug,10.00,MUG,,\n"
    )
    assert shelf.rows(delivery, "orders", "order_id, customer, address, currency, amount_minor") == [
        ("orders:#1001", None, "ann@example.com", "USD", 2998)
    ]
    assert set(delivery.accounts["order_lines"].money) == {"USD"}


def test_shopify_sample(shelf: Shelf, public_data: Path) -> None:
    delivery = shelf.read(public_data / "shop_exports" / "shopify" / "orders_export.csv")
    assert delivery.written == {"orders": 1, "order_lines": 2}
    assert shelf.rows(delivery, "orders", "amount_minor, shipping_charged_minor, kind") == [
        (2998, 500, "shop")
    ]


KINDS = {
    "Ana,2024-05-01,ana@example.com,,,web,": "shop",
    "Ben,2024-05-01,b1@marketplace.amazon.de,,,,": "marketplace",
    "Ben,2024-05-01,b2@example.com,,,eBay DE,": "marketplace",
    "Cleo,2024-05-01,c@firma.de,,DE123456789,,": "business",
    "Cleo,2024-05-01,c2@firma.de,Firma GmbH,,,": "business",
    "Dev,2024-05-01,dev@shop.example,,,,": "staff",
    "Eve,2024-05-01,test@shop.example,,,,": "test",
    "Finn,2024-05-01,f@example.com,,,,Bogus Gateway": "test",
}


@pytest.mark.parametrize("row", KINDS)
def test_kind_of_order(shelf: Shelf, row: str) -> None:
    path = shelf.write(f"customer,date,email,company,ust-id,channel,payment method\n{row}\n")
    delivery = shelf.read(path, terms=ReadingTerms(staff=("@shop.example",)))
    assert shelf.rows(delivery, "orders", "kind") == [(KINDS[row],)]


def test_orders_and_their_lines_in_two_files(shelf: Shelf) -> None:
    shelf.write("order number,customer,date,amount,shipping\n1,Ana,2024-05-01,10.00,4.90\n")
    shelf.write("order number,sku,quantity,unit price\n1,T1,2,5.00\n", "order_lines.csv")
    delivery = shelf.read(shelf.folder, terms=ReadingTerms(source="shop"))
    assert shelf.rows(delivery, "orders", "order_id, customer, amount_minor, shipping_charged_minor") == [
        ("shop:1", "Ana", 1000, 490)
    ]
    assert shelf.rows(delivery, "order_lines", "order_id, position, amount_minor") == [("shop:1", 1, 1000)]


def test_what_a_file_of_orders_says_goes_before_what_lines_add_up_to(shelf: Shelf) -> None:
    shelf.write("order number,customer,date,amount\n1,Ana,2024-05-01,9.50\n")
    shelf.write(
        "order number,customer,date,sku,quantity,unit price\n"
        "1,Ana,2024-05-01,T1,2,5.00\n2,Ben,2024-05-02,T1,1,5.00\n",
        "lines.csv",
    )
    delivery = shelf.read(shelf.folder, terms=ReadingTerms(source="shop"))
    assert sorted(shelf.rows(delivery, "orders", "order_id, amount_minor")) == [
        ("shop:1", 950),
        ("shop:2", 500),
    ]
    assert delivery.written["order_lines"] == 2


def test_refunds_from_lines_and_from_their_own_file(shelf: Shelf) -> None:
    shelf.write(HEAD + SALES + BACK, "lines.csv")
    shelf.write("customer,date,amount\n17850,2011-01-02,5\n", "refunds.csv")
    delivery = shelf.read(shelf.folder)
    assert sorted(shelf.rows(delivery, "refunds", "amount_minor")) == [(255,), (500,)]


def test_margins_of_lines_are_added_up(shelf: Shelf) -> None:
    delivery = shelf.load(
        "order,customer,date,sku,quantity,unit price,margin\n"
        "1,Ana,2024-05-01,T1,1,5,2.50\n1,Ana,2024-05-01,T2,1,5,-0.75\n"
    )
    assert shelf.rows(delivery, "orders", "amount_minor, margin_minor") == [(1000, 175)]


def test_amount_below_zero_without_quantity_is_a_refund(shelf: Shelf) -> None:
    delivery = shelf.load("order,customer,date,sku,amount\n1,Ana,2024-05-01,T1,10\n1,Ana,2024-05-01,T2,-12\n")
    assert shelf.rows(delivery, "orders", "amount_minor") == [(1000,)]
    assert shelf.rows(delivery, "refunds", "order_id, product, amount_minor") == [("orders:1", "T2", 1200)]
