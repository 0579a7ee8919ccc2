"""Rows of real servers: read only, exact, and nothing told that is secret."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from clusters import cluster
from treue.errors import InputError
from treue.sources.databases import Asked, copy_rows
from treue.sources.databases.copying import BATCH


@pytest.fixture(scope="module")
def mariadb() -> Iterator[str]:
    """A throw-away server on a port of its own, with one table."""
    pymysql = pytest.importorskip("pymysql")
    if shutil.which("mariadbd") is None:
        pytest.skip("mariadbd was not found")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="treue-maria-", ignore_cleanup_errors=True) as name:
        user = ["--user=root"] if os.geteuid() == 0 else []
        data = Path(name) / "data"
        install = [
            "mariadb-install-db",
            "--no-defaults",
            f"--datadir={data}",
            "--auth-root-authentication-method=normal",
            *user,
        ]
        subprocess.run(install, check=True, capture_output=True)
        command = [
            "mariadbd",
            "--no-defaults",
            f"--datadir={data}",
            f"--port={port}",
            "--bind-address=127.0.0.1",
        ]
        server = subprocess.Popen([*command, f"--socket={name}/s", *user], stderr=subprocess.DEVNULL)
        try:
            for _ in range(150):
                if not Path(f"{name}/s").exists():
                    time.sleep(0.2)
                    continue
                try:
                    con = pymysql.connect(unix_socket=f"{name}/s", user="root", autocommit=True)
                    break
                except pymysql.err.OperationalError:
                    time.sleep(0.2)
            with con, con.cursor() as cursor:
                cursor.execute("CREATE DATABASE shop CHARACTER SET utf8mb4")
                cursor.execute("DELETE FROM mysql.global_priv WHERE User = ''")
                cursor.execute("FLUSH PRIVILEGES")
                cursor.execute("CREATE USER reader@'%' IDENTIFIED BY 'geheim77'")
                cursor.execute("GRANT ALL ON shop.* TO reader@'%'")
                cursor.execute(
                    "CREATE TABLE shop.o (id INT, who VARCHAR(20), at DATETIME, total DECIMAL(10,3))"
                )
                cursor.execute(
                    "INSERT INTO shop.o VALUES (1,'Müller','2026-05-01 10:00:00',1234.500),"
                    "(2,NULL,'2026-05-02 00:00:00',0.1)"
                )
            yield f"mysql://reader:geheim77@127.0.0.1:{port}/shop"
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A cluster of our own with one table, and a user who may do anything to it."""
    with cluster() as url:
        with psycopg.connect(url, autocommit=True) as con:
            con.execute(
                "CREATE TABLE o (id int, who text, at timestamptz, day date, total numeric(10,3), paid bool)"
            )
            con.execute(
                "INSERT INTO o VALUES (1,'Müller','2026-05-01 10:00+02','2026-05-01',1234.500,true),"
                "(2,NULL,'2026-05-02 00:00+02',NULL,0.1,false)"
            )
            con.execute("CREATE ROLE reader LOGIN SUPERUSER PASSWORD 'geheim77'")
        yield url.replace("treue@", "reader:geheim77@")


def from_postgres(address: str, query: str, target: Path, seconds: int = 60) -> int:
    return copy_rows("postgres", address, Asked("laden", "orders", query, seconds), target)


@pytest.mark.postgres
def test_postgres_rows_arrive_exact_and_many_in_pieces(postgres: str, tmp_path: Path) -> None:
    count = from_postgres(postgres, "SELECT * FROM o ORDER BY id;", tmp_path / "o.parquet")
    rows = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert count == 2
    assert (rows[0]["id"], rows[0]["who"], rows[0]["total"]) == ("1", "Müller", "1234.500")
    assert rows[0]["day"] == "2026-05-01"
    assert datetime.fromisoformat(rows[0]["at"]) == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
    assert (rows[1]["who"], rows[1]["day"]) == (None, None)
    many = 2 * BATCH + 7
    asked = f"SELECT n AS id, 'x' || n AS who FROM generate_series(1, {many}) AS n"
    assert from_postgres(postgres, asked, tmp_path / "many.parquet") == many
    assert pq.read_metadata(tmp_path / "many.parquet").num_rows == many


@pytest.mark.postgres
def test_postgres_is_only_read_from_also_by_who_might_write(postgres: str, tmp_path: Path) -> None:
    with psycopg.connect(postgres, autocommit=True) as con:
        con.execute("CREATE OR REPLACE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM o; SELECT 1'")
        con.execute("CREATE SEQUENCE IF NOT EXISTS s")
    for query in (
        "SELECT wipe()",
        "SELECT nextval('s')",
        "WITH gone AS (DELETE FROM o RETURNING 1) SELECT 1",
    ):
        with pytest.raises(InputError, match="refuses the query"):
            from_postgres(postgres, query, tmp_path / "o.parquet")
    assert from_postgres(postgres, "SELECT * FROM o", tmp_path / "o.parquet") == 2


@pytest.mark.postgres
def test_postgres_gives_up_after_its_time_and_tells_no_password(postgres: str, tmp_path: Path) -> None:
    target = tmp_path / "o.parquet"
    with pytest.raises(InputError, match="over 1 minutes"):
        from_postgres(postgres, "SELECT pg_sleep(8)", target, seconds=1)
    for address in (
        "postgresql://reader:falsch99@127.0.0.1:1/x",
        "reader:falsch99@nirgends",
        "postgresql://[falsch99",
    ):
        with pytest.raises(InputError) as told:
            from_postgres(address, "SELECT 1", target)
        assert "falsch99" not in str(told.value)


def test_mariadb_rows_arrive_exact(mariadb: str, tmp_path: Path) -> None:
    count = copy_rows(
        "mysql", mariadb, Asked("laden", "orders", "SELECT * FROM o ORDER BY id"), tmp_path / "o.parquet"
    )
    rows = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert count == 2
    assert rows[0] == {"id": "1", "who": "Müller", "at": "2026-05-01 10:00:00", "total": "1234.500"}
    assert rows[1]["who"] is None


@pytest.mark.parametrize(
    "query", ["DELETE FROM o", "SELECT 1; DROP TABLE o", "SELECT * INTO OUTFILE '/tmp/x' FROM o"]
)
def test_only_one_query_that_reads(query: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only reads"):
        copy_rows(
            "mysql", "mysql://nobody@127.0.0.1:1/x", Asked("laden", "orders", query), tmp_path / "o.parquet"
        )


def test_mariadb_gives_up_after_its_time_and_tells_no_password(mariadb: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="over 1 minutes"):
        copy_rows(
            "mysql", mariadb, Asked("laden", "orders", "SELECT SLEEP(8) FROM o", 1), tmp_path / "o.parquet"
        )
    wrong = mariadb.replace("geheim77", "falsch99")
    with pytest.raises(InputError, match="does not let us in") as told:
        copy_rows("mysql", wrong, Asked("laden", "orders", "SELECT 1 AS a"), tmp_path / "o.parquet")
    assert "falsch99" not in str(told.value)
    with pytest.raises(InputError, match="refuses the query"):
        copy_rows("mysql", mariadb, Asked("laden", "orders", "SELECT nix FROM o"), tmp_path / "o.parquet")
