"""What frictions truly do beside what a night says goes along with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from treue.simulation.recovery.figures import NONE, mean_of, shown
from treue.simulation.recovery.night import Night, Truth
from treue.simulation.world.terms import Terms

TRUE_NAME = {
    "late_delivery": "late",
    "slow_refund": "slow_refund",
    "slow_answer": "slow_answer",
    "out_of_stock": "out",
    "checkout": "abandoned",
    "return": "returned",
}
"""Kind of a night -> friction of the world."""

HARMLESS = ("first_category", "first_article")
"""Kinds that truly drive nobody away."""

UNLIKE = ("out_of_stock", "checkout")
"""Kinds after which people stay at the last step, and so come back sooner than who bought."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a night says of one friction.

    Args:
        kind: which.
        drives_away: truly: chance to leave for good because of it, all else the same.
        change: said, of the share that orders again in the days ahead.
        expected: true change of that share: who is driven away would have ordered as often as others
            like them. NaN where shares do not compare.
        is_told: whether the page says it.
        holds: whether the 80 % interval holds `expected`; None where shares do not compare.
    """

    kind: str
    drives_away: float
    change: float
    expected: float
    is_told: bool
    holds: bool | None


def driven_by_returns(terms: Terms, share: float) -> float:
    """Chance that a return drives away: not the return itself, but what was broken, and money back late.

    With d the share of defects, s that of slow refunds, r the share of other orders sent back,

        (d (1 - (1 - k_defect) (1 - s k_slow)) + (1 - d) r s k_slow) / (d + (1 - d) r)

    Args:
        terms: the preset.
        share: r, mean over orders; 0 to 1.
    """
    kick, told = terms.effects, terms.service
    late = told.slow_refund * kick.slow_refund
    broken, others = told.defect, (1 - told.defect) * share
    back = broken + others
    return (broken * (1 - (1 - kick.defect) * (1 - late)) + others * late) / back if back else 0.0


def said_of(night: Night, truth: Truth) -> list[Said]:
    """Every row of the night's frictions whose truth is known."""
    often = truth.number("orders")
    share = float(np.average(truth.number("returns"), weights=often)) if often.any() else 0.0
    effects = {**truth.effects, "returned": driven_by_returns(truth.terms, share)}
    found = []
    for row in night.tables["frictions"].to_pylist():
        kind = row["kind"]
        if kind not in TRUE_NAME and kind not in HARMLESS:
            continue
        away = effects[TRUE_NAME[kind]] if kind in TRUE_NAME else 0.0
        expected = NONE if kind in UNLIKE else -away * row["retention_like_them"]
        low, high = row["retention_change_low"], row["retention_change_high"]
        holds = None if kind in UNLIKE else bool(low <= expected <= high)
        found.append(Said(kind, away, row["retention_change"], expected, bool(row["told"]), holds))
    return found


def table(by_preset: Mapping[str, Sequence[Sequence[Said]]]) -> list[str]:
    """Markdown lines, a kind each, over all presets and worlds."""
    rows = [each for worlds in by_preset.values() for said in worlds for each in said]
    heads = "friction", "drives away", "true change of coming again", "said", "told", "80 % interval holds it"
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for kind in dict.fromkeys((*TRUE_NAME, *HARMLESS)):
        some = [each for each in rows if each.kind == kind]
        if some:
            lines.append(f"| {kind} | {' | '.join(_cells(some))} |")
    return lines


def _cells(some: Sequence[Said]) -> Iterable[str]:
    held = [each.holds for each in some if each.holds is not None]
    return (
        shown(mean_of([each.drives_away for each in some]), "%"),
        shown(mean_of([each.expected for each in some]), "+%"),
        shown(mean_of([each.change for each in some]), "+%"),
        f"{sum(each.is_told for each in some)} of {len(some)}",
        f"{sum(held)} of {len(held)}" if held else "not comparable",
    )
