"""What is true of the days ahead: what was to be expected, and what comes when the world is played on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from treue.simulation.telling.sold import Sold, sell
from treue.simulation.world.chance import FloatArray, IntArray
from treue.simulation.world.days import days_of
from treue.simulation.world.expecting import expect, order_chance
from treue.simulation.world.play import Lived, World, live
from treue.simulation.world.scene import Scene

YEAR_DAYS = 365
NEVER = np.iinfo(np.int64).max
"""Day of the next order of who places none."""

_STEP = 28  # days that are discounted as one


@dataclass(frozen=True, slots=True)
class Came:
    """What came in the days ahead, nothing being done; arrays of shape (n,).

    Args:
        orders: of each person.
        profit: what they earned, less newsletters, discounted, minor units.
        next_day: days from today to the first of them, 0 for today; `NEVER` for none.
        sold: these orders, with what was in them.
    """

    orders: IntArray
    profit: FloatArray
    next_day: IntArray
    sold: Sold


@dataclass(frozen=True, slots=True)
class Due:
    """What was to be expected of the days ahead by who knows all of each customer but luck; shape (n,).

    Args:
        orders: of each person.
        profit: discounted, newsletters paid, minor units.
    """

    orders: FloatArray
    profit: FloatArray


def play_on(world: World, ahead_days: int, rate: float) -> Came:
    """Live on from a morning, nothing being done; the world given is left as it was.

    Args:
        world: of one block.
        ahead_days: how many.
        rate: discount per year, by day: (1 + rate)^(-d / 365).
    """
    count = len(world.people)
    after, lived = live(world.copy(), world.today + ahead_days - 1)
    orders = lived.intents.orders
    sold = sell(after, orders.where(orders.row < count))  # newcomers stand behind
    row = np.searchsorted(world.people.number, sold.people.number)
    ahead = sold.day - world.today
    earned = np.bincount(row, sold.earned * worth_today(ahead, rate), minlength=count)
    next_day = np.full(count, NEVER)
    np.minimum.at(next_day, row, ahead)
    letters = _letters(world, lived, ahead_days, rate)
    return Came(np.bincount(row, minlength=count), earned - letters, next_day, sold)


def worth_today(ahead: IntArray | FloatArray | float, rate: float) -> FloatArray:
    """What a unit of so many days ahead is worth today."""
    return np.asarray((1 + rate) ** (-np.asarray(ahead) / YEAR_DAYS), np.float64)


def due_of(world: World, ahead_days: int, rate: float, *, shocks: bool) -> Due:
    """Expect the days ahead, each four weeks of them worth what their middle is.

    Args:
        world: at a morning.
        ahead_days: how many.
        rate: discount per year.
        shocks: as they will be, or at their mean, as nobody can know them.
    """
    scene = world.scene if shocks else calm(world, ahead_days)
    nothing = np.zeros(len(world.people))
    orders, profit, so_far = nothing, nothing, nothing
    begin = 0
    while begin < ahead_days:
        end = min(begin + _STEP, ahead_days)
        upto = expect(scene, world.people, world.state, world.today, end)
        profit = profit + (upto.profit - so_far) * float(worth_today((begin + end - 1) / 2, rate))
        orders, so_far, begin = upto.orders, upto.profit, end
    return Due(orders, profit)


def chance_of_order(world: World, ahead_days: int) -> FloatArray:
    """Chance of an order within so many days, what moves all alike at its mean; shape (n,)."""
    return order_chance(calm(world, ahead_days), world.people, world.state, world.today, ahead_days)


def calm(world: World, ahead_days: int) -> Scene:
    """The days ahead with what moves all alike at its mean."""
    days = days_of(world.terms, world.plan.seed, world.today, ahead_days, shocks=False)
    return replace(world.scene, days=days)


def _letters(world: World, lived: Lived, ahead_days: int, rate: float) -> FloatArray:
    """What newsletters to each person cost until they withdrew, discounted, minor units."""
    at = slice(world.days.at(world.today), world.days.at(world.today) + ahead_days)
    sent = np.cumsum(world.days.is_mailing[at] * worth_today(np.arange(ahead_days), rate))
    until = np.full(len(world.people), ahead_days - 1)
    gone = lived.withdrawals
    known = gone.row < len(until)
    until[gone.row[known]] = gone.day[known] - world.today
    return np.asarray(world.state.subscribed * sent[until] * world.terms.contact.mail_cost * 100, np.float64)
