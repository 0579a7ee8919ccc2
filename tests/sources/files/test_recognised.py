"""What a file and its columns are taken for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet
from shelf import Shelf, clock

from treue.errors import BadSetting, MissingColumn
from treue.facts import TABLES, Column, Kind
from treue.sources import Delivery, FileMapping, ReadingTerms, Rules, Taken
from treue.sources.files import file_mappings
from treue.sources.files.countries import country_code


def meanings(delivery: Delivery) -> dict[str, str]:
    return {taken.column: taken.meaning for taken in delivery.recognised if taken.meaning}


HEADERS = {
    "Kundennummer;Bestelldatum;Bestellwert": ("customer", "ordered_at", "amount"),
    "KUNDEN_NR;DATUM;UMSATZ": ("customer", "ordered_at", "amount"),
    "customer_id;created_at;total": ("customer", "ordered_at", "amount"),
    "CustomerID;OrderDate;TotalAmount": ("customer", "ordered_at", "amount"),
    "cust;date;sales": ("customer", "ordered_at", "amount"),
    "household_id;day;dollar_value": ("customer", "ordered_at", "amount"),
    "Id;Date;Price": ("customer", "ordered_at", "amount"),
    "Käufer;Kaufdatum;Summe (EUR)": ("customer", "ordered_at", "amount"),
    "customer;ordered_at;amount": ("customer", "ordered_at", "amount"),
}


@pytest.mark.parametrize("header", HEADERS)
def test_headers(shelf: Shelf, header: str) -> None:
    delivery = shelf.load(header + "\nA1;2024-05-01;5,50\nA2;2024-05-02;7,25\nA1;2024-05-03;1,00\n")
    assert tuple(meanings(delivery).values()) == HEADERS[header]
    assert {taken.sure for taken in delivery.recognised} == {"named"}


def test_unused_columns_are_shown(shelf: Shelf) -> None:
    delivery = shelf.load("customer,date,amount,colour\nAna,2024-05-01,5,red\n")
    assert delivery.recognised[-1] == Taken("orders.csv", "colour", "", "unused")


def test_content_speaks_against_a_name(shelf: Shelf) -> None:
    delivery = shelf.load("customer,date,when,amount\nAna,soon,2024-05-01,5\nBen,later,2024-05-02,6\n")
    assert meanings(delivery)["when"] == "ordered_at"


def test_unknown_file_in_a_folder_is_skipped_by_name(shelf: Shelf) -> None:
    shelf.write("customer,date,amount\nAna,2024-05-01,5\n")
    shelf.write("campaign_id,household_id\n1,2\n", "campaigns.csv")
    shelf.write("household_id,coupon_upc,redemption_date\n1,2,2024-05-01\n", "coupon_redemptions.csv")
    delivery = shelf.read(shelf.folder)
    assert sorted(delivery.skipped) == ["campaigns.csv", "coupon_redemptions.csv"]
    assert set(delivery.tables) == {"orders"}


def test_mapping_says_skip(shelf: Shelf) -> None:
    shelf.write("customer,date,amount\nAna,2024-05-01,5\n")
    shelf.write("customer,date,amount\nAna,2024-05-01,6\n", "old/orders.csv")
    delivery = shelf.read(shelf.folder, FileMapping(match="old/*", table="skip"))
    assert delivery.skipped == {"old/orders.csv": "the mapping says skip"}
    assert delivery.written == {"orders": 1}


def test_refunds_by_the_name_of_the_file(shelf: Shelf) -> None:
    shelf.write("customer,date,amount\nAna,2024-05-01,5\n")
    shelf.write("Kunde;Datum;Betrag;Grund\nAna;03.05.2024;5,00;zu klein\n", "retouren.csv")
    delivery = shelf.read(shelf.folder)
    assert shelf.rows(delivery, "refunds", "customer, day, amount_minor, reason") == [
        ("Ana", date(2024, 5, 3), 500, "zu klein")
    ]
    assert delivery.accounts["refunds"].money["EUR"].accepted == 500


CELLS = {
    Kind.CUSTOMER: "4711", Kind.TEXT: "word", Kind.DAY: "2024-05-01", Kind.INSTANT: "2024-05-01 10:00",
    Kind.MONEY: "1250", Kind.CURRENCY: "CHF", Kind.QUANTITY: "2000", Kind.COUNT: "3",
    Kind.BASIS_POINTS: "1900",    Kind.NUMBER: "0.95", Kind.FLAG: "ja",
}  # fmt: skip


MEANT: dict[Kind, object] = {
    Kind.CUSTOMER: "4711",
    Kind.TEXT: "word",
    Kind.DAY: date(2024, 5, 1),
    Kind.INSTANT: clock("2024-05-01 08:00"),
    Kind.MONEY: 1250,
    Kind.CURRENCY: "CHF",
    Kind.QUANTITY: 2000,
    Kind.COUNT: 3,
    Kind.BASIS_POINTS: 1900,
    Kind.NUMBER: 0.95,
    Kind.FLAG: True,
}


@pytest.mark.parametrize("name", [name for name in TABLES if name != "identities"])
def test_every_table_by_its_canonical_columns(shelf: Shelf, name: str) -> None:
    columns = [c for c in TABLES[name].columns if c.name not in ("source", "version", "mailbox")]
    cells = [column.choices[0] if column.choices else CELLS[column.kind] for column in columns]
    header = ",".join(column.name for column in columns)
    content = header + "\n" + ",".join(cells) + "\n"
    assert name in shelf.load(content, name=f"{name}.csv").tables
    delivery = shelf.load(content, FileMapping(table=name), name="any.csv")
    described = shelf.con.execute(f"DESCRIBE {delivery.tables[name]}").fetchall()
    row = dict(zip([each[0] for each in described], shelf.rows(delivery, name)[0], strict=True))
    if name == "order_lines":
        row["price_minor"] = 1250  # amount and discount added up
    assert row.pop("source") == "any"
    assert row == {column.name: column.choices[0] if column.choices else _meant(column) for column in columns}


def _meant(column: Column) -> object:
    numbered = column.name in (
        "order_id", "answer_id", "refund_id", "payment_id", "ticket_id", "interaction_id", "touch_id",
        "booking_id",
    )  # fmt: skip
    return f"any:{MEANT[column.kind]}" if numbered else MEANT[column.kind]


def test_workbook(shelf: Shelf) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Kunde", "Datum", "Betrag"],
        [4711, clock("2024-05-01 14:30"), 12.5],
        ["Ben", date(2024, 5, 2), "7,25 €"],
    ):
        sheet.append(row)
    book.create_sheet("empty")
    book.save(shelf.folder / "orders.xlsx")
    delivery = shelf.read(shelf.folder / "orders.xlsx")
    assert sorted(shelf.rows(delivery, "orders", "customer, ordered_at, amount_minor")) == [
        ("4711", clock("2024-05-01 12:30"), 1250), ("Ben", clock("2024-05-01 22:00"), 725),
    ]  # fmt: skip


def test_parquet_types(shelf: Shelf) -> None:
    table = pa.table(
        {
            "customer": pa.array([17850.0, None]),
            "date": pa.array([clock("2024-07-01 23:30")] * 2, pa.timestamp("ns", tz="UTC")),
            "amount": pa.array([Decimal("12.345"), Decimal("0.005")], pa.decimal128(10, 3)),
        }
    )
    parquet.write_table(table, shelf.folder / "orders.parquet")
    delivery = shelf.read(shelf.folder / "orders.parquet")
    assert sorted(shelf.rows(delivery, "orders", "customer, ordered_at, day, amount_minor"), key=str) == [
        ("17850", clock("2024-07-01 23:30"), date(2024, 7, 2), 1234),
        (None, clock("2024-07-01 23:30"), date(2024, 7, 2), 0),
    ]


def test_doubles_are_their_shortest_decimal(shelf: Shelf) -> None:
    amounts = [2.675, 1.005, 0.1 + 0.2, 1.1 * 3, 1.005 * 3, 0.025 + 4e-12, 1e-7, 123456789.125, 0.285]
    table = pa.table(
        {"customer": ["Ana"] * len(amounts), "date": [date(2024, 5, 1)] * len(amounts), "amount": amounts}
    )
    parquet.write_table(table, shelf.folder / "orders.parquet")
    delivery = shelf.read(shelf.folder / "orders.parquet")
    expected = [int((Decimal(repr(each)) * 100).quantize(Decimal(1), "ROUND_HALF_EVEN")) for each in amounts]
    assert sorted(shelf.rows(delivery, "orders", "amount_minor")) == [(each,) for each in sorted(expected)]


def test_country_of_the_delivery(shelf: Shelf) -> None:
    path = shelf.write("customer,date,country\nAna,2024-05-01,Österreich\nBen,2024-05-01,\n")
    delivery = shelf.read(path, terms=ReadingTerms(country="DE"))
    assert sorted(shelf.rows(delivery, "orders", "customer, country")) == [("Ana", "AT"), ("Ben", "DE")]
    assert (country_code("UK"), country_code("Schweiz"), country_code("Mars")) == ("GB", "CH", "Mars")


def test_entries_of_treue_toml() -> None:
    entry = {
        "match": "a*.csv", "table": "order_lines", "columns": {"customer": "Kunde", "amount": 4},
        "header": False,
        "delimiter": "tab", "rules": {"cancellation_prefix": "ST", "shipping": ["V1"]},
    }  # fmt: skip
    assert file_mappings([entry]) == (
        FileMapping(
            match="a*.csv",
            table="order_lines",
            columns={"customer": "Kunde", "amount": 4},
            header=False,
            delimiter="tab",
            rules=Rules(cancellation_prefix="ST", shipping=("V1",)),
        ),
    )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"tabel": "orders"}, "unknown tabel; write one of match, table"),
        ({"table": "order"}, "table is 'order'; write one of customers"),
        ({"decimal": "?"}, "decimal is '?'; write one of ,, ."),
        ({"header": "no"}, "header is 'no'; write true or false"),
        ({"columns": 5}, "columns is 5; write"),
        ({"columns": {"customer": 1.5}}, "columns.customer is 1.5; write a header, or a position from 1"),
        ({"encoding": "utf-9"}, "encoding is 'utf-9'; write utf-8"),
        ({"currency": "eur"}, "currency is 'eur'; write an ISO 4217 code"),
        ({"zone": "Berlin"}, "zone is 'Berlin'; write an IANA name"),
        ({"delimiter": "ab"}, "delimiter is 'ab'; write one character"),
        ({"rules": {"ships": []}}, "write a table with cancellation_prefix"),
        ({"rules": {"fee": "X"}}, "rules.fee is 'X'; write a list of article numbers"),
        ({"match": 5}, "match is 5; write a text in quotes"),
    ],
)
def test_wrong_entries(entry: dict[str, object], message: str) -> None:
    with pytest.raises(BadSetting, match=r"^files\[1\]: ") as caught:
        file_mappings([entry])
    assert message in str(caught.value)


def test_field_that_does_not_exist(shelf: Shelf) -> None:
    with pytest.raises(MissingColumn, match="orders have no colour; they have"):
        shelf.load("customer,date\nAna,2024-05-01\n", FileMapping(columns={"colour": "date"}))


def test_label_of_a_file_in_a_folder(shelf: Shelf, tmp_path: Path) -> None:
    shelf.write("customer,date\nAna,2024-05-01\n", "2024/may.csv")
    delivery = shelf.read(tmp_path)
    assert {taken.file for taken in delivery.recognised} == {"2024/may.csv"}


def test_a_named_amount_is_read_though_most_of_it_is_text(shelf: Shelf) -> None:
    delivery = shelf.load(
        "customer,date,amount\nAna,2024-05-01,viel\nBen,2024-05-01,wenig\nCleo,2024-05-01,5\n"
    )
    assert delivery.accounts["orders"].rules == {"not_a_number": 2}


def test_currency_signs_in_their_own_column(shelf: Shelf) -> None:
    delivery = shelf.load(
        "customer,date,total,currency\nA,2024-01-01,5,€\nB,2024-01-01,5,Fr.\nC,2024-01-01,5,Taler\n"
    )
    assert sorted(shelf.rows(delivery, "orders", "customer, currency")) == [("A", "EUR"), ("B", "CHF")]
    assert delivery.accounts["orders"].rules == {"unknown_currency": 1}


def test_two_columns_of_one_name_take_the_first(shelf: Shelf) -> None:
    delivery = shelf.load("customer,date,date,amount\nAna,2024-05-01,2024-06-01,5\n")
    assert shelf.rows(delivery, "orders", "day") == [(date(2024, 5, 1),)]


def test_very_many_columns(shelf: Shelf) -> None:
    header = ",".join(["customer", "date", "amount", *(f"x{n}" for n in range(2000))])
    delivery = shelf.load(f"{header}\nAna,2024-05-01,5{',1' * 2000}\nBen,,5{',1' * 2000}\n")
    assert delivery.accounts["orders"].rules == {"missing_time": 1}


def test_an_id_that_never_comes_back_is_no_customer(shelf: Shelf) -> None:
    rows = "".join(f"{n},2024-05-01,5\n" for n in range(30))
    with pytest.raises(MissingColumn, match="no column found for customer"):
        shelf.load("id,date,amount\n" + rows)
    assert meanings(shelf.load("id,date,amount\n" + rows + rows))["id"] == "customer"
