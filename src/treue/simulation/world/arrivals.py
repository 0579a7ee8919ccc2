"""What is spent on advertising, and whom it brings: free newcomers and paid ones, which saturate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.world.chance import About, Chance, FloatArray, IntArray
from treue.simulation.world.days import Days
from treue.simulation.world.terms import Channel, Terms

_WEEK = 7
_SWING = 0.45  # of the logarithm of a week's spend around the usual
_FOLLOWS = 0.7  # newcomers follow the season less than orders do
_TWO_YEARS = 730.0


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who comes when, in the order of coming: customer 0 first.

    Args:
        first: first day, days since 1970-01-01.
        upto: shape (n_days,), customers who have come by the end of each day; not whole.
        channels: shape (n_days, channels), cumulative chance of each channel.
        spend: shape (n_days, channels), minor units.
    """

    first: int
    upto: FloatArray
    channels: FloatArray
    spend: IntArray

    def joined(self, customer: IntArray) -> IntArray:
        """The day on which each customer came."""
        return self.first + np.searchsorted(self.upto, customer + 0.5).astype(np.int64)

    def count(self, day: int) -> int:
        """How many have come by the end of that day."""
        place = min(day - self.first, len(self.upto) - 1)
        return 0 if place < 0 else int(np.floor(self.upto[place] + 0.5))


def arrivals_of(terms: Terms, seed: int, days: Days, until: int, customers: int) -> Arrivals:
    """How customers come, scaled so that `customers` have come by `until`.

    Args:
        terms: channels and growth.
        seed: of what the shop spends.
        days: from the first on which somebody may come, beyond `until` too.
        until: the day at whose end the number is reached.
        customers: that number.
    """
    spent = spend_of(terms, seed, days.first, len(days))
    pulled = np.column_stack([
        each.organic + each.paid * spent[:, place] ** each.saturation
        for place, each in enumerate(terms.channels)
    ])  # fmt: skip
    age = np.arange(len(days)) / _TWO_YEARS
    rate = pulled.sum(axis=1) * days.season**_FOLLOWS * terms.people.growth**age
    total = np.cumsum(rate)
    upto = total * (customers / total[days.at(until)])
    costs = np.array([each.daily for each in terms.channels]) * 100 * customers / 1_000
    channels = np.cumsum(pulled, axis=1) / pulled.sum(axis=1)[:, None]
    channels[:, -1] = 1.0
    return Arrivals(days.first, upto, channels, np.rint(spent * costs).astype(np.int64))


def spend_of(terms: Terms, seed: int, first: int, count: int) -> FloatArray:
    """Shape (count, channels): what is spent on a day, against the usual; another one every week."""
    week = np.arange(first, first + count) // _WEEK
    place = np.arange(len(terms.channels))
    swing = Chance(seed).normal(About.SPEND, week[:, None], place[None, :])
    return np.asarray(np.exp(_SWING * swing - _SWING**2 / 2), np.float64)


def marginal_newcomers(channel: Channel, spend: FloatArray) -> FloatArray:
    """The truth of a channel: relative newcomers for one unit of spend more, spend against the usual."""
    return np.asarray(channel.paid * channel.saturation * spend ** (channel.saturation - 1), np.float64)
