"""Archives of files: taken apart once they have arrived, never further than the disk can bear."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path

from treue.errors import Keyed, UnreadableFile
from treue.loop.delivery.arrivals import clean_name

MOST_BYTES = 8 * 2**30
"""Of all files of one archive, unpacked."""
MOST_FILES = 1_000
_BLOCK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, NotImplementedError, EOFError)
_BOOK = ("[Content_Types].xml", "mimetype")
"""Excel workbooks and OpenDocument tables are archives too, and are left whole."""


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive of files, and no workbook."""
    with path.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not set(_BOOK) & set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return True


def unpack(path: Path, folder: Path, most_bytes: int = MOST_BYTES) -> list[str]:
    """Write the files of an archive beside each other into a folder, under names of ours; then it goes.

    Args:
        path: of the archive, in the folder.
        folder: where to.
        most_bytes: of all files together; what an archive says of their size is not believed.

    Returns:
        Their names.

    Raises:
        UnreadableFile: no whole archive, one with a password, or one that becomes too much.
    """
    written: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir() and _is_wanted(each.filename)]
            if len(entries) > MOST_FILES:
                raise _too_much(path)
            left = most_bytes
            for entry in entries:
                taken = frozenset(each.name for each in folder.iterdir())
                name = clean_name(entry.filename, taken)
                left = _write(archive, entry, folder / name, left)
                if left < 0:
                    raise _too_much(path)
                written.append(name)
    except (*_BROKEN, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk; bz2 tells of broken data by one without a number
        raise UnreadableFile(
            Keyed(
                "bad_archive",
                "{file}: not a whole archive, or one with a password; pack it again as ZIP, or bring files "
                "themselves.",
                file=path.name,
            )
        ) from None
    path.unlink()
    return written


def _is_wanted(name: str) -> bool:
    """Not what systems put beside files: __MACOSX, .DS_Store."""
    parts = name.replace("\\", "/").split("/")
    return not any(part.startswith((".", "__MACOSX", "~$")) for part in parts)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """How many bytes may still come; below zero once it was too much."""
    with archive.open(entry) as packed, target.open("wb") as plain:
        target.chmod(0o600)
        while left >= 0 and (block := packed.read(_BLOCK)):
            left -= len(block)
            if left >= 0:
                plain.write(block)
    return left


def _too_much(path: Path) -> UnreadableFile:
    return UnreadableFile(
        Keyed(
            "big_archive",
            "{file}: unpacked this would be more than {most} files or {size} GB; bring it in parts.",
            file=path.name,
            most=f"{MOST_FILES:,}",
            size=str(MOST_BYTES // 2**30),
        )
    )
