"""A PostgreSQL cluster of our own for a while: on the loopback, without fsync."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def cluster() -> Iterator[str]:
    """The address of its database; initdb refuses to be root. Skips where PostgreSQL is not installed."""
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
