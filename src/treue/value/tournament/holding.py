"""Holding a tournament: every forecast made from earlier days, judged by what came, and one taken.

Purchase models are judged by the continuous ranked probability score of their distributions, each total set
right first: how much a single stretch brings is one draw of season and fashion, which no model knows. What is
laid over the winner (correction, level, chances) is learned from the same origins, each of which knew nothing
of what came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.baselines import NAMES, last_stretch, naive_orders
from treue.value.diary import Diary
from treue.value.distribution.pit_map import PitMap
from treue.value.distribution.scores import OrdersAhead, Scores, score
from treue.value.histories import FloatArray
from treue.value.purchases import FittedPurchases, MbgCnbd, likeliest_phases, suited
from treue.value.tournament.clocked import clock_at
from treue.value.tournament.features import Seen
from treue.value.tournament.origins import Origin, rolling_origins
from treue.value.tournament.pooled import Losses, leads, pooled_mean
from treue.value.tournament.stands import (
    Entrant,
    Stand,
    correction_of,
    expected_orders,
    features_at,
    lessons_at,
    orders_in,
)
from treue.value.tournament.strength import Level, Told, level_of, strength_of
from treue.value.tournament.verdict import COMBINED, DEFAULT, RETURNING, Standing, Verdict, Why

_FEWEST_CUSTOMERS = 200
_FEWEST_BUYERS = 50
# Another model must lead the usual one by so many standard errors and by this share: less does not carry over
# to a longer horizon.
_CLEAR_LEAD, _LEAST_LEAD = 1.0, 0.01
# A naive forecast must lead ours by so many standard errors.
_CLEAR_DEFEAT = 2.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tournament is held for.

    Args:
        until: last day that may be seen, days since 1970-01-01.
        ahead_days: the forecast's horizon.
        models: the purchase models that take part; one only, if a person named it.
        seed: of the learner.
        country: of the shop, for its holidays.
        by_day: days with an order are read as such.
        first_orders: "keep", or "drop" from fits who may have ordered before the file begins.
    """

    until: int
    ahead_days: int
    models: tuple[str, ...]
    seed: int
    country: str | None = None
    by_day: bool = False
    first_orders: str = "keep"

    def entrant(self, name: str, phases: int | None = None) -> Entrant:
        """A model, to be fitted as asked."""
        return Entrant(name, phases, self.by_day, self.first_orders, RETURNING)


@dataclass(frozen=True, slots=True)
class _Trial:
    """One model at one origin."""

    stand: Stand
    fitted: FittedPurchases
    expected: FloatArray

    @classmethod
    def of(cls, stand: Stand, entrant: Entrant) -> _Trial:
        fitted = entrant.fit(stand.seen)
        return cls(stand, fitted, expected_orders(fitted, stand.seen, stand.origin.ahead_days))

    @property
    def log_miss(self) -> float:
        """ln(came / expected) of the total."""
        return _log_ratio(self.stand.came, self.expected)

    def score(self, log_pace: FloatArray, chances: PitMap) -> Scores:
        seen, days = self.stand.seen, self.stand.origin.ahead_days
        histories = seen.clock.histories(seen.histories, seen.day)
        ahead = OrdersAhead(self.fitted, histories, seen.horizon(days), days, np.exp(log_pace), chances)
        return score(ahead, self.stand.came)

    def losses(self, log_pace: FloatArray, chances: PitMap) -> Losses:
        scores = self.score(log_pace, chances)
        mean = self.expected * np.exp(log_pace)
        return Losses(
            self.stand.seen.customer,
            scores.crps,
            np.square(mean - self.stand.came),
            np.abs(scores.at(0.5) - self.stand.came),
        )


def hold(diary: Diary, asked: Asked) -> Verdict:
    """Try every forecast on the shop's own past.

    Args:
        diary: of enough customers, all or a sample; rows after `until` are not looked at.
        asked: for what.

    Returns:
        With fewer than 200 customers, or 50 of them buying at the latest origin, the usual model and the
        usual shock, marked as thin.
    """
    known = diary.until(asked.until)
    origins = rolling_origins(known.first, asked.until, asked.ahead_days)
    stands = [stand for stand in (Stand.at(origin, known) for origin in origins) if _is_enough(stand)]
    if not stands:
        model = DEFAULT if DEFAULT in asked.models else asked.models[0]
        return Verdict(model=model, by_day=asked.by_day, first_orders=asked.first_orders)
    entrants = {each.name: each for each in _entrants(asked, stands[-1])}
    trials = {name: [_Trial.of(stand, each) for stand in stands] for name, each in entrants.items()}
    model, why = _best(trials)
    entrant, taken = entrants[model], trials[model]
    timed = [_timed(trial, entrant, known, asked) for trial in taken]
    has_clock = _clock_wins(timed, taken)
    layers = _layers(known, entrant, timed if has_clock else taken, asked)
    combined = layers.losses()
    plain = {name: _plain_losses(tried) for name, tried in trials.items()}
    naive = {name: [_naive_losses(name, stand) for stand in stands] for name in NAMES}
    return Verdict(
        model=model,
        phases=_phases_now(entrant, known, asked.until),
        by_day=asked.by_day,
        first_orders=asked.first_orders,
        has_clock=has_clock,
        why=why,
        strength=layers.strength,
        log_level=layers.level.log_level,
        shock=layers.level.shock,
        chances=layers.chances,
        naive=_defeated_by(combined, naive),
        origins=len(stands),
        since=min(stand.origin.day for stand in stands) + 1,
        standings=tuple(
            _standing(name, losses) for name, losses in ({COMBINED: combined} | plain | naive).items()
        ),
    )


def _entrants(asked: Asked, earliest: Stand) -> list[Entrant]:
    """How even the gaps are is asked of the earliest origin; without a rhythm MBG/CNBD-k is MBG/NBD."""
    models, histories = asked.models, earliest.seen.histories
    able = models if len(models) == 1 else [name for name in suited(histories) if name in models]
    entrants = [asked.entrant(name) for name in able if name != MbgCnbd.name]
    if MbgCnbd.name in able:
        phases = likeliest_phases(histories)
        if phases > 1 or not entrants:
            entrants.append(asked.entrant(MbgCnbd.name, phases))
    return entrants


def _timed(trial: _Trial, entrant: Entrant, known: Diary, asked: Asked) -> _Trial:
    """The same trial by the business clock as it was known then; the trial itself where there was none."""
    origin = trial.stand.origin
    clock = clock_at(known, origin.day, entrant, asked.country)
    return trial if clock.is_plain else _Trial.of(Stand.at(origin, known, clock), entrant)


def _clock_wins(timed: Sequence[_Trial], plain: Sequence[_Trial]) -> bool:
    """Whether the clock, where there was one, brought both the totals and all chances nearer on average."""
    both = [(new, old) for new, old in zip(timed, plain, strict=True) if new is not old]
    if sum(abs(new.log_miss) - abs(old.log_miss) for new, old in both) >= 0:
        return False
    new, old = (
        pooled_mean([each.crps for each in _plain_losses(trials)]) for trials in zip(*both, strict=True)
    )
    return new < old


def _phases_now(entrant: Entrant, known: Diary, until: int) -> int | None:
    """Today more is known of how even the gaps are than at the earliest origin."""
    return None if entrant.phases is None else likeliest_phases(Seen.at(until, known).histories)


@dataclass(frozen=True, slots=True)
class _Layers:
    """What is laid over a model, learned from its trials."""

    trials: Sequence[_Trial]
    shaped: Sequence[FloatArray]
    strength: float
    level: Level
    chances: PitMap

    def losses(self) -> list[Losses]:
        return [
            trial.losses(pace + self.level.log_level, self.chances)
            for trial, pace in zip(self.trials, self.shaped, strict=True)
        ]


def _layers(known: Diary, entrant: Entrant, trials: Sequence[_Trial], asked: Asked) -> _Layers:
    told = _told(known, entrant, trials, asked)
    strength = strength_of(told)
    shaped = [strength * each.log_pace for each in told]
    misses = [
        _log_ratio(each.came, each.expected * np.exp(pace)) for each, pace in zip(told, shaped, strict=True)
    ]
    level = level_of(misses, [_luck(trial) for trial in trials])
    # The shape of the chances is learned with the total set right, and from the latest origin only: the
    # longer customers are known, the surer the models, and the more they miss of how customers change.
    latest = trials[0].score(shaped[0] + misses[0], PitMap.plain())
    return _Layers(trials, shaped, strength, level, PitMap.learn(latest.low, latest.high))


def _told(known: Diary, entrant: Entrant, trials: Sequence[_Trial], asked: Asked) -> list[Told]:
    """Each origin's correction, learned from what had been seen by then, beside what came."""
    now = orders_in(lessons_at(known, Origin(asked.until, asked.ahead_days)))
    told = []
    for trial in trials:
        lessons = lessons_at(known, trial.stand.origin, trial.stand.seen.clock)
        correction = correction_of(lessons, entrant, asked.seed)
        log_pace = (
            np.zeros(len(trial.expected))
            if correction is None
            else correction.log_pace(features_at(trial.stand.seen, trial.fitted))
        )
        weight = min(orders_in(lessons) / max(now, 1.0), 1.0)
        told.append(Told(trial.expected, log_pace, trial.stand.came, weight))
    return told


def _best(trials: Mapping[str, Sequence[_Trial]]) -> tuple[str, Why]:
    """The model with the best distribution, levels set right; the usual one unless another leads clearly."""
    if len(trials) == 1:
        return next(iter(trials)), "named"
    losses = {
        name: [each.score(_evenly(each), PitMap.plain()).crps for each in tried]
        for name, tried in trials.items()
    }
    best = min(losses, key=lambda name: pooled_mean(losses[name]))
    usual = losses.get(DEFAULT)
    if usual is None or best == DEFAULT:
        return best, "best"
    customers = [each.stand.seen.customer for each in trials[best]]
    is_worth_it = pooled_mean(losses[best]) <= (1.0 - _LEAST_LEAD) * pooled_mean(usual)
    clear = is_worth_it and leads(customers, losses[best], usual, _CLEAR_LEAD)
    return (best, "best") if clear else (DEFAULT, "tie")


def _evenly(trial: _Trial) -> FloatArray:
    return np.full(len(trial.expected), trial.log_miss)


def _plain_losses(trials: Sequence[_Trial]) -> list[Losses]:
    return [trial.losses(np.zeros(len(trial.expected)), PitMap.plain()) for trial in trials]


def naive_at(name: str, stand: Stand) -> FloatArray:
    """Shape (n,), a naive forecast made at an origin."""
    seen, days = stand.seen, stand.origin.ahead_days
    stretch = last_stretch(seen.orders.customer, seen.orders.day, seen.day, days)
    return naive_orders(name, seen.histories, stretch, days)


def _naive_losses(name: str, stand: Stand) -> Losses:
    """A point forecast is its own median, and its CRPS the absolute error."""
    expected = naive_at(name, stand)
    off = np.abs(expected - stand.came)
    return Losses(stand.seen.customer, off, np.square(off), off)


def _defeated_by(combined: Sequence[Losses], naive: Mapping[str, Sequence[Losses]]) -> str:
    """The best naive forecast, if its means beat ours beyond chance; else nothing."""
    best = min(naive, key=lambda name: pooled_mean([each.squared for each in naive[name]]))
    customers = [each.customer for each in combined]
    theirs, ours = [each.squared for each in naive[best]], [each.squared for each in combined]
    return best if leads(customers, theirs, ours, _CLEAR_DEFEAT) else ""


def _standing(name: str, losses: Sequence[Losses]) -> Standing:
    return Standing(
        name,
        pooled_mean([each.crps for each in losses]),
        float(np.sqrt(pooled_mean([each.squared for each in losses]))),
        pooled_mean([each.absolute for each in losses]),
    )


def _is_enough(stand: Stand) -> bool:
    return len(stand.seen) >= _FEWEST_CUSTOMERS and int((stand.came > 0).sum()) >= _FEWEST_BUYERS


def _log_ratio(came: FloatArray, expected: FloatArray) -> float:
    before, after = float(expected.sum()), float(came.sum())
    return float(np.log(after / before)) if before > 0 and after > 0 else 0.0


def _luck(trial: _Trial) -> float:
    """Variance of the total's logarithm that is the customers' own luck."""
    seen = trial.stand.seen
    distinct, row = seen.distinct()
    variance = trial.fitted.orders_variance(distinct, seen.horizon(trial.stand.origin.ahead_days))[row].sum()
    return float(variance) / max(float(trial.expected.sum()), 1.0) ** 2
