"""Restored for real: every row is there again, nights go on, who was forgotten stays forgotten."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from backups import NOW, command, facts_of, kept_shop, made, quiet, rows_of
from django.db import connection
from working import started

from clusters import cluster
from servers import Sender, free_port, new_key, order, serving
from treue.errors import Busy, InputError
from treue.loop.backup.backed_up import last_backup, note
from treue.loop.backup.backing import Wanted as Asked
from treue.loop.backup.backing import back_up
from treue.loop.backup.forgotten import NAME, read_list
from treue.loop.backup.restoring import Restored, Wanted, restore
from treue.loop.events.draining import drain
from treue.loop.home import Home, open_home
from treue.loop.nightly import nightly
from treue.loop.records import Job
from treue.loop.work.alive import WORKER, holding
from treue.people.forgetting import forget_rows
from treue.people.records import Event, Forgotten, ForgottenRow
from treue.warehouse.snapshot import current, open_snapshot
from treue.web.serving import set_up
from waiting import until

Told = list[str]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Home]:
    home = kept_shop(tmp_path / "shop" / "home")
    yield home
    connection.close()


@pytest.fixture
def backup(shop: Home, tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return made(shop, tmp_path / "backups" / "one.zip").path


def put_back(file: Path, folder: Path, said: Callable[[str], None] = quiet, **more: object) -> Restored:
    return restore(Wanted(file, folder, **more), set_up, NOW, said)  # type: ignore[arg-type]  # by name


def figures(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """All of the published snapshot."""
    published = current(home.snapshots)
    assert published is not None
    with open_snapshot(published.database) as con:
        names = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: sorted(con.execute(f'FROM "{name}"').fetchall(), key=repr) for name in names}


@pytest.mark.slow
def test_every_row_and_file_is_there_again_and_the_next_night_is_the_same(shop: Home, tmp_path: Path) -> None:
    nightly(shop, quiet)
    before = figures(shop)
    file = made(shop, tmp_path / "b.zip").path
    connection.close()
    done = put_back(file, tmp_path / "new" / "home")
    again = open_home(tmp_path / "new" / "home")
    connection.close()
    assert (done.aside, done.forgotten) == (None, 0)
    assert rows_of(again.folder / "treue.db") == rows_of(shop.folder / "treue.db")
    assert facts_of(again) == facts_of(shop)
    ours, theirs = (
        {
            path.relative_to(home.folder): path.read_bytes()
            for path in home.folder.rglob("*")
            if path.is_file()
            and "treue.db" not in path.name
            and path.parent.name != "work"
            and path.name != ".lock"
        }
        for home in (again, shop)
    )
    assert ours == theirs
    assert figures(again) == before
    nightly(again, quiet)
    nightly(shop, quiet)
    assert len(figures(shop)["customers"]) == 60
    assert figures(again) == figures(shop)


def test_jobs_begin_again_that_people_asked_for_and_the_log_says_what_happened(
    backup: Path, tmp_path: Path
) -> None:
    put_back(backup, tmp_path / "new")
    set_up(open_home(tmp_path / "new"))
    assert [(job.kind, job.state) for job in Job.objects.all()] == [("look", "waiting")]
    with closing(sqlite3.connect(tmp_path / "new" / "treue.db")) as con:
        ((by, detail),) = con.execute(
            "SELECT by, detail FROM people_logged WHERE what = 'restored'"
        ).fetchall()
    assert (by, json.loads(detail)) == ("terminal", {"made": NOW.isoformat(), "forgotten": 0})


def test_a_home_is_backed_up_while_programs_and_the_worker_write(tmp_path: Path) -> None:
    """What was acknowledged before a backup began is in it; nothing of it is there twice once it is facts."""
    home = open_home(tmp_path / "home", create=True)
    token, port, told, over = new_key(home.folder, "events"), free_port(), [], threading.Event()

    def send() -> None:
        with closing(Sender(port, token)) as sender:
            while not over.is_set():
                batch = [order(f"{len(told)}-{number}") for number in range(50)]
                assert sender.send(batch)["accepted"] == len(batch)
                told.append([each["key"] for each in batch])

    with serving(home.folder, port), ThreadPoolExecutor() as pool:
        worker = started(home)
        writer = pool.submit(send)
        try:
            until(lambda: writer.done() or (len(told) > 5 and home.facts.rows("orders") > 0))
            known: list[set[str]] = []
            for number in (1, 2, 3):
                known.append({key for batch in told for key in batch})
                done = command(home.folder, "backup", "--to", tmp_path / f"{number}.zip", "--json")
                assert done.returncode == 0, done.stderr
        finally:
            over.set()
            worker.terminate()
            worker.wait(timeout=60)
        writer.result()
    assert known[0] < known[1] < known[2]
    for number, acknowledged in enumerate(known, start=1):
        put_back(tmp_path / f"{number}.zip", tmp_path / f"new-{number}")
        again = open_home(tmp_path / f"new-{number}")
        set_up(again)
        held = set(Event.objects.values_list("key", flat=True))
        assert acknowledged <= held
        while Event.objects.filter(taken_at=None).exists():
            (again.work / ".drained").unlink(missing_ok=True)
            assert drain(again, NOW, quiet) > 0
        with duckdb.connect() as con:
            files = [str(path) for path in again.facts.files("orders")]
            ids = [text for (text,) in con.read_parquet(files).project("order_id").fetchall()]
        assert sorted(ids) == sorted(f"shop:{key}" for key in held)
        connection.close()


def test_a_load_at_work_is_waited_for_and_one_that_died_is_told_again(shop: Home, tmp_path: Path) -> None:
    said, waits, line = [], threading.Event(), '{"undone": 99, "at": "2026-11-29T09:00:00+00:00"}'

    def say(sentence: str) -> None:
        said.append(sentence)
        waits.set()

    with ThreadPoolExecutor() as pool:
        with shop.facts.writing():
            soon = pool.submit(back_up, shop, Asked(tmp_path / "b.zip"), NOW, say)
            assert waits.wait(60)
            assert not soon.done()
            with shop.loads.open("a", encoding="utf-8") as file:
                file.write(line)
            (shop.facts.folder / ".unfinished").write_text("orders.csv\n", encoding="utf-8")
        soon.result(60)
    assert said == ["A load is at work; the backup waits until it has ended."]
    put_back(tmp_path / "b.zip", tmp_path / "new")
    again = open_home(tmp_path / "new")
    assert again.loads.read_text(encoding="utf-8").endswith(line)
    assert again.facts.half_loaded() == "orders.csv"


@pytest.mark.slow
@pytest.mark.postgres
def test_records_go_to_postgres_and_back_and_nights_go_on_there(
    shop: Home, backup: Path, tmp_path: Path
) -> None:
    connection.close()
    with cluster() as url:
        server = {"TREUE_SECRET_DATABASE": url}
        there = tmp_path / "there"
        done = command(there, "restore", backup, "--json", **server)
        assert done.returncode == 0, done.stderr
        assert not list(there.glob("treue.db*"))
        listed = command(there, "user", "list", "--json", **server)
        assert [each["mail"] for each in json.loads(listed.stdout)] == ["jana@laden.example"]
        # The next number of every table is free.
        invited = command(there, "user", "invite", "bea@laden.example", "--json", **server)
        assert invited.returncode == 0, invited.stderr
        night = command(there, "run", "--json", **server)
        assert night.returncode == 0, night.stderr
        refused = command(tmp_path / "second", "restore", backup, **server)
        assert (refused.returncode, "holds a shop already" in refused.stderr) == (2, True)
        assert not (tmp_path / "second").exists()
        saved = command(there, "backup", "--to", tmp_path / "two.zip", "--json", **server)
        assert saved.returncode == 0, saved.stderr
    done = command(tmp_path / "back", "restore", tmp_path / "two.zip", "--json")
    assert done.returncode == 0, done.stderr
    ours, theirs = rows_of(tmp_path / "back" / "treue.db"), rows_of(shop.folder / "treue.db")
    assert set(ours) == set(theirs)
    for name in sorted(set(ours) - {"web_user", "people_logged"}):
        assert (name, ours[name]) == (name, theirs[name])
    for name in ("web_user", "people_logged"):
        assert set(theirs[name]) < set(ours[name])
    assert facts_of(open_home(tmp_path / "back")) == facts_of(shop)
    nightly(shop, quiet)
    assert figures(open_home(tmp_path / "back")) == figures(shop)


# Where it goes


def test_a_home_that_holds_something_stays_unless_it_is_to_be_replaced(shop: Home, backup: Path) -> None:
    connection.close()
    before = rows_of(shop.folder / "treue.db")
    with pytest.raises(InputError, match="say --replace"):
        put_back(backup, shop.folder)
    with holding(shop, WORKER), pytest.raises(Busy, match="stop treue serve and treue worker"):
        put_back(backup, shop.folder, replace=True)
    assert rows_of(shop.folder / "treue.db") == before
    (shop.folder / "mine.txt").write_text("mine", encoding="utf-8")
    done = put_back(backup, shop.folder, replace=True)
    assert done.aside == shop.folder.parent / "home.before-20261129-093000"
    assert (done.aside / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert not (shop.folder / "mine.txt").exists()
    assert rows_of(shop.folder / "treue.db") == before
    assert sorted(path.name for path in shop.folder.parent.iterdir()) == [
        "export", "home", "home.before-20261129-093000",
    ]  # fmt: skip


def test_an_empty_folder_will_do_and_a_file_will_not(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert put_back(backup, tmp_path / "empty").aside is None
    assert (tmp_path / "empty" / "treue.db").exists()
    with pytest.raises(InputError, match="is a file"):
        put_back(backup, backup)


def test_a_restore_that_died_is_begun_again(backup: Path, tmp_path: Path) -> None:
    left = tmp_path / ".new.restoring"
    left.mkdir()
    (left / "treue.toml").write_text("half", encoding="utf-8")
    put_back(backup, tmp_path / "new")
    assert not left.exists()
    assert "half" not in (tmp_path / "new" / "treue.toml").read_text(encoding="utf-8")


# The secret


def test_without_its_secret_nothing_is_restored(
    shop: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(shop, tmp_path / "b.zip", with_key=False).path
    assert b"secret.key" not in file.read_bytes()
    with pytest.raises(InputError, match="made without the secret"):
        put_back(file, tmp_path / "new")
    wrong, right = tmp_path / "wrong.key", shop.folder / "secret.key"
    wrong.write_text("another\n", encoding="utf-8")
    with pytest.raises(InputError, match="belongs to another secret"):
        put_back(file, tmp_path / "new", key=wrong)
    assert not (tmp_path / "new").exists()
    put_back(file, tmp_path / "new", key=right)
    assert (tmp_path / "new" / "secret.key").read_text() == right.read_text()
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("TREUE_SECRET_KEY_FILE", str(right))
    put_back(file, tmp_path / "other")
    assert not (tmp_path / "other" / "secret.key").exists()
    monkeypatch.setenv("TREUE_SECRET_KEY_FILE", str(wrong))
    whole = made(open_home(shop.folder), tmp_path / "whole.zip")
    assert not whole.manifest.about.has_key, "the secret of the environment went into a file"


# Who was forgotten


def forget(key: int) -> None:
    forget_rows({key}, lambda _source, _text: (), NOW)
    ForgottenRow.objects.create(hash=key * 11)


def gone(home: Path) -> tuple[list[tuple[int, bool]], list[int]]:
    """Who is forgotten in a home, and whether files have followed; orders that are not loaded again."""
    connection.close()
    with closing(sqlite3.connect(home / "treue.db")) as con:
        keys = con.execute("SELECT key, is_done FROM people_forgotten ORDER BY key").fetchall()
        rows = con.execute("SELECT hash FROM people_forgottenrow ORDER BY hash").fetchall()
    return [(key, bool(done)) for key, done in keys], [row for (row,) in rows]


def test_who_was_forgotten_since_stays_so_by_the_home_that_is_replaced(shop: Home, tmp_path: Path) -> None:
    forget(5)
    Forgotten.objects.update(is_done=True)
    file = made(shop, tmp_path / "b.zip").path
    forget(7)
    connection.close()
    assert put_back(file, shop.folder, replace=True).forgotten == 1
    assert gone(shop.folder) == ([(5, True), (7, False)], [55, 77])


def test_who_was_forgotten_since_stays_so_by_the_list_beside_the_backups(
    shop: Home, backup: Path, tmp_path: Path
) -> None:
    forget(7)
    made(shop, backup.with_name("two.zip"))
    other = kept_shop(tmp_path / "other" / "home")
    forget(9)
    made(other, backup.with_name("other.zip"))
    connection.close()
    text = backup.with_name(NAME).read_text(encoding="utf-8")
    assert "anna" not in text.lower()
    assert len(text.splitlines()) == 4
    shutil.rmtree(shop.folder)
    with backup.with_name(NAME).open("a", encoding="utf-8") as file:
        file.write('{"shop": "half')  # whoever wrote it died
    assert put_back(backup, shop.folder).forgotten == 1
    assert gone(shop.folder) == ([(7, False)], [77])
    moved = backup.with_name(NAME).rename(tmp_path / "list.jsonl")
    assert put_back(backup, tmp_path / "second").forgotten == 0
    assert put_back(backup, tmp_path / "third", forgotten=moved).forgotten == 1
    assert put_back(backup, tmp_path / "fourth", forgotten=shop.folder).forgotten == 1


def test_a_list_never_becomes_shorter(shop: Home, backup: Path, tmp_path: Path) -> None:
    forget(7)
    two = made(shop, backup.with_name("two.zip"))
    Forgotten.objects.all().delete()
    made(shop, backup.with_name("three.zip"))
    assert set(read_list(backup.with_name(NAME), two.manifest.about.shop).keys) == {7}
    with pytest.raises(InputError, match="cannot be read"):
        read_list(tmp_path / "none.jsonl", "")


def test_a_damaged_home_is_replaced_and_says_that_it_does_not_tell_who_was_forgotten(
    shop: Home, backup: Path
) -> None:
    connection.close()
    for path in shop.folder.glob("treue.db-*"):
        path.unlink()
    (shop.folder / "treue.db").write_bytes(b"no database" * 1000)
    said: Told = []
    put_back(backup, shop.folder, said.append, replace=True)
    assert [each for each in said if "who was forgotten since the backup cannot be read" in each]
    with pytest.raises(InputError, match="cannot be read"):
        put_back(backup, shop.folder, replace=True, forgotten=shop.folder / "none")


# When the last one was


def test_a_shop_is_late_a_week_after_its_last_backup_or_its_first_load(shop: Home, tmp_path: Path) -> None:
    (loaded,) = {json.loads(line)["at"] for line in shop.loads.read_text().splitlines() if line}
    first = NOW.fromisoformat(loaded)
    assert not last_backup(shop, first + timedelta(days=6)).is_late
    assert last_backup(shop, first + timedelta(days=8)).is_late
    saved = made(shop, tmp_path / "b.zip")
    note(saved, "terminal")
    last = last_backup(shop, first)
    assert last.at is not None
    assert (last.size, last.place) == (saved.size, str(saved.path))
    assert not last_backup(shop, last.at + timedelta(days=6)).is_late
    assert last_backup(shop, last.at + timedelta(days=8)).is_late
