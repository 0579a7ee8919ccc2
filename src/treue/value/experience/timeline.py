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
class Taken:
    """What refunds took back of orders after the order's own day.

    Args:
        customer: shape (r,), keys.
        day: shape (r,), of the refund, days since 1970-01-01.
        ordered: shape (r,), of its order, before it.
        margin: shape (r,), booked by it, in whole currency units; mostly below zero.
    """

    customer: IntArray
    day: IntArray
    ordered: IntArray
    margin: FloatArray


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
        taken: what refunds took, days on the line, by day of the refund.
        has_amounts: whether any booking is known.
    """

    people: IntArray
    first: int
    until: int
    orders: IntArray
    begins: IntArray
    bookings: IntArray
    booked: FloatArray
    taken: Taken
    has_amounts: bool

    @classmethod
    def of(cls, diary: Diary, until: int, taken: Taken | None = None) -> Timeline:
        """From a diary, which is sorted by customer, then day.

        Args:
            diary: of all customers.
            until: the last day that counts.
            taken: what refunds took; nothing unless told.
        """
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
            taken=_on_line(taken, people, (first, until)),
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
        """Booked before the day; and in the days after it, but for refunds of orders up to the day.

        What somebody sends back of an earlier order is no consequence of what happened since, but of the
        order; and money that comes late would else count as a loss of the days it came in.
        """
        if not len(self.bookings):
            return np.zeros(len(at)), np.zeros(len(at))
        begin, before = (np.searchsorted(self.bookings, each, "left") for each in (start, at))
        after, end = (np.searchsorted(self.bookings, each, "right") for each in (at, at + ahead_days))
        value = self.booked[end] - self.booked[after] - self._taken_of_earlier(at, ahead_days)
        return self.booked[before] - self.booked[begin], value

    def _taken_of_earlier(self, at: IntArray, ahead_days: int) -> FloatArray:
        """What refunds in the days after took of orders up to the day, shape (n,)."""
        begin, end = (np.searchsorted(self.taken.day, each, "right") for each in (at, at + ahead_days))
        many = end - begin
        event = np.repeat(np.arange(len(at)), many)
        refund = np.arange(len(event)) + np.repeat(begin - (np.cumsum(many) - many), many)
        earlier = self.taken.ordered[refund] <= at[event]
        took = np.bincount(event[earlier], self.taken.margin[refund][earlier], minlength=len(at))
        return took.astype(np.float64)  # whole numbers where there are none


def _on_line(taken: Taken | None, people: IntArray, days: tuple[int, int]) -> Taken:
    """With days on the line, ascending by that of the refund; of people and days that are on it."""
    if taken is None or not len(people):
        nothing = np.zeros(0, np.int64)
        return Taken(nothing, nothing, nothing, np.zeros(0))
    first, until = days
    place = np.minimum(np.searchsorted(people, taken.customer), len(people) - 1)
    known = (people[place] == taken.customer) & (taken.ordered >= first) & (taken.day <= until)
    begins = place[known] * (until - first + 1) - first
    day, ordered = begins + taken.day[known], begins + taken.ordered[known]
    order = np.argsort(day, kind="stable")
    return Taken(taken.customer[known][order], day[order], ordered[order], taken.margin[known][order])
