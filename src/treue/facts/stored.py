"""How each kind of column is stored in Parquet."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from treue.facts.schema import Kind, Table

ARROW_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.CUSTOMER: pa.int64(),
    Kind.TEXT: pa.string(),
    Kind.DAY: pa.date32(),
    Kind.INSTANT: pa.timestamp("us"),
    Kind.MONEY: pa.int64(),
    Kind.CURRENCY: pa.string(),
    Kind.QUANTITY: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.BASIS_POINTS: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.FLAG: pa.bool_(),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of a facts table, in stored order."""
    return pa.schema([(column.name, ARROW_TYPES[column.kind]) for column in table.columns])
