"""Which first article or category people came back after, and which not: many compared, all pooled.

Nobody has a history before a first order, so those who bought one article first stand beside all others who
ordered first in the same quarter. Each article's difference is then drawn towards all (`pooling.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.experience.effect import Change
from treue.value.experience.events import Events
from treue.value.experience.frictions import FEWEST, Friction, Touched, known_of
from treue.value.experience.pooling import pooled
from treue.value.experience.strata import quarter_of
from treue.value.experience.timeline import Timeline
from treue.value.histories import BoolArray, FloatArray, IntArray

FEWEST_ITEMS = 3
"""Articles or categories without whom there is nothing to draw towards."""

_MANY = 1_000_000  # degrees of freedom of what is as good as normal


@dataclass(frozen=True, slots=True)
class FirstOrders:
    """One row per customer.

    Args:
        customer: shape (n,), keys.
        day: shape (n,), of the first order, days since 1970-01-01.
        item: shape (n,), what it mainly held: place in `names`.
        names: of the articles or categories.
    """

    customer: IntArray
    day: IntArray
    item: IntArray
    names: tuple[str, ...]

    def where(self, claim: BoolArray) -> FirstOrders:
        """Some of the rows."""
        return FirstOrders(self.customer[claim], self.day[claim], self.item[claim], self.names)


@dataclass(frozen=True, slots=True)
class _Table:
    """Customers by quarter and item, flattened.

    Args:
        cell: shape (n,), quarter times items plus item.
        items: how many.
        count: shape (quarters, items), customers.
    """

    cell: IntArray
    items: int
    count: FloatArray

    def beside(self, outcome: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Each item against the other items of its quarters: difference and its variance, shape (items,)."""
        shape = self.count.shape
        sums, squares = (
            np.bincount(self.cell, each, minlength=self.count.size).reshape(shape)
            for each in (outcome, outcome**2)
        )
        rest = self.count.sum(axis=1, keepdims=True) - self.count
        mean = (sums.sum(axis=1, keepdims=True) - sums) / np.maximum(rest, 1)
        spread = (squares.sum(axis=1, keepdims=True) - squares) / np.maximum(rest, 1) - mean**2
        own = np.where(rest > 0, self.count, 0.0)
        whole = np.maximum(own.sum(axis=0), 1)
        difference = np.where(rest > 0, sums - own * mean, 0.0).sum(axis=0) / whole
        # Of thirty customers of whom none came back, an item's own spread would be 0: it is its quarters'.
        everybody = np.maximum(self.count.sum(axis=1), 1)
        common = squares.sum(axis=1) / everybody - (sums.sum(axis=1) / everybody) ** 2
        ours = (own * np.maximum(common, 0.0)[:, None]).sum(axis=0)
        theirs = (own**2 * np.maximum(spread, 0.0) / np.maximum(rest, 1)).sum(axis=0)
        return difference, np.maximum((ours + theirs) / whole**2, 1e-12)


def compare_firsts(kind: str, firsts: FirstOrders, timeline: Timeline, ahead_days: int) -> list[Friction]:
    """Every article or category with enough customers, in the order of `names`.

    Args:
        kind: how to call them.
        firsts: first orders that are known to be first.
        timeline: of all customers.
        ahead_days: days after the order that count.

    Returns:
        Nothing where fewer than `FEWEST_ITEMS` have `FEWEST` customers. Differences are pooled,
        and so is the share that ordered again: that of the others in the same quarters, and the difference.
    """
    events = Events.at(firsts.customer, firsts.day, np.ones(len(firsts.day), bool))
    seen = firsts.where(timeline.followed(events, ahead_days))
    order = np.lexsort((seen.day, seen.customer))
    seen = FirstOrders(seen.customer[order], seen.day[order], seen.item[order], seen.names)
    shown = np.flatnonzero(np.bincount(seen.item, minlength=len(seen.names)) >= FEWEST)
    if len(shown) < FEWEST_ITEMS:
        return []
    looked = timeline.look(Events.at(seen.customer, seen.day, np.ones(len(seen.day), bool)), ahead_days)
    again = looked.again.astype(np.float64)
    table = _tabled(seen)
    retention = _pooled(table, again, shown)
    value = _pooled(table, looked.value, shown) if timeline.has_amounts else [None] * len(shown)
    count = table.count.sum(axis=0)
    share = np.bincount(seen.item, again, minlength=len(seen.names)) / np.maximum(count, 1)
    like_them = share - table.beside(again)[0]
    lately, known_days = _lately(firsts, shown, timeline.until), known_of(firsts.day, timeline.until)
    return [
        Friction(
            kind=kind,
            detail=seen.names[item],
            beyond=None,
            touched=int(count[item]),
            matched=int(count[item]),
            comparable=int(len(seen.item) - count[item]),
            again=float(like_them[item]) + changed.mean,
            retention=changed,
            value=brought,
            lately=touched,
            known_days=known_days,
            balance=None,
            ahead_days=ahead_days,
        )
        for item, changed, brought, touched in zip(shown.tolist(), retention, value, lately, strict=True)
    ]


def _lately(firsts: FirstOrders, items: IntArray, until: int) -> list[Touched]:
    """Of each of these items, sorted once: there may be thousands of them."""
    order = np.argsort(firsts.item, kind="stable")
    item, customer, day = (each[order] for each in (firsts.item, firsts.customer, firsts.day))
    begins, ends = (np.searchsorted(item, items, side) for side in ("left", "right"))
    return [Touched.lately(customer[a:b], day[a:b], until) for a, b in zip(begins, ends, strict=True)]


def _tabled(firsts: FirstOrders) -> _Table:
    quarter = quarter_of(firsts.day)
    quarter, items = quarter - quarter.min(), len(firsts.names)
    cell = quarter * items + firsts.item
    count = np.bincount(cell, minlength=(int(quarter.max()) + 1) * items).astype(np.float64)
    return _Table(cell, items, count.reshape(-1, items))


def _pooled(table: _Table, outcome: FloatArray, shown: IntArray) -> list[Change]:
    difference, variance = table.beside(outcome)
    mean, error = pooled(difference[shown], variance[shown])
    return [Change(float(m), float(e), _MANY) for m, e in zip(mean, error, strict=True)]
