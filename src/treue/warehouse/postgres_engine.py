"""PostgreSQL: for shops that already run one; psycopg for statements, ADBC for bulk both ways.

Every run works in a schema of its own, dropped at start and at close, so that runs and other
tenants of the database stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from treue.errors import BadOption, EngineError
from treue.warehouse.arrow import SQL_TYPES, in_types_of, quoted, read_parquet, write_parquet
from treue.warehouse.engine import EngineOptions, Rows
from treue.warehouse.tables import Expression, compiled, schema_of

try:
    import psycopg
    from adbc_driver_manager import Error as AdbcError
    from adbc_driver_postgresql import dbapi
except ImportError as error:
    raise BadOption(
        f"The postgres engine needs {error.name}, which is not installed. "
        'Install it with: pip install "treue[postgres]"'
    ) from error

LONGEST_NAME = 63  # bytes; PostgreSQL cuts what is longer, silently


class PostgresEngine:
    """Tables in one schema of a database.

    Args:
        url: connection string.
        schema: where tables are made; an earlier one of that name is dropped.
    """

    name = "postgres"

    def __init__(self, url: str, schema: str) -> None:
        self.schema = schema
        with _told("connecting"):
            self._con = psycopg.connect(url, autocommit=True)
            self._bulk = dbapi.connect(url, autocommit=True)
        self._run("starting", f"DROP SCHEMA IF EXISTS {quoted(schema)} CASCADE")
        self._run("starting", f"CREATE SCHEMA {quoted(schema)}")
        for statement in (f"SET search_path TO {quoted(schema)}", "SET TimeZone = 'UTC'"):
            self._run("starting", statement)
            with _told("starting"), self._bulk.cursor() as cursor:
                cursor.execute(statement)

    @classmethod
    def open(cls, options: EngineOptions) -> PostgresEngine:
        """Connect as the options say.

        Raises:
            BadOption: no connection string, or a run's name that PostgreSQL would cut.
        """
        if not options.postgres:
            raise BadOption(
                "The postgres engine has no connection string. "
                "Set TREUE_SECRET_POSTGRES, for example to postgresql://treue@localhost/treue."
            )
        schema = f"treue_{options.run}"
        if len(schema.encode()) > LONGEST_NAME:
            raise BadOption(f"The run's name {options.run!r} is too long for PostgreSQL; name it shorter.")
        return cls(options.postgres, schema)

    def load(self, name: str, schema: pa.Schema, files: Sequence[Path]) -> None:
        """Copied in, batch by batch."""
        columns = ", ".join(f"{quoted(field.name)} {SQL_TYPES[field.type]}" for field in schema)
        self._drop(name)
        self._run(name, f"CREATE TABLE {quoted(name)} ({columns})")
        for path in files:
            self._ingest(name, read_parquet(schema, pq.ParquetFile(path)), mode="append")
        self._analyse(name)

    def write(self, name: str, rows: Rows) -> None:
        """Copied in."""
        self._drop(name)
        self._ingest(name, rows, mode="create")
        self._analyse(name)

    def define(self, name: str, expression: Expression) -> None:
        """A view."""
        self._drop(name)
        self._run(name, f"CREATE VIEW {quoted(name)} AS {compiled(expression, self.name)}")

    def stage(self, name: str, expression: Expression) -> None:
        """A table with what the expression gives."""
        self._run(name, "DROP TABLE IF EXISTS treue_next")
        self._run(name, f"CREATE TABLE treue_next AS {compiled(expression, self.name)}")
        self._drop(name)
        self._run(name, f"ALTER TABLE treue_next RENAME TO {quoted(name)}")
        self._analyse(name)

    def read(self, expression: Expression) -> pa.RecordBatchReader:
        """Streamed by binary copy; the connection for bulk is busy until the last batch."""
        with _told("reading"):
            cursor = self._bulk.cursor()
            cursor.execute(compiled(expression, self.name))
            return in_types_of(schema_of(expression), _batches(cursor))

    def export(self, expression: Expression, path: Path) -> None:
        """Streamed into the file."""
        with _told(path.name):
            write_parquet(self.read(expression), path)

    def rest(self) -> None:
        """Its memory is another process's."""

    def close(self) -> None:
        """Drops the run's schema with all its tables."""
        if self._con.closed:
            return
        self._bulk.close()
        self._run("closing", f"DROP SCHEMA IF EXISTS {quoted(self.schema)} CASCADE")
        self._con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ingest(self, name: str, rows: Rows, mode: str) -> None:
        with _told(name), self._bulk.cursor() as cursor:
            cursor.adbc_ingest(name, rows, mode=mode, db_schema_name=self.schema)

    def _drop(self, name: str) -> None:
        with _told(name):
            found = self._con.execute(
                "SELECT table_type FROM information_schema.tables "
                "WHERE table_schema = %s AND table_name = %s",
                [self.schema, name],
            ).fetchall()
        for (kind,) in found:
            self._run(name, f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {quoted(name)}")

    def _analyse(self, name: str) -> None:
        # Fresh tables have no statistics, and without them joins become nested loops.
        self._run(name, f"ANALYZE {quoted(name)}")

    def _run(self, what: str, statement: str) -> None:
        with _told(what):
            self._con.execute(statement.encode())


def _batches(cursor: dbapi.Cursor) -> Iterator[pa.RecordBatch]:
    # The stream ends with its cursor, so the cursor has to live until the last batch.
    with cursor:
        yield from cursor.fetch_record_batch()


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, AdbcError) as error:
        raise EngineError(f"PostgreSQL, {what}: {error}") from error
