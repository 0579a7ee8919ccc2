"""What follows each order while no other one comes: within the rhythm, overdue, gone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.phases.gaps import Gaps
from treue.segments.phases.limits import PhaseLimits
from treue.segments.phases.names import ACQUISITION, FAREWELL, REACTIVATION, RETENTION
from treue.value.histories import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Stays:
    """One row per row of the gaps.

    Args:
        start: shape (m,), the phase on the day of the order: acquisition or retention.
        limit: shape (m,), which of the limits holds from then on.
        usual_days: shape (m,), the customer's usual gap; after a first order the shop's median.
        overdue_after: shape (m,), the longest silence within the phase, days.
        gone_after: shape (m,), the longest silence within reactivation.
        is_open: shape (m,), whether that is not known, and nobody leaves reactivation by silence.
        is_overdue: shape (m,), whether reactivation came before the next order, or until today.
        is_gone: shape (m,), whether farewell came.
        end: shape (m,), the phase in which the next order, or today, finds the customer.
    """

    start: IntArray
    limit: IntArray
    usual_days: FloatArray
    overdue_after: IntArray
    gone_after: IntArray
    is_open: BoolArray
    is_overdue: BoolArray
    is_gone: BoolArray
    end: IntArray

    @classmethod
    def of(cls, gaps: Gaps, limits: PhaseLimits) -> Stays:
        """Silence counts at the end of a day, so on the day of the next order there is none."""
        usual = limits.rhythm.usual_days(gaps)
        place = limits.places(gaps, usual)
        whole = [(each.reactivation_days, each.farewell_days, each.is_open) for each in limits.limits]
        overdue_after, gone_after, is_open = (np.array(column)[place] for column in zip(*whole, strict=True))
        silence = gaps.days - gaps.came
        is_overdue, is_gone = silence > overdue_after, (silence > gone_after) & ~is_open
        start = np.where(gaps.is_new, ACQUISITION, RETENTION)
        end = start.copy()
        end[is_overdue] = REACTIVATION
        end[is_gone] = FAREWELL
        new = np.flatnonzero(gaps.is_new)
        usual[new] = np.array([float(limit.median_days) for limit in limits.limits])[place[new]]
        return cls(start, place, usual, overdue_after, gone_after, is_open, is_overdue, is_gone, end)
