"""How pages speak: the report's words and the pages' own, one file a language with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from django.utils.functional import lazy
from django.utils.translation import get_language

from treue.report.numerals import Numerals
from treue.report.voice import Voice
from treue.report.words import LANGUAGES, Words, flat, read_words


@cache
def words_of(language: str) -> Words:
    """All sentences of a language; the pages' own lie under `web`."""
    own = tomllib.loads((files("treue.web") / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    told = {_key(key): said for key, said in flat(own)}
    return Words({**read_words(language).sentences, **told})


@cache
def voice_of(language: str, currency: str) -> Voice:
    """Words and figures for a reader."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return Voice(words_of(spoken), Numerals(spoken, currency))


def _key(key: str) -> str:
    """Sentences for where figures are missing stay under `without.<id>`, as the report's do."""
    if key.startswith("without."):
        _, missing, rest = key.split(".", 2)
        return f"without.{missing}.web.{rest}"
    return f"web.{key}"


def voice_over(voice: Voice, missing: Sequence[str]) -> Voice:
    """The same voice where some figures are missing: without costs, value is revenue."""
    return _over(voice.figures.language, voice.figures.currency, tuple(missing))


@cache
def _over(language: str, currency: str, missing: tuple[str, ...]) -> Voice:
    return Voice(words_of(language).without(missing), Numerals(language, currency))


def _now() -> Words:
    """Of the language in which this request, or this moment, is spoken to."""
    language = (get_language() or LANGUAGES[0])[:2]
    return words_of(language if language in LANGUAGES else LANGUAGES[0])


def said(key: str, **values: object) -> str:
    """A sentence of the pages where no reader is at hand: in forms, in mails, in allauth's templates."""
    return _now().say(f"web.{key}", values)


said_later = lazy(said, str)
"""For what is written down before anybody asks: the label of a field."""


def said_or(key: str, otherwise: str) -> str:
    """The same where there may be none."""
    return _now().sentences.get(f"web.{key}", otherwise)
