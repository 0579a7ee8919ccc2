"""The page's sentences, a file per language with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from treue.errors import BadOption
from treue.segments import SEGMENTS, TIERS
from treue.segments.phases.names import PHASES

LANGUAGES = ("de", "en")
SALES_TAX = ("US",)
"""Countries that add a sales tax to prices, without a value added tax."""


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences of one language, by dotted key."""

    sentences: Mapping[str, str]

    def say(self, key: str, values: Mapping[str, object] | None = None) -> str:
        """The sentence with its blanks filled; KeyError where one does not exist."""
        return self.sentences[key].format_map(values or {})

    def count(self, key: str, number: float, values: Mapping[str, object] | None = None) -> str:
        """The sentence for exactly one, `key.one`, or for any other number, `key.many`."""
        return self.say(f"{key}.{'one' if number == 1 else 'many'}", values)

    def without(self, missing: Sequence[str]) -> Words:
        """With the sentences that hold where figures are missing: those under `without.<id>`.

        Args:
            missing: ids as a run names them, the weightiest first; where two change a sentence, it wins.
        """
        words = self
        for each in reversed(missing):
            words = words._over(f"without.{each}.")
        return words

    def where(self, holds: str) -> Words:
        """With the sentences that hold in some shops alone: those under this key.

        Args:
            holds: `by_day`, people often order several times a day; `tax_on_top`, the country adds a sales
                tax to prices; `unasked`, nobody was asked what matters to them.
        """
        return self._over(f"{holds}.")

    def _over(self, under: str) -> Words:
        """Those under a key laid over the others."""
        told = {
            key.removeprefix(under): said for key, said in self.sentences.items() if key.startswith(under)
        }
        return Words({**self.sentences, **told})

    def name(self, group: str, name: str) -> str:
        """What people call a tier, segment, rule ...; the name itself where we have no word for it."""
        return self.sentences.get(f"{group}.{name}", name)


def read_words(language: str) -> Words:
    """The sentences of a language.

    Raises:
        BadOption: a language we do not speak.
    """
    if language not in LANGUAGES:
        raise BadOption(
            f"write_report: language {language!r}; the page speaks de and en. Ask for one of them."
        )
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Words(dict(flat(tomllib.loads(text))) | _group_names(language))


def _group_names(language: str) -> dict[str, str]:
    """Tiers, segments and phases have their names in `segments`."""
    groups = [(f"tier.{name.key}", name) for name in TIERS]
    groups += [(f"segment.{name.key}", name) for name in SEGMENTS]
    groups += [(f"phase.{name.key}", name) for name in PHASES]
    return {key: name.german if language == "de" else name.english for key, name in groups}


def flat(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    """Key and sentence of every leaf; keys of branches go before those of their leaves, with a dot."""
    found = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found += flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found
