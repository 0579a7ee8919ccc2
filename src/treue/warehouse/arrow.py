"""Between Arrow and the engines: types by name, batches in the types we promised."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyarrow as pa

SQL_TYPES = {
    "int64": "BIGINT",
    "string": "VARCHAR",
    "date32[day]": "DATE",
    "timestamp[us]": "TIMESTAMP",
    "double": "DOUBLE PRECISION",
    "bool": "BOOLEAN",
}
"""Arrow type of a facts column -> how DuckDB and PostgreSQL call it."""


def sql_columns(schema: pa.Schema, present: Collection[str]) -> str:
    """A select list in the declared shape; what is not present is empty."""
    return ", ".join(
        f"CAST({_quoted(field.name) if field.name in present else 'NULL'} AS {SQL_TYPES[str(field.type)]}) "
        f"AS {_quoted(field.name)}"
        for field in schema
    )


def in_types_of(schema: pa.Schema, reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """The same rows, each column cast to the type its expression declares.

    Engines differ in what they send (nanoseconds, zones, decimals); a value that does not fit fails.
    """
    return pa.RecordBatchReader.from_batches(schema, _cast(schema, reader))


def _cast(schema: pa.Schema, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _quoted(name: str) -> str:
    return f'"{name}"'
