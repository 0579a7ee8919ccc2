"""Where one phase ends and the next begins, in days, with what it was learned from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import ceil

import numpy as np

from treue.errors import BadOption, TreueWarning
from treue.segments.phases.gaps import Gaps
from treue.segments.phases.rhythm import Rhythm, bands_of
from treue.segments.warned import plain
from treue.value.histories import FloatArray, IntArray

FORMAT = 1
FIRST = 0
"""The band of first orders; repeat buyers are in bands 1, 2 ... by their usual gap."""
STRETCH = 1.5
"""Whoever has just become overdue is not parted with: farewell is at least so many times as far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRule:
    """What counts as overdue, and what as hardly anyone.

    Args:
        come_again: reactivation begins when this share of those who come again have come.
        still_come: farewell begins when fewer than this share of the silent come ...
        ahead_days: ... in so many days.
        fewest_gaps: a category or rhythm needs so many gaps that ended for limits of its own.
    """

    come_again: float = 0.85
    still_come: float = 0.05
    ahead_days: int = 90
    fewest_gaps: int = 200

    def __post_init__(self) -> None:
        if not (0 < self.come_again < 1 and 0 < self.still_come < 1):
            raise BadOption(
                f"Phases: come_again {self.come_again}, still_come {self.still_come}; both are shares "
                "between 0 and 1, for example 0.85 and 0.05."
            )
        if self.ahead_days < 1 or self.fewest_gaps < 1:
            raise BadOption(
                f"Phases: ahead_days {self.ahead_days}, fewest_gaps {self.fewest_gaps}; both are 1 or more."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The limits of customers whose last order was of one category, at one rhythm.

    Args:
        category: name; empty for all orders of the shop.
        band: `FIRST` after a first order; from 1 on repeat buyers, the briskest first.
        usual_from: usual gap in days from which on the band holds; 0 for the first two bands.
        reactivation_days: silent for longer than that is overdue.
        reactivation_low: of its 80 % interval.
        reactivation_high: likewise.
        farewell_days: silent for longer than that is farewell, unless it is open.
        farewell_low: of its 80 % interval.
        farewell_high: likewise.
        is_open: no silence could be watched long enough to see hardly anyone come: farewell is later than
            `farewell_days`, nobody knows when, and nobody is in it yet.
        median_days: when half of those who come again have come.
        again: share who came again within `watched_days`.
        watched_days: the longest silence about which the file says anything.
        gaps: silences it was learned from, those that still run included.
        came: those of them that ended.
    """

    category: str
    band: int
    usual_from: float
    reactivation_days: int
    reactivation_low: int
    reactivation_high: int
    farewell_days: int
    farewell_low: int
    farewell_high: int
    is_open: bool
    median_days: int
    again: float
    watched_days: int
    gaps: int
    came: int

    @property
    def is_stretched(self) -> bool:
        """Whether farewell was put off: hardly anyone came much earlier, but overdue is not yet gone."""
        return self.farewell_days == stretched(self.reactivation_days)


def stretched(overdue: int) -> int:
    """The least limit of farewell to a limit of reactivation, both in days."""
    return ceil(STRETCH * overdue)


@dataclass(frozen=True, slots=True)
class PhaseLimits:
    """All limits of a shop.

    Keep them for a while: limits that move every night move customers who did nothing.

    Args:
        rule: what they were asked for.
        until: the last day they were learned from, days since 1970-01-01.
        rhythm: how each customer's usual gap is found.
        cuts: usual gaps in days between the bands of repeat buyers.
        limits: of the whole shop for each band, then of categories and bands with enough gaps.
        warnings: what to say beside them.
    """

    rule: PhaseRule
    until: int
    rhythm: Rhythm
    cuts: tuple[float, ...]
    limits: tuple[Limit, ...]
    warnings: tuple[TreueWarning, ...] = ()

    def places(self, gaps: Gaps, usual: FloatArray) -> IntArray:
        """Which of `limits` holds after each order: its category's, else the shop's.

        Args:
            gaps: of the shop.
            usual: shape (m,), the usual gap known on the day of each order.
        """
        bands = np.where(gaps.is_new, FIRST, bands_of(usual, self.cuts))
        found = {(limit.category, limit.band): place for place, limit in enumerate(self.limits)}
        rows = [
            [found.get((name, band), found["", band]) for band in range(len(self.cuts) + 2)]
            for name in ("", *gaps.categories)
        ]
        return np.array(rows, np.int64)[gaps.category + 1, bands]

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `read_limits` gives the same object back."""
        return {
            "format": FORMAT,
            "rule": asdict(self.rule),
            "until": self.until,
            "rhythm": asdict(self.rhythm),
            "cuts": list(self.cuts),
            "limits": [asdict(limit) for limit in self.limits],
            "warnings": plain(self.warnings),
        }
