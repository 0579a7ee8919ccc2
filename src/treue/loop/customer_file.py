"""One row per customer, written to a file."""

from __future__ import annotations

from pathlib import Path

from treue.loop.one_file import PEOPLE
from treue.loop.out_file import write_out
from treue.warehouse.duckdb_engine import DuckDBEngine

_AMOUNTS = {
    "revenue": "revenue_minor",
    "margin": "margin_minor",
    "value": "value_minor",
    "value_median": "value_median_minor",
    "value_low": "value_low_minor",
    "value_high": "value_high_minor",
}
_ORDERS = ("expected_orders", "expected_orders_median", "expected_orders_low", "expected_orders_high")


def write_customers(engine: DuckDBEngine, table: str, digits: int, out: Path) -> None:
    """One row per customer under the shop's own numbers, amounts in whole currency units.

    The file appears when it is complete.
    """
    money = {name: f"{column} / {10**digits}.0 AS {name}" for name, column in _AMOUNTS.items()}
    forecast = ", ".join(money[name] for name in _AMOUNTS if name.startswith("value"))
    query = (
        f"SELECT label AS customer_id, orders, first_order, last_order, {money['revenue']},"
        f" {money['margin']}, p_alive, {', '.join(_ORDERS)}, {forecast}, tier, rfm_segment, first_order_known"
        f" FROM {table} JOIN {PEOPLE} USING (customer) ORDER BY customer"
    )
    write_out(lambda statement: engine.run(out.name, statement), query, out)
