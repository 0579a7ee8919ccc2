from __future__ import annotations

import re
from string import Formatter

import pytest

from treue.errors import BadOption
from treue.facts import TABLES
from treue.report.words import LANGUAGES, Words, read_words
from treue.segments import SEGMENTS, TIERS
from treue.segments.phases.names import PHASES
from treue.sources.files import RULES

GERMAN, ENGLISH = read_words("de"), read_words("en")


def blanks(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def test_both_languages_say_the_same_things() -> None:
    optional = {
        key for words in (GERMAN, ENGLISH) for key in words.sentences if key.startswith("segment_lines.")
    }
    assert set(GERMAN.sentences) - optional == set(ENGLISH.sentences) - optional


@pytest.mark.parametrize("key", sorted(set(GERMAN.sentences) & set(ENGLISH.sentences)))
def test_a_sentence_has_the_same_blanks_in_both_languages(key: str) -> None:
    assert blanks(GERMAN.sentences[key]) == blanks(ENGLISH.sentences[key])


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=LANGUAGES)
def test_apostrophes_are_of_one_kind(words: Words) -> None:
    assert [key for key, said in words.sentences.items() if re.search(r"\w'\w|\ws' ", said)] == []


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=LANGUAGES)
def test_all_tiers_segments_and_phases_have_names(words: Words) -> None:
    names = [words.sentences[f"tier.{tier.key}"] for tier in TIERS]
    names += [words.sentences[f"segment.{segment.key}"] for segment in SEGMENTS]
    names += [words.sentences[f"phase.{phase.key}"] for phase in PHASES]
    assert len(set(names)) == len(TIERS) + len(SEGMENTS) + len(PHASES) == 21


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=LANGUAGES)
def test_every_rule_of_the_file_source_has_a_name(words: Words) -> None:
    assert [rule for rule in RULES if f"rule.{rule}" not in words.sentences] == []


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=LANGUAGES)
def test_what_is_said_without_a_figure_takes_the_place_of_a_sentence(words: Words) -> None:
    changed = {key for key in words.sentences if key.startswith("without.")}
    for key in changed:
        _, missing, place = key.split(".", 2)
        assert f"missing.{missing}" in words.sentences
        assert blanks(words.sentences[key]) <= blanks(words.sentences[place])
        assert words.without([missing]).sentences[place] == words.sentences[key]
    assert len(changed) > 20


def test_the_weightiest_figure_that_is_missing_has_its_say() -> None:
    told = GERMAN.without(["costs", "vat"])
    assert told.say("history.how") == GERMAN.say("without.costs.history.how")
    assert told.say("entry.goods") == "Warenumsatz"
    assert GERMAN.without([]) == GERMAN


def test_the_german_page_keeps_to_the_glossary() -> None:
    text = " ".join(GERMAN.sentences.values())
    for wrong in (
        "Churn",
        "Champions",
        "Kundenlebenszeitwert",
        "Quarantäne",
        "Schnappschuss",
        "Ihre Treue",
        "fuer ",
        "ueber",
        "koenn",
    ):
        assert wrong not in text
    assert GERMAN.name("segment", "cannot-lose") == "Unbedingt halten"


def test_one_and_many() -> None:
    assert GERMAN.count("worth.customers", 1) == "Kunde"
    assert GERMAN.count("worth.customers", 0) == "Kunden"


def test_an_unknown_name_stands_for_itself() -> None:
    assert GERMAN.name("rule", "a_new_rule") == "a_new_rule"


def test_a_language_we_do_not_speak_is_refused() -> None:
    with pytest.raises(BadOption, match="'fr'; the page speaks de and en"):
        read_words("fr")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_table_a_shop_may_deliver_has_a_name(language: str) -> None:
    words = read_words(language)
    named = {table: words.name("input", table) for table in TABLES if table != "identities"}
    assert all(name != table for table, name in named.items())


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=LANGUAGES)
def test_what_is_said_where_people_order_twice_a_day_takes_the_place_of_a_sentence(words: Words) -> None:
    changed = {key for key in words.sentences if key.startswith("by_day.")}
    assert len(changed) > 20
    for key in changed:
        place = key.removeprefix("by_day.")
        assert place in words.sentences
        assert words.where("by_day").sentences[place] == words.sentences[key]


def test_a_missing_figure_has_its_say_among_order_days_too() -> None:
    told = GERMAN.where("by_day").without(["costs"])
    assert told.say("unfold.margin") == "Umsatz je Bestelltag"
    assert GERMAN.where("by_day").say("unfold.margin") == "Deckungsbeitrag je Bestelltag"


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_and_apostrophes_are_of_one_kind(language: str) -> None:
    said = read_words(language).sentences
    assert not {key for key, text in said.items() if "'" in text or '"' in text}


def test_a_german_sentence_after_a_colon_begins_with_a_capital_letter() -> None:
    said = read_words("de").sentences
    assert said["check.finding"].endswith("{actual}: {verdict}.")
    for way in ("above", "below", "exact"):
        assert said[f"check.{way}"].startswith("Wir ")


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=LANGUAGES)
def test_a_warning_leads_to_the_forecast_test_by_the_name_it_has_on_the_page(words: Words) -> None:
    for kind in ("ThinData", "PoorFit"):
        assert re.search(f"[„“]{re.escape(words.say('check.title'))}[“”]", words.say(f"warning_text.{kind}"))


@pytest.mark.parametrize(("words", "worth"), [(GERMAN, "Wert"), (ENGLISH, "orth")], ids=LANGUAGES)
def test_without_costs_the_steps_of_growth_are_revenue_too(words: Words, worth: str) -> None:
    told = words.without(["costs"]).sentences
    for key in ("growth.before", "growth.after", "growth.worth", "plan.beside_worth"):
        assert worth not in told[key].replace("{worth}", "")
