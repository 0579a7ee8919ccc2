"""How a run's forecast was made, tried and meant, as far as the page tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

from treue.report.plain import listed, mapping, number


@dataclass(frozen=True, slots=True)
class Standing:
    """How one forecast did on the shop's own past; orders, lower is better."""

    name: str
    crps: float
    rmse: float
    mae_median: float


@dataclass(frozen=True, slots=True)
class Card:
    """The model card.

    Args:
        strength: share of what was learned from the shop's past that is followed.
        level: factor on every expectation.
        shock: by how much season and fashion usually move all customers together.
        naive: a naive forecast that gives the means; empty for none.
        origins: how many earlier days were tried.
        first: first day of the data.
        last: last day of the data.
        standings: the best first.
        assumed: language -> sentences.
        doubtful: language -> sentences on when not to trust it.
        left_out: language -> sentences on what is not among the standings and why.
    """

    strength: float
    level: float
    shock: float
    naive: str
    origins: int
    first: date
    last: date
    standings: Sequence[Standing]
    assumed: Mapping[str, Sequence[str]]
    doubtful: Mapping[str, Sequence[str]]
    left_out: Mapping[str, Sequence[str]]


def read_card(stored: object) -> Card | None:
    """As a run keeps it; None for a run that has none.

    Raises:
        KeyError, TypeError, ValueError: a part is missing, or something else than it should be.
    """
    if stored is None:
        return None
    card = mapping(stored)
    verdict, window = mapping(card["verdict"]), mapping(card["window"])
    standings = [_standing(each) for each in listed(verdict, "standings")]
    return Card(
        strength=number(verdict["strength"]),
        level=exp(number(verdict["log_level"])),
        shock=number(verdict["shock"]),
        naive=str(verdict["naive"]),
        origins=int(number(verdict["origins"])),
        first=date.fromisoformat(str(window["first"])),
        last=date.fromisoformat(str(window["last"])),
        standings=sorted(standings, key=lambda each: each.crps),
        assumed=_spoken(card["assumed"]),
        doubtful=_spoken(card["doubtful"]),
        left_out=_spoken(card.get("left_out") or {}),
    )


def _standing(stored: object) -> Standing:
    row = mapping(stored)
    return Standing(str(row["name"]), *(number(row[name]) for name in ("crps", "rmse", "mae_median")))


def _spoken(stored: object) -> dict[str, Sequence[str]]:
    said = mapping(stored)
    return {language: [str(each) for each in listed(said, language)] for language in said}
