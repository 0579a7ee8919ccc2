"""What the terminal says, a file per language with the same keys, and the words that options take."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from treue.report.words import LANGUAGES, SALES_TAX, Words, flat, read_words

OPTIONS = "options.toml"
NAMED = {
    "kind": "entry", "tier": "tier", "tier_before": "tier", "tier_by_limits": "tier",
    "rfm_segment": "segment", "phase": "phase", "next_phase": "phase", "before": "phase", "after": "phase",
}  # fmt: skip
"""Options, and columns of tables, whose words are names on the page -> the group of those names."""


@cache
def words_of(language: str, country: str = "") -> Words:
    """The terminal's sentences of a language; names of entries, tiers, tables and rules are the page's."""
    told = dict(flat(_read(f"{language}.toml")))
    words = read_words(language)
    page = (words.where("tax_on_top") if country in SALES_TAX else words).sentences
    return Words({**{f"page.{key}": said for key, said in page.items()}, **told})


@cache
def meanings(option: str) -> Mapping[str, str]:
    """Every word understood for an option, in small letters -> our word, in all languages.

    Args:
        option: as a key of options.toml, or of `NAMED`.
    """
    group = NAMED.get(option)
    if group is None:
        listed = _read(OPTIONS).get(option, {})
        pairs = [(word, ours) for ours, words in dict(listed).items() for word in (ours, *words)]
    else:
        pairs = [
            (said, key.removeprefix("tax_on_top.").removeprefix(f"{group}."))
            for language in LANGUAGES
            for key, said in read_words(language).sentences.items()
            if key.startswith((f"{group}.", f"tax_on_top.{group}."))
        ]
        pairs += [(ours, ours) for _, ours in pairs]
    return {word.casefold(): ours for word, ours in pairs}


def ours(option: str, told: str) -> str:
    """What a person typed for an option, in our word; as it is where no word of ours is meant."""
    return meanings(option).get(" ".join(told.split()).casefold(), told)


def _read(name: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
