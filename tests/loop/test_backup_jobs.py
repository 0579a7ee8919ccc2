"""Backups by themselves: once a day where a folder is named, told where they fail, old ones gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from backups import command, kept_shop, quiet
from django.db import connection
from working import started

from treue.loop.backup.backed_up import WHAT
from treue.loop.backup.restoring import look_through
from treue.loop.home import Home, open_home
from treue.loop.keeping import keep
from treue.loop.records import Job
from treue.loop.work.due import due_backup
from treue.loop.work.jobs import BACKUP, ask
from treue.people.records import Logged
from waiting import until

NOON = datetime(2026, 11, 29, 11, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Home]:
    home = kept_shop(tmp_path / "home")
    (tmp_path / "backups").mkdir()
    yield home
    connection.close()


@pytest.fixture
def daily(shop: Home, tmp_path: Path) -> Home:
    return keep(shop, {"backup.folder": str(tmp_path / "backups"), "backup.at": "02:30", "backup.keep": "2"})


def test_one_is_due_a_day_where_a_folder_is_named(shop: Home, daily: Home) -> None:
    assert not due_backup(shop, NOON)
    assert due_backup(daily, NOON)
    job = ask(BACKUP, "clock")
    assert not due_backup(daily, NOON), "one that waits is enough"
    for state in (Job.State.DONE, Job.State.FAILED):
        Job.objects.filter(pk=job.pk).update(asked_at=NOON - timedelta(hours=1), state=state)
        assert not due_backup(daily, NOON)
        assert not due_backup(daily, NOON + timedelta(hours=14, minutes=25))
        assert due_backup(daily, NOON + timedelta(hours=14, minutes=35))


def test_the_worker_makes_one_and_says_why_it_cannot(daily: Home, tmp_path: Path) -> None:
    Job.objects.update(state=Job.State.FAILED)  # no night before it
    worker = started(daily)
    try:
        until(lambda: Job.objects.filter(kind=BACKUP, state=Job.State.DONE).exists(), 120)
        (file,) = (tmp_path / "backups").glob("*.zip")
        assert Job.objects.get(kind=BACKUP).result["file"] == str(file)
        assert look_through(file, quiet).about.name == "Shop"
        row = Logged.objects.get(what=WHAT)
        assert (row.by, row.detail) == ("clock", {"file": str(file), "bytes": file.stat().st_size})
        (tmp_path / "backups").rename(tmp_path / "gone")
        asked = ask(BACKUP, "user:1")
        until(lambda: Job.objects.get(pk=asked.pk).state == Job.State.FAILED, 120)
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    told = Job.objects.get(pk=asked.pk).result
    assert told["key"] == "backup_failed"
    assert "there is no such folder for the backup" in told["values"]["told"]


def test_at_a_terminal_the_newest_stay_and_what_is_in_one_is_said(daily: Home, tmp_path: Path) -> None:
    connection.close()
    folder = tmp_path / "backups"
    first = command(daily.folder, "backup", LC_ALL="de_DE.UTF-8")
    assert first.returncode == 0, first.stderr
    assert "Namen, Adressen und der Schlüssel secret.key" in first.stderr
    (made,) = folder.glob("*.zip")
    for day in ("01", "02"):
        made.with_name(f"treue-home-202611{day}-023000.zip").write_bytes(made.read_bytes())
    second = command(daily.folder, "backup", "--no-key", LC_ALL="C")
    assert second.returncode == 0, second.stderr
    assert "The secret that keys customers is not" in second.stderr
    assert "2 older backups were deleted; the newest 2 stay." in second.stderr
    assert len(list(folder.glob("*.zip"))) == 2
    elsewhere = command(daily.folder, "backup", "--to", tmp_path / "home2.zip", "--no-snapshot", "--json")
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert len(list(folder.glob("*.zip"))) == 2
    whole = command(tmp_path / "none", "restore", tmp_path / "home2.zip", "--check")
    assert (whole.returncode, "is whole: Shop, backed up on" in whole.stderr) == (0, True)
    assert not (tmp_path / "none").exists()
    put = command(tmp_path / "none", "restore", tmp_path / "home2.zip", LC_ALL="de_DE.UTF-8")
    assert (put.returncode, "ist wieder da, wie am" in put.stderr) == (0, True)
    assert open_home(tmp_path / "none").facts.rows("orders") == daily.facts.rows("orders")
    again = command(tmp_path / "none", "restore", tmp_path / "home2.zip")
    assert (again.returncode, "say --replace" in again.stderr) == (2, True)
