"""How the terminal speaks to one shop: in the language of its settings, else in that of the system."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from treue.cli.terminal import say
from treue.cli.words import words_of
from treue.errors import Keyed, TreueWarning
from treue.report.numerals import MINUS, Numerals
from treue.report.words import LANGUAGES, Words
from treue.settings import Settings

_USUAL = "en"
_SETTING = "shop.language"
_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(settings: Settings, environment: Mapping[str, str]) -> str:
    """The setting where somebody made it, else the system's language, else English."""
    if _SETTING in settings.origins:
        return settings.shop.language
    system = next((environment[name] for name in _SYSTEM if environment.get(name)), "")
    return system[:2].lower() if system[:2].lower() in LANGUAGES else _USUAL


@dataclass(frozen=True, slots=True)
class Voice:
    """Sentences and figures of one language.

    Args:
        language: as the page has it.
        words: its sentences.
    """

    language: str
    words: Words

    def text(self, key: str, **values: object) -> str:
        """A sentence with its blanks filled."""
        return self.words.say(key, values)

    def texts(self, group: str, *keys: str) -> tuple[str, ...]:
        """Several of one group, as the head of a table."""
        return tuple(self.words.say(f"{group}.{key}") for key in keys)

    def say(self, key: str, **values: object) -> None:
        """A sentence to the person, not to the pipe."""
        say(self.text(key, **values))

    def name(self, group: str, name: str) -> str:
        """What people call something; the terminal's own name, else the page's, else the id."""
        own = self.words.name(group, name)
        return own if own != name else self.words.name(f"page.{group}", name)

    def number(self, value: float, digits: int = 0) -> str:
        """With a sign for thousands; a minus that can be typed."""
        return Numerals(self.language, "").number(value, digits).replace(MINUS, "-")

    def money(self, minor: int, digits: int, shown: int | None = None) -> str:
        """Whole currency units, without a sign of it.

        Args:
            minor: the amount.
            digits: decimals of the currency.
            shown: decimals to be shown; all unless told.
        """
        return self.number(float(Decimal(minor).scaleb(-digits)), digits if shown is None else shown)

    def day(self, day: date) -> str:
        """As people write days in tables."""
        return day.strftime(self.words.say("writing.day"))

    def heard(self, sentence: str) -> str:
        """What a room said, in this language if it has a key."""
        if not isinstance(sentence, Keyed):
            return sentence
        return self.words.say(f"told.{sentence.key}", sentence.values)

    def pass_on(self, sentence: str) -> None:
        """Say what a room said."""
        say(self.heard(sentence))

    def warn(self, warnings: Iterable[TreueWarning]) -> None:
        """Each warning once."""
        for warning in dict.fromkeys(warnings):
            text = warning.args[0] if warning.args else ""
            if isinstance(text, Keyed):
                say(f"{self.words.name('warning', warning.kind)}: {self.heard(text)}")
            else:
                self.warn_of(warning.kind, str(text))

    def warn_of(self, kind: str, text: str) -> None:
        """A warning by its kind; a language may have nothing to say about one, or a sentence of its own."""
        sentence = self.words.say(f"warned.{kind}", {"text": text})
        if sentence:
            say(sentence)


def voice_of(settings: Settings) -> Voice:
    """For whoever has these settings."""
    language = language_of(settings, os.environ)
    return Voice(language, words_of(language, settings.shop.country))


def voice_of_page(settings: Settings, language: str | None) -> Voice:
    """For commands that unfold what a page says: in the page's own language unless another is asked for."""
    spoken = language or settings.shop.language
    return Voice(spoken, words_of(spoken, settings.shop.country))
