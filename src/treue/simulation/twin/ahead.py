"""The shop's own customers, played on: what their orders may add up to.

Each future takes another draw of everybody's traits and of who still is a customer, another course of what
moves all alike, and luck of its own.
"""

from __future__ import annotations

import numpy as np

from treue.simulation.twin.clock import Clock, month_of, weekday_of
from treue.simulation.twin.learning import Learned
from treue.simulation.twin.likelihood import log_scale_of
from treue.simulation.twin.playing import Orders, Standing, pass_days
from treue.simulation.twin.seen import Seen
from treue.simulation.world.chance import About, Chance, FloatArray, IntArray

_FUTURES = 1_000_003


def play_on(seen: Seen, learned: Learned, days: int, seed: int, levels: FloatArray) -> list[Orders]:
    """One future per row of `levels`: orders after the last day of the facts.

    Args:
        seen: the shop's customers.
        learned: from them.
        days: how many are to pass.
        seed: of all luck.
        levels: shape (futures, months): factor of the pace in each calendar month ahead.
    """
    ahead = np.arange(seen.until + 1, seen.until + 1 + days)
    month = np.searchsorted(months_ahead(seen.until, days), month_of(ahead))
    usual = learned.by_weekday[weekday_of(ahead)]
    futures = []
    for place, level in enumerate(levels):
        chance = Chance(seed * _FUTURES + place)
        who = standing(seen, learned, place % len(learned.traits), chance)
        futures.append(pass_days(who, chance, Clock(seen.until + 1, usual * level[month])))
    return futures


def standing(seen: Seen, learned: Learned, draw: int, chance: Chance) -> Standing:
    """Where customers stand on the morning after the facts, by one draw of what is not known of them.

    Args:
        seen: the shop's customers.
        learned: from them.
        draw: which.
        chance: luck of how long they will stay.
    """
    traits, number = learned.traits[draw], np.arange(len(seen))
    shape = np.exp(traits[:, 1])
    scale = np.exp(log_scale_of(traits[:, 0], shape))
    passed = learned.clock.passed
    age = passed[-1] - passed[seen.last - learned.clock.first + 1]
    stay = -np.log(chance.uniform(About.LIFETIME, number)) / np.exp(traits[:, 2])
    gone = np.where(learned.stays[draw], seen.until + 1 + np.minimum(stay, 1e6), seen.until)
    return Standing(number, shape, scale, -age, (age / scale) ** shape, gone.astype(np.int64))


def months_ahead(until: int, days: int) -> IntArray:
    """The calendar months that the days after `until` fall into, ascending."""
    return np.unique(month_of(np.arange(until + 1, until + 1 + days))).astype(np.int64)
