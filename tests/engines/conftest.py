"""One DuckDB, one throw-away PostgreSQL cluster and one Spark session for all parity tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from treue.warehouse import Engine, EngineOptions, open_engine


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of our own on the loopback, without fsync; initdb refuses to be root."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("initdb and pg_ctl were not found on PATH or below /usr/lib/postgresql")
    if shutil.which("setpriv") is None and os.geteuid() == 0:
        pytest.skip("setpriv was not found; PostgreSQL does not start as root")
    folder = tmp_path_factory.mktemp("cluster")
    data, port = folder / "data", _free_port()
    as_postgres = _without_root(folder)
    run = lambda *command: subprocess.run([*as_postgres, *command], check=True, capture_output=True)  # noqa: E731
    run(str(programs / "initdb"), "-D", str(data), "-U", "treue", "-A", "trust", "-E", "UTF8", "--no-locale")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control = (str(programs / "pg_ctl"), "-D", str(data), "-w")
    run(*control, "-o", settings, "-l", str(data / "log"), "start")
    yield f"postgresql://treue@127.0.0.1:{port}/postgres"
    run(*control, "-m", "immediate", "stop")


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
    with open_engine("spark", EngineOptions(scratch=tmp_path_factory.mktemp("spark"))) as engine:
        yield engine


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("postgres_engine", marks=pytest.mark.postgres, id="postgres"),
        pytest.param("spark_engine", marks=pytest.mark.spark, id="spark"),
    ],
)
def other_engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine that is held against DuckDB."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


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
    for parent in folder.parents[:3]:
        if parent != Path("/tmp"):  # noqa: S108  # left as it is
            parent.chmod(parent.stat().st_mode | 0o011)
    return ["setpriv", f"--reuid={user}", "--clear-groups", "--"]


def _has_user(name: str) -> bool:
    return any(line.startswith(f"{name}:") for line in Path("/etc/passwd").read_text().splitlines())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Rows = Callable[[Engine], list[tuple[object, ...]]]
