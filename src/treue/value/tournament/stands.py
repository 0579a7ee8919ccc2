"""Earlier days and what came after them: what tournaments are judged by and corrections learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from treue.units import Unit
from treue.value.calendar import Clock
from treue.value.diary import Diary
from treue.value.histories import FloatArray
from treue.value.left_truncation import learned_from
from treue.value.purchases import FittedPurchases, PurchaseModel, Sbg, named, with_returning
from treue.value.tournament.correction import Correction, Window, learn_correction
from treue.value.tournament.features import Features, Seen, features_of
from treue.value.tournament.origins import Origin, shifted_windows
from treue.value.tournament.verdict import Verdict

_WEEK = 7.0
_FEWEST_LESSONS = 2


@dataclass(frozen=True, slots=True)
class Entrant:
    """A purchase model that takes part.

    Args:
        name: as `--model` takes it.
        phases: the k of MBG/CNBD-k; None for other models.
        by_day: days with an order are read as such.
        first_orders: "keep", or "drop" from the fit who may have ordered before the file begins.
        returning: chance that who is gone by the model comes back all the same; 0 as published.
    """

    name: str
    phases: int | None = None
    by_day: bool = False
    first_orders: str = "keep"
    returning: float = 0.0

    @classmethod
    def of(cls, verdict: Verdict) -> Entrant:
        """The one that was chosen."""
        return cls(verdict.model, verdict.phases, verdict.by_day, verdict.first_orders, verdict.returning)

    @property
    def unfitted(self) -> PurchaseModel:
        """By the week."""
        return named(self.name, Unit.WEEK, self.phases, by_day=self.by_day)

    def fit(self, seen: Seen) -> FittedPurchases:
        """From what was known."""
        fitted = self.unfitted.fit(learned_from(seen.distinct()[0], self.first_orders))
        return with_returning(fitted, self.returning)


@dataclass(frozen=True, slots=True)
class Stand:
    """A day of the past with everything known on it, and what came after it.

    Args:
        origin: the day, and how far is looked ahead.
        seen: the customers known then.
        came: shape (n,), their orders in the horizon.
    """

    origin: Origin
    seen: Seen
    came: FloatArray

    @classmethod
    def at(cls, origin: Origin, diary: Diary, clock: Clock | None = None) -> Stand:
        """From all rows, later ones included: they are the truth; by the plain clock unless told."""
        seen = Seen.at(origin.day, diary, clock)
        orders = diary.orders
        later = orders.where((orders.day > origin.day) & (orders.day <= origin.end))
        return cls(origin, seen, later.counts(seen.customer))

    def window(self, entrant: Entrant) -> Window:
        """What a correction of this model learns from here."""
        fitted = entrant.fit(self.seen)
        expected = expected_orders(fitted, self.seen, self.origin.ahead_days)
        return Window(features_at(self.seen, fitted), expected, self.came)


def lessons_at(diary: Diary, origin: Origin, clock: Clock | None = None) -> list[Stand]:
    """What a correction used from this day on may learn from: windows that had ended by then.

    Args:
        diary: of enough customers; later rows are not looked at.
        origin: the day, and how far ahead the correction will be used.
        clock: learned up to the origin's day; the plain one unless told.
    """
    known = diary.until(origin.day)
    windows = shifted_windows(known.first, origin.day, origin.ahead_days)
    return [Stand.at(window, known, clock) for window in windows]


def orders_in(lessons: Sequence[Stand]) -> float:
    """How many orders there are to learn from."""
    return sum(float(lesson.came.sum()) for lesson in lessons)


def correction_of(lessons: Sequence[Stand], entrant: Entrant, seed: int) -> Correction | None:
    """Learned from windows; None where there are fewer than two, nobody bought, or a contract sets the pace.

    Args:
        lessons: the windows.
        entrant: what is corrected.
        seed: of the learner.
    """
    if entrant.name == Sbg.name or len(lessons) < _FEWEST_LESSONS or orders_in(lessons) == 0:
        return None
    return learn_correction([lesson.window(entrant) for lesson in lessons], seed)


def features_at(seen: Seen, fitted: FittedPurchases) -> Features:
    """With what the model believes among them."""
    distinct, row = seen.distinct()
    soon = fitted.expected_orders(distinct, seen.horizon(_WEEK))[row]
    return features_of(seen, soon, fitted.p_alive(distinct)[row])


def expected_orders(fitted: FittedPurchases, seen: Seen, days: float) -> FloatArray:
    """Shape (n,); customers with one history are computed once."""
    distinct, row = seen.distinct()
    return fitted.expected_orders(distinct, seen.horizon(days))[row]
