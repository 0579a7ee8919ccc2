"""One friction measured: who was touched, what they did afterwards, and what others like them did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from treue.value.experience.effect import Change, Matched, imbalance
from treue.value.experience.events import Events, distinct
from treue.value.experience.strata import cells, has_company
from treue.value.experience.timeline import Looked, Timeline
from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.sampling import asked

FEWEST = 30
"""Customers touched and matched, and customers beside them, without whom nothing is said."""

MOST = 150_000, 300_000
"""Times touched and comparable; of more, those of some customers are looked at."""

DISCOVERIES = 0.05
"""Of frictions told as findings so many may be false (Benjamini & Hochberg 1995)."""

YEAR_DAYS = 365

MOST_IMBALANCE = 0.25
"""Standard deviations; histories further apart are beyond what regression can mend (Rubin 2001)."""


@dataclass(frozen=True, slots=True)
class Touched:
    """People touched in the last 12 months.

    Args:
        customer: shape (n,), ascending keys.
        day: shape (n,), the last day on which each was, days since 1970-01-01.
    """

    customer: IntArray
    day: IntArray

    @classmethod
    def lately(cls, customer: IntArray, day: IntArray, until: int) -> Touched:
        """Of all who ever were, in any order."""
        recent = (day > until - YEAR_DAYS) & (day <= until)
        order = np.lexsort((-day[recent], customer[recent]))
        people, first = np.unique(customer[recent][order], return_index=True)
        return cls(people, day[recent][order][first])

    def __len__(self) -> int:
        """How many people."""
        return len(self.customer)


@dataclass(frozen=True, slots=True)
class Friction:
    """What came of one kind of friction.

    Args:
        kind: which; see docs/numbers/frictions.md.
        detail: which step, category or article; empty where the kind has only one.
        beyond: days or hours after which it counts; None where it has no limit.
        touched: events with all days ahead behind them.
        matched: of those, with others like them.
        comparable: events of those others.
        again: share of those touched and matched who ordered again.
        retention: change of that share.
        value: change of margin per event, in whole currency units; None without amounts.
        lately: who was touched in the last 12 months.
        known_days: of these 12 months, from the first day on that anything is known of.
        balance: largest standardised difference of the histories, before and after matching; None where
            nobody has one.
        ahead_days: days after the event that count.
    """

    kind: str
    detail: str
    beyond: int | None
    touched: int
    matched: int
    comparable: int
    again: float
    retention: Change
    value: Change | None
    lately: Touched = field(compare=False)
    known_days: int
    balance: tuple[float, float] | None
    ahead_days: int

    @property
    def is_balanced(self) -> bool:
        """Whether those compared are alike enough for a difference to be called a finding."""
        return self.balance is None or self.balance[1] <= MOST_IMBALANCE


def measure(
    name: tuple[str, str], events: Events, timeline: Timeline, ahead_days: int, beyond: int | None = None
) -> Friction | None:
    """Compare what those touched did afterwards with what others like them did.

    Args:
        name: kind and detail.
        events: touched and not.
        timeline: of all customers.
        ahead_days: days after the event that count.
        beyond: the limit that makes it a friction, where it has one.

    Returns:
        None where fewer than `FEWEST` people were touched, or can be compared.
    """
    struck, known_days = events.where(events.touched), known_of(events.day, timeline.until)
    lately = Touched.lately(struck.customer, struck.day, timeline.until)
    occasions = events
    events = _some(events.where(timeline.followed(events, ahead_days))).in_order()
    if not _is_enough(events.customer, events.touched):
        return None
    looked, earlier = timeline.look(events, ahead_days), events.earlier(occasions)
    cell, history = cells(events, looked, earlier), _history(events, looked, earlier)
    kept = has_company(cell, events.touched)
    if not _is_enough(events.customer[kept], events.touched[kept]):
        return None
    person = np.unique(looked.person[kept], return_inverse=True)[1]
    matched = Matched(cell[kept], events.touched[kept], person, history[kept])
    again = looked.again[kept].astype(np.float64)
    return Friction(
        kind=name[0],
        detail=name[1],
        beyond=beyond,
        touched=int((occasions.touched & timeline.followed(occasions, ahead_days)).sum()),
        matched=int(matched.touched.sum()),
        comparable=int((~matched.touched).sum()),
        again=float(again[matched.touched].mean()),
        retention=matched.change(again),
        value=matched.change(looked.value[kept]) if timeline.has_amounts else None,
        lately=lately,
        known_days=known_days,
        balance=(
            imbalance(history, events.touched),
            imbalance(matched.history, matched.touched, matched.weight),
        ),
        ahead_days=ahead_days,
    )


def known_of(day: IntArray, until: int) -> int:
    """Days of the last 12 months since the first event, touched or not: files may begin later than orders."""
    return min(until - int(day.min(initial=until)) + 1, YEAR_DAYS)


def told(chances: Sequence[float]) -> BoolArray:
    """Which differences may be called findings when so many were looked at.

    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1): the k smallest p-values,
    k the largest with p(k) <= k q / m. None of them has a 95 % interval that holds 0.

    Args:
        chances: p-value of each.
    """
    p = np.asarray(chances, np.float64)
    order = np.argsort(p)
    below = np.flatnonzero(p[order] <= DISCOVERIES * np.arange(1, len(p) + 1) / max(len(p), 1))
    found = np.zeros(len(p), bool)
    found[order[: below[-1] + 1 if len(below) else 0]] = True
    return found


def _is_enough(customer: IntArray, touched: BoolArray) -> bool:
    return min(distinct(customer[of]) for of in (touched, ~touched)) >= FEWEST


def _some(events: Events) -> Events:
    """Of too many events of either kind, those of some customers, always the same.

    Which they are has nothing to do with what they did, and cells weigh the others to those touched.
    """
    ones = int(events.touched.sum())
    share, of_others = MOST[0] / max(ones, 1), MOST[1] / max(len(events) - ones, 1)
    if share >= 1 and of_others >= 1:
        return events
    return events.where(asked(events.customer, np.where(events.touched, share, of_others)))


def _history(events: Events, looked: Looked, earlier: IntArray) -> FloatArray:
    """What to be alike in, shape (n, 7): counts and times in logarithms, margins where they are large."""
    times = (looked.recency_days, looked.tenure_days, np.maximum(events.waited, 0))
    counts = (looked.orders, looked.lately, earlier, *times)
    usual = float(np.median(np.abs(looked.margin))) or 1.0
    return np.column_stack([*(np.log1p(each) for each in counts), np.arcsinh(looked.margin / usual)])
