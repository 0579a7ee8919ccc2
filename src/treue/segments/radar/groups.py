"""The radar group by group: means that stand for all customers, of groups in which nobody can be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.segments.radar.alignment import Aligned, group_alignment
from treue.segments.radar.anonymity import FEWEST, may_show
from treue.segments.radar.answers import BoolArray, FloatArray, centred
from treue.segments.radar.means import weighted_mean
from treue.segments.radar.questionnaire import RISK, VALUES

ALL = "all"
"""Name and grouping of everybody who answered."""

ALIGNMENT = "alignment"


@dataclass(frozen=True, slots=True)
class Membership:
    """Who is in a group.

    Args:
        grouping: tier, phase or segment; `ALL` for everybody.
        name: the group's id.
        members: shape (n,), over the people who answered.
        customers: in the group, answered or not.
    """

    grouping: str
    name: str
    members: BoolArray
    customers: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of one group that may be shown.

    Args:
        grouping: as in `Membership`.
        name: the group's id.
        scale: one of the six values (mean is less the customer's own mean), `RISK` (1 to 5), or `ALIGNMENT`.
        customers: in the group, answered or not.
        answers: of the group.
        effective: how many equally weighted answers would say as much.
        score: plain mean, 1 to 5; nan for alignment.
        mean: weighted; with
        low: and
        high: the ends of its 80 % interval.
    """

    grouping: str
    name: str
    scale: str
    customers: int
    answers: int
    effective: float
    score: float
    mean: float
    low: float
    high: float


def shown_values(
    groups: Sequence[Membership], scores: FloatArray, weights: FloatArray, aligned: Aligned | None
) -> list[Shown]:
    """Values, and alignment where the shop's profile is told, of the groups that may be shown.

    A group's alignment is that of the mean square of its customers' gaps: customers who pull in opposite
    directions are not aligned, though their mean may be.

    Args:
        groups: the weightiest first, everybody before all.
        scores: shape (n, 6), 1 to 5.
        weights: shape (n,).
        aligned: of the same people; None without a profile.
    """
    profiles, told = centred(scores), []
    for group in _safe(groups):
        inside, weight = group.members, weights[group.members]
        for place, scale in enumerate(VALUES):
            told.append(_shown(group, scale, profiles[inside, place], weight, scores[inside, place]))
        if aligned is not None:
            told.append(_aligned(group, aligned, weight))
    return told


def shown_risk(groups: Sequence[Membership], scores: FloatArray, weights: FloatArray) -> list[Shown]:
    """What customers say of their appetite for risk, of the groups that may be shown.

    Args:
        groups: over those who answered the scale.
        scores: shape (n,), 1 to 5.
        weights: shape (n,).
    """
    return [
        _shown(group, RISK, scores[group.members], weights[group.members], scores[group.members])
        for group in _safe(groups)
    ]


def _safe(groups: Sequence[Membership]) -> list[Membership]:
    if not groups or len(groups[0].members) < FEWEST:
        return []
    shown = may_show([group.members for group in groups])
    # Without everybody the rest would be shown beside an empty place.
    return [group for group, fits in zip(groups, shown, strict=True) if fits] if shown[0] else []


def _shown(
    group: Membership, scale: str, values: FloatArray, weights: FloatArray, scores: FloatArray
) -> Shown:
    found = weighted_mean(values, weights)
    plain = float(np.average(scores, weights=weights))
    return Shown(
        group.grouping,
        group.name,
        scale,
        group.customers,
        int(group.members.sum()),
        found.effective,
        plain,
        found.mean,
        found.low,
        found.high,
    )


def _aligned(group: Membership, aligned: Aligned, weights: FloatArray) -> Shown:
    found = weighted_mean(aligned.square[group.members], weights)
    gaps = np.average(aligned.gaps[group.members], axis=0, weights=weights)
    mean, low, high = group_alignment(found, gaps, aligned.shared)
    answers = int(group.members.sum())
    return Shown(
        group.grouping,
        group.name,
        ALIGNMENT,
        group.customers,
        answers,
        found.effective,
        np.nan,
        mean,
        low,
        high,
    )
