"""A snapshot is there as a whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from treue.errors import BrokenHome, EngineError, InputError
from treue.warehouse import Snapshot, current, open_snapshot, publish
from treue.warehouse.snapshot import KEEP, kept, rewrite_without


def tables(folder: Path, mark: int, rows: int = 5) -> dict[str, Path]:
    """Two tables that both carry the mark of their run."""
    folder.mkdir(exist_ok=True)
    customers = pa.table({"customer": list(range(rows, 0, -1)), "mark": [mark] * rows})
    months = pa.table({"month": [1], "mark": [mark]})
    paths = {"customers": folder / f"customers-{mark}.parquet", "months": folder / f"months-{mark}.parquet"}
    pq.write_table(customers, paths["customers"])
    pq.write_table(months, paths["months"])
    return paths


def marks(snapshot: Snapshot) -> set[int]:
    with open_snapshot(snapshot.database) as con:
        return {
            row[0]
            for row in con.execute("SELECT mark FROM customers UNION SELECT mark FROM months").fetchall()
        }


def test_what_is_published_is_current_sorted_and_described(tmp_path: Path) -> None:
    assert current(tmp_path / "snapshots") is None
    made = publish(tmp_path / "snapshots", "2026-06-30", tables(tmp_path / "in", 1), {"model": "bg-nbd"})
    found = current(tmp_path / "snapshots")
    assert found == made
    assert found is not None
    assert found.manifest == {"model": "bg-nbd"}
    with open_snapshot(found.database, memory="64MB", threads=1) as con:
        assert con.execute("SELECT customer FROM customers").fetchall() == [(1,), (2,), (3,), (4,), (5,)]
        with pytest.raises(duckdb.InvalidInputException):
            con.execute("DELETE FROM customers")
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == [
        "CURRENT",
        "snap-2026-06-30.duckdb",
        "snap-2026-06-30.json",
    ]


def test_building_keeps_to_its_memory_and_clears_what_a_dead_one_spilled(tmp_path: Path) -> None:
    spilled = tmp_path / "s" / ".build-dead.duckdb.tmp"
    spilled.mkdir(parents=True)
    (spilled / "block").write_bytes(b"rows")
    made = publish(tmp_path / "s", "a", tables(tmp_path / "in", 1, 300_000), {}, memory="40MB")
    assert marks(made) == {1}
    with pytest.raises(EngineError, match="could not be built"):
        publish(tmp_path / "s", "b", tables(tmp_path / "in", 2, 300_000), {}, memory="1MB")
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == [
        "CURRENT",
        "snap-a.duckdb",
        "snap-a.json",
    ]


def test_a_run_is_published_once(tmp_path: Path) -> None:
    publish(tmp_path, "a", tables(tmp_path / "in", 1), {})
    with pytest.raises(InputError, match="published already"):
        publish(tmp_path, "a", tables(tmp_path / "in", 2), {})


def test_seven_are_kept(tmp_path: Path) -> None:
    for number in range(KEEP + 3):
        publish(tmp_path / "s", f"{number:03d}", tables(tmp_path / "in", number), {})
    there = sorted(path.stem for path in (tmp_path / "s").glob("snap-*.duckdb"))
    assert there == [f"snap-{number:03d}" for number in range(3, KEEP + 3)]
    assert sorted(path.stem for path in (tmp_path / "s").glob("snap-*.json")) == there


def test_a_failed_build_leaves_the_old_one(tmp_path: Path) -> None:
    publish(tmp_path / "s", "a", tables(tmp_path / "in", 1), {})
    with pytest.raises(EngineError, match="could not be built"):
        publish(tmp_path / "s", "b", {"customers": tmp_path / "gone.parquet"}, {})
    found = current(tmp_path / "s")
    assert found is not None
    assert marks(found) == {1}


KILLED = """
import sys
from pathlib import Path
import treue.warehouse.snapshot as snapshot
stop_at, folder, source = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
def waiting(name):
    real = getattr(snapshot, name)
    def wait(*arguments):
        if name == "_write_durably" and arguments[0].name != "CURRENT":
            return real(*arguments)
        if name == "_sync":
            real(*arguments)
        print("there", flush=True)
        sys.stdin.read()
    setattr(snapshot, name, wait)
waiting(stop_at)
tables = {"customers": source / "customers-2.parquet", "months": source / "months-2.parquet"}
snapshot.publish(folder, "b", tables, {"run": 2})
"""


@pytest.mark.parametrize("stop_at", ["_build", "_sync", "_write_durably"])
def test_a_killed_run_leaves_the_old_one_and_is_finished_by_another(tmp_path: Path, stop_at: str) -> None:
    publish(tmp_path / "s", "a", tables(tmp_path / "in", 1), {"run": 1})
    delivered = tables(tmp_path / "in", 2)
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, stop_at, str(tmp_path / "s"), str(tmp_path / "in")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "there\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    found = current(tmp_path / "s")
    assert found is not None
    assert (found.run, marks(found), found.manifest) == ("a", {1}, {"run": 1})
    publish(tmp_path / "s", "b", delivered, {"run": 2})
    found = current(tmp_path / "s")
    assert found is not None
    assert (found.run, marks(found)) == ("b", {2})
    assert not list((tmp_path / "s").glob(".build-*"))


def test_a_reader_sees_one_version_while_others_are_published(tmp_path: Path) -> None:
    publish(tmp_path / "s", "000", tables(tmp_path / "in", 0, 2000), {"mark": 0})
    seen: list[set[int]] = []
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            found = current(tmp_path / "s")
            assert found is not None
            shown = marks(found)
            seen.append(shown)
            if shown != {found.manifest["mark"]}:
                wrong.append((shown, found.manifest))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, KEEP - 1):
        publish(tmp_path / "s", f"{number:03d}", tables(tmp_path / "in", number, 2000), {"mark": number})
    done.set()
    reader.join()
    assert seen
    assert wrong == []


def test_an_open_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    first = publish(tmp_path / "s", "a", tables(tmp_path / "in", 1), {})
    with open_snapshot(first.database) as con:
        publish(tmp_path / "s", "b", tables(tmp_path / "in", 2), {})
        assert con.execute("SELECT DISTINCT mark FROM customers").fetchall() == [(1,)]


def test_a_pointer_to_nothing_is_told(tmp_path: Path) -> None:
    made = publish(tmp_path, "a", tables(tmp_path / "in", 1), {})
    made.database.unlink()
    with pytest.raises(BrokenHome, match=r"snap-a\.duckdb is gone\. Run `treue run` again"):
        current(tmp_path)
    (tmp_path / "snap-a.json").write_text("{")
    with pytest.raises(BrokenHome, match="whose manifest cannot be read"):
        current(tmp_path)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "snap-a.duckdb"
    path.write_text(json.dumps({"not": "a database"}) * 100)
    with pytest.raises(BrokenHome, match="does not open"):
        open_snapshot(path)


def test_what_was_drawn_goes_with_its_snapshot(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    for number in range(KEEP + 2):
        publish(folder, f"{number:03d}", tables(tmp_path / "in", number), {})
        (folder / f"pages-{number:03d}").mkdir()
        (folder / f"pages-{number:03d}" / "de.json").write_text("{}", encoding="utf-8")
    assert sorted(path.name for path in folder.glob("pages-*")) == [
        f"pages-{number:03d}" for number in range(2, KEEP + 2)
    ]
    keys = [1]
    anew = rewrite_without(folder, "customer", keys, ("customers",))
    assert set(anew.items()) == {(f"{number:03d}", f"{number:03d}.1") for number in range(2, KEEP + 2)}
    assert not list(folder.glob("pages-*"))


def test_an_earlier_one_is_found_by_its_name(tmp_path: Path) -> None:
    for number in (1, 2):
        publish(tmp_path / "s", str(number), tables(tmp_path / "in", number), {"number": number})
    assert kept(tmp_path / "s", "1").manifest == {"number": 1}
    with pytest.raises(BrokenHome, match=r"no snapshot 3, .*Run `treue run` again"):
        kept(tmp_path / "s", "3")
