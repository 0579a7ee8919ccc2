"""The questionnaire: its statements, which scale each belongs to, and the sheet a shop hands out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

VALUES = ("quality", "price", "sustainability", "novelty", "tradition", "service")
"""The six values, in the order of every profile."""

RISK = "risk"
SCALES = (*VALUES, RISK)
LOWEST, HIGHEST = 1, 5
"""Scores of an answer, from "not me at all" to "exactly me"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence a customer says how well it fits.

    Args:
        id: stays for good: scale, dot, number.
        is_reversed: agreeing speaks against the scale.
        said: language -> the sentence.
    """

    id: str
    is_reversed: bool
    said: Mapping[str, str]

    @property
    def scale(self) -> str:
        """One of `SCALES`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything that is asked, and around it.

    Args:
        statements: in the order of the file: scale by scale.
        around: language -> key -> text beside the statements.
        labels: language -> words of the scores 1 to 5.
    """

    statements: tuple[Statement, ...]
    around: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, tuple[str, ...]]

    def of(self, scale: str) -> tuple[Statement, ...]:
        """The statements of a scale."""
        return tuple(each for each in self.statements if each.scale == scale)

    def asked(self) -> tuple[Statement, ...]:
        """In the order of asking: scales take turns, and so do statements that are turned round."""
        return tuple(sorted(self.statements, key=self._turn))

    def _turn(self, statement: Statement) -> tuple[int, int]:
        """Which round it is asked in: each scale begins with another of its statements."""
        place, number = SCALES.index(statement.scale), int(statement.id.partition(".")[2])
        # The longest scale goes first in each round: its last statement then follows another scale's.
        return (number + place) % len(self.of(statement.scale)), -1 if statement.scale == RISK else place


@cache
def questionnaire() -> Questionnaire:
    """The one we ship, in German and English."""
    told = tomllib.loads(files(__package__).joinpath("statements.toml").read_text(encoding="utf-8"))
    languages = ("de", "en")
    statements = tuple(
        Statement(each["id"], each.get("reversed", False), {name: each[name] for name in languages})
        for each in told["statements"]
    )
    around = {
        name: {key: text for key, text in told[name].items() if isinstance(text, str)} for name in languages
    }
    return Questionnaire(statements, around, {name: tuple(told[name]["scale"]) for name in languages})
