"""Words that files use where a table knows only some: "widerrufen" is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

from treue.sources.files.cells import literal

SAID: Mapping[str, Mapping[str, str]] = {
    "act": {
        "given": "erteilt gegeben eingewilligt zugestimmt einwilligung granted accepted optin opt-in",
        "confirmed": "bestätigt bestaetigt bestätigung bestaetigung doi double-opt-in verified",
        "withdrawn": """widerrufen widerruf zurückgezogen zurueckgezogen abgemeldet abmeldung revoked
            unsubscribed optout opt-out withdrawal""",
        "objected": "widersprochen widerspruch objection",
    },
    "purpose": {
        "values": """werte werteumfrage werteantworten umfrage wertebefragung wertefragen werteradar
            werte-radar kunden-werte-radar""",
        "all": "alle alles",
        "profiling": "profilbildung",
        "advertising": "werbung direktwerbung werbezwecke",
        "reviews": "bewertung bewertungen bewertungsanfrage bewertungsanfragen",
    },
    "consents.channel": {
        "mail": "e-mail email mails e-mails newsletter mailing",
        "sms": "textnachricht textnachrichten text_message",
        "call": "anruf anrufe telefon telefonanruf telefonisch phone telephone phone_call",
        "letter": "brief briefe post briefpost postalisch print",
        "all": "alle alles alle_kanäle alle_kanaele any",
    },
    "payments.kind": {
        "due": "offen fällig faellig rechnung rechnungsstellung berechnet gestellt open invoice invoiced",
        "paid": "bezahlt gezahlt beglichen zahlung zahlungseingang eingegangen payment settled",
        "default": """ausfall ausgefallen zahlungsausfall forderungsausfall uneinbringlich abgeschrieben
            ausgebucht written-off bad-debt""",
    },
    "points.kind": {
        "earned": "verdient gesammelt gutgeschrieben gutschrift erworben erhalten collected credited",
        "redeemed": "eingelöst eingeloest einlösung einloesung verwendet used spent",
        "expired": "verfallen verfall abgelaufen lapsed",
        "corrected": "korrektur korrigiert berichtigung storno correction adjusted",
    },
    "judgements.kind": {
        "calm": """entwarnung kein_anlass_zur_sorge kein_grund_zur_sorge keine_sorge unbesorgt ruhig
            no_reason_to_worry no_worry""",
        "withdrawn": "zurückgenommen zurueckgenommen aufgehoben widerrufen revoked",
    },
    "visits.step": {
        "view": "startseite seitenaufruf aufruf besuch seite page_view session_start",
        "product": "artikelseite artikel produkt produktseite view_item",
        "cart": "warenkorb add_to_cart",
        "checkout": "kasse begin_checkout",
        "payment": "zahlung bezahlung add_payment_info",
        "purchase": "kauf bestellung bestellabschluss order",
    },
    "interactions.kind": {
        "call": "anruf telefonat telefon",
        "letter": "brief schreiben",
        "visit": "besuch ladenbesuch",
        "note": "notiz vermerk",
    },
    "calendar.kind": {
        "promotion": "aktion werbeaktion rabattaktion sale",
        "price": "preisänderung preisaenderung preis price_change",
        "holiday": "feiertag ferien",
    },
    "touches.outcome": {
        "sent": "versendet gesendet zugestellt delivered",
        "bounced": "unzustellbar zurückgekommen zurueckgekommen bounce",
        "unsubscribed": "abgemeldet abmeldung unsubscribe",
    },
    "answers.kind": {
        "nps": "weiterempfehlung empfehlung recommendation",
        "csat": "zufriedenheit satisfaction",
        "exit": "kündigung kuendigung abgang",
    },
}
"""Field, or table and field -> our word -> words for it, in small letters, a blank in a word as _."""


def said(expression: str, table: str, name: str) -> str:
    """SQL of a text in our own words, where the field has any; other texts stay as they are."""
    cases = []
    for ours, theirs in SAID.get(f"{table}.{name}", SAID.get(name, {})).items():
        words = ", ".join(literal(word.replace("_", " ")) for word in (ours, *theirs.split()))
        cases.append(f"WHEN lower({expression}) IN ({words}) THEN {literal(ours)}")
    return f"CASE {' '.join(cases)} ELSE {expression} END" if cases else expression
