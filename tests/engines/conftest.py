"""One DuckDB, one throw-away PostgreSQL cluster and one Spark session for all parity tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from clusters import cluster
from treue.warehouse.engine import Engine, EngineOptions
from treue.warehouse.opening import open_engine


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A cluster of our own."""
    with cluster() as url:
        yield url


@pytest.fixture(scope="session")
def duckdb_engine() -> Iterator[Engine]:
    with open_engine("duckdb") as engine:
        yield engine


@pytest.fixture(scope="session")
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    pytest.importorskip("psycopg")
    with open_engine("postgres", EngineOptions(postgres=postgres_url, run="parity")) as engine:
        yield engine


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("java was not found")
    pytest.importorskip("pyspark")
    from treue.warehouse.spark_engine import SparkEngine  # noqa: PLC0415  # needs the extra

    with open_engine("spark", EngineOptions(scratch=tmp_path_factory.mktemp("spark"))) as engine:
        assert isinstance(engine, SparkEngine)
        # A few hundred rows are sooner interpreted than compiled.
        engine.session.conf.set("spark.sql.codegen.wholeStage", "false")
        engine.session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        engine.session.conf.set("spark.sql.shuffle.partitions", "1")
        engine.session.conf.set("spark.sql.adaptive.enabled", "false")
        yield engine
