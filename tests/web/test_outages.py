"""What goes wrong under a running server: a clear page, a line in the log with its number, nothing lost."""

from __future__ import annotations

import http.client
import json
import logging
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from served import serving

from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.loop.shelf import shelf_of
from treue.people.records import Note, Task
from treue.warehouse.snapshot import POINTER, publish
from treue.web import site
from visitors import signed_in

NUMBER = re.compile(r"unter der Nummer ([0-9a-f]{8})")
_KEPT = shutil.ignore_patterns("treue.db*", "facts", "quarantine")
_SIGN_IN = """
import sys
from pathlib import Path
from treue.loop.home import open_home
from treue.web.serving import set_up
set_up(open_home(Path(sys.argv[1])))
from visitors import signed_in
print(signed_in("admin").cookies["treue_session"].value)
"""


@pytest.fixture
def own(shop_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home that a test may break; what it writes stays written."""
    folder = tmp_path / "home"
    shutil.copytree(shop_folder, folder, ignore=_KEPT)
    opened = open_home(folder)
    monkeypatch.setattr(settings, "HOME", opened)
    site.shelf.cache_clear()
    shelf_of.cache_clear()
    open_database(opened)
    yield opened
    connections.close_all()
    site.shelf.cache_clear()
    shelf_of.cache_clear()


@pytest.fixture
def admin(own: Home) -> Client:  # noqa: ARG001 - the pages' home
    """An admin's browser."""
    return signed_in("admin")


def code() -> str:
    opened = site.shelf().latest()
    assert opened is not None
    return str(opened.row("SELECT code FROM customers ORDER BY value_minor DESC")[0])


def number_in(text: str, caplog: pytest.LogCaptureFixture) -> str:
    """The number on the page, which the log has too."""
    found = NUMBER.search(text)
    assert found is not None, text
    assert any(
        found[1] in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR
    )
    return found[1]


def surroundings() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TREUE_", "DJANGO_"))}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


# Snapshots


def gone(home: Home, name: str) -> None:
    (home.snapshots / f"snap-{name}.duckdb").unlink()


def cut(home: Home, name: str) -> None:
    path = home.snapshots / f"snap-{name}.duckdb"
    os.truncate(path, path.stat().st_size // 3)


def scribbled(home: Home, name: str) -> None:
    (home.snapshots / f"snap-{name}.duckdb").write_bytes(b"no database" * 1000)


def pointed_to_nothing(home: Home, name: str) -> None:
    (home.snapshots / POINTER).write_text(f"{name}.9\n", encoding="utf-8")


def without_manifest(home: Home, name: str) -> None:
    (home.snapshots / f"snap-{name}.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize("way", [gone, cut, scribbled, pointed_to_nothing, without_manifest])
def test_a_broken_snapshot_has_a_clear_page_and_other_pages_work(
    own: Home, admin: Client, caplog: pytest.LogCaptureFixture, way: object
) -> None:
    assert callable(way)
    way(own, (own.snapshots / POINTER).read_text(encoding="utf-8").strip())
    for path in ("/", "/customers/", "/groups/", "/reconciliation/"):
        answer = admin.get(path)
        assert (path, answer.status_code) == (path, 503)
        assert "Der Datenstand lässt sich gerade nicht öffnen" in answer.content.decode()
        number_in(answer.content.decode(), caplog)
    for path in ("/tasks/", "/me/", "/data/", "/log/", "/settings/users/"):
        answer = admin.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert "Der Datenstand lässt sich gerade nicht öffnen." in answer.content.decode()
    health = admin.get("/health")
    assert (health.status_code, health.json()["snapshot"]["state"]) == (503, "broken")
    assert health.json()["database"] == "ok"


def test_a_new_snapshot_that_does_not_open_leaves_the_one_that_is_open(
    own: Home, admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert admin.get("/").status_code == 200
    before = (own.snapshots / POINTER).read_text(encoding="utf-8")
    pointed_to_nothing(own, before.strip())
    for _ in range(3):
        page = admin.get("/")
        assert page.status_code == 200
        assert "Ein neuerer lässt sich nicht öffnen" in page.content.decode()
    told = [each.getMessage() for each in caplog.records if "Serving" in each.getMessage()]
    assert len(told) == 1
    assert re.match(r"[0-9a-f]{8} snapshot: ", told[0])
    assert admin.get("/health").status_code == 503
    (own.snapshots / POINTER).write_text(before, encoding="utf-8")
    assert "Ein neuerer" not in admin.get("/").content.decode()
    assert admin.get("/health").status_code == 200


def test_a_clock_that_was_put_back_changes_nothing(own: Home, admin: Client) -> None:
    """The published run is of tomorrow, and tonight's has the earlier name."""
    tables, manifest = exported(own)
    publish(own.snapshots, "20991231-235959-000000", tables, manifest)
    assert admin.get("/").status_code == 200
    assert admin.get("/health").json()["snapshot"] == {
        "state": "ok",
        "name": "20991231-235959-000000",
        "age_seconds": 0,
    }
    publish(own.snapshots, "20260101-000000-000000", tables, manifest)
    assert admin.get("/").status_code == 200
    opened = site.shelf().latest()
    assert opened is not None
    assert opened.name == "20260101-000000-000000"


def exported(home: Home) -> tuple[dict[str, Path], dict[str, object]]:
    """The published snapshot as the Parquet files of which it can be made again, and its manifest."""
    name = (home.snapshots / POINTER).read_text(encoding="utf-8").strip()
    folder = home.folder.parent / "parquet"
    folder.mkdir()
    tables = {}
    with duckdb.connect(str(home.snapshots / f"snap-{name}.duckdb"), read_only=True) as con:
        for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            tables[str(table)] = folder / f"{table}.parquet"
            con.execute(f"COPY \"{table}\" TO '{tables[str(table)]}' (FORMAT parquet)")
    manifest = json.loads((home.snapshots / f"snap-{name}.json").read_text(encoding="utf-8"))
    return tables, dict(manifest)


def test_nights_publish_while_people_read(shop_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    shutil.copytree(shop_folder, folder, ignore=_KEPT)
    home = open_home(folder)
    tables, manifest = exported(home)
    done = subprocess.run(
        [sys.executable, "-c", _SIGN_IN, str(folder)],
        capture_output=True, text=True, check=True, env=surroundings(),
    )  # fmt: skip
    session, statuses, names = done.stdout.strip(), [], set()
    over = threading.Event()

    def read(port: int, start: int) -> None:
        line = http.client.HTTPConnection("localhost", port, timeout=60)
        paths = ["/", "/customers/?tier=platinum", "/groups/", "/reconciliation/", "/customers/?sort=orders"]
        place = start
        while not over.is_set():
            line.request("GET", paths[place % len(paths)], headers={"Cookie": f"treue_session={session}"})
            answer = line.getresponse()
            text = answer.read()
            statuses.append((answer.status, b"</html>" in text))
            line.request("GET", "/health")
            names.add(json.loads(line.getresponse().read())["snapshot"]["name"])
            place += 1
        line.close()

    with serving(folder) as server:
        port = int(server.address.rpartition(":")[2])
        readers = [threading.Thread(target=read, args=(port, start)) for start in range(4)]
        for each in readers:
            each.start()
        for number in range(12):  # more than are kept, so that files go while they are read
            publish(home.snapshots, f"20990101-0000{number:02}-000000", tables, manifest)
            time.sleep(0.2)
        over.set()
        for each in readers:
            each.join()
        told = server.told.read_text(encoding="utf-8")
    assert len(names) > 3
    assert len(statuses) > 12
    assert set(statuses) == {(200, True)}
    assert "ERROR" not in told


# The operational database


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Somebody else writes and does not come to an end."""
    con = sqlite3.connect(home.folder / "treue.db")
    con.isolation_level = None
    con.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        con.execute("ROLLBACK")
        con.close()


def test_a_database_that_is_held_too_long_takes_nothing_and_loses_nothing(
    own: Home, admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/customers/{code()}/notes/"
    admin.post(path, {"text": "davor"})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")  # not twenty seconds of a test
    with held(own):
        answer = admin.post(path, {"text": "dabei"})
        assert answer.status_code == 503
        assert "Die Datenbank antwortet gerade nicht" in answer.content.decode()
        number_in(answer.content.decode(), caplog)
        assert admin.get("/tasks/").status_code == 200  # readers wait for nobody
    assert admin.post(path, {"text": "danach"}).status_code == 302
    assert list(Note.objects.order_by("id").values_list("text", flat=True)) == ["davor", "danach"]


def test_a_missing_database_has_a_clear_page_in_the_readers_language(
    own: Home, admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    connections.close_all()
    admin.raise_request_exception = False  # the server does not either
    for path in own.folder.glob("treue.db*"):
        path.unlink()
    answer = admin.get("/tasks/", headers={"Accept-Language": "en-GB,en"})
    assert answer.status_code == 503
    text = answer.content.decode()
    assert "The database does not answer just now" in text
    found = re.search(r"under ([0-9a-f]{8})|number ([0-9a-f]{8})", text)
    assert found is not None
    assert any((found[1] or found[2]) in record.getMessage() for record in caplog.records)
    health = Client(SERVER_NAME="localhost").get("/health")
    told = health.json()
    assert (health.status_code, told["database"], told["snapshot"]["state"]) == (503, "broken", "ok")
    assert Client(SERVER_NAME="localhost").get("/metrics").status_code == 200


def test_a_database_that_cannot_be_written_is_read(
    own: Home, admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    del own
    path = f"/customers/{code()}/notes/"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
    answer = admin.post(path, {"text": "x"})
    assert answer.status_code == 503
    assert "Der Server kann gerade nicht schreiben" in answer.content.decode()
    number_in(answer.content.decode(), caplog)
    assert admin.get("/tasks/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=OFF")
    assert not Note.objects.exists()


def test_a_full_disk_takes_nothing_and_loses_nothing(
    own: Home, admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/customers/{code()}/notes/"
    admin.post(path, {"text": "davor"})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        answer = admin.post(path, {"text": "dabei"})
        reading = admin.get("/tasks/")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answer.status_code == 503
    assert "Der Server kann gerade nicht schreiben" in answer.content.decode()
    number_in(answer.content.decode(), caplog)
    assert reading.status_code == 200
    admin.post(path, {"text": "danach"})
    assert list(Note.objects.order_by("id").values_list("text", flat=True)) == ["davor", "danach"]
    with sqlite3.connect(own.folder / "treue.db") as con:
        assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    con.close()


def test_a_page_with_a_bug_says_so_under_the_number_of_the_log(
    admin: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret figure 4711")

    monkeypatch.setattr("treue.web.tasks._shown", fails)
    answer = admin.get("/tasks/")
    assert answer.status_code == 500
    number = number_in(answer.content.decode(), caplog)
    assert "4711" not in answer.content.decode()
    record = next(each for each in caplog.records if number in each.getMessage())
    assert record.exc_info is not None


# Starting and ending


def serve(home: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "treue", "serve", "--home", str(home), *more]


def test_a_step_that_fails_stops_the_start_and_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with sqlite3.connect(home / "treue.db") as con:
        con.execute("CREATE TABLE people_note (id INTEGER PRIMARY KEY, text TEXT)")
        con.execute("INSERT INTO people_note VALUES (1, 'bleibt')")
    con.close()
    done = subprocess.run(
        serve(home, "--port", "18431", "--no-worker"),
        capture_output=True, text=True, check=False, timeout=120, env=surroundings(),
    )  # fmt: skip
    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert 'table "people_note" already exists' in done.stderr
    assert "Traceback" not in done.stderr
    with sqlite3.connect(home / "treue.db") as con:
        assert con.execute("SELECT name FROM sqlite_master").fetchall() == [("people_note",)]
        assert con.execute("SELECT * FROM people_note").fetchall() == [(1, "bleibt")]
    con.close()


def test_one_home_is_served_once_and_ends_within_seconds(tmp_path: Path) -> None:
    home = tmp_path / "home"
    told = tmp_path / "told.txt"
    with told.open("w") as out:
        first = subprocess.Popen(
            serve(home, "--port", "18432"), stdout=out, stderr=subprocess.STDOUT, env=surroundings()
        )
    try:
        for _ in range(600):
            if "Started worker-1" in told.read_text(encoding="utf-8") or first.poll() is not None:
                break
            time.sleep(0.1)
        for port, sentence in (("18433", "served already"), ("18432", "nobody can listen there")):
            second = subprocess.run(
                serve(home, "--port", port), capture_output=True, text=True, check=False, timeout=120,
                env=surroundings(),
            )  # fmt: skip
            assert (second.returncode, sentence in second.stderr) == (2, True), second.stderr
        line = http.client.HTTPConnection("localhost", 18432, timeout=30)
        line.request("GET", "/health")
        assert line.getresponse().status == 200
        line.close()
    finally:
        began = time.monotonic()
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=30) == 0
    assert time.monotonic() - began < 10
    assert "Traceback" not in told.read_text(encoding="utf-8")


def test_tasks_made_beside_each_other_are_all_there(own: Home, admin: Client) -> None:
    """Eight threads write at once, as the server's do; each waits for its turn."""
    del own
    cookies = admin.cookies.output(header="", sep=";")
    failed: list[int] = []

    def make(number: int) -> None:
        client = Client(SERVER_NAME="localhost", headers={"cookie": cookies.strip()})
        client.cookies = admin.cookies
        for turn in range(5):
            answer = client.post("/tasks/new/", {"title": f"{number}-{turn}"})
            failed.extend([answer.status_code] if answer.status_code != 302 else [])
        connections.close_all()

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert Task.objects.count() == 40
