"""Every move between phases since the first order: from, to, day and why.

Nothing is remembered from night to night: the order days and the limits alone say where everybody stood on
any day, so a log made today is the log that a run on every night would have written under the same limits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from treue.segments.phases.gaps import Gaps
from treue.segments.phases.names import (
    ACQUISITION,
    AWARENESS,
    FAREWELL,
    NOBODY,
    REACTIVATION,
    RETENTION,
)
from treue.segments.phases.stays import Stays
from treue.value.histories import BoolArray, FloatArray, IntArray

REASONS = (
    "seen", "first-order", "bought-before", "second-order", "came-back", "overdue", "gone-quiet",
)  # fmt: skip
"""Why somebody moved; arrays hold the place in here."""

_SEEN, _FIRST, _BEFORE, _SECOND, _BACK, _OVERDUE, _QUIET = range(len(REASONS))


@dataclass(frozen=True, slots=True)
class Known:
    """People known to the shop, buyers or not.

    Args:
        customer: shape (k,), keys, each once.
        since: shape (k,), the day they were first seen, days since 1970-01-01.
    """

    customer: IntArray
    since: IntArray


@dataclass(frozen=True, slots=True)
class Moves:
    """One row per move, by ascending customer, then day; nobody moves twice on a day.

    Args:
        customer: shape (j,), keys.
        day: shape (j,), at whose end the new phase holds, days since 1970-01-01.
        before: shape (j,), code of the phase that ended; 0 for somebody nobody knew.
        after: shape (j,), code of the phase that began.
        reason: shape (j,), place in `REASONS`.
        silence_days: shape (j,), since the order before; 0 without one.
        limit_days: shape (j,), the limit that was passed; 0 where none was.
        usual_days: shape (j,), the customer's usual gap at that time; 0 where nothing is known.
        limit: shape (j,), place in `PhaseLimits.limits` of the limits that held; -1 where none did.
        until: the last day anybody looked.
    """

    customer: IntArray
    day: IntArray
    before: IntArray
    after: IntArray
    reason: IntArray
    silence_days: IntArray
    limit_days: IntArray
    usual_days: FloatArray
    limit: IntArray
    until: int

    def __len__(self) -> int:
        return len(self.customer)

    def where(self, claim: BoolArray) -> Moves:
        """Some of the rows."""
        return replace(self, **{name: getattr(self, name)[claim] for name in _COLUMNS})

    def since(self, day: int) -> Moves:
        """The rows from a day on: what a night adds to the log."""
        return self.where(self.day >= day)


_COLUMNS = (
    "customer", "day", "before", "after", "reason", "silence_days", "limit_days", "usual_days", "limit",
)  # fmt: skip


def moves(gaps: Gaps, stays: Stays, known: Known | None = None) -> Moves:
    """All moves of all customers up to the last day of the gaps.

    Args:
        gaps: of the shop.
        stays: what followed each order, under the shop's limits.
        known: everybody the shop knows; without it awareness stays empty.
    """
    seen = _first_seen(gaps, known)
    return _joined(_seen_moves(gaps.until, seen), _bought_moves(gaps, stays, seen))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who was known before the first order, by ascending customer; and which first rows that is."""

    customer: IntArray
    since: IntArray
    is_known: BoolArray


def _first_seen(gaps: Gaps, known: Known | None) -> _Seen:
    firsts = np.flatnonzero(gaps.is_first)
    is_known = np.zeros(len(gaps), bool)
    if known is None or not len(known.customer):
        return _Seen(np.zeros(0, np.int64), np.zeros(0, np.int64), is_known)
    order = np.lexsort((known.since, known.customer))
    customer, since = known.customer[order], known.since[order]
    once = np.append(True, customer[1:] != customer[:-1]) & (since <= gaps.until)
    customer, since = customer[once], since[once]
    buyers, first_day = gaps.customer[firsts], gaps.day[firsts]
    place = np.searchsorted(buyers, customer)
    buys = np.append(buyers, 0)[place] == customer
    buys &= place < len(buyers)
    before = ~buys | (since < np.append(first_day, 0)[place])
    is_known[firsts[place[buys & before]]] = True
    return _Seen(customer[before], since[before], is_known)


def _seen_moves(until: int, seen: _Seen) -> Moves:
    many = len(seen.customer)
    zero, whole = np.zeros(many, np.int64), np.ones(many, np.int64)
    return Moves(
        seen.customer, seen.since, NOBODY * whole, AWARENESS * whole, _SEEN * whole, zero, zero,
        np.zeros(many), -whole, until,
    )  # fmt: skip


def _bought_moves(gaps: Gaps, stays: Stays, seen: _Seen) -> Moves:
    """Three things may happen in a row: the order, then too long a silence, then far too long a one."""
    found = np.where(seen.is_known, AWARENESS, NOBODY)
    later = np.flatnonzero(~gaps.is_first)
    found[later] = stays.end[later - 1]
    happened = np.stack([found != stays.start, stays.is_overdue, stays.is_gone], axis=1)
    row, which = np.nonzero(happened)
    # An order is judged by what held before it, a silence by what holds in it.
    held = np.where((which == 0) & ~gaps.is_first[row], row - 1, row)
    before, reason = found[row], _reasons(found[row], gaps.is_new[row])
    overdue_after, gone_after = stays.overdue_after[held], stays.gone_after[held]
    was_gone = (which == 2) | ((which == 0) & (before == FAREWELL))
    was_overdue = (which == 1) | ((which == 0) & (before == REACTIVATION))
    limit_days = np.where(was_gone, gone_after, np.where(was_overdue, overdue_after, 0))
    first = (which == 0) & gaps.is_first[row]
    silence = np.where(which == 0, np.where(first, 0, gaps.days[held]), limit_days + 1)
    return Moves(
        customer=gaps.customer[row],
        day=gaps.day[row] + np.where(which == 0, 0, silence),
        before=np.choose(which, [before, stays.start[row], np.int64(REACTIVATION)]),
        after=np.choose(which, [stays.start[row], np.int64(REACTIVATION), np.int64(FAREWELL)]),
        reason=np.choose(which, [reason, np.int64(_OVERDUE), np.int64(_QUIET)]),
        silence_days=silence,
        limit_days=limit_days,
        usual_days=np.where(first, 0.0, stays.usual_days[held]),
        limit=np.where(first, -1, stays.limit[held]),
        until=gaps.until,
    )


def _reasons(found: IntArray, is_new: BoolArray) -> IntArray:
    """Why an order moved somebody, by the phase in which it found them."""
    by_phase = np.full(FAREWELL + 1, _BACK)
    by_phase[[NOBODY, AWARENESS]] = _BEFORE
    by_phase[[ACQUISITION, RETENTION]] = _SECOND
    return np.where(is_new, _FIRST, by_phase[found])


def _joined(first: Moves, second: Moves) -> Moves:
    if not len(first):
        return second
    # Two runs in order: a stable sort merges them, and who was seen is seen before they buy.
    order = np.argsort(np.concatenate([first.customer, second.customer]), kind="stable")
    both: dict[str, Any] = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])[order] for name in _COLUMNS
    }
    return replace(second, **both)
