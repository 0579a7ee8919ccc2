"""Restoring a home from a backup: looked through first, then put in its place as a whole or not at all."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from treue.errors import Busy, InputError, Keyed, UnreadableFile
from treue.facts import TABLES
from treue.loop.backup.archive import Backup, Manifest, opened
from treue.loop.backup.backing import shop_of
from treue.loop.backup.forgotten import beside_of, read_database, read_list
from treue.loop.far import Far, of_bytes
from treue.loop.home import DATABASE, KEY, Home, open_home
from treue.loop.passing import Say
from treue.loop.work.alive import BACKUP, PAGES, WORKER, holding, is_held
from treue.people.gone import Gone
from treue.settings import Settings, read_settings

RESTORING = "restore"
SetUp = Callable[[Home], None]
"""Opens a home's operational database with the tables of all rooms; the faces know how."""
_AT_WORK = (WORKER, PAGES, BACKUP, "home", "look", "lock")
"""Locks of a home that somebody holds who works in it."""
_MARGIN = 16 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Args:
        file: the backup.
        folder: of the home.
        replace: whether a home that stands there is moved aside.
        forgotten: a list of who was forgotten, or a home that has one; besides those we know of.
        key: a copy of the home's secret, where the backup was made without.
    """

    file: Path
    folder: Path
    replace: bool = False
    forgotten: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Args:
        manifest: of the backup.
        aside: where the home that stood there is now; None where none did.
        forgotten: how many persons were forgotten since: hidden again, their data still to be cleaned.
    """

    manifest: Manifest
    aside: Path | None
    forgotten: int


def look_through(file: Path, say: Say) -> Manifest:
    """Read a whole backup and compare it with its checksums; nothing is written.

    Raises:
        UnreadableFile: it is damaged, cut, of a newer Treue, or none.
    """
    with opened(file) as backup:
        backup.check(_far(backup, say))
        return backup.manifest


def restore(wanted: Wanted, set_up: SetUp, now: datetime, say: Say) -> Restored:
    """Put a backup back.

    Killed at any point, the home that stood there is whole, in its place or aside; the new one is whole or
    not there.

    Args:
        wanted: from where, to where.
        set_up: opens the operational database.
        now: aware.
        say: told what passes.

    Raises:
        InputError: something stands there, there is not enough room, or the secret is another one.
        UnreadableFile: the backup cannot be used; nothing was changed.
        Busy: somebody works in the home that would be replaced.
    """
    folder = wanted.folder.resolve()
    with opened(wanted.file) as backup:
        _refuse_newer(wanted.file, backup.manifest)
        _refuse_place(folder, replace=wanted.replace)
        _refuse_no_key(backup.manifest, wanted)
        _refuse_little_room(folder, backup.manifest)
        with _draft(folder) as draft:
            backup.unpack(draft, _far(backup, say))
            home = _with_key(draft, backup.manifest, wanted)
            for table in TABLES:
                home.facts.files(table)
            gone = _forgotten_since(folder, backup.manifest, wanted, say)
            set_up(home)
            # Records need the database to be known.
            from django.db import connections

            from treue.loop.backup.taking_up import take_up

            forgotten = take_up(home, backup.manifest, gone, say)
            connections.close_all()  # what SQLite keeps beside its file goes into it
            aside = _put(draft, folder, now)
    return Restored(backup.manifest, aside, forgotten)


def _far(backup: Backup, say: Say) -> Callable[[int], None]:
    return Far("restore_reads", "Reading the backup: {done} of {total}.", backup.manifest.size, say).on


def _refuse_newer(file: Path, manifest: Manifest) -> None:
    theirs, ours = manifest.about.version, importlib.metadata.version("treue")
    if _ordered(theirs) > _ordered(ours):
        raise InputError(
            f"{file} was made by Treue {theirs}; this is {ours}. Nothing was changed; bring Treue up to date "
            "first."
        )


def _ordered(version: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", version)[:3]]


def _refuse_place(folder: Path, *, replace: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder} is a file; name a folder for the home.")
    if os.path.ismount(folder):
        raise InputError(
            f"{folder} is the top of a disk, which cannot be exchanged for another folder; name one in it: "
            f"--home {folder / 'shop'}"
        )
    if not any(folder.iterdir()):
        return
    if not replace:
        raise InputError(
            f"{folder} holds something already; restore into a new folder, or say --replace: then it is "
            "moved aside, not deleted."
        )
    there = Home(folder, Settings())
    if any(is_held(there, name) for name in _AT_WORK):
        raise Busy(f"{folder}: somebody is at work in it; stop treue serve and treue worker first.")


def _refuse_no_key(manifest: Manifest, wanted: Wanted) -> None:
    """Before minutes are spent: without its secret a home knows nobody any more."""
    has_one = manifest.about.has_key or wanted.key is not None or bool(read_settings().secret.key)
    if manifest.about.shop and not has_one:
        raise InputError(
            f"{wanted.file} was made without the secret that keys its customers; give your copy of {KEY} "
            "with --key, or set TREUE_SECRET_KEY_FILE."
        )


def _refuse_little_room(folder: Path, manifest: Manifest) -> None:
    there = next(path for path in folder.parents if path.is_dir())
    needed, free = manifest.size + _MARGIN, shutil.disk_usage(there).free
    if free < needed:
        raise InputError(
            Keyed(
                "restore_no_room",
                "{place}: not enough room to restore: {size} are needed, {free} are free. Nothing was "
                "changed; make room, or name a home elsewhere.",
                place=str(there),
                size=of_bytes(needed),
                free=of_bytes(free),
            )
        )


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A folder beside the home, of which nothing stays that was not put in its place."""
    draft = folder.with_name(f".{folder.name}.restoring")
    if draft.exists() and is_held(Home(draft, Settings()), RESTORING):
        raise Busy(f"{folder}: another restore is at work there; wait for it to end.")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        with holding(Home(draft, Settings()), RESTORING):
            yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _with_key(draft: Path, manifest: Manifest, wanted: Wanted) -> Home:
    if wanted.key is not None and not manifest.about.has_key:
        (draft / KEY).touch(mode=0o600)
        (draft / KEY).write_bytes(wanted.key.read_bytes())
    home = open_home(draft)
    if manifest.about.shop and shop_of(home) != manifest.about.shop:
        raise InputError(
            f"{wanted.file} belongs to another secret than the one that was given: every known customer "
            f"would be a stranger. Give the {KEY} of the shop that was backed up. Nothing was changed."
        )
    return home


def _forgotten_since(folder: Path, manifest: Manifest, wanted: Wanted, say: Say) -> Gone:
    """From the home that is replaced, the list beside the backup, and what was told."""
    gone, shop = Gone(), manifest.about.shop
    if wanted.forgotten is not None:
        told = wanted.forgotten
        gone |= read_database(told / DATABASE) if told.is_dir() else read_list(told, shop)
    beside = beside_of(wanted.file)
    for path, read in ((folder / DATABASE, read_database), (beside, lambda path: read_list(path, shop))):
        if not path.exists():
            continue
        try:
            gone |= read(path)
        except UnreadableFile:  # damage may be why somebody restores
            say(
                Keyed(
                    "restore_no_list",
                    "{file}: who was forgotten since the backup cannot be read from it. Name another list "
                    "with --forgotten, or forget them again.",
                    file=str(path),
                )
            )
    return gone


def _put(draft: Path, folder: Path, now: datetime) -> Path | None:
    aside = None
    if folder.exists() and any(folder.iterdir()):
        aside = folder.with_name(f"{folder.name}.before-{now.astimezone(UTC):%Y%m%d-%H%M%S}")
        folder.rename(aside)
    draft.rename(folder)
    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return aside
