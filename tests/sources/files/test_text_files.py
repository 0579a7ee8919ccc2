"""How text files are written: delimiters, encodings, headers, decimal signs, dates."""

from __future__ import annotations

import gzip
from datetime import date, datetime, timedelta

import pytest
from shelf import Shelf, clock

from treue.errors import DoubtfulInput
from treue.sources import FileMapping, ReadingTerms

GERMAN = (
    "Kunden-Nr.{0}Bestelldatum{0}Gesamtbetrag (EUR, brutto)\n"
    "4711{0}01.05.2024 14:30{0}1.234,56\n0815{0}2.5.24{0}7,5\n"
)


def orders(
    shelf: Shelf, content: str | bytes, *mapping: FileMapping, name: str = "orders.csv"
) -> list[object]:
    delivery = shelf.load(content, *mapping, name=name)
    assert delivery.accounts["orders"].rules == {}
    return sorted(shelf.rows(delivery, "orders", "customer, day, amount_minor"), key=str)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_german_export(shelf: Shelf, delimiter: str, encoding: str) -> None:
    content = GERMAN.format(delimiter) + f"Müller{delimiter}3.5.2024{delimiter}-0,00\n"
    assert orders(shelf, content.encode(encoding)) == [
        ("0815", date(2024, 5, 2), 750), ("4711", date(2024, 5, 1), 123456), ("Müller", date(2024, 5, 3), 0),
    ]  # fmt: skip


def test_header_says_gross(shelf: Shelf) -> None:
    delivery = shelf.load(GERMAN.format(";"))
    assert shelf.rows(delivery, "orders", "DISTINCT prices") == [("gross",)]
    assert not delivery.questions


def test_gzip(shelf: Shelf) -> None:
    packed = gzip.compress(GERMAN.format(";").encode())
    assert len(orders(shelf, packed, name="orders.csv.gz")) == 2


def test_old_mac_line_ends(shelf: Shelf) -> None:
    assert len(orders(shelf, GERMAN.format(";").replace("\n", "\r"))) == 2


def test_windows_line_ends_and_trailing_delimiters(shelf: Shelf) -> None:
    content = "customer;date;amount\r\nAna;2024-05-01;1,50;;\r\n;;\r\n\r\nBen;2024-05-02;2,50\r\n"
    assert orders(shelf, content) == [("Ana", date(2024, 5, 1), 150), ("Ben", date(2024, 5, 2), 250)]


def test_blanks_without_header(shelf: Shelf) -> None:
    found = orders(
        shelf, " 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n", name="log.txt"
    )
    assert found == [("00004", date(1997, 1, 1), 2933), ("00004", date(1997, 1, 18), 2973)]


def test_physical_row_numbers(shelf: Shelf) -> None:
    delivery = shelf.load('customer,date,amount,note\nAna,2024-05-01,1,"a\nb"\n\nBen,2024-02-30,2,c\n')
    assert shelf.aside(delivery) == [(5, "impossible_date")]
    assert shelf.con.execute("SELECT text FROM set_aside").fetchall() == [("Ben | 2024-02-30 | 2 | c",)]


DATES = {
    "2024-05-01": date(2024, 5, 1),
    "2024-05-01T23:30:00Z": date(2024, 5, 2),
    "2024-05-01 23:30:00 +0000": date(2024, 5, 2),
    "2024-05-01 23:30+02:00": date(2024, 5, 1),
    "20240501": date(2024, 5, 1),
    "01.05.2024": date(2024, 5, 1),
    "1.5.24": date(2024, 5, 1),
    "1.5.2024 14:30 Uhr": date(2024, 5, 1),
    "1. Mai 2024": date(2024, 5, 1),
    "3. März 2024, 8:15": date(2024, 3, 3),
    "15. Dez. 2023": date(2023, 12, 15),
    "May 1, 2024": date(2024, 5, 1),
    "Wed, 01 May 2024 10:00:00 GMT": date(2024, 5, 1),
    "31/12/2023": date(2023, 12, 31),
    "12/31/2023 11:59 PM": date(2023, 12, 31),
    "2024/05/01": date(2024, 5, 1),
}


@pytest.mark.parametrize("text", DATES)
def test_dates(shelf: Shelf, text: str) -> None:
    delivery = shelf.load(f'customer;date\nAna;"{text}"\n')
    assert shelf.rows(delivery, "orders", "day") == [(DATES[text],)]


def test_mixed_zones_are_one_clock(shelf: Shelf) -> None:
    delivery = shelf.load(
        "customer,date\nAna,2024-07-01T12:00:00+02:00\nBen,2024-07-01T10:00:00Z\nCleo,2024-07-01 12:00:00\n"
    )
    assert shelf.rows(delivery, "orders", "DISTINCT ordered_at") == [(clock("2024-07-01 10:00"),)]


def test_zone_of_the_shop(shelf: Shelf) -> None:
    path = shelf.write("customer,date\nAna,2024-07-01 23:30:00\n")
    delivery = shelf.read(path, FileMapping(zone="UTC"), terms=ReadingTerms(zone="Europe/Zurich"))
    assert shelf.rows(delivery, "orders", "ordered_at, day") == [
        (clock("2024-07-01 23:30"), date(2024, 7, 2))
    ]


def test_many_iso_times_are_read_like_few(shelf: Shelf) -> None:
    days = ("2024-03-30", "2024-03-31", "2024-04-01")
    lines = [f"Ana,{days[n % 3]} {n % 24:02}:{n % 60:02}:{n % 59:02}.{n:06}\n" for n in range(60_000)]
    few = shelf.load("customer,date\n" + "".join(lines[:500]))
    expected = sorted(shelf.rows(few, "orders", "ordered_at, day"))
    many = shelf.load("customer,date\n" + "".join(lines) + "Ana,2024-02-30 10:00\n")
    assert shelf.aside(many) == [(60_002, "impossible_date")]
    found = set(shelf.rows(many, "orders", "ordered_at, day"))
    assert len(found) == 60_000
    assert set(expected) <= found


def test_day_before_month_is_decided_by_the_whole_column(shelf: Shelf) -> None:
    delivery = shelf.load("customer,date\nAna,03/04/2024\nBen,04/25/2024\n")
    assert sorted(shelf.rows(delivery, "orders", "day")) == [(date(2024, 3, 4),), (date(2024, 4, 25),)]
    assert not delivery.questions


def test_undecidable_order_is_asked(shelf: Shelf) -> None:
    path = shelf.write("customer,date\nAna,03/04/2024\n")
    delivery = shelf.read(path)
    assert shelf.rows(delivery, "orders", "day") == [(date(2024, 4, 3),)]
    assert [(each.about, each.assumed) for each in delivery.questions] == [("dates", "dmy")]
    assert any(isinstance(warning, DoubtfulInput) for warning in delivery.warnings)
    told = shelf.read(path, FileMapping(dates="mdy"))
    assert shelf.rows(told, "orders", "day") == [(date(2024, 3, 4),)]
    assert not told.questions


def test_clock_in_its_own_column(shelf: Shelf) -> None:
    delivery = shelf.load("Kunde;Datum;Uhrzeit;Betrag\nAna;01.07.2024;14:30;5,00\n")
    assert shelf.rows(delivery, "orders", "ordered_at") == [(clock("2024-07-01 12:30"),)]


NUMBERS = {
    "1.234,56 €": (123456, "EUR"),
    "€ 12,50": (1250, "EUR"),
    "12,50-": (-1250, "EUR"),
    "(12,50)": (-1250, "EUR"),
    "\u2212 3,00": (-300, "EUR"),
    "1 234,56": (123456, "EUR"),
    "1\u202f234,56": (123456, "EUR"),
    "1'234.50 CHF": (123450, "CHF"),
    "CHF 1’234.50": (123450, "CHF"),
    "1,234,567.89": (123456789, "EUR"),
    "1.234.567,89": (123456789, "EUR"),
    "$5.00": (500, "USD"),
    "1500 JPY": (1500, "JPY"),
    "1.2345 KWD": (1234, "KWD"),
    "12,-": (1200, "EUR"),
}


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(shelf: Shelf, text: str) -> None:
    mapping = FileMapping(table="refunds", columns={"refunded_at": "date", "amount": "amount"})
    delivery = shelf.load(f'customer|date|amount\nAna|2024-05-01|"{text}"\n', mapping)
    assert shelf.rows(delivery, "refunds", "amount_minor, currency") == [NUMBERS[text]]


def test_half_a_cent_goes_to_the_even_one(shelf: Shelf) -> None:
    delivery = shelf.load(
        "customer,date,amount\nAna,2024-05-01,0.125\nBen,2024-05-01,0.375\nCleo,2024-05-01,9.5\n"
    )
    assert sorted(shelf.rows(delivery, "orders", "amount_minor")) == [(12,), (38,), (950,)]


def test_decimal_sign_that_cannot_be_told_is_asked(shelf: Shelf) -> None:
    delivery = shelf.load("customer;date;amount\nAna;2024-05-01;1.234\nBen;2024-05-01;5.678\n")
    assert sorted(shelf.rows(delivery, "orders", "amount_minor")) == [(123400,), (567800,)]
    assert "decimal" in {each.about for each in delivery.questions}
    told = shelf.load("customer;date;amount\nAna;2024-05-01;1.234\n", FileMapping(decimal="."))
    assert shelf.rows(told, "orders", "amount_minor") == [(123,)]


def test_default_currency_is_said_aloud(shelf: Shelf) -> None:
    said: list[str] = []
    shelf.read(shelf.write("customer,date,amount\nAna,2024-05-01,5\n"), say=said.append)
    assert said == ["orders.csv: no currency column; amounts are taken as EUR."]


def test_unknown_prices_are_asked(shelf: Shelf) -> None:
    delivery = shelf.load("customer,date,amount\nAna,2024-05-01,5\n")
    assert [(each.about, each.assumed) for each in delivery.questions] == [("prices", "unknown")]
    told = shelf.load("customer,date,amount\nAna,2024-05-01,5\n", FileMapping(prices="net"))
    assert told.questions == ()
    assert shelf.rows(told, "orders", "prices") == [("net",)]


def test_spreadsheet_leftovers_in_customer_numbers(shelf: Shelf) -> None:
    delivery = shelf.load("customer,date,amount\n17850.0,2024-05-01,5\nnan,2024-05-01,6\n,2024-05-01,7\n")
    assert sorted(shelf.rows(delivery, "orders", "amount_minor, customer")) == [
        (500, "17850"),
        (600, None),
        (700, None),
    ]


def test_address_is_folded(shelf: Shelf) -> None:
    delivery = shelf.load(
        "E-Mail;Datum;Betrag\n  ANA@Example.DE ;01.05.2024;5\nｂｅｎ@bücher.de;02.05.2024;6\n"
    )
    assert sorted(shelf.rows(delivery, "orders", "customer, address"), key=str) == [
        (None, "ana@example.de"), (None, "ben@bücher.de"),
    ]  # fmt: skip


def test_mapping_by_position_delimiter_and_encoding(shelf: Shelf) -> None:
    told = FileMapping(
        match="*.txt",
        table="orders",
        columns={"customer": 2, "date": 1, "amount": 3},
        delimiter="~",
        header=False,
        encoding="cp1252",
        currency="CHF",
        decimal=",",
    )
    delivery = shelf.load("1.5.2024~Müller~3,25\n".encode("cp1252"), told, name="a.txt")
    assert shelf.rows(delivery, "orders", "customer, amount_minor, currency") == [("Müller", 325, "CHF")]


def test_equal_purchases_without_number_are_two_and_keep_their_ids(shelf: Shelf) -> None:
    content = "customer,date,amount\nAna,2024-05-01,5\nAna,2024-05-01,5\n"
    first = sorted(shelf.rows(shelf.load(content), "orders", "order_id"))
    again = sorted(shelf.rows(shelf.load(content + "Ben,2024-05-02,1\n"), "orders", "order_id"))
    assert len(set(first)) == 2
    assert set(first) < set(again)


def test_where_nothing_is_stored_the_place_is_id_enough(shelf: Shelf) -> None:
    path = shelf.write(
        "order,customer,date,amount\n,Ana,2024-05-01,5\n,Ana,2024-05-01,5\n7,Ana,2024-05-02,1\n"
    )
    delivery = shelf.read(path, terms=ReadingTerms(lasting_ids=False))
    ids = [row[0] for row in shelf.rows(delivery, "orders", "order_id")]
    assert len(set(ids)) == 3
    assert "orders:7" in ids


def test_repeated_order_number_keeps_the_last_row(shelf: Shelf) -> None:
    head = "order number,customer,date,amount\n"
    delivery = shelf.load(
        head + "1,Ana,2024-05-01,5\n1,Ana,2024-05-01,5\n2,Ben,2024-05-01,6\n2,Ben,2024-05-01,7\n"
    )
    assert delivery.accounts["orders"].rules == {"duplicate": 1, "repeated_order": 1}
    assert sorted(shelf.rows(delivery, "orders", "order_id, amount_minor")) == [
        ("orders:1", 500),
        ("orders:2", 700),
    ]


def test_delimiter_said_in_the_first_line(shelf: Shelf) -> None:
    delivery = shelf.load("sep=;\nKunde;Datum;Betrag\nAna;1.5.2024;5,00\nBen;31.2.2024;5,00\n")
    assert shelf.rows(delivery, "orders", "customer, amount_minor") == [("Ana", 500)]
    assert shelf.aside(delivery) == [(4, "impossible_date")]


def test_very_many_german_times_are_read_as_a_few_are(shelf: Shelf) -> None:
    begun = datetime(2026, 3, 28, 20, 0)  # noqa: DTZ001  # the shop's clock, over the night it is put forward
    times = [(begun + timedelta(minutes=each)).strftime("%d.%m.%Y %H:%M:%S") for each in range(11_000)]
    wrong = ["31.02.2026 10:15", "00.00.0000 00:00", ""]
    head = "Kundennummer;Bestelldatum;Betrag\n"
    rows = [f"{7 + place % 9};{time};5,00\n" for place, time in enumerate([*times, *wrong])]
    many = shelf.load(head + "".join(rows), name="many.csv")
    assert shelf.aside(many) == [
        (11_002, "impossible_date"),
        (11_003, "impossible_date"),
        (11_004, "missing_time"),
    ]
    read = sorted(shelf.rows(many, "orders", "ordered_at, day"))
    few = shelf.load(head + "".join(rows[:11_000:40]), name="few.csv")
    assert set(shelf.rows(few, "orders", "ordered_at, day")) <= set(read)
    assert read[0] == (clock("2026-03-28 19:00:00"), date(2026, 3, 28))
    assert read[-1][0] == clock("2026-04-05 09:19:00")
