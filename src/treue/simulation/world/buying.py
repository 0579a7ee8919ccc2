"""What a day brings: who comes to buy, who does, who leaves. The same code makes history and play.

People go through one or more steps to an order (Erlang gaps: the more steps, the more regular), each with
a hazard a day of

    hazard x shock x (1 + own season x (season - 1)) x (1 + pull in a promotion) x (1 + lift by messages),

at the last of which they want to buy. An intent may fail, the staple being out of stock or the checkout being
left; it then stays at the last step. After an order the steps begin anew, or the customer leaves for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from treue.simulation.world.chance import About, BitArray, BoolArray, Chance, FloatArray, IntArray, more, unit
from treue.simulation.world.days import Days
from treue.simulation.world.fates import LOST_IF_OUT, fates_of, stays_after
from treue.simulation.world.people import People
from treue.simulation.world.scene import Scene
from treue.simulation.world.terms import Terms

NEVER = np.int64(-1)
NEWSLETTER_ANGER = 0.1
"""How much less a newsletter drives away than a message of our own: it was asked for."""


class Outcome(IntEnum):
    """What became of an intent."""

    ORDERED = 0
    ABANDONED = 1
    OUT = 2


@dataclass(frozen=True, slots=True)
class State:
    """Where customers stand at the beginning of a day; arrays of shape (n,), days since 1970-01-01.

    Args:
        left: steps still to go to an order.
        gone: first day on which the customer is no more one.
        subscribed: takes the newsletter.
        withdrew: day on which it was called off, -1 for never.
        orders: so far.
        last: day of the last order, -1 for none.
        lift: factor of the hazard by what was done to the customer, 1 for nothing.
        lift_until: last day on which it holds.
        voucher_until: last day of a voucher in hand, -1 for none.
    """

    left: IntArray
    gone: IntArray
    subscribed: BoolArray
    withdrew: IntArray
    orders: IntArray
    last: IntArray
    lift: FloatArray
    lift_until: IntArray
    voucher_until: IntArray

    def at(self, rows: IntArray) -> State:
        """Some of the customers."""
        return State(*(getattr(self, name)[rows] for name in self.__slots__))

    def put(self, rows: IntArray, part: State) -> None:
        """Write some customers' states back."""
        for name in self.__slots__:
            getattr(self, name)[rows] = getattr(part, name)

    def copy(self) -> State:
        """Arrays of its own."""
        return State(*(getattr(self, name).copy() for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Intents:
    """Who wanted to buy, in the order of days; arrays of shape (k,).

    Args:
        row: place among the people.
        day: days since 1970-01-01.
        nth: which order it is or would be, 1 for the first.
        since: day of the order before, -1 for none.
        outcome: an `Outcome`.
        has_voucher: whether a voucher of ours was used.
    """

    row: IntArray
    day: IntArray
    nth: IntArray
    since: IntArray
    outcome: IntArray
    has_voucher: BoolArray

    def __len__(self) -> int:
        return len(self.row)

    @classmethod
    def joined(cls, parts: Sequence[Intents]) -> Intents:
        """One after the other; none of no parts."""
        none = np.zeros(0, np.int64)
        first = cls(none, none, none, none, none, np.zeros(0, bool))
        return cls(
            *(np.concatenate([getattr(each, name) for each in (first, *parts)]) for name in cls.__slots__)
        )

    def where(self, claim: BoolArray | IntArray) -> Intents:
        """Some of them."""
        return Intents(*(getattr(self, name)[claim] for name in self.__slots__))

    @property
    def orders(self) -> Intents:
        """Those that became an order."""
        return self.where(self.outcome == Outcome.ORDERED)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """Who withdrew from the newsletter: row and day."""

    row: IntArray
    day: IntArray

    @classmethod
    def joined(cls, parts: Sequence[Withdrawals]) -> Withdrawals:
        """One after the other; none of no parts."""
        first = cls(np.zeros(0, np.int64), np.zeros(0, np.int64))
        return cls(
            *(np.concatenate([getattr(each, name) for each in (first, *parts)]) for name in cls.__slots__)
        )


def newborn(luck: Chance, people: People) -> State:
    """Everybody on the day on which they come."""
    count = len(people)
    return State(
        left=people.steps.copy(),
        gone=people.joined + lifetimes(luck, people, 0),
        subscribed=people.subscribed.copy(),
        withdrew=np.full(count, NEVER),
        orders=np.zeros(count, np.int64),
        last=np.full(count, NEVER),
        lift=np.ones(count),
        lift_until=np.full(count, NEVER),
        voucher_until=np.full(count, NEVER),
    )


def lifetimes(luck: Chance, people: People, begun: int) -> IntArray:
    """Days that people stay from now on, geometric: the same chance to leave on each.

    Args:
        luck: of what happens.
        people: whose.
        begun: tells apart draws that begin anew; 0 for the first.
    """
    uniform = luck.uniform(About.LIFETIME, people.number, begun)
    days = np.log(uniform) / np.log1p(-people.daily_leave)
    return 1 + np.minimum(days, 1e6).astype(np.int64)


def buy(scene: Scene, people: People, state: State, span: range) -> tuple[Intents, Withdrawals]:
    """Live through some days; `state` becomes that of the morning after.

    Args:
        scene: chances and luck, and what the days are like.
        people: shape (n,).
        state: theirs, on the morning of the first day; changed.
        span: days since 1970-01-01.
    """
    is_there = people.is_buyer & (people.joined < span.stop)
    out = np.flatnonzero(is_there & ((state.gone > span.start) | state.subscribed))
    some, there = people.at(out), state.at(out)
    days, bits = scene.days, scene.luck.start(About.BUY, some.number)
    found: list[Intents] = []
    withdrawn: list[Withdrawals] = []
    for day in span:
        if days.mailed[day - days.first] == 1:
            rows = _mailed(scene, some, there, day)
            withdrawn.append(Withdrawals(out[rows], np.full(len(rows), day)))
        rows = _comers(some, there, days, day, bits)
        if len(rows):
            each = _settle(scene, some, there, day, rows)
            found.append(replace(each, row=out[each.row]))
    state.put(out, there)
    return Intents.joined(found), Withdrawals.joined(withdrawn)


def pressure(people: People, days: Days, day: int) -> tuple[FloatArray, FloatArray | None]:
    """Hazard of a step on a day without anything done to people, and with a newsletter working (or None)."""
    at = day - days.first
    rate = people.hazard * (days.shock[at] * (1 + people.season * (days.season[at] - 1)))
    if days.cut[at] > 0:
        rate = rate * (1 + days.pull * people.pull)
    return rate, rate * (1 + people.lift) if days.mailed[at] else None


def withdraw_chance(terms: Terms, people: People) -> FloatArray:
    """Chance to withdraw because of a newsletter: four times as high for who is annoyed."""
    return np.where(people.lift < 0, 4 * terms.contact.withdraw, terms.contact.withdraw)


def _comers(people: People, state: State, days: Days, day: int, bits: BitArray) -> IntArray:
    """Rows that make a step on this day, newcomers among them."""
    rate, mailed = pressure(people, days, day)
    if mailed is not None:
        rate = np.where(state.subscribed, mailed, rate)
    if (acted := state.lift_until >= day).any():
        rate = np.where(acted, rate * state.lift, rate)
    is_new = people.joined == day
    moves = (unit(more(bits, day)) < rate) & (people.joined < day) & (state.gone > day)
    return np.flatnonzero(moves | is_new)


def _settle(scene: Scene, people: People, state: State, day: int, rows: IntArray) -> Intents:
    """Move the comers on; who was at the last step wants to buy."""
    wants = (state.left[rows] == 1) | (people.joined[rows] == day)
    state.left[rows[~wants]] -= 1
    rows = rows[wants]
    some, when, luck, terms = people.at(rows), np.full(len(rows), day), scene.luck, scene.terms
    keys = some.number, when
    is_new = some.joined == day
    gone = scene.days.out[day - scene.days.first, some.staple] > 0
    lost = ~is_new & gone & luck.happens(LOST_IF_OUT, About.LOST, *keys)
    leaves_cart = ~is_new & ~lost & luck.happens(some.abandon, About.ABANDON, *keys)
    outcome = np.where(lost, Outcome.OUT, np.where(leaves_cart, Outcome.ABANDONED, Outcome.ORDERED))
    fates = fates_of(scene, some, when)
    stays = np.where(
        lost,
        1 - terms.effects.out,
        np.where(leaves_cart, 1 - terms.effects.abandoned, stays_after(terms, some, fates)),
    )
    leaves = ~luck.happens(stays, About.LEAVE, *keys)
    state.gone[rows[leaves]] = day + 1
    found = Intents(
        row=rows,
        day=when,
        nth=state.orders[rows] + 1,
        since=state.last[rows].copy(),
        outcome=outcome.astype(np.int64),
        has_voucher=(state.voucher_until[rows] >= day) & some.takes & (outcome == Outcome.ORDERED),
    )
    bought = rows[outcome == Outcome.ORDERED]
    state.left[bought] = people.steps[bought]
    state.orders[bought] += 1
    state.last[bought] = day
    state.voucher_until[rows[found.has_voucher]] = NEVER
    return found


def _mailed(scene: Scene, people: People, state: State, day: int) -> IntArray:
    """The newsletter: who withdraws (returned), who is driven away."""
    terms, luck = scene.terms, scene.luck
    rows = np.flatnonzero(state.subscribed & (people.joined < day))
    gone = rows[luck.happens(withdraw_chance(terms, people)[rows], About.WITHDRAW, people.number[rows], day)]
    angry = rows[people.lift[rows] < 0]
    share = NEWSLETTER_ANGER * terms.contact.drive_away
    angry = angry[luck.happens(share, About.ANNOY, people.number[angry], day)]
    state.gone[angry] = np.minimum(state.gone[angry], day)
    state.subscribed[gone] = False
    state.withdrew[gone] = day
    return gone
