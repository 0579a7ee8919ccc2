"""What goes well or wrong with an order: chances, draws, and what they do to coming again.

Everything that happens because of an order is settled at the order: whether the parcel will be late,
something go back, a question wait. Its effect on staying is drawn then too. So an order hangs on nothing but
its customer and its day, and the expectation over all of it is a product of few numbers (`Odds`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.world.chance import About, BoolArray, FloatArray, IntArray
from treue.simulation.world.people import People
from treue.simulation.world.scene import Scene
from treue.simulation.world.terms import Terms

ASKS_IF_LATE, ASKS_IF_DEFECT = 0.3, 0.8
"""Chance that who waits, or who got something broken, writes to the service."""

LOST_IF_OUT = 0.5
"""Chance that who finds the staple gone goes without ordering that day."""


@dataclass(frozen=True, slots=True)
class Fates:
    """What happens because of each order; arrays of shape (n_orders,).

    Args:
        late: the parcel comes after the promised day.
        defect: an article is broken; the first line goes back and is worth nothing.
        returned: something goes back, nothing being broken.
        slow_refund: the money for it comes late.
        asked: the service is written to.
        slow_answer: it answers late.
    """

    late: BoolArray
    defect: BoolArray
    returned: BoolArray
    slow_refund: BoolArray
    asked: BoolArray
    slow_answer: BoolArray


def late_chance(terms: Terms, people: People, crowded: FloatArray | float) -> FloatArray:
    """By region and by how busy the carriers are; at most .9."""
    return np.minimum(terms.service.late * people.late * crowded, 0.9)


def fates_of(scene: Scene, people: People, day: IntArray) -> Fates:
    """Draw what happens to orders.

    Args:
        scene: chances and luck.
        people: shape (n_orders,), who ordered each.
        day: of each, days since 1970-01-01.
    """
    terms, luck, keys = scene.terms, scene.luck, (people.number, day)
    crowded = scene.days.crowded[day - scene.days.first]
    late = luck.happens(late_chance(terms, people, crowded), About.LATE, *keys)
    defect = luck.happens(terms.service.defect, About.DEFECT, *keys)
    returned = luck.happens(people.returns, About.RETURN, *keys) & ~defect
    slow = (returned | defect) & luck.happens(terms.service.slow_refund, About.SLOW_REFUND, *keys)
    calm = ticket_chance(terms, people, late=False, defect=False)
    asks = 1 - (1 - calm) * np.where(late, 1 - ASKS_IF_LATE, 1) * np.where(defect, 1 - ASKS_IF_DEFECT, 1)
    asked = luck.happens(asks, About.TICKET, *keys)
    waits = asked & luck.happens(terms.service.slow_answer, About.SLOW_ANSWER, *keys)
    return Fates(late, defect, returned, slow, asked, waits)


def stays_after(terms: Terms, people: People, fates: Fates) -> FloatArray:
    """Chance of each order's customer not to leave because of it."""
    kick = terms.effects
    stays = 1 - people.leave
    for happened, share in (
        (fates.late, kick.late),
        (fates.defect, kick.defect),
        (fates.slow_refund, kick.slow_refund),
        (fates.slow_answer, kick.slow_answer),
    ):
        stays = stays * np.where(happened, 1 - share, 1.0)
    return np.asarray(stays, np.float64)


def ticket_chance(terms: Terms, people: People, *, late: bool, defect: bool) -> FloatArray:
    """Of an order with that parcel and that article."""
    calm = 1 - np.minimum(terms.service.tickets * people.service, 0.6)
    quiet = calm * (1 - ASKS_IF_LATE if late else 1) * (1 - ASKS_IF_DEFECT if defect else 1)
    return np.asarray(1 - quiet, np.float64)


@dataclass(frozen=True, slots=True)
class Odds:
    """Expectations over all fates of an order whose parcel is on time, or late; shape (2, n) each.

    Args:
        stays: chance not to leave because of it.
        tickets: expected tickets.
    """

    stays: FloatArray
    tickets: FloatArray


def odds_of(terms: Terms, people: People) -> Odds:
    """Sums over broken or not, sent back or not, asked or not; the parcel's lateness is left open."""
    kick, told = terms.effects, terms.service
    stays, tickets = np.zeros((2, len(people))), np.zeros((2, len(people)))
    for late in (0, 1):
        for defect, chance in ((0, 1 - told.defect), (1, told.defect)):
            back = 1.0 if defect else people.returns
            asks = ticket_chance(terms, people, late=bool(late), defect=bool(defect))
            kept = (1 - people.leave) * (1 - kick.late * late) * (1 - kick.defect * defect)
            kept = kept * (1 - back * told.slow_refund * kick.slow_refund)
            kept = kept * (1 - asks * told.slow_answer * kick.slow_answer)
            stays[late] += chance * kept
            tickets[late] += chance * asks
    return Odds(stays, tickets)
