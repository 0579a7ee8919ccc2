"""Cells of customers with a like history: coarsened exact matching.

Iacus, King & Porro (2012), Causal Inference without Balance Checking: Coarsened Exact Matching, Political
Analysis 20(1): each number of the history is cut into few classes, and only who agrees in all of them is
compared. The classes are cut at quantiles of those touched. We begin fine and grow coarser until most of
those touched find others like them; outcomes have no say in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from treue.value.experience.events import Events
from treue.value.experience.timeline import Looked
from treue.value.histories import BoolArray, FloatArray, IntArray

ENOUGH = 0.9
"""Share of those touched that must find a match before we stop growing coarser."""


@dataclass(frozen=True, slots=True)
class Coarseness:
    """Into how many classes each number is cut, and how many months a season has (0: all are one)."""

    orders: int
    earlier: int
    recency: int
    tenure: int
    margin: int
    waited: int
    months: int


_STRUCK = np.array([0, 1, 3, 7])
"""Upper ends of how often it struck before: most were never touched, and who always is has few like them."""

LADDER = (
    Coarseness(16, 4, 8, 8, 8, 8, 3),
    Coarseness(12, 4, 7, 6, 6, 6, 3),
    Coarseness(8, 4, 6, 5, 5, 5, 3),
    Coarseness(7, 3, 5, 4, 4, 4, 3),
    Coarseness(6, 3, 4, 4, 3, 4, 3),
    Coarseness(5, 3, 4, 3, 2, 3, 3),
    Coarseness(4, 3, 3, 2, 2, 3, 6),
    Coarseness(3, 2, 2, 2, 1, 2, 6),
    Coarseness(3, 2, 2, 1, 1, 2, 0),
)


def cells(events: Events, looked: Looked, earlier: IntArray) -> IntArray:
    """The finest cells in which at least `ENOUGH` of those touched have company; shape (n,), from 0.

    Where none are coarse enough, those in which most have.

    Args:
        events: touched and not.
        looked: their histories.
        earlier: shape (n,), how often the same friction had struck them before.
    """
    best, most = np.zeros(len(events), np.int64), -1.0
    for coarse in LADDER:
        cell = _joint(_classes(events, looked, earlier, coarse))
        share = float(has_company(cell, events.touched)[events.touched].mean())
        if share > most:
            best, most = cell, share
        if share >= ENOUGH:
            break
    return best


def has_company(cell: IntArray, touched: BoolArray) -> BoolArray:
    """Whether a row's cell holds both kinds; shape (n,)."""
    size = int(cell.max(initial=-1)) + 1
    ones, others = (np.bincount(cell[claim], minlength=size) for claim in (touched, ~touched))
    return ((ones > 0) & (others > 0))[cell]


def quarter_of(day: IntArray, months: int = 3) -> IntArray:
    """Which stretch of so many calendar months a day lies in, counted from 1970; 0 for no months."""
    if months == 0:
        return np.zeros(len(day), np.int64)
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // months


def _classes(events: Events, looked: Looked, earlier: IntArray, coarse: Coarseness) -> Iterator[IntArray]:
    touched = events.touched
    none: FloatArray = np.zeros(1)  # who never ordered is like nobody who did
    yield np.searchsorted(np.union1d(_cuts(looked.orders[touched], coarse.orders), none), looked.orders)
    yield np.searchsorted(_STRUCK[: coarse.earlier], earlier)
    for values, classes in (
        (looked.recency_days, coarse.recency),
        (looked.tenure_days, coarse.tenure),
        (looked.margin, coarse.margin),
        (events.waited, coarse.waited),
    ):
        yield np.searchsorted(_cuts(values[touched], classes), values)
    season = quarter_of(events.day, coarse.months)
    yield season - season.min()


def _cuts(values: IntArray | FloatArray, classes: int) -> FloatArray:
    """Upper ends of all classes but the last; fewer where values tie."""
    shares = np.arange(1, classes) / classes
    return np.unique(np.quantile(values, shares, method="inverted_cdf")).astype(np.float64)


def _joint(classes: Iterator[IntArray]) -> IntArray:
    joint: IntArray | None = None
    for each in classes:
        joint = each if joint is None else joint * (int(each.max()) + 1) + each
    assert joint is not None  # noqa: S101 - there is always a class of orders
    return np.unique(joint, return_inverse=True)[1].astype(np.int64)
