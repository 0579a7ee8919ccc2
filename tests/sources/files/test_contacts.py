"""Names and addresses in files of customers and orders; an article's name is nobody's."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from shelf import Shelf

from treue.errors import MissingColumn
from treue.sources import Delivery, FileMapping, ReadingTerms
from treue.sources.files.contacts import COLUMNS

ASKED = ReadingTerms(source="shop", contacts=True)


@dataclass(frozen=True)
class Person:
    """One contact as a test reads it."""

    customer: str | None
    address: str | None
    told: dict[str, str]


def people(shelf: Shelf, delivery: Delivery) -> list[Person]:
    rows = shelf.con.execute(
        f"SELECT customer, address, {', '.join(COLUMNS)} FROM {delivery.contacts} ORDER BY ALL"
    ).fetchall()
    return [
        Person(row[0], row[1], {name: text for name, text in zip(COLUMNS, row[2:], strict=True) if text})
        for row in rows
    ]


def read(shelf: Shelf, text: str, *mapping: FileMapping, name: str = "orders.csv") -> list[Person]:
    delivery = shelf.read(shelf.write(text, name), *mapping, terms=ASKED)
    return people(shelf, delivery)


GERMAN = (
    "Kundennummer;E-Mail;Anrede;Vorname;Nachname;Firma;Telefon;Straße;Hausnr.;PLZ;Ort;Land;Erstkontakt\n"
    "7;Anna@Example.org;Frau;Anna;Müller;;0151 234;Feldstraße;5a;01067;Dresden;Deutschland;01.02.2026\n"
)
FULL = {
    "first_name": "Anna", "last_name": "Müller", "phone": "0151 234", "street": "Feldstraße 5a",
    "postcode": "01067", "town": "Dresden", "country": "DE",
}  # fmt: skip


def test_a_list_of_customers_in_german(shelf: Shelf) -> None:
    assert read(shelf, GERMAN, name="kunden.csv") == [Person("7", "anna@example.org", FULL)]


def test_orders_in_english_prefer_whom_the_invoice_went_to(shelf: Shelf) -> None:
    text = (
        "order_id,date,customer_id,amount,shipping_first_name,billing_first_name,billing_last_name,"
        "shipping_city,billing_city,billing_postcode,billing_address_1,billing_phone\n"
        "1,2026-02-01,7,20.00,Ben,Anna,Berg,Hamburg,Kiel,24103,Mill Lane 3,+49 431 1\n"
    )
    assert read(shelf, text) == [
        Person("7", None, {
            "first_name": "Anna", "last_name": "Berg", "town": "Kiel", "postcode": "24103",
            "street": "Mill Lane 3", "phone": "+49 431 1",
        })
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (
            "Bestellnummer;Datum;Kundennummer;Artikelnummer;Name;Menge;Einzelpreis;PLZ",
            "1;01.02.2026;7;A;Ball;1;5,00;24103",
        ),
        (
            "Bestellnummer;Datum;Kundennummer;Artikelname;Menge;Einzelpreis;PLZ",
            "1;01.02.2026;7;Ball;1;5,00;24103",
        ),
        (
            "order_id,date,customer,sku,product_name,quantity,unit_price,zip",
            "1,2026-02-01,7,A,Ball,1,5.00,24103",
        ),
    ],
)  # fmt: skip
def test_the_name_of_an_article_is_no_persons(shelf: Shelf, header: str, cells: str) -> None:
    assert read(shelf, f"{header}\n{cells}\n") == [Person("7", None, {"postcode": "24103"})]


def test_a_name_alone_beside_an_order_is_nobodys_until_an_address_stands_there(shelf: Shelf) -> None:
    alone = "Bestellnummer;Datum;Kundennummer;Betrag;Name\n1;01.02.2026;7;5,00;Sommer\n"
    assert read(shelf, alone) == [Person("7", None, {})]
    beside = "Bestellnummer;Datum;Kundennummer;Betrag;Name;Ort\n1;01.02.2026;7;5,00;Anna Sommer;Kiel\n"
    assert read(shelf, beside) == [
        Person("7", None, {"first_name": "Anna", "last_name": "Sommer", "town": "Kiel"})
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Anna Müller", {"first_name": "Anna", "last_name": "Müller"}),
        ("Müller, Anna", {"first_name": "Anna", "last_name": "Müller"}),
        ("Anna Maria von der Heide", {"first_name": "Anna Maria", "last_name": "von der Heide"}),
        ("Ivon Berg", {"first_name": "Ivon", "last_name": "Berg"}),
        ("Müller", {"last_name": "Müller"}),
        ("Müller & Söhne GmbH", {"company": "Müller & Söhne GmbH"}),
        ("", {}),
    ],
)
def test_a_whole_name_is_taken_apart(shelf: Shelf, written: str, told: dict[str, str]) -> None:
    text = f'Bestellnummer;Datum;Kundennummer;Betrag;Kundenname\n1;01.02.2026;7;5,00;"{written}"\n'
    assert read(shelf, text) == [Person("7", None, told)]


def test_name_beside_vorname_is_the_family_name(shelf: Shelf) -> None:
    text = "Kundennummer;Vorname;Name;Erstkontakt\n7;Anna;Müller;01.02.2026\n"
    assert read(shelf, text, name="kunden.csv")[0].told == {"first_name": "Anna", "last_name": "Müller"}


def test_the_newest_order_wins_and_a_street_stays_with_its_town(shelf: Shelf) -> None:
    text = (
        "Bestellnummer;Datum;Kundennummer;Betrag;Vorname;Nachname;Straße;PLZ;Ort;Telefon\n"
        "2;05.03.2026;7;5,00;Anna;Berg;;24103;Kiel;\n"
        "1;01.02.2026;7;5,00;Anna;Müller;Feldstraße 5;01067;Dresden;0151\n"
    )
    assert read(shelf, text)[0].told == {
        "first_name": "Anna", "last_name": "Berg", "postcode": "24103", "town": "Kiel", "phone": "0151",
    }  # fmt: skip


def test_a_guest_is_known_by_the_address_and_a_number_alone_by_the_number(shelf: Shelf) -> None:
    text = "order,date,customer,email,amount\n1,2026-02-01,,Ben@Example.org,5\n2,2026-02-01,9,,5\n"
    assert read(shelf, text) == [Person("9", None, {}), Person(None, "ben@example.org", {})]


def test_what_a_person_says_of_a_column_holds(shelf: Shelf) -> None:
    text = "Kundennummer;Rufname;Erstkontakt\n7;Anna;01.02.2026\n"
    said = FileMapping(table="customers", columns={"first_name": "Rufname"})
    assert read(shelf, text, said)[0].told == {"first_name": "Anna"}
    taken = shelf.read(shelf.write(text), said, terms=ASKED).recognised
    assert [(each.column, each.meaning, each.sure) for each in taken][1] == ("Rufname", "first_name", "told")
    with pytest.raises(MissingColumn, match="no column 'Spitzname' for first_name"):
        read(shelf, text, FileMapping(table="customers", columns={"first_name": "Spitzname"}))


def test_nobody_reads_names_unless_asked(shelf: Shelf) -> None:
    delivery = shelf.read(shelf.write(GERMAN, "kunden.csv"), terms=ReadingTerms(source="shop"))
    assert delivery.contacts == ""
    assert {each.column for each in delivery.recognised if not each.meaning} >= {"Vorname", "PLZ"}


def test_no_name_stands_in_a_facts_table(shelf: Shelf) -> None:
    delivery = shelf.read(shelf.write(GERMAN, "kunden.csv"), terms=ASKED)
    for table in delivery.tables:
        assert not any("Müller" in str(row) or "Dresden" in str(row) for row in shelf.rows(delivery, table))


def test_articles_and_stock_name_nobody(shelf: Shelf) -> None:
    shelf.write("Artikelnummer;Bezeichnung;Marke;EK\nA;Ball;Berg;2,00\n", "artikel.csv")
    shelf.write("Bestellnummer;Datum;Betrag\n1;01.02.2026;5,00\n", "bestellungen.csv")
    delivery = shelf.read(shelf.folder, FileMapping("bestell*", table="orders"), terms=ASKED)
    assert delivery.contacts == ""


def test_numbers_below_a_header_of_names_are_no_names(shelf: Shelf) -> None:
    text = "Bestellnummer;Datum;Kundennummer;Betrag;Ort;Nachname\n1;01.02.2026;7;5,00;12;4711\n"
    assert read(shelf, text) == [Person("7", None, {})]
