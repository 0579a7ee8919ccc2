"""The values radar as the page reads it: what customers say and do, and where the shop stands apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

_Z80 = 1.2816  # standard deviations to either end of an 80 % interval
FEWEST = 20
"""Answers from which on a group is shown at all."""

ALL, RISK, ALIGNMENT = "all", "risk", "alignment"
DRAWN = ("all", "tier")
"""Groupings that the pictures show; the table shows every one."""

WEAK, GOOD = 0.5, 0.7
"""Cronbach's alpha below which a scale measures hardly anything in common, and from which on it does well.

Source: Nunnally & Bernstein (1994), Psychometric Theory, sec. 7 (.7); .5 is our floor for a hint.
"""

NOTICEABLE = 0.3
"""Points between the shop's profile and a group from which on a gap is worth a sentence."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How many answered, and what behaviour tells.

    Args:
        customers: all of them.
        answered: on all six values, with consent.
        refused: who answered and whose answers may not be used.
        seen: customers whose behaviour was looked at; None where it tells nobody apart.
        bold: who tries new things, of those.
        careful: who needs safety, of those.
        compared: of whom answers and behaviour are known; None of too few.
        correlation: of the two; with the ends of its 80 % interval.
    """

    customers: int
    answered: int
    refused: int
    seen: int | None
    bold: int | None
    careful: int | None
    compared: int | None
    correlation: float | None
    correlation_low: float | None
    correlation_high: float | None


@dataclass(frozen=True, slots=True)
class Scale:
    """How reliable a scale is, and the shop's own score less the mean of its six; None where not told.

    `doubt` is by how many points other statements would have moved everybody's mean, a standard deviation.
    """

    name: str
    answers: int
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    company: float | None
    doubt: float = 0.0

    @property
    def verdict(self) -> str:
        """good, fair or weak, by the figure as it is shown."""
        is_good = self.alpha is not None and round(self.alpha, 2) >= GOOD
        return "weak" if self.is_weak else "good" if is_good else "fair"

    @property
    def is_weak(self) -> bool:
        """Whether its statements hardly measure one thing, as far as is known."""
        return self.alpha is not None and round(self.alpha, 2) < WEAK


@dataclass(frozen=True, slots=True)
class Said:
    """One figure of a group: value (less the customers' own means), appetite for risk, or alignment."""

    grouping: str
    name: str
    scale: str
    customers: int
    answers: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a group differs from the shop's profile for sure."""

    said: Said
    company: float

    @property
    def more(self) -> bool:
        """Whether the group cares more about it than the shop shows."""
        return self.said.mean > self.company


@dataclass(frozen=True, slots=True)
class RadarRows:
    """The tables of the radar; empty where a snapshot has none."""

    overview: Sequence[Overview] = ()
    scales: Sequence[Scale] = ()
    said: Sequence[Said] = ()

    @property
    def values(self) -> list[Scale]:
        """The six values, in their order."""
        return [scale for scale in self.scales if scale.name != RISK]

    @property
    def has_profile(self) -> bool:
        """Whether the shop told what it stands for."""
        return any(scale.company is not None for scale in self.scales)

    def groups(self, scale: str) -> list[Said]:
        """The groups with this figure, everybody first."""
        return [said for said in self.said if said.scale == scale]

    def of(self, group: Said) -> dict[str, Said]:
        """All figures of one group, by scale."""
        wanted = (group.grouping, group.name)
        return {said.scale: said for said in self.said if (said.grouping, said.name) == wanted}

    def gap(self, grouping: str, name: str) -> Gap | None:
        """The largest gap of a group that is noticeable and sure, doubt about the statements included.

        Only gaps that can be acted on: more than the company shows of what matters to them as much as other
        values at least, or less of what matters to them no more than others. Scales whose statements hang
        together go first.
        """
        weak = {scale.name: scale.is_weak for scale in self.values}
        own = {scale.name: scale.company for scale in self.values}
        doubt = {scale.name: scale.doubt for scale in self.values}
        gaps = [
            Gap(said, company)
            for said in self.said
            if (said.grouping, said.name) == (grouping, name)
            if (company := own.get(said.scale)) is not None
            if abs(said.mean - company) >= NOTICEABLE
            if (said.mean >= 0 if said.mean > company else said.mean <= 0)
            if abs(said.mean - company) > hypot((said.high - said.low) / 2, _Z80 * doubt[said.scale])
        ]
        return max(
            gaps,
            key=lambda gap: (not weak[gap.said.scale], abs(gap.said.mean - gap.company)),
            default=None,
        )

    def drawn(self) -> RadarRows:
        """Only the groups that pictures show."""
        return replace(self, said=[said for said in self.said if said.grouping in DRAWN])
