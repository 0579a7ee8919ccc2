"""One night held beside its truth, every figure of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from treue.simulation.recovery import frictions, groups, radar, risk, value
from treue.simulation.recovery.figures import Figure
from treue.simulation.recovery.night import Night, Truth


@dataclass(frozen=True, slots=True)
class Measured:
    """What a night reaches.

    Args:
        figures: in the order of the table.
        frictions: what it says of each.
    """

    figures: Sequence[Figure]
    frictions: Sequence[frictions.Said]


def measure(night: Night, truth: Truth) -> Measured:
    """Every figure of a night; further ones go to the end of the list, each from a file of its topic."""
    measures = (
        value.totals, value.customers, groups.tiers, groups.phases,
        risk.chances, risk.due, radar.values, radar.appetite,
    )  # fmt: skip
    figures = [figure for each in measures for figure in each(night, truth)]
    return Measured(figures, frictions.said_of(night, truth))
