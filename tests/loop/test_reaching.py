"""Names and addresses come with a load, stand nowhere but in one file, and go where facts say."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from treue.cli import main
from treue.facts.identity_rows import known_identities
from treue.loop.home import Home, open_home
from treue.loop.intake import reaching
from treue.loop.intake.loading import Wanted, load
from treue.loop.intake.undoing import undo_load
from treue.loop.invented.demo import show
from treue.loop.rights.persons import split_off
from treue.people.contacts import cards_of, persons_called
from treue.people.records import Contact

HEADER = "Bestellnummer;Datum;Kundennummer;E-Mail;Betrag;Vorname;Nachname;Ort\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "shop", create=True)


def bring(home: Home, text: str, name: str = "bestellungen.csv") -> None:
    path = home.folder.parent / name
    path.write_text(text, encoding="utf-8")
    load(Wanted(path), home, lambda _: None)


def test_names_come_with_orders_and_stand_in_one_file_only(home: Home) -> None:
    bring(home, HEADER + "1;01.02.2026;7;anna@example.org;5,00;Anna;Xyzzymüller;Kiel\n")
    key = home.keyring().number("shop", "7")
    card = cards_of([key])[key]
    assert (card.name, card.mail, card.place, card.numbers) == (
        "Anna Xyzzymüller", "anna@example.org", "Kiel", ("7",),
    )  # fmt: skip
    found = [
        path.name for path in home.folder.rglob("*") if path.is_file() and b"Xyzzym" in path.read_bytes()
    ]
    assert set(found) <= {"treue.db", "treue.db-wal"}
    assert found
    assert (home.folder / "treue.db").stat().st_mode & 0o077 == 0


def test_a_merge_puts_two_numbers_under_one_person_and_a_split_takes_them_apart(home: Home) -> None:
    bring(home, HEADER + "1;01.02.2026;7;a@example.org;5,00;Anna;Berg;Kiel\n")
    bring(home, HEADER + "2;01.03.2026;8;b@example.org;5,00;Anna;Berg;Bonn\n")
    seven, eight = (home.keyring().number("shop", each) for each in "78")
    assert set(persons_called("anna", 9)) == {seven, eight}
    bring(home, HEADER + "3;01.04.2026;8;a@example.org;5,00;Anna;Berg;Bonn\n")
    assert set(persons_called("anna", 9)) == {seven}
    assert set(cards_of([seven])[seven].numbers) == {"7", "8"}
    split_off(home, eight)
    assert set(persons_called("anna", 9)) == {seven, eight}


def test_the_newest_order_tells_where_somebody_lives_whatever_is_loaded_last(home: Home) -> None:
    bring(home, HEADER + "2;01.03.2026;7;;5,00;Anna;Berg;Bonn\n")
    bring(home, HEADER + "1;01.02.2026;7;;5,00;Anna;Berg;Kiel\n", "alt.csv")
    assert [each.town for each in Contact.objects.all()] == ["Bonn"]


def test_what_died_between_facts_and_contacts_is_finished_by_loading_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEADER + "1;01.02.2026;7;anna@example.org;5,00;Anna;Berg;Kiel\n"
    with monkeypatch.context() as dying:
        dying.setattr(reaching, "hand_over", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bring(home, text)
    assert home.facts.rows("orders") == 1
    assert home.facts.half_loaded() is not None
    bring(home, text)
    assert persons_called("anna", 9) == [home.keyring().number("shop", "7")]
    assert home.facts.half_loaded() is None


def test_a_load_taken_back_takes_its_names_with_it(home: Home) -> None:
    bring(home, HEADER + "1;01.02.2026;7;a@example.org;5,00;Anna;Berg;Kiel\n")
    bring(home, HEADER + "2;01.02.2026;8;a@example.org;5,00;Ben;Berg;Kiel\n")
    seven = home.keyring().number("shop", "7")
    assert {each.person for each in Contact.objects.all()} == {seven}
    undo_load(home)
    assert [(each.key, each.first_name) for each in Contact.objects.all()] == [(seven, "Anna")]


def test_a_guest_is_kept_under_the_address(home: Home) -> None:
    bring(home, HEADER + "1;01.02.2026;;guest@example.org;5,00;Gitta;Gast;Kiel\n")
    key = home.keyring().address("guest@example.org")
    assert cards_of([key])[key].name == "Gitta Gast"
    assert Contact.objects.get().mailbox == key


def test_a_delivery_that_names_nobody_opens_no_database(home: Home) -> None:
    bring(home, "Artikelnummer;Bezeichnung;Marke;EK\nA;Ball;Berg;2,00\n", "artikel.csv")
    assert not home.has_database


def test_one_file_valued_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = (f"{n};{1 + n % 28:02}.0{1 + n % 9}.2025;{n % 9};;5,00;Anna;Berg;Kiel" for n in range(200))
    (tmp_path / "bestellungen.csv").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    assert main(["value", "bestellungen.csv", "--margin", "40%"]) == 0
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["bestellungen.csv"]


def test_everybody_in_the_demo_has_a_card(tmp_path: Path) -> None:
    shown = show(tmp_path / "demo", 300, "de", lambda _: None)
    with duckdb.connect(str(shown.snapshot.database), read_only=True) as con:
        customers = [row[0] for row in con.execute("SELECT customer FROM customers").fetchall()]
        known = known_identities(con, open_home(shown.home).facts)
    cards = cards_of(customers)
    named = [card for card in cards.values() if card.name and card.street and card.place and card.mail]
    assert len(cards) == len(customers)
    # Who only ever ordered as a guest left a mail address with the order, and no name.
    assert 0.6 * len(customers) < len(named) <= len(customers)
    assert all(card.mail for card in cards.values())
    some = named[0]
    assert some.person in persons_called(some.name, 300)
    assert some.person in persons_called(f"{some.name.split()[1][:4]} {some.name.split()[0]}", 300)
    assert persons_called(some.mail, 300) == [some.person]
    assert some.person in persons_called(some.numbers[0], 300)
    assert known
