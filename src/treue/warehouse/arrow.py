"""Between Arrow and the engines: types by name, batches in the types we promised, Parquet both ways."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SQL_TYPES = {
    pa.int64(): "BIGINT",
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.float64(): "DOUBLE PRECISION",
    pa.bool_(): "BOOLEAN",
}
"""What a column may hold -> how DuckDB and PostgreSQL call it."""


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it, where a parameter is not allowed."""
    return "'" + text.replace("'", "''") + "'"


def sql_columns(schema: pa.Schema, present: Collection[str]) -> str:
    """A select list in the declared shape; what is not present is empty."""
    return ", ".join(
        f"CAST({quoted(field.name) if field.name in present else 'NULL'} AS {SQL_TYPES[field.type]}) "
        f"AS {quoted(field.name)}"
        for field in schema
    )


def in_types_of(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> pa.RecordBatchReader:
    """The same rows, each column cast to the type the schema declares.

    Engines differ in what they send (nanoseconds, zones, wide integers); a value that does not fit fails.
    """
    return pa.RecordBatchReader.from_batches(schema, _cast(schema, batches))


def _cast(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def read_parquet(schema: pa.Schema, file: pq.ParquetFile) -> pa.RecordBatchReader:
    """A file's rows in the declared shape; columns it lacks are empty."""
    return pa.RecordBatchReader.from_batches(schema, _shaped(schema, file))


def _shaped(schema: pa.Schema, file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    present = set(file.schema_arrow.names)
    for batch in file.iter_batches(columns=[name for name in schema.names if name in present]):
        columns = [
            batch.column(field.name).cast(field.type)
            if field.name in present
            else pa.nulls(len(batch), field.type)
            for field in schema
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def write_parquet(reader: pa.RecordBatchReader, path: Path) -> None:
    """All rows into one file."""
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
