"""Choosing an engine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from treue.errors import BadOption
from treue.warehouse.engine import EngineOptions
from treue.warehouse.opening import open_engine


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        BadOption, match=r"'oracle'; it is one of duckdb, postgres, spark\. Change \[engine\]"
    ):
        open_engine("oracle")


@pytest.mark.parametrize(("engine", "module"), [("postgres", "psycopg"), ("spark", "pyspark")])
def test_a_missing_extra_is_named(engine: str, module: str) -> None:
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from treue.errors import BadOption\n"
        "from treue.warehouse.opening import open_engine\n"
        f"try:\n    open_engine({engine!r})\n"
        "except BadOption as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert f"The {engine} engine needs" in done.stdout
    assert f'pip install "treue[{engine}]"' in done.stdout


def test_postgres_needs_a_connection_string() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(BadOption, match="no connection string"):
        open_engine("postgres", EngineOptions())


def test_a_run_s_name_that_postgres_would_cut_is_refused() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(BadOption, match="too long"):
        open_engine("postgres", EngineOptions(postgres="postgresql://nowhere", run="r" * 60))


def test_reading_snapshots_loads_neither_ibis_nor_the_engines() -> None:
    code = "import sys, treue.warehouse; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"ibis", "sqlglot", "psycopg", "pyspark"} & set(done.stdout.split())
