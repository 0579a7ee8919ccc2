"""Where every customer stands in the relationship, who moved and why, and how they flow month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from treue.loop.kept import keep, kept
from treue.loop.night.valuing import day_number
from treue.segments.phases.flows import flows
from treue.segments.phases.gaps import Bought, Gaps, gaps_of
from treue.segments.phases.learning import learn_limits
from treue.segments.phases.limits import FIRST, PhaseLimits
from treue.segments.phases.moves import REASONS, Known, moves
from treue.segments.phases.names import PHASES
from treue.segments.phases.standing import standing
from treue.segments.phases.stays import Stays
from treue.segments.phases.stored import read_limits
from treue.value.histories import BoolArray, IntArray
from treue.value.order_days import OrderDays

LIMITS = "phases.json"
"""Limits a home keeps: those that moved every night would move customers who did nothing."""

KEPT_DAYS = 30


LIMITS_SCHEMA = pa.schema(
    [
        ("category", pa.string()),
        ("usual_from", pa.float64()),
        ("usual_to", pa.float64()),
        *(
            (f"{phase}_{name}", pa.int64())
            for phase in ("reactivation", "farewell")
            for name in ("days", "low", "high")
        ),
        ("gaps", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Phased:
    """Tables of the snapshot.

    Args:
        phases: one row per person: customer, phase, since, reason, silence_days (empty without an order),
            usual_days (empty where nothing is known), next_phase and next_day (if they stay silent; empty
            where none comes).
        moves: one row per move: customer, day, before (empty: nobody knew them), after, reason,
            silence_days, limit_days.
        flows: month (first day), before, after, customers; who stayed included.
        limits: where phases end, in days of silence, with 80 % intervals: category (empty: the whole shop),
            usual_from and usual_to (whose usual gap is so long; both empty after a first order, usual_to for
            the longest), reactivation_days, _low and _high, farewell_days, _low and _high (empty where nobody
            was silent long enough to tell), gaps (it was learned from).
    """

    phases: pa.Table
    moves: pa.Table
    flows: pa.Table
    limits: pa.Table


def phase(folder: Path, orders: OrderDays, categories: pa.Table, seen: pa.Table, until: date) -> Phased:
    """Learn where phases end, or take the limits that the home keeps, and look at everybody.

    Args:
        folder: the home's.
        orders: of all customers.
        categories: customer, day, category: what was mainly bought.
        seen: customer, since: people known to the shop, buyers or not.
        until: the last day that counts.

    Raises:
        BrokenHome: the kept limits cannot be read.
    """
    day = day_number(until)
    gaps = gaps_of(orders.customer, orders.day, day, _bought(orders, categories))
    limits = _limits(folder / LIMITS, gaps, day)
    stays = Stays.of(gaps, limits)
    known = Known(seen.column("customer").to_numpy(), _days(seen.column("since")))
    moved = moves(gaps, stays, known)
    now, flowed = standing(gaps, stays, moved), flows(moved)
    return Phased(
        phases=pa.table(
            {
                "customer": now.customer,
                "phase": _keys(now.phase),
                "since": _dates(now.since),
                "reason": _named(now.reason),
                "silence_days": pa.array(now.silence_days, mask=now.silence_days < 0),
                "usual_days": pa.array(np.rint(now.usual_days).astype(np.int64), mask=now.usual_days <= 0),
                "next_phase": _keys(now.next_phase),
                "next_day": _dates(now.next_day, now.next_phase == 0),
            }
        ),
        moves=pa.table(
            {
                "customer": moved.customer,
                "day": _dates(moved.day),
                "before": _keys(moved.before),
                "after": _keys(moved.after),
                "reason": _named(moved.reason),
                "silence_days": moved.silence_days,
                "limit_days": moved.limit_days,
            }
        ),
        flows=pa.table(
            {
                "month": _dates(flowed.month),
                "before": _keys(flowed.before),
                "after": _keys(flowed.after),
                "customers": flowed.customers,
            }
        ),
        limits=_limit_rows(limits),
    )


def _limit_rows(learned: PhaseLimits) -> pa.Table:
    ends = dict(zip(range(1, len(learned.cuts) + 1), learned.cuts, strict=True))
    rows = [
        {
            "category": limit.category or None,
            "usual_from": None if limit.band == FIRST else limit.usual_from,
            "usual_to": ends.get(limit.band),
            **{
                f"reactivation_{name}": getattr(limit, f"reactivation_{name}")
                for name in ("days", "low", "high")
            },
            **{
                f"farewell_{name}": None if limit.is_open else getattr(limit, f"farewell_{name}")
                for name in ("days", "low", "high")
            },
            "gaps": limit.gaps,
        }
        for limit in learned.limits
    ]
    return pa.Table.from_pylist(rows, schema=LIMITS_SCHEMA)


def _limits(path: Path, gaps: Gaps, day: int) -> PhaseLimits:
    earlier = kept(path, read_limits)
    if earlier is not None and 0 <= day - earlier.until < KEPT_DAYS:
        return earlier
    learned = learn_limits(gaps)
    keep(path, learned.to_json())
    return learned


def _bought(orders: OrderDays, categories: pa.Table) -> Bought | None:
    """The main category of each order day, by the place of its name."""
    if not len(categories):
        return None
    names = categories.column("category").combine_chunks().dictionary_encode()
    customer, day = categories.column("customer").to_numpy(), _days(categories.column("day"))
    people, last = np.unique(orders.customer), int(max(orders.day.max(), day.max()))

    def joint(of: IntArray, on: IntArray) -> IntArray:
        """Customer and day as one number."""
        return np.searchsorted(people, of) * (last + 1) + on

    given, wanted = joint(customer, day), joint(orders.customer, orders.day)
    order = np.argsort(given)
    place = order[np.minimum(np.searchsorted(given, wanted, sorter=order), len(given) - 1)]
    code = np.where(given[place] == wanted, np.asarray(names.indices)[place], -1)
    return Bought(code.astype(np.int64), tuple(names.dictionary.to_pylist()))


def _days(column: pa.ChunkedArray) -> IntArray:
    return np.asarray(column.cast(pa.int32()).to_numpy(), dtype=np.int64)


def _dates(days: IntArray, missing: BoolArray | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def _keys(codes: IntArray) -> pa.Array:
    """Keys of phases; empty for who was not known."""
    return pa.array([None, *(each.key for each in PHASES)], pa.string()).take(pa.array(codes))


def _named(reasons: IntArray) -> pa.Array:
    return pa.array(REASONS, pa.string()).take(pa.array(reasons))
