"""What each customer had done before a day, and did after it: a look-up over all orders at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.diary import Diary
from treue.value.experience.events import Events
from treue.value.histories import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Looked:
    """One row per event: history strictly before its day, outcome strictly after it.

    Args:
        person: shape (n,), place of the customer; who never ordered shares none with anybody.
        orders: shape (n,), order days before.
        recency_days: shape (n,), since the last of them; 0 without any.
        tenure_days: shape (n,), since the first of them; 0 without any.
        lately: shape (n,), order days before, no longer ago than the outcome looks ahead.
        margin: shape (n,), per order day before, in whole currency units.
        again: shape (n,), whether an order came within the days ahead.
        value: shape (n,), margin of those days, in whole currency units.
    """

    person: IntArray
    orders: IntArray
    recency_days: IntArray
    tenure_days: IntArray
    lately: IntArray
    margin: FloatArray
    again: BoolArray
    value: FloatArray


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everybody's days on one line: the place of the customer times `span`, plus days since `first`.

    Args:
        people: shape (p,), keys of customers with an order, ascending.
        first: the first day, days since 1970-01-01.
        until: the last day that counts.
        orders: shape (m,), order days on the line, ascending.
        begins: shape (p + 1,), where each customer's order days begin.
        bookings: shape (b,), days with a booking on the line, ascending.
        booked: shape (b + 1,), running sum of their margin.
        has_amounts: whether any booking is known.
    """

    people: IntArray
    first: int
    until: int
    orders: IntArray
    begins: IntArray
    bookings: IntArray
    booked: FloatArray
    has_amounts: bool

    @classmethod
    def of(cls, diary: Diary, until: int) -> Timeline:
        """From a diary, which is sorted by customer, then day."""
        is_over = max(diary.orders.day.max(initial=until), diary.bookings.day.max(initial=until)) <= until
        seen = diary if is_over else diary.until(until)
        orders, bookings = seen.orders, seen.bookings
        starts = np.flatnonzero(np.diff(orders.customer, prepend=orders.customer[:1] - 1))
        people, first = orders.customer[starts], int(orders.day.min()) if len(orders.day) else until
        span = until - first + 1
        place = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(orders.day)))
        of_whom = np.searchsorted(people, bookings.customer)
        known = people[np.minimum(of_whom, len(people) - 1)] == bookings.customer if len(people) else []
        known = np.asarray(known, bool) & (bookings.day >= first)
        line, margin = of_whom * span + bookings.day - first, bookings.margin
        if not known.all():  # millions of rows are copied only where they must be
            line, margin = line[known], margin[known]
        return cls(
            people=people,
            first=first,
            until=until,
            orders=place * span + orders.day - first,
            begins=np.append(starts, len(orders.day)),
            bookings=line,
            booked=np.concatenate([[0.0], np.cumsum(margin)]),
            has_amounts=len(diary.bookings.day) > 0,
        )

    @property
    def span(self) -> int:
        """Days on each customer's stretch of the line."""
        return self.until - self.first + 1

    def followed(self, events: Events, ahead_days: int) -> BoolArray:
        """Which events have all the days ahead behind them, and lie in the shop's time."""
        return (events.day >= self.first) & (events.day + ahead_days <= self.until)

    def look(self, events: Events, ahead_days: int) -> Looked:
        """Before and after.

        Args:
            events: all of them `followed`.
            ahead_days: the days after that count.
        """
        place = np.searchsorted(self.people, events.customer)
        known = self.people[np.minimum(place, len(self.people) - 1)] == events.customer
        place = np.where(known, place, len(self.people))
        start, day = place * self.span, events.day - self.first
        at = start + day
        first = self.begins[place]
        before, after = (np.searchsorted(self.orders, at, side) for side in ("left", "right"))
        count = before - first
        had = count > 0
        earliest, latest = (self._day(index, start, day, had) for index in (first, before - 1))
        margin, value = self._margins(start, at, ahead_days)
        later = np.append(self.orders, np.iinfo(np.int64).max)[after]
        return Looked(
            person=np.where(known, place, -1 - np.unique(events.customer, return_inverse=True)[1]),
            orders=count,
            recency_days=day - latest,
            tenure_days=day - earliest,
            lately=before - np.searchsorted(self.orders, np.maximum(at - ahead_days, start), "left"),
            margin=margin / np.maximum(count, 1),
            again=later <= at + ahead_days,
            value=value,
        )

    def _day(self, index: IntArray, start: IntArray, otherwise: IntArray, had: BoolArray) -> IntArray:
        found = np.append(self.orders, 0)[np.where(had, index, len(self.orders))] - start
        return np.where(had, found, otherwise)

    def _margins(self, start: IntArray, at: IntArray, ahead_days: int) -> tuple[FloatArray, FloatArray]:
        """Booked before the day, and in the days after it."""
        if not len(self.bookings):
            return np.zeros(len(at)), np.zeros(len(at))
        begin, before = (np.searchsorted(self.bookings, each, "left") for each in (start, at))
        after, end = (np.searchsorted(self.bookings, each, "right") for each in (at, at + ahead_days))
        return self.booked[before] - self.booked[begin], self.booked[end] - self.booked[after]
