"""Moves between tiers since the last night, each with the part of its profit that made the difference."""

from __future__ import annotations

from datetime import date

import ibis
import pyarrow as pa

from treue.segments.tables import RANKED
from treue.warehouse.tables import Column, Expression, declare, on

BEFORE = pa.schema(
    [
        ("customer", pa.int64()),
        ("tier_before", pa.string()),
        *(
            (f"{name}_before", pa.int64())
            for name in ("profit", "margin_24m", "year_value", "service", "reserve")
        ),
    ]
)
"""What the last night left of each customer; amounts in minor units."""

MOVES = pa.schema(
    [
        ("customer", pa.int64()),
        ("day", pa.date32()),
        ("tier_before", pa.string()),
        ("tier", pa.string()),
        ("profit_before_minor", pa.int64()),
        ("profit_minor", pa.int64()),
        ("reason", pa.string()),
        ("reason_minor", pa.int64()),
    ]
)
"""One row per move: `reason` is orders, outlook, service, returns, silence, return or limits."""


def before() -> Expression:
    """The table that the engine holds under this name."""
    return declare("before", BEFORE)


def moves(sheet: Expression, day: date) -> Expression:
    """Who is in another tier than before.

    Args:
        sheet: `customer_sheet`.
        day: of the move.

    Returns:
        As `MOVES`. The reason is what changed the profit most in the direction of the move: orders (what
        they left in 24 months), outlook (the next 12 months), service (its cost), returns (what is still
        expected back); else limits, where the tiers' borders moved. Who becomes former fell silent, who was
        former came back: silence and return, with the change of the whole profit.
    """
    joined = sheet.inner_join(before(), "customer")
    moved = joined.filter(joined.tier != joined.tier_before)
    reserve = moved.return_reserve_minor + moved.default_reserve_minor
    parts = {
        "orders": moved.margin_24m_minor
        - moved.margin_24m_before
        + moved.service_minor
        - moved.service_before,
        "outlook": moved.year_value_minor - moved.year_value_before,
        "service": moved.service_before - moved.service_minor,
        "returns": moved.reserve_before - reserve,
    }
    rows = moved.mutate(**{f"by_{name}": part for name, part in parts.items()})
    amounts = [rows[f"by_{name}"] for name in parts]
    is_up = _rank(rows.tier) > _rank(rows.tier_before)
    rows = rows.mutate(
        change=rows.profit_minor - rows.profit_before,
        most=is_up.ifelse(ibis.greatest(*amounts), ibis.least(*amounts)),
        is_up=is_up,
    )
    explained = rows.is_up.ifelse(rows.most > 0, rows.most < 0)
    reason = ibis.cases(
        (rows.tier == "former", "silence"),
        (rows.tier_before == "former", "return"),
        (~explained, "limits"),
        *((rows[f"by_{name}"] == rows.most, name) for name in parts),
        else_="limits",
    )
    by_amount = reason.isin(tuple(parts)).ifelse(rows.most, rows.change)
    return rows.select(
        "customer",
        "tier_before",
        "tier",
        "profit_minor",
        day=on(day),
        profit_before_minor=rows.profit_before,
        reason=reason,
        reason_minor=by_amount,
    ).select(*MOVES.names)


def _rank(tier: Column) -> Column:
    places = [(tier == name, ibis.literal(place + 1, "int64")) for place, name in enumerate(RANKED)]
    return ibis.cases(*places, else_=ibis.literal(0, "int64"))
