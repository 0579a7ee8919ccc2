from __future__ import annotations

from string import Formatter

import pytest

from treue.errors import BadOption
from treue.report.words import LANGUAGES, Words, read_words
from treue.segments import SEGMENTS, TIERS
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
def test_all_tiers_and_segments_have_names(words: Words) -> None:
    names = [words.sentences[f"tier.{tier.key}"] for tier in TIERS]
    names += [words.sentences[f"segment.{segment.key}"] for segment in SEGMENTS]
    assert len(set(names)) == len(TIERS) + len(SEGMENTS) == 16


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=LANGUAGES)
def test_every_rule_of_the_file_source_has_a_name(words: Words) -> None:
    assert [rule for rule in RULES if f"rule.{rule}" not in words.sentences] == []


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
