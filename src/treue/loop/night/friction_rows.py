"""Frictions as tables of the snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from treue.value.experience import YEAR_DAYS, Friction, told
from treue.value.experience.effect import INSIDE, Change

_MINOR = (
    "value_change", "value_change_low", "value_change_high", "value_change_low_95", "value_change_high_95",
    "yearly", "yearly_low", "yearly_high",
)  # fmt: skip
FRICTIONS = pa.schema(
    [
        ("kind", pa.string()),
        ("detail", pa.string()),
        ("beyond", pa.int64()),
        *((name, pa.int64()) for name in ("touched", "matched", "comparable")),
        ("retention_touched", pa.float64()),
        ("retention_like_them", pa.float64()),
        ("retention_change", pa.float64()),
        ("retention_change_low", pa.float64()),
        ("retention_change_high", pa.float64()),
        ("retention_change_low_95", pa.float64()),
        ("retention_change_high_95", pa.float64()),
        *((f"{name}_minor", pa.int64()) for name in _MINOR),
        ("touched_12m", pa.int64()),
        ("known_days", pa.int64()),
        ("balance_before", pa.float64()),
        ("balance_after", pa.float64()),
        ("horizon_days", pa.int64()),
        ("alike", pa.bool_()),
        ("told", pa.bool_()),
    ]
)
TOUCHED = pa.schema(
    [("kind", pa.string()), ("detail", pa.string()), ("customer", pa.int64()), ("day", pa.date32())]
)
MISSING = pa.schema([("kind", pa.string()), ("needs", pa.string())])

POOLED = ("first_category", "first_article")
"""Kinds of which many were compared and pooled: their intervals answer for that already."""

_DECIMALS = 9  # engines add in one order, but no figure means more


def friction_rows(found: Sequence[Friction], digits: int) -> pa.Table:
    """As `FRICTIONS`, what costs most in a year first.

    Args:
        found: all of one night.
        digits: decimals of the currency.
    """
    single = [each for each in found if each.kind not in POOLED]
    clear = {
        id(each): bool(is_told) and each.is_balanced
        for each, is_told in zip(single, told([one.retention.p_value for one in single]), strict=True)
    }
    rows = [_row(each, clear.get(id(each), _excludes_none(each.retention)), 10.0**digits) for each in found]
    rows.sort(key=lambda row: (_cost(row), row["kind"], row["detail"]))
    return pa.Table.from_pylist(rows, schema=FRICTIONS)


def touched_rows(found: Sequence[Friction]) -> pa.Table:
    """As `TOUCHED`: who was touched by each in the last 12 months, and when last.

    Args:
        found: all of one night.
    """
    told = sorted(found, key=lambda each: (each.kind, each.detail))
    parts = [
        pa.table(
            [
                pa.repeat(pa.scalar(each.kind, pa.string()), len(each.lately)),
                pa.repeat(pa.scalar(each.detail, pa.string()), len(each.lately)),
                pa.array(each.lately.customer),
                pa.array(each.lately.day.astype("datetime64[D]"), pa.date32()),
            ],
            schema=TOUCHED,
        )
        for each in told
    ]
    return pa.concat_tables([TOUCHED.empty_table(), *parts])


def missing_rows(needs: Mapping[str, str]) -> pa.Table:
    """As `MISSING`: what could not be compared, and what would tell it."""
    return pa.table([pa.array(list(needs)), pa.array(list(needs.values()))], schema=MISSING)


def _row(each: Friction, is_told: bool, unit: float) -> dict[str, object]:
    change = each.retention
    ends = dict(zip(INSIDE, map(change.interval, INSIDE), strict=True))
    return {
        "kind": each.kind,
        "detail": each.detail,
        "beyond": each.beyond,
        "touched": each.touched,
        "matched": each.matched,
        "comparable": each.comparable,
        "retention_touched": round(each.again, _DECIMALS),
        "retention_like_them": round(each.again - change.mean, _DECIMALS),
        "retention_change": round(change.mean, _DECIMALS),
        "retention_change_low": round(ends[0.8][0], _DECIMALS),
        "retention_change_high": round(ends[0.8][1], _DECIMALS),
        "retention_change_low_95": round(ends[0.95][0], _DECIMALS),
        "retention_change_high_95": round(ends[0.95][1], _DECIMALS),
        **_amounts(each, unit),
        "touched_12m": len(each.lately),
        "known_days": each.known_days,
        "balance_before": None if each.balance is None else round(each.balance[0], _DECIMALS),
        "balance_after": None if each.balance is None else round(each.balance[1], _DECIMALS),
        "horizon_days": each.ahead_days,
        "alike": each.is_balanced,
        "told": is_told,
    }


def _amounts(each: Friction, unit: float) -> dict[str, int | None]:
    if each.value is None:
        return {f"{name}_minor": None for name in _MINOR}
    usual, wide = (each.value.interval(share) for share in INSIDE)
    one = (each.value.mean, *usual)
    a_year = len(each.lately) * YEAR_DAYS / max(each.known_days, 1)
    amounts = (*one, *wide, *(a_year * amount for amount in one))
    return {
        f"{name}_minor": int(np.rint(amount * unit)) for name, amount in zip(_MINOR, amounts, strict=True)
    }


def _excludes_none(change: Change) -> bool:
    low, high = change.interval(INSIDE[1])
    return low > 0 or high < 0


def _cost(row: Mapping[str, object]) -> float:
    """What is lost in a year; without amounts, by the change of retention."""
    yearly, change = row["yearly_minor"], row["retention_change"]
    return float(str(change if yearly is None else yearly))
