"""As a German shop system and the tools beside it export: semicolons, commas before cents, days first.

Headers are those that German systems write (JTL-Wawi, Billbee, plentymarkets; see
`tests/sources/files/test_headers_of_systems.py`), one file a kind of facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.exporting.books import Books
from treue.simulation.exporting.cells import Writing, said, words

GERMAN = Writing(decimal=",", thousands=".", day="%d.%m.%Y", instant="%d.%m.%Y %H:%M:%S")
FIRST_ORDER = 100_001

_STATUS = {"shipped": "versendet", "delivered": "zugestellt"}
_PAYMENTS = {"due": "offen", "paid": "bezahlt", "default": "ausgefallen"}
_POINTS = {"earned": "gesammelt", "redeemed": "eingelöst", "expired": "verfallen"}
_ACTS = {"given": "erteilt", "confirmed": "bestätigt", "withdrawn": "widerrufen", "objected": "widersprochen"}
_PURPOSES = {"profiling": "Profilbildung", "values": "Werteumfrage"}
_STEPS = {
    "view": "Startseite", "product": "Artikelseite", "cart": "Warenkorb", "checkout": "Kasse",
    "payment": "Zahlung", "purchase": "Kauf",
}  # fmt: skip
_CALLS = {"call": "Anruf", "letter": "Brief"}
_EVENTS = {"promotion": "Aktion", "price": "Preisänderung", "holiday": "Feiertag"}
_SENT = {"sent": "versendet", "unsubscribed": "abgemeldet"}


def german_files(books: Books) -> dict[str, pa.Table]:
    """File name -> its cells as text, one column a header."""
    return {
        name: write(books, books.facts[table])
        for name, (table, write) in _FILES.items()
        if table in books.facts
    }


def _customers(books: Books, rows: pa.Table) -> pa.Table:
    signed = books.signed(rows)
    return pa.table(
        {
            "Kundennummer": signed.account,
            "E-Mail": signed.address,
            "Vorname": signed.first,
            "Nachname": signed.last,
            "Straße": signed.street,
            "PLZ": signed.postcode,
            "Ort": signed.town(pc.equal(rows["country"].combine_chunks(), "AT")),
            "Land": words(rows["country"]),
            "Sprache": words(rows["language"]),
            "Erstkontakt": GERMAN.days(rows["first_seen"]),
            "Kanal": words(rows["channel"]),
        }
    )


def _articles(_books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Artikelnummer": words(rows["product"]),
            "Bezeichnung": words(rows["name"]),
            "Kategorie": words(rows["category"]),
            "Marke": words(rows["brand"]),
            "Listenpreis": GERMAN.money(rows["list_price_minor"]),
            "Einkaufspreis": GERMAN.money(rows["unit_cost_minor"]),
            "MwSt %": GERMAN.percent(rows["vat_bp"]),
            "Erscheinungsdatum": GERMAN.days(rows["launch_day"]),
            "Merkmale": words(rows["traits"]),
        }
    )


def _stock(_books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Artikelnummer": words(rows["product"]),
            "Datum": GERMAN.days(rows["day"]),
            "Bestand": GERMAN.pieces(rows["quantity_milli"]),
        }
    )


def _orders(books: Books, lines: pa.Table) -> pa.Table:
    """A row a line; what holds for the whole order stands in its first."""
    heads, first = books.heads, books.is_first
    signed = books.signed(heads)
    place = books.place(lines["order_id"]).to_numpy()

    def once(column: pa.Array) -> pa.Array:
        return pc.if_else(first, column, "")

    piece = pc.divide(pc.multiply(lines["price_minor"], 1000), lines["quantity_milli"])
    return pa.table(
        {
            "Bestellnummer": books.number(lines["order_id"], FIRST_ORDER),
            "Bestelldatum": GERMAN.instants(heads["ordered_at"]),
            "Kundennummer": signed.account,
            "E-Mail": signed.typed(place),
            "Land": words(heads["country"]),
            "Vertriebskanal": words(heads["channel"]),
            "Bestellstatus": said(heads["status"], _STATUS),
            "Position": words(lines["position"]),
            "Artikelnummer": words(lines["product"]),
            "Artikel": books.product(lines["product"], "name"),
            "Menge": GERMAN.pieces(lines["quantity_milli"]),
            "Einzelpreis": GERMAN.money(piece),
            "Rabatt": GERMAN.money(lines["discount_minor"]),
            "MwSt %": GERMAN.percent(lines["vat_bp"]),
            "Einkaufspreis": GERMAN.money(lines["unit_cost_minor"]),
            "Gutscheinbetrag": once(GERMAN.money(heads["voucher_minor"])),
            "Gutscheincode": once(words(heads["voucher_code"])),
            "Versandkosten": once(GERMAN.money(heads["shipping_charged_minor"])),
            "Paketkosten": once(GERMAN.money(heads["shipping_paid_minor"])),
            "Zahlungsgebühr": once(GERMAN.money(heads["payment_fee_minor"])),
            "Liefertermin": once(GERMAN.days(heads["promised_day"])),
            "Lieferdatum": once(GERMAN.days(heads["delivered_day"])),
        }
    )


def _refunds(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Retourennummer": words(rows["refund_id"]),
            "Bestellnummer": books.number(rows["order_id"], FIRST_ORDER),
            "Position": words(rows["position"]),
            **_person(books, rows),
            "Land": words(rows["country"]),
            "Artikelnummer": words(rows["product"]),
            "Menge": GERMAN.pieces(rows["quantity_milli"]),
            "Wareneingang": GERMAN.days(rows["returned_day"]),
            "Erstattungsdatum": GERMAN.instants(rows["refunded_at"]),
            "Erstattungsbetrag": GERMAN.money(rows["amount_minor"]),
            "MwSt %": GERMAN.percent(rows["vat_bp"]),
            "Einkaufspreis": GERMAN.money(rows["unit_cost_minor"]),
            "Bearbeitungskosten": GERMAN.money(rows["handling_minor"]),
            "Retourengrund": words(rows["reason"]),
        }
    )


def _payments(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Zahlungsnummer": words(rows["payment_id"]),
            "Bestellnummer": books.number(rows["order_id"], FIRST_ORDER),
            **_person(books, rows),
            "Buchungsdatum": GERMAN.instants(rows["paid_at"]),
            "Art": said(rows["kind"], _PAYMENTS),
            "Betrag": GERMAN.money(rows["amount_minor"]),
        }
    )


def _visits(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Sitzung": words(rows["visit_id"]),
            "Besucher": words(rows["visitor"]),
            **_person(books, rows),
            "Zeitpunkt": GERMAN.instants(rows["at"]),
            "Schritt": said(rows["step"], _STEPS),
        }
    )


def _carts(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Warenkorb": words(rows["cart_id"]),
            **_person(books, rows),
            "Zeitpunkt": GERMAN.instants(rows["at"]),
            "Warenwert": GERMAN.money(rows["value_minor"]),
            "Bestellnummer": books.number(rows["order_id"], FIRST_ORDER),
        }
    )


def _touches(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Nachricht-ID": words(rows["touch_id"]),
            **_person(books, rows),
            "Versendet am": GERMAN.instants(rows["at"]),
            "Kanal": words(rows["channel"]),
            "Kampagne": words(rows["campaign"]),
            "Kosten": GERMAN.money(rows["cost_minor"]),
            "Ergebnis": said(rows["outcome"], _SENT),
        }
    )


def _tickets(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Ticketnummer": words(rows["ticket_id"]),
            **_person(books, rows),
            "Eröffnet am": GERMAN.instants(rows["opened_at"]),
            "Beantwortet am": GERMAN.instants(rows["answered_at"]),
            "Gelöst am": GERMAN.instants(rows["solved_at"]),
            "Minuten": words(rows["minutes"]),
            "Thema": words(rows["topic"]),
            "Zufriedenheit": words(rows["satisfaction"]),
        }
    )


def _calls(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Nummer": words(rows["interaction_id"]),
            **_person(books, rows),
            "Datum": GERMAN.instants(rows["at"]),
            "Art": said(rows["kind"], _CALLS),
            "Minuten": words(rows["minutes"]),
            "Ergebnis": words(rows["outcome"]),
        }
    )


def _answers(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Antwortnummer": words(rows["answer_id"]),
            **_person(books, rows),
            "Datum": GERMAN.instants(rows["at"]),
            "Art": pc.utf8_upper(words(rows["kind"])),
            "Punkte": words(rows["score"]),
            "Kommentar": words(rows["text"]),
            "Bestellnummer": books.number(rows["order_id"], FIRST_ORDER),
        }
    )


def _reviews(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Bewertungsnummer": words(rows["review_id"]),
            **_person(books, rows),
            "Datum": GERMAN.instants(rows["at"]),
            "Artikelnummer": words(rows["product"]),
            "Sterne": words(rows["stars"]),
            "Kommentar": words(rows["text"]),
        }
    )


def _values(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            **_person(books, rows),
            "Aussage": words(rows["statement"]),
            "Wert": words(rows["score"]),
            "Datum": GERMAN.instants(rows["at"]),
            "Einwilligung": _yes(rows["consent"]),
        }
    )


def _preferences(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            **_person(books, rows),
            "Wunsch": words(rows["preference"]),
            "Angabe": words(rows["value"]),
            "Datum": GERMAN.instants(rows["at"]),
            "Einwilligung": _yes(rows["consent"]),
        }
    )


def _consents(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            **_person(books, rows),
            "Kanal": words(rows["channel"]),
            "Zweck": said(rows["purpose"], _PURPOSES),
            "Zeitpunkt": GERMAN.instants(rows["at"]),
            "Vorgang": said(rows["act"], _ACTS),
            "Nachweis": words(rows["evidence"]),
        }
    )


def _points(books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Buchungsnummer": words(rows["booking_id"]),
            **_person(books, rows),
            "Datum": GERMAN.instants(rows["at"]),
            "Art": said(rows["kind"], _POINTS),
            "Punkte": words(rows["points"]),
            "Wert in EUR": GERMAN.money(rows["value_minor"]),
            "Gültig bis": GERMAN.days(rows["expires"]),
        }
    )


def _spend(_books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Datum": GERMAN.days(rows["day"]),
            "Kanal": words(rows["channel"]),
            "Kosten": GERMAN.money(rows["cost_minor"]),
        }
    )


def _calendar(_books: Books, rows: pa.Table) -> pa.Table:
    return pa.table(
        {
            "Datum": GERMAN.days(rows["day"]),
            "Ereignis": words(rows["event"]),
            "Art": said(rows["kind"], _EVENTS),
        }
    )


def _person(books: Books, rows: pa.Table) -> dict[str, pa.Array]:
    signed = books.signed(rows)
    return {"Kundennummer": signed.account, "E-Mail": signed.address}


def _yes(column: pa.ChunkedArray) -> pa.Array:
    return pc.if_else(column.combine_chunks(), "ja", "nein")


_FILES: Mapping[str, tuple[str, Callable[[Books, pa.Table], pa.Table]]] = {
    "bestellungen.csv": ("order_lines", _orders),
    "artikel.csv": ("products", _articles),
    "kunden.csv": ("customers", _customers),
    "retouren.csv": ("refunds", _refunds),
    "zahlungen.csv": ("payments", _payments),
    "lagerbestand.csv": ("stock", _stock),
    "tickets.csv": ("tickets", _tickets),
    "anrufe.csv": ("interactions", _calls),
    "mailings.csv": ("touches", _touches),
    "warenkörbe.csv": ("carts", _carts),
    "besuche.csv": ("visits", _visits),
    "nps.csv": ("answers", _answers),
    "bewertungen.csv": ("reviews", _reviews),
    "werte.csv": ("values", _values),
    "wünsche.csv": ("preferences", _preferences),
    "einwilligungen.csv": ("consents", _consents),
    "treuepunkte.csv": ("points", _points),
    "werbekosten.csv": ("spend", _spend),
    "kalender.csv": ("calendar", _calendar),
}
