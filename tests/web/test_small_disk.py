"""A disk that is really full under a night, an upload and the inbox: told, nothing lost, all well after."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from served import serving

from disks import filled, small_disk
from servers import new_key, order
from treue.loop.home import Home, open_home
from treue.warehouse.snapshot import POINTER, current, open_snapshot

_SIGN_IN = """
import sys
from pathlib import Path
from treue.loop.home import open_home
from treue.web.serving import set_up
set_up(open_home(Path(sys.argv[1])))
from visitors import signed_in
print(signed_in("admin").cookies["treue_session"].value)
"""
_BOUNDARY = "treue-test-boundary"


@pytest.fixture
def small(shop_folder: Path, tmp_path: Path) -> Iterator[Home]:
    """The shop on a disk of its own with 32 MB to spare."""
    size = sum(path.stat().st_size for path in shop_folder.rglob("*") if path.is_file())
    with small_disk(tmp_path / "disk", (size >> 20) + 32) as disk:
        shutil.copytree(shop_folder, disk / "home", ignore=shutil.ignore_patterns("treue.db*"))
        # By a name elsewhere: the server's log, beside it, is to be read afterwards.
        (tmp_path / "home").symlink_to(disk / "home")
        yield open_home(tmp_path / "home")


def disk_of(home: Home) -> Path:
    return home.folder.resolve().parent


def surroundings() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TREUE_", "DJANGO_"))}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def treue(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "treue", *map(str, words)],
        capture_output=True, text=True, check=False, env=surroundings(), timeout=300,
    )  # fmt: skip


@pytest.mark.slow
def test_a_night_on_a_full_disk_leaves_the_last_one_and_works_once_there_is_room(small: Home) -> None:
    disk = disk_of(small)
    before = (small.snapshots / POINTER).read_text(encoding="utf-8")
    held = sorted(path.name for path in small.snapshots.iterdir())
    for left in (0, 300_000, 4_000_000):
        with filled(disk, left):
            done = treue("run", "--home", small.folder)
        assert (left, done.returncode in (1, 2)) == (left, True), done.stderr
        assert re.search(r"No space left|not enough|disk", done.stderr), done.stderr
        assert "Traceback" not in done.stderr
        assert (small.snapshots / POINTER).read_text(encoding="utf-8") == before
        assert sorted(path.name for path in small.snapshots.iterdir()) == held
        assert [path.name for path in small.work.iterdir() if path.is_dir()] == []
    done = treue("run", "--home", small.folder)
    assert done.returncode == 0, done.stderr
    published = current(small.snapshots)
    assert published is not None
    assert published.run != before.strip()
    with open_snapshot(published.database) as con:
        assert con.execute("SELECT count(*) > 1000 FROM customers").fetchone() == (True,)


def test_an_upload_on_a_full_disk_is_told_under_a_number_and_taken_once_there_is_room(small: Home) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SIGN_IN, str(small.folder)],
        capture_output=True, text=True, check=True, env=surroundings(),
    )  # fmt: skip
    with serving(small.folder) as server:
        browser = Browser(server.address, done.stdout.strip())
        status, page = browser.get("/data/")
        assert status == 200
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        rows = "Bestellnummer;Kundennummer;Bestelldatum;Gesamtbetrag\n" + "1;K1;01.02.2026;10,00\n" * 200_000
        with filled(disk_of(small), left=1_000_000):
            status, page = browser.upload("/data/upload/", token, rows.encode())
            assert status == 503
            assert "Der Server kann gerade nicht schreiben" in page
            number = re.search(r"unter der Nummer ([0-9a-f]{8})", page)
            assert number is not None
            assert number[1] in server.told.read_text(encoding="utf-8")
            assert [path for path in small.arrivals.rglob("*") if path.is_file()] == []
            assert [path.name for path in small.work.iterdir() if path.suffix == ".upload"] == []
            assert browser.get("/")[0] == 200
        status, _ = browser.upload("/data/upload/", token, rows.encode())
        assert status == 302
    (arrived,) = [path for path in small.arrivals.rglob("*") if path.is_file()]
    assert arrived.read_bytes() == rows.encode()


def test_the_inbox_on_a_full_disk_acknowledges_nothing_that_it_has_not(small: Home) -> None:
    token = new_key(small.folder, "events")
    acknowledged: set[str] = set()
    named: set[str] = set()
    with serving(small.folder) as server:
        port = int(server.address.rpartition(":")[2])
        assert send(port, token, "before", acknowledged, named) == 200
        with filled(disk_of(small), left=1_000_000):
            statuses = [send(port, token, f"full-{turn}", acknowledged, named) for turn in range(12)]
        assert 503 in statuses
        assert set(statuses) <= {200, 503}
        assert send(port, token, "after", acknowledged, named) == 200
        numbers = re.findall(
            r"ERROR treue.api ([0-9a-f]{16}) POST /api/v1/events", server.told.read_text("utf-8")
        )
        assert len(numbers) == statuses.count(503)
        assert set(numbers) == named
    with closing(sqlite3.connect(small.folder / "treue.db")) as con:
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert {key for (key,) in con.execute("SELECT key FROM people_event")} == acknowledged


def send(port: int, token: str, name: str, acknowledged: set[str], named: set[str]) -> int:
    """A batch; what was acknowledged of it is added, or the number under which it was refused."""
    batch = [order(f"{name}-{number}") for number in range(1_000)]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("POST", "/api/v1/events", json.dumps({"events": batch}), headers)
        answer = line.getresponse()
        told = json.loads(answer.read())
    if answer.status == 200:
        acknowledged |= {each["key"] for each in told["items"] if each["state"] == "accepted"}
    else:
        assert (answer.status, told["code"]) == (503, "busy")
        named.add(told["id"])
    return answer.status


class Browser:
    """An admin's, over a real line.

    Args:
        address: of the server.
        session: the cookie of somebody who signed in.
    """

    def __init__(self, address: str, session: str) -> None:
        self._address, self._cookies = address, {"treue_session": session}

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None, {})

    def upload(self, path: str, token: str, content: bytes) -> tuple[int, str]:
        head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
        form = f'{head}"csrfmiddlewaretoken"\r\n\r\n{token}\r\n{head}"files"; filename="orders.csv"\r\n\r\n'
        body = form.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}", "Origin": self._address}
        return self._ask("POST", path, body, kind)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        with closing(http.client.HTTPConnection(self._address.partition("//")[2], timeout=120)) as line:
            line.request(method, path, body, {**headers, "Cookie": cookies})
            answer = line.getresponse()
            page = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies.__setitem__(*value.partition(";")[0].split("=", 1))
        return answer.status, page
