"""Making a backup: all of a home that cannot be made again, as of one moment, in one file."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from treue.errors import BrokenHome, Busy, InputError, Keyed
from treue.facts import TABLES
from treue.loop.backup.archive import FOLDERS, About, Manifest, write_backup
from treue.loop.backup.forgotten import beside_of, read_database, refresh
from treue.loop.backup.one_moment import copy_file
from treue.loop.far import Far, of_bytes
from treue.loop.home import DATABASE, KEY, Home
from treue.loop.passing import Say
from treue.loop.work.alive import BACKUP, holding
from treue.warehouse.snapshot import PAGES, POINTER, Snapshot, current

SCRATCH = ".backup"
"""Folder of a home in which a backup is gathered; it holds names, and goes at the end."""
_PATIENCE = 600.0
"""Seconds to wait for a load to end."""
_LOOK = 0.2
_LIVING = {".parquet", ".duckdb"}
"""Files that are replaced and never written to again: a second name holds what is in them now."""
_MARGIN = 4 << 20
"""Bytes for the manifest and the archive's own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What backup is asked for.

    Args:
        target: of the file, which is not there yet.
        with_key: whether the secret that keys customers' numbers goes into it.
        with_snapshot: whether the published snapshot does: pages show figures at once, and the next night
            knows the tiers of the last one.
    """

    target: Path
    with_key: bool = True
    with_snapshot: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: where, of how many bytes, with what in it."""

    path: Path
    size: int
    manifest: Manifest


def back_up(home: Home, wanted: Wanted, now: datetime, say: Say) -> Made:
    """Make a backup while pages, worker and programs go on working.

    Only a load waits: for the seconds in which the facts are given second names and the operational database
    is copied. Events that arrive meanwhile are taken.

    Args:
        home: the shop's; where PostgreSQL holds the operational database, it is open.
        wanted: where to, and with what.
        now: aware.
        say: told what passes.

    Raises:
        InputError: the place will not do, or has not enough room.
        Busy: another backup is being made, or a load does not end.
        BrokenHome: the facts or the operational database are damaged.
    """
    _refuse_place(home, wanted.target)
    scratch = home.folder / SCRATCH
    with holding(home, BACKUP):
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        try:
            _refuse_little_room(home, wanted)
            about = _about(home, wanted, now)
            with _still(home, say):
                _gather(home, wanted, scratch, say)
            if about.shop and (scratch / DATABASE).exists():
                refresh(beside_of(wanted.target), about.shop, read_database(scratch / DATABASE))
            far = Far("backup_writes", "Writing the backup: {done} of {total}.", _size(scratch), say)
            manifest = write_backup(wanted.target, scratch, about, far.on)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return Made(wanted.target, wanted.target.stat().st_size, manifest)


def forget_scratch(home: Home) -> None:
    """Delete what a backup that was killed left; it holds names."""
    if (home.folder / SCRATCH).exists():
        with suppress(Busy), holding(home, BACKUP):  # a backup that lives needs it
            shutil.rmtree(home.folder / SCRATCH, ignore_errors=True)


def shop_of(home: Home) -> str:
    """By what a backup knows whose it is: the same under the same secret, leading back to nothing."""
    return home.keyring().purpose("backup")[:16]


def _about(home: Home, wanted: Wanted, now: datetime) -> About:
    has_secret = bool(home.settings.secret.key) or (home.folder / KEY).exists()
    return About(
        made_at=now,
        version=importlib.metadata.version("treue"),
        name=home.settings.shop.name,
        shop=shop_of(home) if has_secret else "",
        has_key=wanted.with_key and (home.folder / KEY).exists() and not home.settings.secret.key,
    )


def _refuse_place(home: Home, target: Path) -> None:
    if not target.parent.is_dir():
        raise InputError(
            Keyed(
                "backup_no_folder",
                "{folder}: there is no such folder for the backup; make it, or name another.",
                folder=str(target.parent),
            )
        )
    if target.exists():
        raise InputError(f"{target} is there already; name another file with --to.")
    if home.folder.resolve() in target.resolve().parents:
        raise InputError(
            f"{target} lies within {home.folder}: whatever takes the home would take its backup too. "
            "Name a place outside, best on another disk."
        )


def _refuse_little_room(home: Home, wanted: Wanted) -> None:
    """The backup may become as large as all its files, and the database is copied first."""
    database = sum(_present(path) for path in home.folder.glob(f"{DATABASE}*"))
    whole = database + sum(map(_present, _files(home, wanted))) + _MARGIN
    with suppress(BrokenHome):  # `_take_snapshot` copes with one that is not whole
        if wanted.with_snapshot and (published := current(home.snapshots)) is not None:
            whole += sum(map(_present, _of_snapshot(home, published)))
    needed: dict[int, tuple[Path, int]] = {}
    for place, size in ((home.folder, database), (wanted.target.parent, whole)):
        _, before = needed.get(place.stat().st_dev, (place, 0))
        needed[place.stat().st_dev] = place, before + size
    for place, size in needed.values():
        free = shutil.disk_usage(place).free
        if free < size:
            raise InputError(
                Keyed(
                    "backup_no_room",
                    "{place}: not enough room for a backup: up to {size} are needed, {free} are free. "
                    "Make room, or name another place.",
                    place=str(place),
                    size=of_bytes(size),
                    free=of_bytes(free),
                )
            )


@contextmanager
def _still(home: Home, say: Say) -> Iterator[None]:
    """While no load writes; one that is at work is waited for."""
    until, has_told = time.monotonic() + _PATIENCE, False
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(home.facts.still())
                break
            except Busy:
                if time.monotonic() > until:
                    raise
                if not has_told:
                    say(Keyed("backup_waits", "A load is at work; the backup waits until it has ended."))
                    has_told = True
                time.sleep(_LOOK)
        yield


def _gather(home: Home, wanted: Wanted, scratch: Path, say: Say) -> None:
    for table in TABLES:
        home.facts.files(table)  # what is missing is told before a backup is made without it
    _copy_database(home, scratch / DATABASE, say)
    for path in _files(home, wanted):
        with suppress(FileNotFoundError):  # a draft of somebody's, gone by now
            _take(path, scratch / path.relative_to(home.folder))
    if wanted.with_snapshot:
        _take_snapshot(home, scratch, say)


def _copy_database(home: Home, target: Path, say: Say) -> None:
    source = home.folder / DATABASE
    if home.settings.secret.database:
        # Records need Django to be set up, which a home with a file does not need here.
        from treue.loop.backup.table_by_table import FILE, HERE, beside, copy_all

        with beside(target):
            copy_all(HERE, FILE, lambda name: say(Keyed("backup_table", "Copying {table}.", table=name)))
        target.chmod(0o600)
    elif source.exists():
        far = Far("backup_copies", "Copying the database: {done} of {total}.", source.stat().st_size, say)
        copy_file(source, target, far.left)


def _files(home: Home, wanted: Wanted) -> Iterator[Path]:
    """All of a home but what a night makes anew, drafts, locks and the operational database."""
    key = () if wanted.with_key and not home.settings.secret.key else (KEY,)
    for path in sorted(home.folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", DATABASE)) and path.name not in key:
            yield path
    for name in FOLDERS:
        if name != home.snapshots.name:
            yield from _below(home.folder / name)


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = [part for part in path.relative_to(folder).parts if part.startswith(".")]
        if path.is_file() and path.suffix != ".tmp" and set(hidden) <= _MARKS:
            yield path


_MARKS = {".before.json", ".unfinished"}
"""Hidden files of the facts that say how a load stands."""


def _take_snapshot(home: Home, scratch: Path, say: Say) -> None:
    """Twice: between reading the pointer and taking the file somebody may have replaced both."""
    for _ in range(2):
        with suppress(FileNotFoundError, BrokenHome):  # replaced meanwhile: once more
            if (published := current(home.snapshots)) is None:
                return
            for path in _of_snapshot(home, published):
                _take(path, scratch / path.relative_to(home.folder))
            (scratch / home.snapshots.name / POINTER).write_text(f"{published.run}\n", encoding="utf-8")
            return
    shutil.rmtree(scratch / home.snapshots.name, ignore_errors=True)
    say(Keyed("backup_no_snapshot", "The snapshot does not open and is left out; a night makes it anew."))


def _of_snapshot(home: Home, published: Snapshot) -> Iterator[Path]:
    yield published.database
    yield published.database.with_suffix(".json")
    yield from _below(home.snapshots / f"{PAGES}{published.run}")


def _take(path: Path, target: Path) -> None:
    """By a second name where it is never written to again, else as a copy."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.suffix in _LIVING:
        try:
            os.link(path, target)
        except FileNotFoundError:
            raise
        except OSError:  # a disk that knows no second names
            shutil.copyfile(path, target)
    else:
        shutil.copyfile(path, target)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _present(path: Path) -> int:
    with suppress(FileNotFoundError):  # what is not there takes no room
        return path.stat().st_size
    return 0
