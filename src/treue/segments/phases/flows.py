"""How customers flowed between phases, month by month: what a flow picture draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.phases.moves import Moves
from treue.segments.phases.names import FAREWELL, NOBODY
from treue.value.histories import IntArray

_CODES = FAREWELL + 1


@dataclass(frozen=True, slots=True)
class Flows:
    """One row per month, phase at its beginning and phase at its end, in that order; who stayed included.

    A month's rows with one `after` add up to who was in that phase when it ended, and the next month's rows
    with the same `before` add up to the same number.

    Args:
        month: shape (r,), first day of the month, days since 1970-01-01; the last month may have begun only.
        before: shape (r,), code at the end of the month before; 0 for who was not known then.
        after: shape (r,), code at the end of the month.
        customers: shape (r,), how many, at least 1.
    """

    month: IntArray
    before: IntArray
    after: IntArray
    customers: IntArray


def flows(moved: Moves) -> Flows:
    """From every phase to every phase, for each month from the first move to the last day.

    Who moves away and back within a month stayed.
    """
    if not len(moved):
        nothing = np.zeros(0, np.int64)
        return Flows(nothing, nothing, nothing, nothing)
    month = _month_of(moved.day)
    start = int(month.min())
    many = int(_month_of(np.array([moved.until]))[0]) - start + 1
    begins = np.ones(len(moved), bool)
    begins[1:] = (moved.customer[1:] != moved.customer[:-1]) | (month[1:] != month[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(moved)) - 1
    cell = ((month[first] - start) * _CODES + moved.before[first]) * _CODES + moved.after[last]
    counts = np.bincount(cell, minlength=many * _CODES**2).reshape(many, _CODES, _CODES)
    _add_who_did_not_move(counts)
    found, before, after = np.nonzero(counts)
    day = (found + start).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return Flows(day, before, after, counts[found, before, after])


def _add_who_did_not_move(counts: IntArray) -> None:
    standing = np.zeros(_CODES, np.int64)
    for month in counts:
        still = standing - month.sum(axis=1)
        still[NOBODY] = 0
        month[np.diag_indices(_CODES)] += still
        standing = month.sum(axis=0)


def _month_of(day: IntArray) -> IntArray:
    """Months since January 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
