"""DuckDB: the engine that needs nothing beside us."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from treue.errors import EngineError
from treue.warehouse.arrow import in_types_of, literal, quoted, sql_columns
from treue.warehouse.engine import EngineOptions, Rows
from treue.warehouse.tables import Expression, compiled, schema_of

BATCH_ROWS = 122_880  # one row group of DuckDB
_AT_REST, _BESIDE_ARRAYS = "64MB", 0.6
"""Memory while others work, and the share of its own once arrays of all customers stand beside its tables: by
then the largest tables are made."""
_AMOUNT = re.compile(r"\s*([0-9.]+)\s*([A-Za-z]+)\s*")


class DuckDBEngine:
    """Tables in one DuckDB connection.

    Args:
        con: where tables are made; it may already hold some.
        owned: whether closing the engine closes the connection too.
        memory: its limit, where that was told.
    """

    name = "duckdb"

    def __init__(
        self, con: duckdb.DuckDBPyConnection, *, owned: bool = False, memory: str | None = None
    ) -> None:
        self.con = con
        self._owned = owned
        self._memory = memory
        con.execute("SET TimeZone = 'UTC'")

    @classmethod
    def open(cls, options: EngineOptions) -> DuckDBEngine:
        """A database of its own in memory."""
        settings: dict[str, str | bool | int | float | list[str]] = {}
        if options.memory:
            settings["memory_limit"] = options.memory
        if options.threads:
            settings["threads"] = options.threads
        if options.scratch:
            settings["temp_directory"] = str(options.scratch)
        with _told("starting"):
            where = str(options.scratch / "engine.duckdb") if options.scratch else ":memory:"
            return cls(duckdb.connect(where, config=settings), owned=True, memory=options.memory)

    def load(self, name: str, schema: pa.Schema, files: Sequence[Path]) -> None:
        """A view over the files; no files make an empty table."""
        present = {column for path in files for column in pq.read_schema(path).names}
        columns = sql_columns(schema, present)
        listed = ", ".join(literal(str(path)) for path in files)
        source = f"read_parquet([{listed}], union_by_name = true)" if files else "(SELECT 1) WHERE false"
        self._drop(name)
        self.run(name, f"CREATE VIEW {quoted(name)} AS SELECT {columns} FROM {source}")

    def adopt(self, name: str, schema: pa.Schema, relation: str) -> None:
        """A view in the declared shape over what the connection already holds as `relation`."""
        with _told(name):
            present = set(self.con.sql(f"SELECT * FROM {quoted(relation)}").columns)
        self._drop(name)
        columns = sql_columns(schema, present)
        self.run(name, f"CREATE VIEW {quoted(name)} AS SELECT {columns} FROM {quoted(relation)}")

    def write(self, name: str, rows: Rows) -> None:
        """A table with these rows."""
        with _told(name):
            self.con.register("treue_arriving", rows)
        try:
            self._replace(name, "SELECT * FROM treue_arriving")
        finally:
            self.con.unregister("treue_arriving")

    def define(self, name: str, expression: Expression) -> None:
        """A view."""
        self._drop(name)
        self.run(name, f"CREATE VIEW {quoted(name)} AS {compiled(expression, self.name)}")

    def stage(self, name: str, expression: Expression) -> None:
        """A table with what the expression gives."""
        self._replace(name, compiled(expression, self.name))

    def read(self, expression: Expression) -> pa.RecordBatchReader:
        """Streamed; other calls on the engine may go on meanwhile."""
        with _told("reading"):
            result = self.con.cursor().sql(compiled(expression, self.name))
            return in_types_of(schema_of(expression), result.to_arrow_reader(BATCH_ROWS))

    def export(self, expression: Expression, path: Path) -> None:
        """Written by DuckDB itself, without a detour."""
        query = compiled(expression, self.name)
        target = literal(str(path))
        self.run(path.name, f"COPY ({query}) TO {target} (FORMAT parquet, COMPRESSION zstd)")

    def rest(self) -> None:
        """What lies in the file goes from memory when the limit falls; from then on it is `_BESIDE_ARRAYS`.

        A connection that was given to us has its giver's limit.
        """
        if not self._owned:
            return
        if self._memory is None:
            usual = "RESET memory_limit"
        else:
            found = _AMOUNT.fullmatch(self._memory)  # a share of the machine's stays as it was told
            less = f"{_BESIDE_ARRAYS * float(found.group(1))}{found.group(2)}" if found else self._memory
            usual = f"SET memory_limit = {literal(less)}"
        for limit in (f"SET memory_limit = {literal(_AT_REST)}", usual):
            with suppress(
                duckdb.OutOfMemoryException
            ):  # what is not in the file stays, and so does the limit
                self.con.execute(limit)

    def close(self) -> None:
        """A connection that was given to us stays open."""
        if self._owned:
            self.con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _replace(self, name: str, query: str) -> None:
        # A table may be computed from the one it replaces, so the old one goes last.
        self.run(name, f"CREATE OR REPLACE TABLE treue_next AS {query}")
        self._drop(name)
        self.run(name, f"ALTER TABLE treue_next RENAME TO {quoted(name)}")

    def _drop(self, name: str) -> None:
        kinds = self.con.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]
        ).fetchall()
        for (kind,) in kinds:
            self.run(name, f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {quoted(name)}")

    def run(self, what: str, statement: str) -> None:
        """Run a statement of DuckDB's own; `what` is named where it fails."""
        with _told(what):
            self.con.execute(statement)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise EngineError(f"DuckDB, {what}: {error}") from error
