"""Laying over a fitted model what the tournament decided: each customer's pace, honest chances, the shock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.adjustment import Adjustment, Moved
from treue.value.baselines import last_stretch, naive_orders
from treue.value.diary import Diary
from treue.value.histories import FloatArray
from treue.value.purchases.contract import FittedPurchases
from treue.value.sampling import validation_rows
from treue.value.tournament.correction import Correction
from treue.value.tournament.features import Seen
from treue.value.tournament.origins import Origin
from treue.value.tournament.stands import Entrant, correction_of, expected_orders, features_at, lessons_at
from treue.value.tournament.verdict import Verdict

_NARROWEST, _WIDEST = 1e-6, 1e6


@dataclass(frozen=True, slots=True)
class Now:
    """The day from which is forecast.

    Args:
        origin: the day, and how far ahead.
        seen: all customers known then.
        fitted: the verdict's model, fitted to them.
        seed: of the learner.
    """

    origin: Origin
    seen: Seen
    fitted: FittedPurchases
    seed: int


def evenly(verdict: Verdict, customers: int) -> Adjustment:
    """Where no customer's pace was learned: all have the shop's level."""
    pace = np.full(customers, np.exp(verdict.log_level))
    return Adjustment(pace, verdict.chances, verdict.shock_ahead)


def adjust(verdict: Verdict, diary: Diary, now: Now, *, explained: bool = False) -> Adjustment:
    """What the verdict means for each customer today.

    Args:
        verdict: of the shop's latest tournament.
        diary: all customers; the correction is learned from at most about 20,000 of them.
        now: the forecast to be adjusted.
        explained: also tell which features moved each customer's pace most; costs one look more per feature.
    """
    correction = _learned(verdict, diary, now)
    paces = LearnedPaces(verdict, correction, now.fitted, now.origin.ahead_days)
    if correction is None or not explained:
        return Adjustment(paces.at(now.seen), verdict.chances, verdict.shock_ahead, None, paces)
    features = features_at(now.seen, now.fitted)
    pace = np.exp(verdict.strength * correction.log_pace(features) + verdict.log_level)
    shares = verdict.strength * correction.shares(features)
    moved = Moved.strongest(features.names, shares)
    return Adjustment(pace, verdict.chances, verdict.shock_ahead, moved, paces)


@dataclass(frozen=True, slots=True)
class LearnedPaces:
    """What a verdict makes of each customer's pace, on the day it was learned and on any other.

    Args:
        verdict: of the shop's latest tournament.
        correction: learned from its past; None where there is none.
        fitted: the verdict's model.
        ahead_days: how far the forecast looks.
    """

    verdict: Verdict
    correction: Correction | None
    fitted: FittedPurchases
    ahead_days: int

    def at(self, seen: Seen) -> FloatArray:
        """Shape (n,), factor on each customer's expected orders."""
        if self.verdict.naive:
            return np.exp(_naive_log_pace(self.verdict.naive, seen, self.fitted, self.ahead_days))
        log_pace = np.zeros(len(seen))
        if self.correction is not None:
            log_pace = self.verdict.strength * self.correction.log_pace(features_at(seen, self.fitted))
        return np.exp(log_pace + self.verdict.log_level)


def _learned(verdict: Verdict, diary: Diary, now: Now) -> Correction | None:
    if verdict.naive or verdict.strength <= 0:
        return None
    sample = now.seen.customer[validation_rows(now.seen.customer)]
    lessons = lessons_at(diary.of_customers(sample), now.origin, now.seen.clock)
    return correction_of(lessons, Entrant.of(verdict), now.seed)


def _naive_log_pace(name: str, seen: Seen, fitted: FittedPurchases, days: int) -> FloatArray:
    """The naive forecast's means, as factors on the model's."""
    stretch = last_stretch(seen.orders.customer, seen.orders.day, seen.day, days)
    means = naive_orders(name, seen.histories, stretch, days)
    usual = np.maximum(expected_orders(fitted, seen, days), 1e-12)
    return np.asarray(np.log(np.clip(means / usual, _NARROWEST, _WIDEST)))
