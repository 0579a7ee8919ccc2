"""Spark: for those who have a cluster; plain SQL text, views over Parquet, Arrow out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from treue.errors import BadOption, EngineError
from treue.warehouse.arrow import in_types_of, write_parquet
from treue.warehouse.engine import EngineOptions, Rows
from treue.warehouse.tables import Expression, compiled, schema_of

try:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    from pyspark.sql import types as spark
except ImportError as error:
    raise BadOption(
        f"The spark engine needs {error.name}, which is not installed. "
        'Install it with: pip install "treue[spark]"'
    ) from error

SPARK_TYPES = {
    pa.int64(): spark.LongType(),
    pa.string(): spark.StringType(),
    pa.date32(): spark.DateType(),
    pa.timestamp("us"): spark.TimestampNTZType(),
    pa.float64(): spark.DoubleType(),
    pa.bool_(): spark.BooleanType(),
}


class SparkEngine:
    """Views in one Spark session over Parquet files in a scratch folder.

    Args:
        session: started by us or given.
        scratch: where staged tables are written; every worker must see it.
        owned: whether closing the engine stops the session and removes the folder.
    """

    name = "spark"

    def __init__(self, session: SparkSession, scratch: Path, *, owned: bool = False) -> None:
        self.session = session
        self._scratch = scratch
        self._owned = owned
        self._made = 0

    @classmethod
    def open(cls, options: EngineOptions) -> SparkEngine:
        """A session of its own: UTC, no pages, nothing listening beyond this machine when local."""
        builder = (
            SparkSession.builder.master(options.spark_master)
            .appName("treue")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.adaptive.enabled", "true")
            .config("spark.ui.showConsoleProgress", "false")
        )
        if options.spark_master.startswith("local"):
            builder = builder.config("spark.driver.host", "127.0.0.1")
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
            builder = builder.config("spark.sql.shuffle.partitions", "4")
        with _told("starting"):
            session = builder.getOrCreate()
        scratch = Path(tempfile.mkdtemp(prefix="treue-spark-", dir=options.scratch))
        return cls(session, scratch, owned=True)

    def load(self, name: str, schema: pa.Schema, files: Sequence[Path]) -> None:
        """A view over the files, where they lie."""
        shape = spark.StructType([spark.StructField(each.name, SPARK_TYPES[each.type]) for each in schema])
        with _told(name):
            if files:
                rows = self.session.read.schema(shape).parquet(*map(str, files))
            else:
                rows = self.session.createDataFrame([], shape)
            rows.createOrReplaceTempView(name)

    def write(self, name: str, rows: Rows) -> None:
        """Written as Parquet, then a view."""
        path = self._new_folder(name)
        path.mkdir()
        reader = rows if isinstance(rows, pa.RecordBatchReader) else rows.to_reader()
        write_parquet(reader, path / "part.parquet")
        self._show(name, path)

    def define(self, name: str, expression: Expression) -> None:
        """A view."""
        with _told(name):
            self.session.sql(compiled(expression, self.name)).createOrReplaceTempView(name)

    def stage(self, name: str, expression: Expression) -> None:
        """Written as Parquet, then a view: what is read twice is computed once."""
        path = self._new_folder(name)
        with _told(name):
            self.session.sql(compiled(expression, self.name)).write.parquet(str(path))
        self._show(name, path)

    def read(self, expression: Expression) -> pa.RecordBatchReader:
        """Collected in the driver, as Arrow."""
        with _told("reading"):
            table = self.session.sql(compiled(expression, self.name)).toArrow()
        return in_types_of(schema_of(expression), table.to_reader())

    def export(self, expression: Expression, path: Path) -> None:
        """One file, written by the driver."""
        write_parquet(self.read(expression), path)

    def rest(self) -> None:
        """Its memory is another process's."""

    def close(self) -> None:
        """A session that was given to us goes on."""
        if self._owned:
            self.session.stop()
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _new_folder(self, name: str) -> Path:
        # A new folder each time: a table may be computed from the one it replaces.
        self._made += 1
        return self._scratch / f"{name}-{self._made:03d}"

    def _show(self, name: str, path: Path) -> None:
        with _told(name):
            self.session.read.parquet(str(path)).createOrReplaceTempView(name)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except PySparkException as error:
        raise EngineError(f"Spark, {what}: {error}") from error
