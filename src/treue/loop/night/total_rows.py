"""What all customers come to, and how the forecasts did that were tried, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import pyarrow as pa

from treue.loop.night.handed import Beliefs
from treue.loop.night.tested_rows import BacktestTold
from treue.value.forecast import Estimate

_ENDS = ("mean", "median", "low", "high")
_TOTALS = pa.schema(
    [
        ("kind", pa.string()),
        ("since", pa.date32()),
        ("days", pa.int64()),
        *((f"orders_{end}", pa.float64()) for end in _ENDS),
        ("came_orders", pa.float64()),
        *((f"value_{end}_minor", pa.int64()) for end in _ENDS),
    ]
)
_STANDINGS = pa.schema(
    [("name", pa.string()), *((name, pa.float64()) for name in ("crps", "rmse", "mae_median"))]
)


def total_tables(beliefs: Beliefs, tested: BacktestTold, digits: int) -> dict[str, pa.Table]:
    """`totals` and `standings`; see docs/snapshot.md."""
    standings = [asdict(each) for each in beliefs.chosen.verdict.standings]
    rows = [_ahead(beliefs, digits), *([tested.total()] if tested.summary else [])]
    return {
        "totals": pa.Table.from_pylist(rows, schema=_TOTALS),
        "standings": pa.Table.from_pylist(standings, schema=_STANDINGS),
    }


def minor_of(estimate: Estimate | None, digits: int) -> Mapping[str, int] | None:
    """Mean, median, low and high in minor units; None where no amounts are known."""
    if estimate is None:
        return None
    return {name: round(amount * 10**digits) for name, amount in asdict(estimate).items()}


def _ahead(beliefs: Beliefs, digits: int) -> dict[str, object]:
    totals = beliefs.appraisal.totals
    value = minor_of(totals.value, digits) or {}
    return {
        "kind": "ahead",
        "since": beliefs.until,
        "days": beliefs.appraisal.outlook.ahead.days,
        **{f"orders_{end}": amount for end, amount in asdict(totals.orders).items()},
        **{f"value_{end}_minor": amount for end, amount in value.items()},
    }
