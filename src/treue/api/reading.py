"""Rows of customers from a snapshot, a page at a time, without those who are not to be shown."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from treue.api.answers import Days, Range
from treue.loop.rights.hidden import hidden
from treue.loop.shelf import Opened

Told = dict[str, object]
_BESIDE = {"phases": "phase", "cluster_members": "cluster"}

COLUMNS = (
    "customers.customer", "code", "orders", "first_order", "last_order", "revenue_minor", "margin_minor",
    "profit_minor", "year_value_minor", "tier", "tier_by_limits", "rfm_segment", "p_alive", "expected_orders",
    "expected_orders_median", "expected_orders_low", "expected_orders_high", "value_minor",
    "value_median_minor", "value_low_minor", "value_high_minor", "at_stake_minor", "usual_gap_days", "silent",
    "order_chance_7", "order_chance_28", "next_order", "next_order_low", "next_order_high",
)  # fmt: skip
_OF_PHASES = {
    "phase": "phase", "phase_since": "since", "phase_reason": "reason", "next_phase": "next_phase",
    "next_phase_day": "next_day",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which customers, and how many.

    Args:
        after: the highest key that came already.
        most: rows at most.
        source: FROM and, if any, WHERE; `customers` is in it.
        blanks: its values, by name.
    """

    after: int
    most: int
    source: str = "FROM customers"
    blanks: Mapping[str, object] = field(default_factory=dict)


def page_of(opened: Opened, wanted: Wanted) -> tuple[list[Told], bool]:
    """Rows in the order of keys, and whether more follow."""
    joined = "AND" if " WHERE " in wanted.source else "WHERE"
    keys = (
        f"SELECT customers.customer {wanted.source} {joined} customers.customer > $after "
        "AND customers.customer NOT IN (SELECT unnest($hidden::BIGINT[])) "
        "ORDER BY customers.customer LIMIT $most"
    )
    blanks = {**wanted.blanks, "after": wanted.after, "most": wanted.most + 1, "hidden": list(hidden())}
    found = _told(opened, keys, blanks)
    return found[: wanted.most], len(found) > wanted.most


def one_of(opened: Opened, bits: int) -> Told | None:
    """The customer of a code's bits; None if there is none to be shown."""
    keys = (
        "SELECT customer FROM customers WHERE customer BETWEEN $low AND $high "
        "AND customer NOT IN (SELECT unnest($hidden::BIGINT[])) ORDER BY customer LIMIT 1"
    )
    blanks: dict[str, object] = {"low": bits << 13, "high": (bits + 1 << 13) - 1, "hidden": list(hidden())}
    return next(iter(_told(opened, keys, blanks)), None)


def _told(opened: Opened, keys: str, blanks: Mapping[str, object]) -> list[Told]:
    shown = {each.rpartition(".")[2]: each for each in COLUMNS}
    shown |= {
        name: f"phases.{sql}" if "phases" in opened.tables else "NULL" for name, sql in _OF_PHASES.items()
    }
    shown["cluster"] = "cluster_members.cluster" if "cluster_members" in opened.tables else "NULL"
    joins = " ".join(f"LEFT JOIN {name} USING (customer)" for name in _BESIDE if name in opened.tables)
    listed = ", ".join(f"{sql} AS {name}" for name, sql in shown.items())
    query = f"SELECT {listed} FROM ({keys}) page JOIN customers USING (customer) {joins} ORDER BY 1"
    return [dict(zip(shown, map(_plain, row), strict=True)) for row in opened.rows(query, blanks)]


def _plain(value: object) -> object:
    """JSON knows no NaN and no infinity."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def range_of(row: Told, name: str, unit: str = "") -> Range | None:
    """An estimate with its interval; None where there is none."""
    mean = row[f"{name}{unit}"]
    if not isinstance(mean, int | float):
        return None
    median, low, high = (_number(row[f"{name}_{end}{unit}"]) for end in ("median", "low", "high"))
    return Range(mean=mean, median=median, low=low, high=high)


def days_of(row: Told) -> Days | None:
    """When the next order probably comes."""
    day = row["next_order"]
    if not isinstance(day, date):
        return None
    return Days(day=day, low=_day(row["next_order_low"]), high=_day(row["next_order_high"]))


def keys_in(rows: Collection[Told]) -> list[int]:
    """Of some rows."""
    return [int(str(row["customer"])) for row in rows]


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
