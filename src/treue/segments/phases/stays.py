"""What follows each order while no other one comes: within the rhythm, overdue, gone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.phases.gaps import Gaps
from treue.segments.phases.limits import FIRST, PhaseLimits
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
        overdue_after = np.array([limit.reactivation_days for limit in limits.limits], np.int64)[place]
        gone_after = np.array([limit.farewell_days for limit in limits.limits], np.int64)[place]
        band = np.array([limit.band for limit in limits.limits], np.int64)[place]
        median = np.array([limit.median_days for limit in limits.limits], np.float64)[place]
        silence = gaps.days - gaps.came
        is_open = np.array([limit.is_open for limit in limits.limits])[place]
        is_overdue, is_gone = silence > overdue_after, (silence > gone_after) & ~is_open
        start = np.where(gaps.is_new, ACQUISITION, RETENTION)
        end = np.where(is_gone, FAREWELL, np.where(is_overdue, REACTIVATION, start))
        usual = np.where(band == FIRST, median, usual)
        return cls(start, place, usual, overdue_after, gone_after, is_open, is_overdue, is_gone, end)
