"""The terminal in the shop's language, and options that understand both."""

from __future__ import annotations

import string
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from spoken import Spoken

from treue.cli.voice import Voice, language_of
from treue.cli.words import NAMED, _read, meanings, ours, words_of
from treue.errors import Keyed
from treue.facts import TABLES
from treue.settings import Settings, with_setting
from treue.sources.files.contact_words import PARTS
from treue.sources.files.fields import fields_of

Treue = Callable[..., Spoken]
LANGUAGES = ("de", "en")
SYSTEM = {"LC_ALL": "", "LANG": "de_AT.UTF-8"}


def german() -> Settings:
    return with_setting(Settings(), "shop.language", "de", "test")


def test_the_setting_goes_first_then_the_system() -> None:
    assert language_of(Settings(), {}) == "en"
    assert language_of(Settings(), {"LANG": "C.UTF-8"}) == "en"
    assert language_of(Settings(), {"LANG": "fr_FR.UTF-8"}) == "en"
    assert language_of(Settings(), SYSTEM) == "de"
    assert language_of(Settings(), {**SYSTEM, "LC_ALL": "en_GB.UTF-8"}) == "en"
    assert language_of(german(), {"LC_ALL": "en_GB.UTF-8"}) == "de"


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def own(language: str) -> dict[str, str]:
    return {key: said for key, said in words_of(language).sentences.items() if not key.startswith("page.")}


ONLY_GERMAN = ("field.", "warning.", "limits.", "prices.")
"""Names that English takes from our own words."""


def test_both_languages_say_the_same() -> None:
    de, en = own("de"), own("en")
    assert {key for key in de if not key.startswith(ONLY_GERMAN)} == set(en)
    for key, said in en.items():
        assert blanks(de[key]) <= blanks(said) | {"what"}, key


def test_every_field_of_a_file_has_a_german_name() -> None:
    names = {name for kind in TABLES if kind != "identities" for name in fields_of(kind)} | set(PARTS)
    spoken = {key.removeprefix("field.") for key in own("de") if key.startswith("field.")}
    assert names - spoken == set()


@pytest.mark.parametrize("option", [*_read("options.toml"), *NAMED])
def test_a_word_means_one_thing(option: str) -> None:
    listed = _read("options.toml").get(option, {})
    words = [word.casefold() for meant, said in listed.items() for word in (meant, *said)]
    assert len(words) == len(set(words))
    assert all(ours(option, word.upper()) == meant for word, meant in meanings(option).items())


@pytest.mark.parametrize(
    ("option", "told", "meant"),
    [
        ("kind", "Kundenservice", "service"),
        ("kind", "refund", "refund"),
        ("tier", "platin", "platinum"),
        ("tier", "Former customers", "former"),
        ("prices", "brutto", "gross"),
        ("prices", "  mit   MwSt ", "gross"),
        ("limits", "HÖCHSTENS", "most"),
        ("kind", "Unsinn", "Unsinn"),
        ("margin", "40%", "40%"),
    ],
)
def test_what_people_type(option: str, told: str, meant: str) -> None:
    assert ours(option, told) == meant


def test_figures_and_days_are_written_as_people_do() -> None:
    de, en = (Voice(language, words_of(language)) for language in LANGUAGES)
    assert (de.money(-123456, 2), en.money(-123456, 2)) == ("-1.234,56", "-1,234.56")
    assert (de.money(123456, 2, 0), de.money(1234, 0)) == ("1.235", "1.234")
    sentence = Keyed("run_ends", "Published {database}.", database="x")
    assert sentence == "Published x."
    assert (de.heard(sentence), en.heard(sentence)) == ("Veröffentlicht: x.", "Published x.")
    assert de.heard("something else") == "something else"
    copied = deepcopy(sentence)
    assert (copied, copied.key, copied.values) == (sentence, sentence.key, sentence.values)


@pytest.fixture
def home(treue: Treue, few_orders_csv: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    assert treue("load", few_orders_csv, "--home", folder, "--prices", "netto").code == 0
    text = '[shop]\nlanguage = "de"\n[vat]\nprices = "net"\n[value]\nmargin = "40%"\n'
    (folder / "treue.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_german_shop_is_spoken_to_in_german(treue: Treue, home: Path, few_orders_csv: Path) -> None:
    loaded = treue("load", few_orders_csv, "--home", home)
    for said in ("gelesen als", "Zeitpunkt der Bestellung", "ausgesteuert, weil", "Datum, das es nicht gibt"):
        assert said in loaded.out
    assert "Alle ausgesteuerten Zeilen stehen" in loaded.err
    run = treue("run", "--home", home)
    assert "150 Kunden mit" in run.out
    assert "die nächsten 365 Tage" in run.out
    assert "1/5 Fakten" in run.err
    assert "Was in den Daten noch fehlt:" in run.err
    assert "MissingFigures" not in run.err
    entries = treue("entries", "--home", home, "--kind", "Wareneinsatz", "--tier", "Platin").out
    assert "Betrag, EUR" in entries
    assert "geschätzt" in entries
    same = treue("entries", "--home", home, "--kind", "purchase_price", "--tier", "platinum").out
    assert same == entries
    segments = treue("segment", "--home", home, "--limits", "höchstens 1 2 3").out
    assert "Mit den Grenzen höchstens 1 2 3" in segments
    assert "Ehemalige" in segments


def test_calm_by_shop_number_until_the_day(treue: Treue, home: Path) -> None:
    said = treue("calm", "K0003", "--home", home, "--until", "31.12.2099")
    assert said.code == 0
    assert "kein Anlass zur Sorge, bis 31.12.2099" in said.err
    told = treue("calm", "K0003", "--home", home, "--undo", "--json").json()
    assert (told["withdrawn"], told["until"]) == (True, None)
    assert treue("calm", "K0003", "--home", home, "--undo").code == 2
    assert treue("calm", "K0003", "--home", home, "--undo", "--until", "2099-01-01").code == 2
    assert "write a day as" in treue("calm", "K0003", "--home", home, "--until", "31.2.2099").err


def test_programs_get_the_same_in_every_language(treue: Treue, home: Path) -> None:
    assert treue("run", "--home", home).code == 0
    german = treue("segment", "--home", home, "--json").out
    (home / "treue.toml").write_text(
        (home / "treue.toml").read_text(encoding="utf-8").replace('"de"', '"en"'), encoding="utf-8"
    )
    assert treue("segment", "--home", home, "--json").out == german


def test_options_of_one_of_a_few_words(treue: Treue, few_orders_csv: Path) -> None:
    asked = ("value", few_orders_csv, "--prices", "netto", "--model", "bg-nbd", "--json")
    assert treue(*asked, "--intervals", "Summen", "--by-day", "nein").code == 0
    assert treue("questionnaire", "--language", "Englisch").out.startswith("Number,Statement")
    assert treue("questionnaire", "--language", "klingonisch").code == 2
