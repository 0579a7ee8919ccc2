"""How much of a scale is the person and how much the single statement: Cronbach's alpha and item noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from treue.segments.radar.answers import FloatArray

FEWEST = 100
"""Answers from which on a reliability is told."""

INTERVAL = 0.8
# Before there are answers, statements of one scale differ by this variance within a person; it counts as 20
# people.
_USUAL_NOISE, _USUAL_WEIGHT = 0.7, 20.0


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of one scale.

    Args:
        answers: people who answered all its statements.
        alpha: Cronbach's; None below `FEWEST` answers ("not yet reliable"), or where all answer alike.
        low: of its 80 % interval; None as alpha.
        high: of it.
        noise: variance of a person's score by the choice of statements, in points squared.
        shared: variance of the same kind that all people share, because one statement is easier to agree to
            than another; below zero by chance, unbiased in means over scales.
    """

    answers: int
    alpha: float | None
    low: float | None
    high: float | None
    noise: float
    shared: float


def reliability(items: FloatArray) -> Reliability:
    """Of one scale's statements.

    With people in rows and statements in columns, MS_P is the mean square of people, MS_S that of statements
    and MS_R that of the rest:

        alpha = 1 - MS_R / MS_P
        noise of a mean of k statements = MS_R / k,    shared by all n people = (MS_S - MS_R) / (n k)

    and 1 - (1 - alpha) F has the chance p to lie above the true alpha, F the p-quantile of the F distribution
    with n - 1 and (n - 1)(k - 1) degrees of freedom.

    Args:
        items: shape (n, k), reversed ones turned round; rows with a nan are left out.

    Source:
        Feldt (1965), Psychometrika 30(3), 357-370; Hoyt (1941), Psychometrika 6(3), for alpha as mean
        squares; Brennan (2001), Generalizability Theory, sec. 2.3, for what people share (absolute error).
    """
    told = items[~np.isnan(items).any(axis=1)]
    people, statements = told.shape
    degrees = (people - 1) * (statements - 1)
    of_people, of_statements, rest = _squares(told) if people > 1 else (0.0, 0.0, 0.0)
    noise = (rest + _USUAL_NOISE * _USUAL_WEIGHT * (statements - 1)) / (
        max(degrees, 0) + _USUAL_WEIGHT * (statements - 1)
    )
    shared = 0.0
    if degrees > 0:
        shared = (of_statements / (statements - 1) - rest / degrees) / (people * statements)
    if people < FEWEST or of_people <= 0:
        return Reliability(people, None, None, None, noise / statements, shared)
    unlike = rest / degrees / (of_people / (people - 1))
    ends = stats.f.ppf([(1 + INTERVAL) / 2, (1 - INTERVAL) / 2], people - 1, degrees)
    low, high = (1 - unlike * float(end) for end in ends)
    return Reliability(people, 1 - unlike, low, high, noise / statements, shared)


def shared_doubt(scales: Sequence[Reliability]) -> float:
    """Variance of every score by which statements were asked, the same for all people: the mean over scales.

    No number of answers makes it smaller; only other statements would.
    """
    return max(sum(each.shared for each in scales) / max(len(scales), 1), 0.0)


def _squares(told: FloatArray) -> tuple[float, float, float]:
    """Sums of squares of people, of statements, and of the rest."""
    by_person, by_statement = told.mean(axis=1), told.mean(axis=0)
    rest = told - by_person[:, None] - by_statement[None, :] + told.mean()
    spread = by_person - told.mean()
    apart = by_statement - told.mean()
    return (
        float(told.shape[1] * (spread @ spread)),
        float(len(told) * (apart @ apart)),
        float((rest**2).sum()),
    )
