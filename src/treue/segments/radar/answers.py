"""Which answers may be used, and what they score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from treue.segments.radar.questionnaire import HIGHEST, LOWEST, SCALES, VALUES, questionnaire

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_A_DAY = 24 * 3600 * 1_000_000  # microseconds
_NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers as they were given; arrays of shape (n,).

    Args:
        customer: key of the person.
        statement: place in the questionnaire's statements.
        score: as given; outside 1 to 5 it counts as no answer.
        at: microseconds since 1970; the least int64 where nobody said when.
        consent: whether the answer came with a yes to its use.
    """

    customer: IntArray
    statement: IntArray
    score: IntArray
    at: IntArray
    consent: BoolArray


@dataclass(frozen=True, slots=True)
class Acts:
    """Consents that speak of answers on values, given, confirmed, withdrawn or objected to; shape (m,).

    Args:
        customer: key of the person.
        at: microseconds since 1970.
        is_yes: given or confirmed; anything else is a no.
    """

    customer: IntArray
    at: IntArray
    is_yes: BoolArray


def admitted(answers: Answers, acts: Acts) -> BoolArray:
    """Which answers may be used: shape (n,).

    An answer needs its own consent. The newest act of a person holds; of two at one time the no. A no takes
    away every answer given before it and within a day after it: a withdrawal often has a day and no hour.
    """
    fit = answers.consent & (answers.score >= LOWEST) & (answers.score <= HIGHEST)
    if not len(acts.customer):
        return fit
    people, no, refused = _newest(acts)
    there = np.minimum(np.searchsorted(people, answers.customer), len(people) - 1)
    known = people[there] == answers.customer
    # An answer without a time is older than any no.
    late = answers.at > no[there] + np.where(refused[there], _A_DAY, 0)
    may: BoolArray = fit & ~(known & refused[there] & ~late)
    return may


def _newest(acts: Acts) -> tuple[IntArray, IntArray, BoolArray]:
    """Each person, when they last said no, and whether nothing later says yes."""
    people, place = np.unique(acts.customer, return_inverse=True)
    no, yes = np.full(len(people), _NEVER), np.full(len(people), _NEVER)
    np.maximum.at(no, place[~acts.is_yes], acts.at[~acts.is_yes])
    np.maximum.at(yes, place[acts.is_yes], acts.at[acts.is_yes])
    return people, no, (no > _NEVER) & (no >= yes)


@dataclass(frozen=True, slots=True)
class Sheets:
    """One row per person with an answer that counts, by ascending key.

    Args:
        customer: shape (n,).
        items: shape (n, statements), reversed ones turned round, 1 to 5; nan where not answered.
    """

    customer: IntArray
    items: FloatArray

    def __len__(self) -> int:
        return len(self.customer)

    def of(self, scale: str) -> FloatArray:
        """Shape (n, statements of the scale)."""
        return self.items[:, _places(scale)]

    def scores(self) -> FloatArray:
        """Shape (n, 7): mean of each of `SCALES`, 1 to 5; nan unless all its statements were answered."""
        return np.column_stack([self.of(scale).mean(axis=1) for scale in SCALES])

    def complete(self) -> BoolArray:
        """Shape (n,), who answered every statement on all six values."""
        open_ = np.isnan(self.scores()[:, : len(VALUES)])
        return np.asarray(~np.any(open_, axis=1), np.bool_)


def sheets_of(answers: Answers, acts: Acts) -> Sheets:
    """What counts, as one row per person; of several answers to a statement the newest."""
    may = admitted(answers, acts)
    order = np.flatnonzero(may)[np.argsort(answers.at[may], kind="stable")]
    people, place = np.unique(answers.customer[order], return_inverse=True)
    statements = questionnaire().statements
    items = np.full((len(people), len(statements)), np.nan)
    items[place, answers.statement[order]] = answers.score[order]  # the last one written holds
    turned = np.array([each.is_reversed for each in statements])
    items[:, turned] = LOWEST + HIGHEST - items[:, turned]
    return Sheets(people, items)


def centred(scores: FloatArray) -> FloatArray:
    """Profiles less their own mean: what matters more, and what less, than everything together.

    Who ticks high throughout says little by it. Each value has one statement turned round and two that are
    not, so saying yes to everything lifts all six alike, and falls away here.

    Args:
        scores: shape (..., 6).
    """
    profile: FloatArray = scores - scores.mean(axis=-1, keepdims=True)
    return profile


def _places(scale: str) -> IntArray:
    statements = questionnaire().statements
    return np.array([place for place, each in enumerate(statements) if each.scale == scale])
