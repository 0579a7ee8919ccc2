"""What the last night left: each customer's tier, and the moves so far."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from treue.segments.moves.tables import BEFORE, MOVES
from treue.warehouse import snapshot

_SHEET = {
    "customer": "customer",
    "tier_before": "tier",
    "profit_before": "profit_minor",
    "margin_24m_before": "margin_24m_minor",
    "year_value_before": "year_value_minor",
    "service_before": "service_minor",
    "reserve_before": "return_reserve_minor + default_reserve_minor",
}


def tiers_before(snapshots: Path) -> pa.Table | None:
    """As `BEFORE`; None where no night has told tiers yet.

    Args:
        snapshots: the home's folder.
    """
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _SHEET.items())
    needed = [part for sql in _SHEET.values() for part in sql.split(" + ")]
    asked = f"SELECT {columns} FROM customers WHERE tier IS NOT NULL"
    return _read(snapshots, "customers", needed, asked, BEFORE)


def moves_before(snapshots: Path) -> pa.Table:
    """As `MOVES`, all that were logged so far.

    Args:
        snapshots: the home's folder.
    """
    asked = f"SELECT {', '.join(MOVES.names)} FROM tier_moves"
    found = _read(snapshots, "tier_moves", MOVES.names, asked, MOVES)
    return MOVES.empty_table() if found is None else found


def _read(
    snapshots: Path, table: str, needed: Sequence[str], asked: str, schema: pa.Schema
) -> pa.Table | None:
    published = snapshot.current(snapshots)
    if published is None:
        return None
    with snapshot.open_snapshot(published.database) as con:
        there = con.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ?", [table]
        ).fetchall()
        if not set(needed) <= {name for (name,) in there}:
            return None
        found: pa.Table = con.sql(asked).to_arrow_table().cast(schema)
    return found if len(found) or table != "customers" else None
