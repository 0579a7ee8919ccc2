"""What a backup is: a ZIP archive with a manifest, written whole or not at all, and read with suspicion."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from treue.errors import InputError, UnreadableFile
from treue.facts.manifest import settle

FORMAT = 1
MANIFEST = "MANIFEST.json"
FOLDERS = ("facts", "quarantine", "arrivals", "snapshots")
"""Of a home; at its top there are files besides."""
Tell = Callable[[int], None]
"""Told how many bytes more are done."""

_BLOCK = 1 << 20
_PACKED_ALREADY = {".parquet", ".duckdb", ".zip", ".xlsx", ".webp", ".png"}
_NAME = re.compile(r"[^/\\\0:]+(/[^/\\\0:]+)*")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MOST_TOLD = 64 << 20
"""Bytes that a manifest may have: enough for half a million files."""
_UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, KeyError, TypeError,
    ValueError, RuntimeError, NotImplementedError, OverflowError,
)  # fmt: skip
"""What reading a damaged archive may raise."""


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself.

    Args:
        made_at: the moment as of which it is; aware.
        version: of the Treue that made it.
        name: of the shop.
        shop: a keyed hash that is the same for every backup under one secret; empty where there was none yet.
        has_key: whether the secret itself is in it.
    """

    made_at: datetime
    version: str
    name: str
    shop: str
    has_key: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the home: its name from there, its bytes, their SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup."""

    about: About
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(each.size for each in self.entries)


def write_backup(target: Path, folder: Path, about: About, tell: Tell) -> Manifest:
    """Put all files below a folder into a backup; under its name it is there whole or not at all.

    Args:
        target: of the backup; nothing stands there.
        folder: what to put in; nobody changes it meanwhile.
        about: as it is to say of itself.
        tell: told what was read.

    Raises:
        InputError: the disk became full; nothing is left of it.
    """
    draft = target.with_name(f".{target.name}.tmp")
    draft.unlink(missing_ok=True)
    try:
        with (
            _told_when_full(
                target, "Nothing of the backup is left; make room, or name another place with --to."
            ),
            os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream,
        ):
            manifest = _write(stream, folder, about, tell)
            settle(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


@contextmanager
def _told_when_full(place: Path, advice: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise InputError(f"{place}: the disk became full. {advice}") from None


def _write(stream: IO[bytes], folder: Path, about: About, tell: Tell) -> Manifest:
    with zipfile.ZipFile(stream, "w") as archive:
        entries = tuple(
            _put(archive, path, path.relative_to(folder).as_posix(), about.made_at, tell)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        )
        told = {
            "format": FORMAT,
            **asdict(about),
            "made_at": about.made_at.isoformat(),
            "files": [asdict(each) for each in entries],
        }
        info = _info(MANIFEST, about.made_at, zipfile.ZIP_DEFLATED)
        archive.writestr(info, json.dumps(told, indent=1, ensure_ascii=False))
    return Manifest(about, entries)


def _put(archive: zipfile.ZipFile, path: Path, name: str, at: datetime, tell: Tell) -> Entry:
    way = zipfile.ZIP_STORED if path.suffix in _PACKED_ALREADY else zipfile.ZIP_DEFLATED
    summed, size = hashlib.sha256(), 0
    with path.open("rb") as plain, archive.open(_info(name, at, way), "w", force_zip64=True) as packed:
        while block := plain.read(_BLOCK):
            packed.write(block)
            summed.update(block)
            size += len(block)
            tell(len(block))
    return Entry(name, size, summed.hexdigest())


def _info(name: str, at: datetime, way: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
    info.compress_type, info.external_attr = way, 0o600 << 16
    # An archive's own level is not asked for entries made by hand; the usual one takes four times as long.
    info._compresslevel = 1  # type: ignore[attr-defined]  # noqa: SLF001 - public from Python 3.13 on
    return info


class Backup:
    """A backup that is open for reading.

    Args:
        path: of the file.
        archive: open.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self.manifest = _manifest_of(path, archive)

    def check(self, tell: Tell) -> None:
        """Read every byte and compare.

        Raises:
            UnreadableFile: something in it is not what was put in.
        """
        for entry in self.manifest.entries:
            for block in self._blocks(entry):
                tell(len(block))

    def unpack(self, folder: Path, tell: Tell) -> None:
        """Write all files below a folder that is empty, and compare them on the way.

        Raises:
            UnreadableFile: something in it is not what was put in; what is in the folder is worth nothing.
            InputError: the disk became full.
        """
        for entry in self.manifest.entries:
            target = folder / entry.name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                _told_when_full(folder, "Nothing was changed; make room, or name a home elsewhere."),
                os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as plain,
            ):
                for block in self._blocks(entry):
                    plain.write(block)
                    tell(len(block))
                plain.flush()
                os.fsync(plain.fileno())

    def _blocks(self, entry: Entry) -> Iterator[bytes]:
        summed, left = hashlib.sha256(), entry.size
        with _readable(self._path), self._archive.open(entry.name) as packed:
            while block := packed.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    break
                summed.update(block)
                yield block
        if left or summed.hexdigest() != entry.sha256:
            raise UnreadableFile(
                f"{self._path}: {entry.name} in it is not what was put in; the backup is damaged. "
                "Nothing was changed; take another backup."
            )


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup; what its manifest says has been looked through, its files not yet.

    Raises:
        UnreadableFile: not there, no backup, cut, damaged, or of a newer Treue.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be opened ({error.strerror}); name a backup.") from None
    with stream:
        with _readable(path):
            archive = zipfile.ZipFile(stream)
        with archive:
            yield Backup(path, archive)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise UnreadableFile(
            f"{path}: not a backup of Treue, or one that was cut or damaged "
            f"({str(error) or 'it ends early'}). Nothing was changed; take another backup."
        ) from None


def _manifest_of(path: Path, archive: zipfile.ZipFile) -> Manifest:
    with _readable(path):
        if archive.getinfo(MANIFEST).file_size > _MOST_TOLD:
            raise ValueError(f"{MANIFEST} is too large")
        told = json.loads(archive.read(MANIFEST))
        if int(told["format"]) > FORMAT:
            raise UnreadableFile(
                f"{path}: written by Treue {told['version']} in format {told['format']}; this Treue reads up "
                f"to format {FORMAT}. Bring Treue up to date first."
            )
        about = About(
            datetime.fromisoformat(told["made_at"]).astimezone(UTC),
            str(told["version"]),
            str(told["name"]),
            str(told["shop"]),
            bool(told["has_key"]),
        )
        entries = tuple(Entry(str(e["name"]), int(e["size"]), str(e["sha256"])) for e in told["files"])
    _refuse_strange(path, archive, entries)
    return Manifest(about, entries)


def _refuse_strange(path: Path, archive: zipfile.ZipFile, entries: Sequence[Entry]) -> None:
    """Names that lead elsewhere, and files of which the manifest does not know or that are missing."""
    names = [each.name for each in entries]
    if strange := [name for name in names if not is_of_a_home(name)]:
        raise UnreadableFile(
            f"{path}: {strange[0]!r} in it is no file of a home; this was not made by Treue. "
            "Nothing was changed."
        )
    there = [each.filename for each in archive.infolist()]
    if sorted(there) != sorted([*names, MANIFEST]) or any(each.size < 0 for each in entries):
        raise UnreadableFile(
            f"{path}: it does not hold the files that its manifest names; the backup is damaged. "
            "Nothing was changed; take another backup."
        )


def is_of_a_home(name: str) -> bool:
    """Whether a file of that name may stand in a home: nowhere else, no link, no drive, not above.

    >>> [is_of_a_home(name) for name in ("facts/orders/a.parquet", "treue.db", "../x", "/x", "bin/x")]
    [True, True, False, False, False]
    """
    parts = PurePosixPath(name).parts
    is_plain = _NAME.fullmatch(name) is not None and ".." not in parts and "." not in name.split("/")
    return is_plain and (len(parts) == 1 or parts[0] in FOLDERS)
