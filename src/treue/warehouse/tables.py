"""Table expressions: written once, compiled to the SQL of each engine.

Ibis is a compiler here: expressions stand on declared schemas, `compiled` turns them into text, and
the engine's own driver runs it (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
from ibis.config import Config

Expression: TypeAlias = ibis.Table
Column: TypeAlias = ibis.Value


class _SparkOptions(Config):  # type: ignore[misc]  # Ibis ships no types
    """Stands in for the options of Ibis' Spark backend, whose own extra would bring pandas."""

    treat_nan_as_null: bool = False


ibis.options.pyspark = _SparkOptions()

TYPES: tuple[tuple[str, pa.DataType], ...] = (
    ("int64", pa.int64()),
    ("string", pa.string()),
    ("date", pa.date32()),
    ("timestamp", pa.timestamp("us")),
    ("float64", pa.float64()),
    ("boolean", pa.bool_()),
)
"""What a column may hold, in Ibis' word and Arrow's; Ibis' own translation needs a package we do not."""

DIALECTS: Mapping[str, str] = {"duckdb": "duckdb", "postgres": "postgres", "spark": "pyspark"}
"""Engine -> what Ibis calls its language."""


def declare(name: str, schema: pa.Schema) -> Expression:
    """A table that will be there under this name when the SQL runs."""
    words = {kind: word for word, kind in TYPES}
    return ibis.table({field.name: words[field.type] for field in schema}, name=name)


def staged(name: str, expression: Expression) -> Expression:
    """What `expression` gives, once an engine holds it as a table of this name."""
    return ibis.table(expression.schema(), name=name)


def schema_of(expression: Expression) -> pa.Schema:
    """The Arrow types an engine must give back for it.

    Raises:
        KeyError: a column is of none of our types, for example an int32 nobody cast.
    """
    kinds = {ibis.dtype(word): kind for word, kind in TYPES}
    plain = {name: kind.copy(nullable=True) for name, kind in expression.schema().items()}
    return pa.schema([(name, kinds[_unscaled(kind)]) for name, kind in plain.items()])


def _unscaled(kind: ibis.expr.datatypes.DataType) -> ibis.expr.datatypes.DataType:
    return ibis.dtype("timestamp") if kind.is_timestamp() else kind


def compiled(expression: Expression, engine: str) -> str:
    """The SQL text of one engine: duckdb, postgres or spark.

    Raises:
        KeyError: no such engine.
    """
    columns = {name: as_int64(expression[name]) for name in expression.columns}
    return str(ibis.to_sql(expression.select(**columns), dialect=DIALECTS[engine]))


def as_int64(column: Column) -> Column:
    """The column as int64 where Ibis takes it for a whole number; other columns as they are.

    Engines widen sums and narrow constants behind Ibis' back; it then drops `cast("int64")` as needless.
    """
    return ops.Cast(column, to="int64").to_expr() if column.type().is_integer() else column


def without(expression: Expression, *names: str) -> Expression:
    """The other columns; Ibis' own `drop` forgets their order, and golden SQL would change by itself."""
    return expression.select([name for name in expression.columns if name not in names])


def half_even(numerator: Column, denominator: Column) -> Column:
    """The quotient of two whole numbers, rounded half to even like Python's Decimal.

    The remainder is taken in integers, so the division itself is exact in floating point and no
    engine's own rounding decides. Bind long expressions to a column first: both arguments are repeated.

    Args:
        numerator: int64 of either sign.
        denominator: int64 above zero.

    Returns:
        int64; exact while the quotient stays below 2**51.
    """
    rest = numerator % denominator  # of the numerator's sign on every engine
    whole = ((numerator - rest) / denominator).round().cast("int64")
    twice = rest.abs() * 2
    away = (twice > denominator) | ((twice == denominator) & (whole % 2 != 0))
    return whole + away.ifelse((numerator < 0).ifelse(-1, 1), 0)


def on(day: date) -> Column:
    """A day as a constant."""
    return ibis.date(day.year, day.month, day.day)


def month_index(day: Column) -> Column:
    """Months since year 0, int64; the difference of two is a number of calendar months."""
    return (day.year() * 12 + day.month() - 1).cast("int64")


def month_start(day: Column) -> Column:
    """The first day of the month, as a date."""
    return ibis.date(day.year(), day.month(), 1)


def days_between(earlier: Column, later: Column) -> Column:
    """Whole days from one date column to another, int64."""
    return later.delta(earlier, unit="day").cast("int64")


def whole_sum(amount: Column, *, where: Column | None = None) -> Column:
    """A sum of int64 that stays int64 on every engine; 0 where nothing was added."""
    return as_int64(amount.sum(where=where)).fill_null(0)
