"""What every engine promises, so that the rest of the house need not know which one computes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

import pyarrow as pa

if TYPE_CHECKING:  # keeps Ibis out of processes that only read snapshots
    from treue.warehouse.tables import Expression

Rows: TypeAlias = pa.Table | pa.RecordBatchReader

ENGINES = ("duckdb", "postgres", "spark")


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How an engine is started.

    Args:
        memory: what DuckDB may use before it spills to disk, as "4GB"; unset means DuckDB's own choice.
        threads: of DuckDB; unset means one per processor.
        scratch: folder for what does not fit into memory; unset means the system's.
        postgres: connection string.
        spark_master: where Spark runs.
        run: names the PostgreSQL schema of this run, so that two runs stay apart.
    """

    memory: str | None = None
    threads: int | None = None
    scratch: Path | None = None
    postgres: str = ""
    spark_master: str = "local[2]"
    run: str = "run"


class Engine(Protocol):
    """Holds tables by name and computes expressions over them; a context manager.

    Every method raises EngineError with the engine's own words where it refuses or dies.
    """

    @property
    def name(self) -> str:
        """duckdb, postgres or spark."""

    def load(self, name: str, schema: pa.Schema, files: Sequence[Path]) -> None:
        """Make Parquet files readable as one table; columns a file lacks are empty; no files, no rows."""

    def write(self, name: str, rows: Rows) -> None:
        """Store rows as a table, in place of an earlier one."""

    def define(self, name: str, expression: Expression) -> None:
        """Name an expression without computing it; each reader computes it anew (saves memory)."""

    def stage(self, name: str, expression: Expression) -> None:
        """Compute an expression and keep it as a table, in place of an earlier one."""

    def read(self, expression: Expression) -> pa.RecordBatchReader:
        """Compute an expression; batches in the expression's own Arrow types."""

    def export(self, expression: Expression, path: Path) -> None:
        """Compute an expression into a Parquet file, in place of an earlier one."""

    def rest(self) -> None:
        """Give back memory that only spares reading again, and take less: arrays will stand beside."""

    def close(self) -> None:
        """Let go of everything that was not exported."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
