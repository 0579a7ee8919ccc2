"""Learning the risk of silence: from windows of the shop's own past whose end is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from treue.errors import ThinData, TreueWarning
from treue.value.calendar import Clock
from treue.value.diary import Diary
from treue.value.histories import FloatArray, IntArray
from treue.value.sampling import validation_rows
from treue.value.tournament.features import Features
from treue.value.tournament.origins import Origin, shifted_windows
from treue.value.tournament.stands import Entrant, Stand, features_at
from treue.value.tournament.strength import level_of
from treue.value.warning.labels import Calm, agreement
from treue.value.warning.odds import Lessons, shift_to, weigh_signs
from treue.value.warning.risk import Risk, Scale, last_orders, model_silent, sloped
from treue.value.warning.signs import log_odds, signs_of

# The quickest to fit of those that know of lost one-time buyers; signs say the rest.
USUAL = Entrant("mbg-nbd")
# Prior: a sign moves log-odds by about a seventh a standard deviation.
_RIDGE = 50.0
# Each window back counts half: cohorts grow older, seasons pass.
_FADING = 0.7
_WINDOWS = 4
# Fewer who stayed silent, or who ordered, teach nothing.
_FEWEST_OF_EACH = 30
# Above so many lessons a line through forty signs no longer flatters itself.
_MANY_LESSONS = 10_000
_SLOPE_SD = 0.1
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class _Window:
    stand: Stand
    signs: Features
    given: FloatArray

    @classmethod
    def of(cls, stand: Stand, entrant: Entrant) -> _Window:
        fitted = entrant.fit(stand.seen)
        chance = model_silent(stand.seen, fitted, stand.origin.ahead_days)
        signs = signs_of(stand.seen, features_at(stand.seen, fitted), chance)
        return cls(stand, signs, log_odds(chance))

    @property
    def silent(self) -> FloatArray:
        return np.asarray(self.stand.came == 0, dtype=np.float64)

    @property
    def is_enough(self) -> bool:
        silent = float(self.silent.sum())
        return min(silent, len(self.given) - silent) >= _FEWEST_OF_EACH


def learn_risk(
    diary: Diary,
    origin: Origin,
    entrant: Entrant = USUAL,
    calm: Calm | None = None,
    clock: Clock | None = None,
) -> Risk:
    """The risk of silence within a horizon.

    Args:
        diary: all customers; it is learned from at most about 20,000 of them. Later rows are not looked at.
        origin: the day, and how far ahead.
        entrant: the purchase model it stands on.
        calm: "no reason to worry", said by people: held against what came after it.
        clock: as learned up to the day; the plain one unless told.

    Returns:
        The purchase model's own risk, with a warning, where no window holds 30 customers of either kind.
    """
    said = Calm.none() if calm is None else calm
    asked = _asked(diary.until(origin.day), said)
    windows = _windows(asked, origin, entrant, clock)
    if not windows:
        return _model_alone(origin, entrant)
    scale = Scale.of(_together([each.signs for each in windows]))
    tables = [scale.scaled(each.signs) for each in windows]
    lessons = _lessons(windows, tables)
    weights = weigh_signs(lessons, _RIDGE)
    odds = [each.given + table @ weights for each, table in zip(windows, tables, strict=True)]
    slope = _slope(lessons, np.concatenate([each.stand.seen.customer for each in windows]))
    risk = Risk(origin.ahead_days, entrant.name, scale, weights, slope, windows=len(windows))
    return _levelled(risk, windows, odds, said)


def _asked(known: Diary, calm: Calm) -> Diary:
    """At most about 20,000 customers, and those of whom somebody said something."""
    everyone = np.unique(known.orders.customer)
    return known.of_customers(np.union1d(everyone[validation_rows(everyone)], calm.customer))


def _windows(asked: Diary, origin: Origin, entrant: Entrant, clock: Clock | None) -> list[_Window]:
    """The latest first; those with too few of either kind are left out."""
    if len(asked.orders.day) == 0:
        return []
    days = shifted_windows(asked.first, origin.day, origin.ahead_days, _WINDOWS)
    windows = [_Window.of(Stand.at(day, asked, clock), entrant) for day in days]
    return [each for each in windows if each.is_enough]


def _together(signs: Sequence[Features]) -> Features:
    return Features(signs[0].names, np.concatenate([each.table for each in signs]))


def _lessons(windows: Sequence[_Window], tables: Sequence[FloatArray]) -> Lessons:
    place = np.repeat(np.arange(len(windows)), [len(each.given) for each in windows])
    return Lessons(
        np.concatenate(tables),
        np.concatenate([each.given for each in windows]),
        np.concatenate([each.silent for each in windows]),
        np.asarray(_FADING**place, dtype=np.float64),
        place,
    )


def _slope(lessons: Lessons, customer: IntArray) -> float:
    """By what log-odds must be multiplied, learned on customers whom the weights have not seen; about 1.

    Weights are learned from either half of the customers and tried on the other.
    """
    if len(customer) > _MANY_LESSONS:
        return 1.0
    half = ((customer.astype(np.uint64) * _MIX) >> np.uint64(63)).astype(np.bool_)
    odds = np.zeros(len(customer))
    for tried in (half, ~half):
        odds[tried] = lessons.given[tried] + lessons.signs[tried] @ weigh_signs(lessons.where(~tried), _RIDGE)
    middle = float(odds.mean())
    # Windows overlap: four of them hold hardly more than two of customers' futures.
    held = Lessons((odds - middle)[:, None], odds, lessons.silent, lessons.weight, lessons.window)
    return 1.0 + float(weigh_signs(held, 1.0 / _SLOPE_SD**2)[0])


def _levelled(risk: Risk, windows: Sequence[_Window], odds: Sequence[FloatArray], calm: Calm) -> Risk:
    """The level by which the model missed at earlier origins, and what labels were worth there."""
    misses, luck, right = [], [], []
    for window, each in zip(windows, odds, strict=True):
        share = float(window.silent.mean())
        misses.append(shift_to(window.given, share))
        chance = expit(window.given + misses[-1])
        luck.append(1.0 / float((chance * (1.0 - chance)).sum()))
        told = sloped(each, risk.slope)
        right.append(told + shift_to(told, share))
    held = agreement(*_labelled(risk, windows, right, calm), windows[0].stand.origin.ahead_days)
    level = level_of(misses, luck).log_level
    return replace(risk, level=level, label_factor=held.factor, agreement=held)


def _labelled(
    risk: Risk, windows: Sequence[_Window], odds: Sequence[FloatArray], calm: Calm
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log-odds, freshness and outcome, a row per customer and window; each label at the first one after it.

    So a label meets one outcome only, and soon after it was said: who ordered before that is missing, since
    there the label has ended.
    """
    days = [each.stand.origin.day for each in windows]
    step = days[0] - days[1] if len(days) > 1 else risk.ahead_days
    fresh = []
    for window, day, before in zip(windows, days, [*days[1:], days[-1] - step], strict=True):
        seen, said = window.stand.seen, calm.where((calm.day > before) & (calm.day <= day))
        fresh.append(said.freshness(seen.customer, day, last_orders(seen), risk.ahead_days))
    return np.concatenate(odds), np.concatenate(fresh), np.concatenate([each.silent for each in windows])


def _model_alone(origin: Origin, entrant: Entrant) -> Risk:
    nothing = np.zeros(0)
    thin: tuple[TreueWarning, ...] = (
        ThinData(
            "Early warning: no stretch of the past in which at least 30 customers ordered and 30 did not. "
            "The risk is the purchase model's own; more history will tell."
        ),
    )
    return Risk(origin.ahead_days, entrant.name, Scale((), nothing, nothing), nothing, warnings=thin)
