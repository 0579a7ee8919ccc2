"""Orders with everything that follows from them, from which the facts of several tables are told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from treue.simulation.telling.rows import code
from treue.simulation.world.baskets import Charges, Lines, charge, fill
from treue.simulation.world.buying import Intents
from treue.simulation.world.chance import About, BoolArray, Chance, FloatArray, IntArray
from treue.simulation.world.earning import Consequences, consequences_of, earned
from treue.simulation.world.fates import Fates
from treue.simulation.world.people import People
from treue.simulation.world.play import World

ORDER = "B"
"""Begins the number of an order."""

SECOND_FROM = 3
"""The order from which people with a second account use it."""

_BY_HOUR = np.cumsum(
    np.array([1, 0.4, 0.2, 0.1, 0.2, 1, 3, 6, 8, 9, 9, 9, 10, 8, 7, 7, 8, 9, 11, 14, 16, 14, 8, 3], float)
    / 162.9
)
_LONG_WAY = 2.2  # mean further days of a late parcel
_SLOW, _QUICK = (16, 34), (1, 8)  # days from goods back to money back


@dataclass(frozen=True, slots=True)
class Sold:
    """Orders; arrays of shape (n,) but those of lines.

    Args:
        people: who ordered each.
        key: the number or address it was ordered under, as a customer key.
        number: of the order; unique, rising with the day.
        day: days since 1970-01-01.
        nth: 1 for the first.
        since: day of the order before, -1 for none.
        has_voucher: whether a voucher of ours was used.
        minute: of the shop's day.
        offset: minutes the shop's clock is ahead of UTC on that day.
        lines: what is in them.
        charges: what stands on them.
        come: what comes of them.
        redeemed: worth of points paid with, gross, minor units.
        promised: day of promised delivery.
        delivered: day of delivery.
        returned: day on which goods were back, where any go back.
        refunded: day on which they were paid back.
        earned: what each truly earned, minor units.
    """

    people: People
    key: IntArray
    number: IntArray
    day: IntArray
    nth: IntArray
    since: IntArray
    has_voucher: BoolArray
    minute: IntArray
    offset: IntArray
    lines: Lines
    charges: Charges
    come: Consequences
    redeemed: IntArray
    promised: IntArray
    delivered: IntArray
    returned: IntArray
    refunded: IntArray
    earned: FloatArray

    def __len__(self) -> int:
        return len(self.day)

    @property
    def person(self) -> IntArray:
        """The key that stands for each person."""
        return main_key(self.people)

    def order_id(self, rows: IntArray | None = None) -> pa.Array:
        """As it stands in the facts, of all orders or of some."""
        return code(ORDER, self.number if rows is None else self.number[rows])

    @property
    def fates(self) -> Fates:
        """What goes wrong with each."""
        return self.come.fates

    @property
    def due(self) -> IntArray:
        """Gross, what is to be paid in the end."""
        return self.charges.total - self.redeemed


def sell(world: World, orders: Intents) -> Sold:
    """Work out what follows from these orders.

    Args:
        world: whose luck and range.
        orders: intents that became orders; rows among the world's people.
    """
    terms, luck, day = world.terms, world.chance, orders.day
    people = world.people.at(orders.row)
    keys = people.number, day
    lines = fill(world.scene, people, day)
    charges = charge(world.scene, people, day, lines, orders.has_voucher)
    come = consequences_of(world.scene, people, day, lines)
    fates = come.fates
    promised = day + terms.service.promised
    on_time = day + luck.between(1, terms.service.promised, About.SPAN, *keys)
    further = 1 + luck.poisson(_LONG_WAY, About.SPAN, *keys, 1)
    delivered = np.where(fates.late, promised + further, on_time)
    returned = delivered + luck.between(4, 16, About.SPAN, *keys, 2)
    waits = np.where(
        fates.slow_refund,
        luck.between(*_SLOW, About.SPAN, *keys, 3),
        luck.between(*_QUICK, About.SPAN, *keys, 3),
    )
    return Sold(
        people=people,
        key=_signed(luck, terms.people.guest_orders, people, day, orders.nth),
        number=order_numbers(world, people.number, day),
        day=day,
        nth=orders.nth,
        since=orders.since,
        has_voucher=orders.has_voucher,
        minute=minutes_of(luck, people.number, day),
        offset=world.days.offset[day - world.days.first],
        lines=lines,
        charges=charges,
        come=come,
        redeemed=_redeemed(world, people, orders.since, charges.goods - charges.voucher),
        promised=promised,
        delivered=delivered,
        returned=returned,
        refunded=returned + waits,
        earned=earned(terms, people, lines, charges, come),
    )


def order_numbers(world: World, number: IntArray, day: IntArray) -> IntArray:
    """A number that rises with the day, unique as nobody orders twice on one; below 10^12."""
    return (day - world.plan.opening + 1000) * 100_000_000 + number


def main_key(people: People) -> IntArray:
    """The key that stands for each person: of the account, else of the address."""
    return key_of(people.number, people.has_account.astype(np.int64))


def key_of(number: IntArray, which: IntArray | int) -> IntArray:
    """A customer key of 63 bits: of the address (0), the account (1), the second account (2).

    They are hashes under a public seed, for nobody real is behind them, and the same in every world, so that
    a customer of two worlds can be compared.
    """
    return np.asarray(Chance(0).start(About.KEY, number, which) >> np.uint64(1)).astype(np.int64)


def minutes_of(luck: Chance, number: IntArray, day: IntArray, what: int = 0) -> IntArray:
    """A minute of the day; evenings are busiest."""
    hour = np.minimum(luck.choice(_BY_HOUR, About.CLOCK, number, day, 2 * what), 23)
    return np.asarray(hour * 60 + luck.between(0, 59, About.CLOCK, number, day, 2 * what + 1), np.int64)


def earned_points(world: World, lines: IntArray | FloatArray) -> IntArray:
    """Worth of the points of an order of so many lines, minor units."""
    return np.asarray(np.rint(np.asarray(lines) * world.terms.service.points * 100), np.int64)


def _redeemed(world: World, people: People, since: IntArray, most: IntArray) -> IntArray:
    """Points of the order before, by who redeems; never more than there is to pay for goods."""
    before = 1 + world.chance.poisson(people.more_lines, About.LINES, people.number, since)
    worth = earned_points(world, before)
    return np.where(people.redeems & (since > 0), np.minimum(worth, most), 0)


def _signed(luck: Chance, as_guest: float, people: People, day: IntArray, nth: IntArray) -> IntArray:
    guest: BoolArray = ~people.has_account | luck.happens(as_guest, About.ACCOUNT, people.number, day)
    second = people.has_second & (nth >= SECOND_FROM)
    return key_of(people.number, np.where(guest, 0, np.where(second, 2, 1)))
