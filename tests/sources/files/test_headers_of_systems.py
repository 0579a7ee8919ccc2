"""Headers as the systems of German shops write them; each file is as short as it can be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from shelf import Shelf

from treue.cli import main
from treue.loop.home import open_home
from treue.sources import Delivery

FILES = {
    "JTL-Wawi": (
        """Auftragsnummer;Auftragsdatum;Kundennummer;Artikelnummer;Menge;VK brutto;EK netto;USt. in %
A-1;01.02.2026;7;T1;2;5,35;2,00;7
A-2;03.02.2026;8;T1;1;5,35;2,00;7
""",
        {
            "Auftragsnummer": "order_id", "Auftragsdatum": "ordered_at", "Kundennummer": "customer",
            "Artikelnummer": "product", "Menge": "quantity", "VK brutto": "unit_price",
            "EK netto": "unit_cost", "USt. in %": "vat",
        },
    ),
    "Shopware 5": (
        """orderId;orderDetailId;articleId;number;customerId;orderTime;articleNumber;price;quantity;invoiceAmount
1;1;3;20001;7;2026-02-01 10:00:00;SW1;5.35;2;10.70
2;2;3;20002;8;2026-02-03 10:00:00;SW1;5.35;1;5.35
""",
        {
            "number": "order_id", "customerId": "customer", "orderTime": "ordered_at",
            "articleNumber": "product", "price": "unit_price", "quantity": "quantity",
        },
    ),
    "Billbee": (
        """Bestellnummer;Bestelldatum;Kundennummer;E-Mail;Gesamtbetrag;Versandkosten;Währung;Land;Zahlungsart;Shopname
1;01.02.2026;7;a@example.org;40,00;4,90;EUR;DE;PayPal;Etsy
2;03.02.2026;8;;20,00;0,00;EUR;DE;;Etsy
""",
        {
            "Bestellnummer": "order_id", "Bestelldatum": "ordered_at", "Kundennummer": "customer",
            "E-Mail": "address", "Gesamtbetrag": "amount", "Versandkosten": "shipping_charged",
            "Währung": "currency", "Land": "country", "Zahlungsart": "payment_method",
            "Shopname": "channel",
        },
    ),
    "plentymarkets": (
        """Auftrags-ID;Angelegt am;Kunden-ID;Kundenklasse;Herkunft;Auftragsstatus;Gesamtsumme
1;01.02.2026;7;B2C;Mandant;[7] Warenausgang gebucht;40,00
2;03.02.2026;8;B2C;eBay;[7];20,00
""",
        {
            "Auftrags-ID": "order_id", "Angelegt am": "ordered_at", "Kunden-ID": "customer",
            "Kundenklasse": "group", "Herkunft": "channel", "Auftragsstatus": "status",
            "Gesamtsumme": "amount",
        },
    ),
}  # fmt: skip


def meanings(delivery: Delivery) -> dict[str, str]:
    return {taken.column: taken.meaning for taken in delivery.recognised if taken.meaning}


@pytest.mark.parametrize("system", FILES)
def test_headers_of_systems(shelf: Shelf, system: str) -> None:
    content, meant = FILES[system]
    delivery = shelf.load(content, name="export.csv")
    assert meanings(delivery) == meant
    assert delivery.written["orders"] == 2


def test_what_the_shop_pays_does_not_say_how_its_prices_are(shelf: Shelf) -> None:
    delivery = shelf.load(FILES["JTL-Wawi"][0], name="export.csv")
    assert shelf.rows(delivery, "orders", "DISTINCT prices") == [("gross",)]


POINTS = """Buchungsnummer;Kundennummer;Datum;Art;Punkte;{};Gültig bis
a;7;01.02.2026;gesammelt;40;0,40;31.12.2097
"""


@pytest.mark.parametrize("header", ["Wert", "Punktewert", "Wert in EUR", "Wert (EUR)", "Gegenwert", "value"])
def test_points_have_a_value_and_an_end(tmp_path: Path, header: str) -> None:
    inbox, home = tmp_path / "in", tmp_path / "home"
    inbox.mkdir()
    (inbox / "bestellungen.csv").write_text(FILES["Billbee"][0], encoding="utf-8")
    (inbox / "punkte.csv").write_text(POINTS.format(header), encoding="utf-8")
    assert main(["load", str(inbox), "--home", str(home), "--prices", "gross"]) == 0
    files = [str(path) for path in open_home(home).facts.files("points")]
    asked = "SELECT points, value_minor, expires::VARCHAR FROM read_parquet(?)"
    assert duckdb.execute(asked, [files]).fetchall() == [(40, 40, "2097-12-31")]


OTHERS = {
    "retouren.csv": (
        """Retourennummer;Bestellnummer;Kundennummer;Gutschriftsdatum;Erstattungsbetrag;Rücksendegrund
R1;1;7;09.02.2026;5,00;zu klein
""",
        "refunds",
        ("refund_id", "order_id", "customer", "refunded_at", "amount", "reason"),
    ),
    "zahlungseingaenge.csv": (
        "Zahlungs-ID;Auftrags-ID;Kunden-ID;Wertstellung;Art;Zahlungsbetrag\nZ1;1;7;09.02.2026;bezahlt;40,00\n",
        "payments",
        ("payment_id", "order_id", "customer", "paid_at", "kind", "amount"),
    ),
    "besuche.csv": (
        "Sitzung;Besucher;E-Mail;Zeitpunkt;Schritt\nS1;g1;a@example.org;09.02.2026 10:00;Kasse\n",
        "visits",
        ("visit_id", "visitor", "address", "at", "step"),
    ),
    "warenkörbe.csv": (
        "Warenkorb;Kundennummer;Zeitpunkt;Warenwert;Bestellnummer\nK1;7;09.02.2026 10:00;40,00;1\n",
        "carts",
        ("cart_id", "customer", "at", "value", "order_id"),
    ),
    "bewertungen.csv": (
        "Bewertungsnummer;Kundennummer;Datum;Artikelnummer;Sterne;Kommentar\nW1;7;09.02.2026;T1;5;Gut.\n",
        "reviews",
        ("review_id", "customer", "at", "product", "stars", "text"),
    ),
    "wünsche.csv": (
        "Kundennummer;Wunsch;Angabe;Datum;Einwilligung\n7;Kategorie;Schuhe;09.02.2026;ja\n",
        "preferences",
        ("customer", "preference", "value", "at", "consent"),
    ),
    "anrufe.csv": (
        "Nummer;Kundennummer;Datum;Art;Minuten;Ergebnis\nI1;7;09.02.2026;Anruf;4;notiert\n",
        "interactions",
        ("interaction_id", "customer", "at", "kind", "minutes", "outcome"),
    ),
    "kalender.csv": (
        "Datum;Ereignis;Art\n09.02.2026;Winteraktion;Aktion\n",
        "calendar",
        ("day", "event", "kind"),
    ),
    "lagerbestand.csv": (
        "Artikelnummer;Datum;Bestand\nT1;09.02.2026;12\n",
        "stock",
        ("product", "day", "quantity"),
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_tables_speak_german(shelf: Shelf, name: str) -> None:
    content, table, meant = OTHERS[name]
    shelf.write(FILES["Billbee"][0], "bestellungen.csv")
    shelf.write(content, name)
    delivery = shelf.read(shelf.folder)
    assert delivery.written[table] == 1
    found = tuple(each.meaning for each in delivery.recognised if each.file == name and each.meaning)
    assert found == meant


def test_a_list_of_customers_says_since_when_by_the_day(tmp_path: Path) -> None:
    inbox, home = tmp_path / "in", tmp_path / "home"
    inbox.mkdir()
    (inbox / "bestellungen.csv").write_text(FILES["Billbee"][0], encoding="utf-8")
    head = "Kundennummer;E-Mail;Erstkontakt;Kanal\n"
    kept = head + "7;A@example.org;01.02.2025;Suche\n;g@example.org;02.02.2025;\n"
    (inbox / "kunden.csv").write_text(kept, encoding="utf-8")
    assert main(["load", str(inbox), "--home", str(home), "--prices", "gross"]) == 0
    facts = open_home(home).facts
    seen = "SELECT first_seen::VARCHAR, channel FROM read_parquet(?) ORDER BY ALL"
    of_customers = [str(path) for path in facts.files("customers")]
    assert duckdb.execute(seen, [of_customers]).fetchall() == [("2025-02-01", "Suche"), ("2025-02-02", None)]
    since = "SELECT DISTINCT since::VARCHAR FROM read_parquet(?)"
    of_identities = [str(path) for path in facts.files("identities")]
    assert duckdb.execute(since, [of_identities]).fetchall() == [("2025-02-01 00:00:00",)]


def test_a_parcel_may_be_promised_for_tomorrow_but_nothing_is_ordered_then(shelf: Shelf) -> None:
    head = "Bestellnummer;Bestelldatum;Kundennummer;Betrag;Liefertermin\n"
    rows = "1;21.11.2026;7;40,00;28.11.2026\n2;28.11.2026;8;20,00;30.11.2026\n"
    delivery = shelf.load(head + rows)
    assert shelf.rows(delivery, "orders", "promised_day") == [(date(2026, 11, 28),)]
    assert shelf.aside(delivery) == [(3, "impossible_date")]
