"""Starting an engine by its name; what it needs is imported only then."""

from __future__ import annotations

from treue.errors import BadOption
from treue.warehouse.engine import ENGINES, Engine, EngineOptions


def open_engine(name: str, options: EngineOptions | None = None) -> Engine:
    """Start the engine of that name; what it needs is imported only now.

    Raises:
        BadOption: no such engine, or its extra is not installed.
        EngineError: it does not start.
    """
    options = options or EngineOptions()
    if name == "duckdb":
        from treue.warehouse.duckdb_engine import DuckDBEngine  # noqa: PLC0415  # only the chosen engine is loaded

        return DuckDBEngine.open(options)
    if name == "postgres":
        from treue.warehouse.postgres_engine import PostgresEngine  # noqa: PLC0415  # only the chosen engine is loaded

        return PostgresEngine.open(options)
    if name == "spark":
        from treue.warehouse.spark_engine import SparkEngine  # noqa: PLC0415  # only the chosen engine is loaded

        return SparkEngine.open(options)
    known = ", ".join(ENGINES)
    raise BadOption(f"The engine is {name!r}; it is one of {known}. Change [engine] name in treue.toml.")
