"""Lets days pass for twins, from order to order; each draw hangs on who it is about and which order it is.

A gap ends on the first day on whose evening the hazard met since the order before, (a / s)^k with a the usual
days passed, reaches a draw of -log(u).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.twin.clock import Clock
from treue.simulation.twin.drawing import Twins
from treue.simulation.twin.law import Law
from treue.simulation.twin.likelihood import log_scale_of
from treue.simulation.twin.seen import Seen
from treue.simulation.world.chance import About, Chance, FloatArray, IntArray

_GAP, _FRIEND, _BASKET, _BACK, _WHICH = range(100, 105)
_MOST_ORDERS = 5_000


@dataclass(frozen=True)
class Orders:
    """Order days, by person, then day.

    Args:
        row: shape (m,), place among the people.
        day: days since 1970-01-01.
        nth: 0 for the first.
    """

    row: IntArray
    day: IntArray
    nth: IntArray


@dataclass(frozen=True)
class Standing:
    """Where people stand when days begin to pass; arrays of shape (n,).

    Args:
        number: what draws about each hang on.
        shape: k.
        scale: s, usual days.
        since: the shop's time at the last order.
        met: hazard met since then.
        gone: first day on which each is no more a customer.
    """

    number: IntArray
    shape: FloatArray
    scale: FloatArray
    since: FloatArray
    met: FloatArray
    gone: IntArray


def pass_days(who: Standing, chance: Chance, clock: Clock) -> Orders:
    """Every further order until the clock's last day, or until people leave; the first of these has `nth` 1.

    Args:
        who: people, and where they stand on this clock.
        chance: luck.
        clock: of the days to pass, and of those before them as far as anybody's last order lies in these.
    """
    evenings = clock.passed[1:]
    row, since, met = np.arange(len(who.number)), who.since, who.met
    rows, days, nths = [row[:0]], [row[:0]], [row[:0]]
    for nth in range(1, _MOST_ORDERS):
        drawn = met - np.log(chance.uniform(About.TWIN, who.number[row], _GAP, nth))
        goal = since + who.scale[row] * drawn ** (1 / who.shape[row])
        place = np.searchsorted(evenings, goal)
        goes_on = (place < len(evenings)) & (clock.first + place < who.gone[row])
        row, place = row[goes_on], place[goes_on]
        if not len(row):
            break
        rows.append(row)
        days.append(clock.first + place)
        nths.append(np.full(len(row), nth))
        since, met = evenings[place], np.zeros(len(row))
    order = np.lexsort((np.concatenate(nths), np.concatenate(rows)))
    return Orders(*(np.concatenate(each)[order].astype(np.int64) for each in (rows, days, nths)))


def bought(law: Law, twins: Twins, chance: Chance, clock: Clock) -> Orders:
    """Everything from each first order to the clock's last day, or until they leave.

    Args:
        law: what was learned.
        twins: who; all come within the clock's days.
        chance: luck.
        clock: of all days.
    """
    shape = np.exp(twins.traits[:, law.place("shape")])
    who = Standing(
        number=twins.number,
        shape=shape,
        scale=np.exp(log_scale_of(twins.traits[:, law.place("gap")], shape)),
        since=clock.passed[twins.joined - clock.first + 1],
        met=np.zeros(len(twins)),
        gone=twins.gone,
    )
    later = pass_days(who, chance, clock)
    row = np.concatenate([np.arange(len(twins)), later.row])
    nth = np.concatenate([np.zeros(len(twins), np.int64), later.nth])
    day = np.concatenate([twins.joined, later.day])
    order = np.lexsort((nth, row))
    return Orders(row[order], day[order], nth[order])


def invent(law: Law, twins: Twins, seed: int) -> Seen:
    """The twins' history, in the shape in which the shop's own was seen."""
    chance = Chance(seed)
    orders = bought(law, twins, chance, law.clock)
    keys = twins.number[orders.row], orders.nth
    found = _measured(law, twins, orders, chance)
    count = len(orders.row)
    lines = np.maximum(np.rint(found["lines"]), 1) if "lines" in found else np.zeros(count)
    pieces = np.zeros(count)
    if "pieces" in found:
        pieces = np.maximum(np.rint(lines * found["pieces"]), 1)
    amount = np.full(count, np.nan)
    if "amount" in found:
        amount = np.maximum(np.rint(found["amount"]), 1)
    returned, lag = np.zeros(count), np.full(count, -1)
    if "returns" in law.names:
        logit = twins.traits[orders.row, law.place("returns")]
        which = np.floor(chance.uniform(About.TWIN, *keys, _WHICH) * len(law.back)).astype(np.int64)
        back = chance.happens(1 / (1 + np.exp(-logit)), About.TWIN, *keys, _BACK)
        back &= orders.day + law.lag[which] <= law.until
        returned, lag = np.where(back, law.back[which], 0.0), np.where(back, law.lag[which], -1)
    return Seen(
        keys=twins.number, customer=orders.row, day=orders.day, amount=amount,
        lines=lines.astype(np.int64), pieces=pieces, returned=returned, lag=lag.astype(np.int64),
        first=law.first, until=law.until,
    )  # fmt: skip


def _measured(law: Law, twins: Twins, orders: Orders, chance: Chance) -> dict[str, FloatArray]:
    """What is measured at each order: the own mean and spread, with the scatter of others alike."""
    keys = twins.number[orders.row], orders.nth
    others = law.alike.shape[1]
    friend = np.floor(chance.uniform(About.TWIN, *keys, _FRIEND) * others).astype(np.int64)
    who = law.alike[twins.source[orders.row], friend]
    begin, many = law.begins[who], law.begins[who + 1] - law.begins[who]
    which = begin + np.floor(chance.uniform(About.TWIN, *keys, _BASKET) * many).astype(np.int64)
    found = {}
    for place, (name, scale) in enumerate(law.scales.items()):
        mean = twins.traits[orders.row, law.place(name)]
        spread = np.exp(twins.traits[orders.row, law.place(f"{name}_spread")])
        found[name] = scale.value(mean + spread * law.scatter[which, place])
    return found
