"""Files of answers on values and of consents, as survey tools and mail tools export them."""

from __future__ import annotations

import pytest
from shelf import Shelf

from treue.errors import MissingColumn
from treue.sources.files.choices import SAID

ANSWERS = """Kundennummer;Aussage;Antwort;Datum;Einwilligung
4711;quality.1;5;01.06.2026;ja
4711;quality.2;4;01.06.2026;ja
4712;quality.1;2;02.06.2026;nein
"""
CONSENTS = """Kundennummer;Kanal;Zweck;Art;Datum
4711;Web;Werte;erteilt;01.06.2026
4712;Web;Werte;Widerrufen;02.06.2026
4713;Mail;Newsletter;bestätigt;03.06.2026
4714;Mail;Werte-Radar;WIDERSPRUCH;04.06.2026
"""


@pytest.mark.parametrize("name", ["export-17.csv", "werte.csv"])
def test_answers_are_known_by_their_columns_and_by_their_name(shelf: Shelf, name: str) -> None:
    delivery = shelf.load(ANSWERS, name=name)
    assert set(delivery.tables) == {"values"}
    rows = shelf.rows(delivery, "values", "customer, statement, score, consent")
    assert rows == [
        ("4711", "quality.1", 5, True),
        ("4711", "quality.2", 4, True),
        ("4712", "quality.1", 2, False),
    ]
    assert not shelf.aside(delivery)


def test_english_answers_by_mail_address(shelf: Shelf) -> None:
    text = "email,statement,answer,date,consent\nana@example.org,price.1,3,2026-06-01,yes\n"
    delivery = shelf.load(text, name="survey.csv")
    assert set(delivery.tables) == {"values"}
    assert shelf.rows(delivery, "values", "customer, address, statement, score") == [
        (None, "ana@example.org", "price.1", 3)
    ]


def test_acts_and_purposes_are_told_in_our_words(shelf: Shelf) -> None:
    delivery = shelf.load(CONSENTS, name="export-18.csv")
    assert set(delivery.tables) == {"consents"}
    assert shelf.rows(delivery, "consents", "customer, purpose, act") == [
        ("4711", "values", "given"),
        ("4712", "values", "withdrawn"),
        ("4713", "Newsletter", "confirmed"),
        ("4714", "values", "objected"),
    ]


def test_an_act_nobody_knows_is_set_aside(shelf: Shelf) -> None:
    delivery = shelf.load(CONSENTS + "4715;Web;Werte;vielleicht;05.06.2026\n", name="einwilligungen.csv")
    assert shelf.aside(delivery) == [(6, "unknown_choice")]


def test_a_word_stands_for_one_choice() -> None:
    for choices in SAID.values():
        words = [word for choice, told in choices.items() for word in (choice, *told.split())]
        assert len(set(words)) == len(words)


def test_orders_beside_them_stay_orders(shelf: Shelf) -> None:
    delivery = shelf.load(
        "Kundennummer;Datum;Betrag;Status\n1;01.06.2026;5,00;bezahlt\n2;02.06.2026;6,00;offen\n"
    )
    assert set(delivery.tables) == {"orders"}


def test_answers_of_nobody_cannot_be_read(shelf: Shelf) -> None:
    with pytest.raises(MissingColumn, match="customer"):
        shelf.load("statement,score,consent\nprice.1,3,yes\n", name="values.csv")


WIDE = """E-Mail;Datum;Einwilligung;quality.1 Ich schaue genau hin;Quality.2;price.1;Browser
ana@example.org;01.06.2026;ja;5;;2;Firefox
ben@example.org;02.06.2026;ja;4;3;x;Safari
"""


def test_a_column_for_every_statement_becomes_a_row_for_every_answer(shelf: Shelf) -> None:
    delivery = shelf.load(WIDE, name="umfrage.csv")
    assert set(delivery.tables) == {"values"}
    assert sorted(shelf.rows(delivery, "values", "address, statement, score, consent")) == [
        ("ana@example.org", "price.1", 2, True),
        ("ana@example.org", "quality.1", 5, True),
        ("ben@example.org", "quality.1", 4, True),
        ("ben@example.org", "quality.2", 3, True),
    ]
    assert shelf.aside(delivery) == [(3, "not_a_number")]
    rows = delivery.accounts["values"].rows
    assert (rows.read, rows.accepted, rows.quarantined) == (5, 4, 1)


def test_two_columns_that_look_like_statements_are_columns(shelf: Shelf) -> None:
    text = "customer,date,amount,line.1,line.2\n1,2026-06-01,5,a,b\n2,2026-06-02,6,a,c\n"
    assert set(shelf.load(text).tables) == {"orders"}
