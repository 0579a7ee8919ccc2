"""What backups are called, and which of them stay."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from treue.errors import BadOption, UnreadableFile
from treue.loop.backup.archive import opened
from treue.loop.backup.backing import Made
from treue.loop.home import Home

_TIME = "%Y%m%d-%H%M%S"


def target_of(home: Home, told: Path | None, now: datetime) -> Path:
    """Where a backup goes: the file that was told, else one named by shop and time in the folder that was.

    Args:
        home: the shop's.
        told: a file or a folder; `backup.folder` unless told, else the folder one is in.
        now: aware.

    Raises:
        BadOption: the folder is not there.
    """
    folder = told if told is not None else Path(home.settings.backup.folder or ".")
    if told is not None and told.suffix == ".zip":
        return told
    if told is not None and not folder.is_dir():
        raise BadOption(
            f"{folder}: there is no such folder for the backup; make it, or name a file that ends in .zip."
        )
    while (made := folder / f"{_begin(home)}{now.astimezone(UTC):{_TIME}}.zip").exists():
        now += timedelta(seconds=1)  # the second of two within one
    return made


def drop_old(made: Made, home: Home, keep: int) -> list[Path]:
    """Delete the older backups of a shop beside one, if `target_of` named them; which ones went.

    Args:
        made: the one that was made just now; it stays.
        home: the shop's.
        keep: how many stay, the newest.
    """
    name = re.compile(rf"{re.escape(_begin(home))}\d{{8}}-\d{{6}}\.zip")
    found = sorted(path for path in made.path.parent.iterdir() if name.fullmatch(path.name))
    ours = [path for path in found if _is_of(path, made.manifest.about.shop)]
    old = [path for path in ours[:-keep] if path != made.path]
    for path in old:
        path.unlink()
    return old


def _is_of(path: Path, shop: str) -> bool:
    """Another shop's home may be called the same; what is damaged is for people to delete."""
    try:
        with opened(path) as backup:
            return backup.manifest.about.shop == shop
    except UnreadableFile:
        return False


def _begin(home: Home) -> str:
    return f"treue-{home.folder.resolve().name}-"
