"""Reasons that the diary cannot tell: the last parcel came late, the last score was bad."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from treue.value.histories import FloatArray, IntArray
from treue.value.warning.grounds import Ground

DETRACTOR = 6
"""The highest score of who would rather not recommend: Reichheld (2003), Harvard Business Review 81(12)."""

# A parcel a day late is worth a word, a week late worth as much as a silence that one in a hundred outlasts.
_LATE, _PER_DAY = 1.0, 0.2
_BAD, _PER_POINT = 1.5, 0.25


def trouble_grounds(
    customer: IntArray, late_days: Mapping[int, int], score: Mapping[int, int]
) -> list[Ground]:
    """One ground each, for those of whom facts tell.

    Args:
        customer: shape (n,), keys.
        late_days: customer -> how late the last parcel came.
        score: customer -> 0 to 10, as last answered.
    """
    late, said = _of(customer, late_days), _of(customer, score)
    is_late, is_bad = late >= 1, said <= DETRACTOR
    return [
        Ground("late_parcel", np.where(is_late, _LATE + _PER_DAY * late, 0.0), {"late_days": late}),
        Ground("detractor", np.where(is_bad, _BAD + _PER_POINT * (DETRACTOR - said), 0.0), {"score": said}),
    ]


def _of(customer: IntArray, told: Mapping[int, int]) -> FloatArray:
    """Shape (n,), what is told of each; not a number of whom nothing is."""
    return np.array([told.get(each, np.nan) for each in customer.tolist()], dtype=np.float64)
