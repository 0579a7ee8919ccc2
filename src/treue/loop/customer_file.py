"""Writing one row per customer to a Parquet or CSV file."""

from __future__ import annotations

from pathlib import Path

from treue.errors import BadOption
from treue.loop.one_file import PEOPLE
from treue.warehouse.arrow import literal
from treue.warehouse.duckdb_engine import DuckDBEngine

FORMATS = {".parquet": "FORMAT parquet", ".csv": "FORMAT csv, HEADER"}
"""Ending of a file -> how DuckDB writes it."""

_AMOUNTS = {
    "revenue": "revenue_minor",
    "margin": "margin_minor",
    "value": "value_minor",
    "value_median": "value_median_minor",
    "value_low": "value_low_minor",
    "value_high": "value_high_minor",
}
_ORDERS = ("expected_orders", "expected_orders_median", "expected_orders_low", "expected_orders_high")


def check_out(path: Path | None) -> None:
    """Refuse a target that cannot be written, before any work is done.

    Raises:
        BadOption: another ending, or no such folder.
    """
    if path is None:
        return
    if path.suffix not in FORMATS:
        raise BadOption(f"--out is {path}; its name ends in .parquet or .csv.")
    if path.is_dir():
        raise BadOption(f"--out is {path}, which is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise BadOption(f"--out is {path}, but there is no folder {path.parent}; make it first.")


def write_customers(engine: DuckDBEngine, table: str, digits: int, out: Path) -> None:
    """One row per customer under the shop's own numbers, amounts in whole currency units.

    The file appears when it is complete.
    """
    money = {name: f"{column} / {10**digits}.0 AS {name}" for name, column in _AMOUNTS.items()}
    forecast = ", ".join(money[name] for name in _AMOUNTS if name.startswith("value"))
    draft = out.with_name(f".{out.name}.tmp")
    query = (
        f"COPY (SELECT label AS customer_id, orders, first_order, last_order, {money['revenue']},"
        f" {money['margin']}, p_alive, {', '.join(_ORDERS)}, {forecast}, tier, rfm_segment, first_order_known"
        f" FROM {table} JOIN {PEOPLE} USING (customer) ORDER BY customer)"
        f" TO {literal(str(draft))} ({FORMATS[out.suffix]})"
    )
    try:
        engine.run(out.name, query)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
