"""Where everybody stands: on the last day with all one wants to know, on any earlier day the phase alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.phases.gaps import Gaps
from treue.segments.phases.moves import Moves
from treue.segments.phases.names import FAREWELL, REACTIVATION
from treue.segments.phases.stays import Stays
from treue.value.histories import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Standing:
    """One row per person known on the last day, by ascending key.

    Args:
        customer: shape (n,), keys.
        phase: shape (n,), code.
        since: shape (n,), the day they came into it, days since 1970-01-01.
        reason: shape (n,), place in `REASONS`: why they are in it.
        silence_days: shape (n,), since the last order; -1 for people without one.
        usual_days: shape (n,), the customer's usual gap; 0 where nothing is known.
        limit: shape (n,), place in `PhaseLimits.limits`; -1 for people without an order.
        next_phase: shape (n,), code of the phase that comes if they do not order; 0 where none does.
        next_day: shape (n,), when it would; 0 where none does.
    """

    customer: IntArray
    phase: IntArray
    since: IntArray
    reason: IntArray
    silence_days: IntArray
    usual_days: FloatArray
    limit: IntArray
    next_phase: IntArray
    next_day: IntArray


def standing(gaps: Gaps, stays: Stays, moved: Moves) -> Standing:
    """Everybody's phase at the end of the last day, and where silence would take them.

    Args:
        gaps: of the shop.
        stays: what followed each order.
        moved: all moves, as `moves` gives them for these two.
    """
    last = _last_rows(moved.customer)
    customer = moved.customer[last]
    order = np.flatnonzero(~gaps.came)
    place = np.searchsorted(customer, gaps.customer[order])
    end = stays.end[order]
    later = np.where(stays.is_open[order], 0, FAREWELL)
    ahead = np.where(end == FAREWELL, 0, np.where(end == REACTIVATION, later, REACTIVATION))
    limit_days = np.where(end == REACTIVATION, stays.gone_after[order], stays.overdue_after[order])

    def spread(values: IntArray, other: int) -> IntArray:
        whole = np.full(len(customer), other, np.int64)
        whole[place] = values
        return whole

    usual = np.zeros(len(customer))
    usual[place] = stays.usual_days[order]
    return Standing(
        customer=customer,
        phase=moved.after[last],
        since=moved.day[last],
        reason=moved.reason[last],
        silence_days=spread(gaps.days[order], -1),
        usual_days=usual,
        limit=spread(stays.limit[order], -1),
        next_phase=spread(ahead, 0),
        next_day=spread(np.where(ahead > 0, gaps.day[order] + limit_days + 1, 0), 0),
    )


def phases_on(moved: Moves, day: int) -> tuple[IntArray, IntArray]:
    """Who was known at the end of a day, by ascending key, and the code of the phase of each.

    Args:
        moved: all moves.
        day: not after the last day of the moves; later ones repeat it.
    """
    seen = moved.day <= day
    customer, after = moved.customer[seen], moved.after[seen]
    last = _last_rows(customer)
    return customer[last], after[last]


def _last_rows(customer: IntArray) -> IntArray:
    """The last row of each customer in a column sorted by customer."""
    if not len(customer):
        return np.zeros(0, np.int64)
    return np.append(np.flatnonzero(customer[1:] != customer[:-1]), len(customer) - 1)
