"""One DuckDB, one throw-away PostgreSQL cluster and one Spark session for all parity tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from treue.warehouse import Engine, EngineOptions, open_engine


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A cluster of our own on the loopback, without fsync; initdb refuses to be root."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("initdb and pg_ctl were not found on PATH or below /usr/lib/postgresql")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("setpriv was not found; PostgreSQL does not start as root")
    # Not below pytest's own folders: the server's user could not enter them.
    with tempfile.TemporaryDirectory(prefix="treue-cluster-", ignore_cleanup_errors=True) as name:
        as_postgres = _without_root(Path(name))
        data, port = f"{name}/data", _free_port()

        def run(program: str, *arguments: str) -> None:
            command = [*as_postgres, str(programs / program), "-D", data, *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "-U", "treue", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        run("pg_ctl", "-w", "-o", settings, "-l", f"{name}/log", "start")
        yield f"postgresql://treue@127.0.0.1:{port}/postgres"
        run("pg_ctl", "-w", "-m", "immediate", "stop")


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


def _postgres_programs() -> Path | None:
    # The real folder: wrappers on PATH may have opinions of their own.
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = newest[-1] if newest else shutil.which("initdb")
    folder = Path(found).resolve().parent if found else None
    return folder if folder and (folder / "pg_ctl").exists() else None


def _without_root(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    user = "postgres" if _has_user("postgres") else "nobody"
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", "--clear-groups", "--"]


def _has_user(name: str) -> bool:
    return any(line.startswith(f"{name}:") for line in Path("/etc/passwd").read_text().splitlines())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
