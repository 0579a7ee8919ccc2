"""What comes back, and what that costs the shop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.baskets import Lines
from treue.simulation.orders import ANONYMOUS, Orders
from treue.simulation.people import People
from treue.simulation.seasons import IntArray

HANDLING_MINOR = 640  # parcel label, unpacking, checking: net, per returned line
_USUAL_LINES = 0.018
_SENT_BACK_LINES = 0.88
_DAYS_UNTIL_REFUND = (5, 24)


@dataclass(frozen=True, slots=True)
class Refunds:
    """Whole lines given back; arrays of shape (n_refunds,), in line order.

    Args:
        line: row in `Lines`.
        day: of the refund, counted from the calendar's first.
    """

    line: IntArray
    day: IntArray

    def __len__(self) -> int:
        return len(self.line)


def draw_refunds(
    lines: Lines, orders: Orders, people: People, day_count: int, rng: np.random.Generator
) -> Refunds:
    """Which lines came back; refunds after the calendar's end have not happened yet."""
    person = orders.person[lines.order]
    sends_back = (person != ANONYMOUS) & people.sends_back[person]
    line = np.flatnonzero(rng.random(len(lines)) < np.where(sends_back, _SENT_BACK_LINES, _USUAL_LINES))
    day = orders.day[lines.order[line]] + rng.integers(*_DAYS_UNTIL_REFUND, size=len(line))
    happened = day < day_count
    return Refunds(line[happened], day[happened])
