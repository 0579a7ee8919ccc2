"""Invented people with known values, and the answers they would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.radar.answers import Answers, BoolArray, FloatArray, IntArray
from treue.segments.radar.questionnaire import VALUES, questionnaire

STATEMENTS = questionnaire().statements


@dataclass(frozen=True)
class Invented:
    """Answers and what lies behind them.

    Args:
        truth: shape (n, 7), scale by scale, before rounding to scores.
        answers: to every statement, consented.
    """

    truth: FloatArray
    answers: Answers


def invent(
    rng: np.random.Generator,
    truth: FloatArray,
    *,
    noise: float = 0.6,
    yes_saying: float = 0.0,
    customer: IntArray | None = None,
    consent: BoolArray | None = None,
) -> Invented:
    """People who tick truth plus noise, all of them too high by what they say yes to."""
    people, statements = len(truth), len(STATEMENTS)
    place = {scale: at for at, scale in enumerate((*VALUES, "risk"))}
    meant = np.column_stack([truth[:, place[each.scale]] for each in STATEMENTS])
    turned = np.array([each.is_reversed for each in STATEMENTS])
    said = np.where(turned, 6 - meant, meant) + rng.normal(0, noise, meant.shape)
    said += rng.normal(0, yes_saying, (people, 1)) if yes_saying else 0.0
    who = np.arange(people) if customer is None else customer
    yes = np.ones(people, bool) if consent is None else consent
    return Invented(
        truth,
        Answers(
            np.repeat(who, statements),
            np.tile(np.arange(statements), people),
            np.clip(np.rint(said), 1, 5).astype(np.int64).ravel(),
            np.full(people * statements, 1_000_000_000_000_000),
            np.repeat(yes, statements),
        ),
    )
