"""Phases month by month: who stood where when it ended, and who moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from treue.report.rows import Flow

BUYERS = ("acquisition", "retention", "reactivation", "farewell")
"""Phases of people who have ordered, in the order in which a relationship may pass through them."""

SILENT = ("reactivation", "farewell")


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Customers by phase when a month ended, or on the last day looked at while it runs."""

    month: date
    customers: Mapping[str, int]


def month_ends(flows: Sequence[Flow]) -> list[MonthEnd]:
    """Every month from the first with a customer on, in order: interest alone is no relationship yet."""
    ends: dict[date, dict[str, int]] = {}
    for flow in flows:
        there = ends.setdefault(flow.month, {})
        there[flow.after] = there.get(flow.after, 0) + flow.customers
    begun = [month for month, there in ends.items() if any(there.get(phase) for phase in BUYERS)]
    return [MonthEnd(month, ends[month]) for month in sorted(ends) if begun and month >= min(begun)]


def last_full_month(ends: Sequence[MonthEnd], until: date) -> date | None:
    """The latest month that is over on the day after `until`; None where there is none."""
    return max((end.month for end in ends if is_over(end.month, until)), default=None)


def moves_in(flows: Sequence[Flow], month: date | None) -> list[Flow]:
    """Who moved in a month, the largest flow first; without those who stayed."""
    found = [flow for flow in flows if flow.month == month and flow.before != flow.after]
    return sorted(found, key=lambda flow: -flow.customers)


def overdue(moves: Sequence[Flow]) -> int:
    """How many became overdue: silent now, and not before."""
    return sum(flow.customers for flow in moves if flow.after in SILENT and flow.before not in SILENT)


def came_back(moves: Sequence[Flow]) -> int:
    """How many were silent and ordered again."""
    return sum(flow.customers for flow in moves if flow.before in SILENT and flow.after not in SILENT)


def is_over(month: date, until: date) -> bool:
    """Whether the last day looked at ends the month, or a later one."""
    return (until + timedelta(days=1)).replace(day=1) > month
