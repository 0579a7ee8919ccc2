"""Who was touched by a friction on which day, and who, on a day like it, was not.

Touched and comparable days lie equally long after what they follow (an order, a question), or those who
waited longer would look as if waiting had kept them: immortal time (Suissa 2008, American Journal of
Epidemiology 167(4)). Whoever is not touched up to that day is comparable, also if touched later: what
comes later must not decide who is compared (Danaei et al. 2013, Statistical Methods in Medical Research
22(1), sequential trials).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import BoolArray, IntArray

USUAL_SHARE = 0.9
"""Without a promised day a parcel is late that takes longer than nine of ten of the shop's."""

LATE_HOURS, LATE_DAYS = 24, 14
"""An answer is slow that takes longer, or money back for goods that are back (the law of the EU), where
at least a twentieth of the shop's are and are not."""

_LEAST_SHARE = 0.05
_LONGEST_RETURN = 365  # days; what is paid back later is a dispute
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Events:
    """One row per customer and day that is looked back on and ahead from.

    Args:
        customer: shape (n,), keys.
        day: shape (n,), days since 1970-01-01; history counts before it, the outcome after it.
        touched: shape (n,), whether the friction began on that day.
        waited: shape (n,), days from what the day follows; 0 where it follows nothing.
    """

    customer: IntArray
    day: IntArray
    touched: BoolArray
    waited: IntArray

    def __len__(self) -> int:
        """How many days."""
        return len(self.day)

    @classmethod
    def at(cls, customer: IntArray, day: IntArray, touched: BoolArray) -> Events:
        """Days that follow nothing."""
        return cls(customer, day, touched, np.zeros(len(day), np.int64))

    def earlier(self, of: Events) -> IntArray:
        """How often the same customer was touched before the day, shape (n,).

        Args:
            of: all events, these among them.
        """
        people, place = np.unique(self.customer, return_inverse=True)
        struck = of.where(of.touched)
        whose = np.searchsorted(people, struck.customer)
        known = np.append(people, -1)[whose] == struck.customer
        first = min(self.day.min(initial=0), struck.day.min(initial=0))
        span = int(max(self.day.max(initial=0), struck.day.max(initial=0)) - first) + 1
        line = np.sort((whose * span + struck.day - first)[known & (whose < len(people))])
        start = place * span
        before: IntArray = np.searchsorted(line, start + self.day - first) - np.searchsorted(line, start)
        return before

    def where(self, claim: BoolArray) -> Events:
        """Some of the rows."""
        return Events(self.customer[claim], self.day[claim], self.touched[claim], self.waited[claim])

    def in_order(self) -> Events:
        """By customer, then day: sums come in the same order whichever engine gave the rows."""
        order = np.lexsort((self.waited, self.touched, self.day, self.customer))
        return Events(self.customer[order], self.day[order], self.touched[order], self.waited[order])


def late_promises(
    customer: IntArray, ordered: IntArray, promised_days: IntArray, took_days: IntArray
) -> Events:
    """Parcels that came after the promised day against those that came by it, both seen on that day.

    Args:
        customer: shape (n,), keys.
        ordered: shape (n,), day of the order.
        promised_days: shape (n,), days from the order to the promised delivery.
        took_days: shape (n,), days from the order to the delivery.
    """
    known = promised_days >= 0
    found = Events(customer, ordered + promised_days, took_days > promised_days, promised_days)
    return found.where(known)


def late_parcels(customer: IntArray, ordered: IntArray, took_days: IntArray) -> tuple[Events, int]:
    """Parcels slower than nine of ten against the others, both seen on the day on which a parcel turns slow.

    Args:
        customer: shape (n,), keys.
        ordered: shape (n,), day of the order.
        took_days: shape (n,), days from the order to the delivery.

    Returns:
        The parcels, and how many days nine of ten take at most.
    """
    if not len(took_days):
        return Events.at(customer, ordered, np.zeros(0, bool)), 0
    usual = int(np.quantile(took_days, USUAL_SHARE, method="inverted_cdf"))
    waited = np.full(len(ordered), usual)
    return Events(customer, ordered + usual, took_days > usual, waited), usual


def returned(customer: IntArray, ordered: IntArray, back_days: IntArray, rng: np.random.Generator) -> Events:
    """Orders of which something came back, on the day it was paid back, against those kept so long.

    Each order is also looked at after a delay drawn from those of the returns, and is comparable if nothing
    of it had come back by then.

    Args:
        customer: shape (n,), keys.
        ordered: shape (n,), day of the order.
        back_days: shape (n,), days to the first refund; below 1 where nothing came back later than the day.
        rng: draws delays.
    """
    came_back = (back_days >= 1) & (back_days <= _LONGEST_RETURN)
    delays = np.sort(back_days[came_back])
    if not len(delays):
        return Events.at(customer[:0], ordered[:0], np.zeros(0, bool))
    drawn = delays[rng.integers(len(delays), size=len(ordered))]
    kept = (back_days < 1) | (back_days > drawn)
    waited = np.concatenate([back_days[came_back], drawn[kept]])
    return Events(
        np.concatenate([customer[came_back], customer[kept]]),
        np.concatenate([ordered[came_back], ordered[kept]]) + waited,
        np.arange(len(waited)) < len(delays),
        waited,
    )


def slow_answers(customer: IntArray, opened: IntArray, hours: IntArray) -> tuple[Events, int]:
    """Questions without an answer in time against those answered, both seen when the time was over.

    Args:
        customer: shape (n,), keys.
        opened: shape (n,), day of the question.
        hours: shape (n,), to the first answer.

    Returns:
        The questions, and the hours after which an answer is slow: `LATE_HOURS`, or the shop's median where
        nearly all of its answers lie on one side of that.
    """
    limit = _limit(hours, LATE_HOURS)
    waited = np.full(len(opened), -(-limit // _HOURS))
    return Events(customer, opened + waited, hours > limit, waited), limit


def slow_refunds(customer: IntArray, back: IntArray, took_days: IntArray) -> tuple[Events, int]:
    """Goods that were back and not paid back in time against those that were, both seen on the last such day.

    Args:
        customer: shape (n,), keys.
        back: shape (n,), day on which the goods were back.
        took_days: shape (n,), from then to the refund.

    Returns:
        The returns, and the days after which a refund is slow: `LATE_DAYS`, or the median as above.
    """
    limit = _limit(took_days, LATE_DAYS)
    waited = np.full(len(back), limit)
    return Events(customer, back + limit, took_days > limit, waited), limit


def _limit(waits: IntArray, usual: int) -> int:
    if not len(waits):
        return usual
    share = float((waits > usual).mean())
    is_telling = _LEAST_SHARE <= share <= 1 - _LEAST_SHARE
    return usual if is_telling else max(1, round(float(np.median(waits))))


def distinct(keys: IntArray) -> int:
    """How many different keys there are; sorting a million is several times quicker than hashing them."""
    return int(np.count_nonzero(np.diff(np.sort(keys)))) + (len(keys) > 0)
