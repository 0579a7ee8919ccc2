"""Backups, restores and the worker on a disk that is too small: said, nothing lost, and it goes on after."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from backups import NOW, kept_shop, made, quiet
from django.db import connection
from working import started

from disks import filled, small_disk
from treue.errors import InputError
from treue.loop.backup.archive import About, opened, write_backup
from treue.loop.backup.restoring import Wanted, look_through, restore
from treue.loop.home import Home
from treue.loop.records import Job
from treue.loop.work.jobs import NIGHT, ask
from treue.warehouse.snapshot import current
from treue.web.serving import set_up
from waiting import until


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 48) as place:
        yield place
        connection.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Home]:
    home = kept_shop(tmp_path / "home")
    yield home
    connection.close()


def test_too_little_room_is_said_with_how_much_and_nothing_is_left(shop: Home, disk: Path) -> None:
    with (
        filled(disk, left=1 << 20),
        pytest.raises(InputError, match=r"up to \d+ MB are needed, 2 MB are free"),
    ):
        made(shop, disk / "b.zip")
    assert list(disk.iterdir()) == []
    assert not (shop.folder / ".backup").exists()
    look_through(made(shop, disk / "b.zip").path, quiet)


def test_the_room_for_the_copy_of_the_database_is_asked_of_the_homes_disk(
    shop: Home, disk: Path, tmp_path: Path
) -> None:
    connection.close()
    home = Home(Path(shutil.copytree(shop.folder, disk / "home")), shop.settings)
    with filled(disk, left=100_000), pytest.raises(InputError, match="are needed, 1 MB are free"):
        made(home, tmp_path / "b.zip")
    assert not list(tmp_path.glob("*b.zip*"))
    assert made(home, tmp_path / "b.zip").size > 0


def test_a_disk_that_becomes_full_in_the_midst_leaves_nothing(disk: Path, tmp_path: Path) -> None:
    (tmp_path / "much").mkdir()
    with (tmp_path / "much" / "facts.parquet").open("wb") as file:
        file.truncate(64 << 20)
    about = About(NOW, "0", "Shop", "", has_key=False)
    with pytest.raises(InputError, match=r"b\.zip: the disk became full\. Nothing of the backup is left"):
        write_backup(disk / "b.zip", tmp_path / "much", about, lambda _: None)
    assert list(disk.iterdir()) == []


def test_a_disk_that_becomes_full_while_restoring_is_told(shop: Home, disk: Path, tmp_path: Path) -> None:
    file = made(shop, tmp_path / "b.zip").path
    with filled(disk, left=100_000), opened(file) as backup:
        (disk / "draft").mkdir()
        with pytest.raises(InputError, match=r"draft: the disk became full\. Nothing was changed"):
            backup.unpack(disk / "draft", lambda _: None)


@pytest.mark.slow
def test_a_night_of_the_worker_on_a_full_disk_says_so_and_is_done_once_there_is_room(
    shop: Home, disk: Path
) -> None:
    connection.close()
    home = Home(Path(shutil.copytree(shop.folder, disk / "home")), shop.settings)
    set_up(home)
    Job.objects.all().delete()
    with filled(disk, left=800_000):
        first = ask(NIGHT, "user:1")
        worker = started(home)
        try:
            until(lambda: Job.objects.get(pk=first.pk).state == Job.State.FAILED)
        finally:
            worker.terminate()
            worker.wait(timeout=60)
    told = Job.objects.get(pk=first.pk).result
    assert (told["key"], told["values"]) == ("disk_full", {"number": str(first.pk)})
    assert current(home.snapshots) is None
    again = ask(NIGHT, "user:1")
    worker = started(home)
    try:
        until(lambda: Job.objects.get(pk=again.pk).state == Job.State.DONE, 180)
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    assert current(home.snapshots) is not None


def test_a_home_is_restored_only_where_it_fits(shop: Home, disk: Path, tmp_path: Path) -> None:
    file = made(shop, tmp_path / "b.zip").path
    with filled(disk, left=3 << 20), pytest.raises(InputError, match=r"\d+ MB are needed, 4 MB are free"):
        restore(Wanted(file, disk / "home"), set_up, NOW, quiet)
    assert list(disk.iterdir()) == []
    restore(Wanted(file, disk / "home"), set_up, NOW, quiet)
    assert (disk / "home" / "treue.db").exists()
    with pytest.raises(InputError, match="is the top of a disk"):
        restore(Wanted(file, disk, replace=True), set_up, NOW, quiet)
