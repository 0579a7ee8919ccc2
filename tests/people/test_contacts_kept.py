"""Names and addresses are kept as they were told last, found by any word, and stay what a hand made them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import F

from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.people.contacts import cards_of, keys_of, persons_called
from treue.people.keeping import Reached, drop, keep, move, standing
from treue.people.records import Contact, ContactWord, Forgotten
from treue.people.words import words_of

THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    opened = open_home(tmp_path / "shop", create=True)
    open_database(opened)
    return opened


def anna(key: int = 7, days: int = 0, **told: str) -> Reached:
    return Reached(
        key, 7, "shop", THEN + timedelta(days=days),
        **{
            "number": "10023", "first_name": "Anna", "last_name": "Müller-Weiß", "mail": "anna.m@example.org",
            "street": "Feldstraße 5", "postcode": "01067", "town": "Dresden", "country": "DE", **told,
        },
    )  # fmt: skip


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "typed",
    ["müll anna", "ANNA MUELLER", "weiss", "anna.m@example.org", "anna.m@", "10023", "100", "dresd mül"],
)
def test_somebody_is_found_by_how_any_word_begins(typed: str) -> None:
    keep([anna(), anna(9, first_name="Ben", last_name="Berg", mail="b@example.org", number="7", town="Kiel")])
    Contact.objects.filter(key=9).update(person=9)
    assert persons_called(typed, 10) == [7]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("typed", ["", "  ", "müll ben", "uller", "example.org", "10024"])
def test_nobody_is_found_by_what_is_not_theirs(typed: str) -> None:
    keep([anna()])
    assert persons_called(typed, 10) == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "typed",
    [
        "an",
        "anna",
        "anna be",
        "be an",
        "weiss",
        "weiß ann",
        "mül an kiel",
        "ann an",
        "x1",
        "annabel x",
        "jür köln",
    ],
)
def test_a_search_finds_whom_reading_all_of_them_finds(typed: str) -> None:
    first, last = (
        ("Anna", "Annabel", "Ännchen", "Jürgen"),
        ("Berg", "Weiß-Müller", "Müller", "Anders", "Behrend"),
    )
    towns = ("Kiel", "Köln", "Bergen")
    everybody = [
        Reached(place, place, "shop", THEN, number=f"x{place}", first_name=first[place % 4],
                last_name=last[place % 5], town=towns[place % 3])
        for place in range(1, 61)
    ]  # fmt: skip
    keep(everybody)
    words = words_of([typed])
    read = {
        each.person
        for each in everybody
        if all(
            any(
                told.startswith(word)
                for told in words_of((each.first_name, each.last_name, each.number, each.town))
            )
            for word in words
        )
    }
    assert read
    assert set(persons_called(typed, 100)) == read


@pytest.mark.usefixtures("home")
def test_of_very_many_the_nearest_name_is_among_those_shown() -> None:
    """More than are sorted: the word that fewer begin with says who comes first."""
    names = {key: "Bergmann" if key % 2 else "Huber" for key in range(1, 1_202)}
    keep(anna(key, number=f"n{key}", last_name=name, mail="", town="") for key, name in names.items())
    keep([anna(9_999, number="n0", last_name="Berg", mail="", town="")])
    Contact.objects.update(person=F("key"))
    found = persons_called("berg anna", 200)
    assert (len(found), found[0]) == (200, 9_999)


@pytest.mark.usefixtures("home")
def test_the_newest_wins_part_by_part_and_a_repetition_changes_nothing() -> None:
    assert keep([anna()]) == 1
    assert keep([anna()]) == keep([anna(days=1)]) == 0
    assert keep([Reached(7, 7, "shop", THEN + timedelta(days=2), street="Uferweg 1", town="Kiel")]) == 1
    card = cards_of([7])[7]
    assert (card.name, card.street, card.place) == ("Anna Müller-Weiß", "Uferweg 1", "Kiel")
    older = Reached(7, 7, "shop", THEN, phone="0151", street="Altgasse 9", town="Bonn")
    assert keep([older]) == 1
    card = cards_of([7])[7]
    assert (card.street, card.phone) == ("Uferweg 1", "0151")
    assert persons_called("kiel", 9) == [7]
    assert persons_called("dresden", 9) == persons_called("bonn", 9) == []


@pytest.mark.usefixtures("home")
def test_what_was_corrected_by_hand_stays() -> None:
    keep([anna()])
    Contact.objects.filter(key=7).update(last_name="Berg", corrected_at=THEN)
    assert keep([anna(days=9, town="Kiel")]) == 0
    assert Contact.objects.get(key=7).last_name == "Berg"


@pytest.mark.usefixtures("home")
def test_who_was_forgotten_is_not_kept() -> None:
    Forgotten.objects.create(key=7, at=THEN)
    assert keep([anna(), anna(8)]) == 1
    assert [each.key for each in Contact.objects.all()] == [8]


@pytest.mark.usefixtures("home")
def test_two_numbers_are_one_person_once_they_are_merged() -> None:
    keep([anna(), Reached(8, 8, "shop", THEN, number="20077", mail="a@example.org", mailbox=81)])
    assert move([(8, 7)]) == 1
    assert dict(standing()) == {7: 7, 8: 7}
    assert set(cards_of([7])[7].numbers) == {"10023", "20077"}
    assert persons_called("20077", 3) == [7]
    assert keys_of([7, 55]) == {7: {7, 8, 81}, 55: {55}}


@pytest.mark.usefixtures("home")
def test_who_is_dropped_leaves_no_word() -> None:
    keep([anna(), anna(8, number="x9")])
    assert drop([7]) == 1
    assert {row.contact_id for row in ContactWord.objects.all()} == {8}
    assert persons_called("10023", 3) == []


def test_a_load_of_many_holds_nobody_up(home: Home) -> None:
    """Between two groups others write; a group is a transaction of its own."""
    other = sqlite3.connect(home.folder / "treue.db", timeout=0)

    def rows() -> list[Reached]:
        return [anna(key, number=str(key)) for key in range(1, 1_501)]

    def watched() -> object:
        for place, row in enumerate(rows()):
            if place == 1_000:  # the third group is being read: two are committed, nothing is locked
                assert other.execute("SELECT count(*) FROM people_contact").fetchone() == (1_000,)
                other.execute("INSERT INTO people_forgotten VALUES (1400, '2026-03-01', 0)")
                other.commit()
            yield row

    assert keep(watched()) == 1_499
    other.close()
