"""Which orders come in: each person's own, and sales across the counter that nobody signed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.people import People
from treue.simulation.seasons import FloatArray, IntArray, ShopCalendar, minutes_of_day

ANONYMOUS = -1
_ANONYMOUS_SHARE = 0.02
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders in the sequence they came in; every array has shape (n_orders,).

    Args:
        person: row in `People`, or ANONYMOUS.
        day: counted from the calendar's first.
        minute: since midnight.
        nth: 0 for a person's first order, then 1, 2 ...; 0 for anonymous sales.
    """

    person: IntArray
    day: IntArray
    minute: IntArray
    nth: IntArray

    def __len__(self) -> int:
        return len(self.person)


def draw_orders(people: People, calendar: ShopCalendar, rng: np.random.Generator) -> Orders:
    """Let everybody buy in their own rhythm until they leave or the calendar ends."""
    person, clock, nth = _purchases(people, calendar.end, rng)
    counter = rng.uniform(0, calendar.end, round(len(person) * _ANONYMOUS_SHARE))
    person = np.concatenate((person, np.full(len(counter), ANONYMOUS)))
    nth = np.concatenate((nth, np.zeros(len(counter), dtype=np.int64)))
    day = calendar.day_of(np.concatenate((clock, counter)))
    minute = minutes_of_day(len(day), rng)
    order = np.lexsort((nth, minute, day))
    return Orders(person[order], day[order], minute[order], nth[order])


def _purchases(people: People, end: float, rng: np.random.Generator) -> tuple[IntArray, FloatArray, IntArray]:
    """Everybody's purchases in rounds: who is still buying draws the gap to the next one."""
    buying = np.arange(len(people), dtype=np.int64)
    clock = people.first
    rounds: list[tuple[IntArray, FloatArray]] = []
    while len(buying):
        rounds.append((buying, clock))
        mean_gap = _DAYS_PER_YEAR / people.orders_per_year[buying]
        evenness = people.evenness[buying]
        clock = clock + rng.gamma(evenness, mean_gap / evenness)
        stays = clock < np.minimum(people.leaves[buying], end)
        buying, clock = buying[stays], clock[stays]
    nth = [np.full(len(who), number, dtype=np.int64) for number, (who, _) in enumerate(rounds)]
    return (
        np.concatenate([who for who, _ in rounds]),
        np.concatenate([when for _, when in rounds]),
        np.concatenate(nth),
    )
