"""Files that were brought and are not loaded yet: each delivery has a folder of its own in the home."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from treue.errors import BadOption, Keyed
from treue.facts.manifest import settle
from treue.loop.home import Home
from treue.loop.records import Arrival

KEPT = timedelta(days=30)
"""How long files are kept that nobody loads: they name persons."""
_LONGEST_NAME = 80
_NAMED = 3
LOOKED, ASIDE = "looked.json", "set_aside.parquet"


def arrive(home: Home, by: str, now: datetime, folder: str = "") -> Arrival:
    """Begin a delivery; its folder is there when this returns.

    Args:
        home: the shop's.
        by: who brings it.
        now: aware.
        folder: on the server, where files are not uploaded.

    Raises:
        BadOption: a folder that may not be read through the pages.
    """
    if folder:
        check_folder(home, folder)
    made = Arrival.objects.create(made_at=now, made_by=by, folder=folder)
    place(home, made).joinpath("files").mkdir(parents=True, mode=0o700)
    home.arrivals.chmod(0o700)
    return made


def place(home: Home, arrival: Arrival) -> Path:
    """The delivery's own folder: files, and what was seen in them."""
    return home.arrivals / str(arrival.pk)


def files_of(home: Home, arrival: Arrival) -> Path:
    """What is to be read: the uploaded files, or the folder that was named."""
    return Path(arrival.folder) if arrival.folder else place(home, arrival) / "files"


def check_folder(home: Home, folder: str) -> None:
    """Refuse what is not there, and whatever belongs to Treue itself.

    Raises:
        BadOption: with a sentence for people.
    """
    path = Path(folder)
    if not path.is_absolute() or not path.exists():
        raise BadOption(
            Keyed(
                "no_such_folder",
                "{folder}: there is no such file or folder on the server; name it from the root on, as "
                "/srv/export.",
                folder=folder,
            )
        )
    ours, theirs = home.folder.resolve(), path.resolve()
    if theirs.is_relative_to(ours) or ours.is_relative_to(theirs):
        raise BadOption(
            Keyed(
                "own_folder",
                "{folder} holds what Treue itself keeps; name one that holds your exports and nothing else.",
                folder=folder,
            )
        )


def clean_name(told: str, taken: frozenset[str] = frozenset()) -> str:
    """A file name of ours: no folders, no signs that mean something, as people know it otherwise.

    Args:
        told: as a browser or an archive says it.
        taken: names that are given already.
    """
    name = unicodedata.normalize("NFC", told).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[^\w.,()+ -]", "_", name).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and len(ending) <= 10 else (name, "")
    stem = stem[: _LONGEST_NAME - len(ending)]
    found, number = f"{stem}{ending}", 2
    while found in taken:
        found, number = f"{stem} ({number}){ending}", number + 1
    return found


def called(arrival: Arrival) -> str:
    """What the log of loads calls it."""
    if arrival.folder:
        return arrival.folder
    names = [str(name) for name in arrival.names]
    return ", ".join(names[:_NAMED]) + (f" (+{len(names) - _NAMED})" if len(names) > _NAMED else "")


def write_seen(home: Home, arrival: Arrival, seen: Mapping[str, object]) -> None:
    """Keep what was seen in the files, until they are loaded or sent away."""
    folder = place(home, arrival)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{LOOKED}.tmp"
    draft.write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    settle(draft, folder / LOOKED)


def read_seen(home: Home, arrival: Arrival) -> dict[str, object] | None:
    """What was seen in the files; None as long as nobody looked."""
    path = place(home, arrival) / LOOKED
    if not path.exists():
        return None
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def leave(home: Home, arrival: Arrival, state: str) -> None:
    """Loaded or sent away: our copies of the files go; a folder that was named stays as it is."""
    shutil.rmtree(place(home, arrival), ignore_errors=True)
    arrival.state = state
    arrival.save(update_fields=["state", "load"])


def forget_arrivals(home: Home, before: datetime | None = None) -> int:
    """Delete uploaded files that were not loaded: those that came before an instant, or all.

    Returns:
        How many deliveries.
    """
    left = Arrival.objects.filter(state=Arrival.State.BROUGHT)
    if before is not None:
        left = left.filter(made_at__lt=before)
    gone = list(left)
    for arrival in gone:
        leave(home, arrival, Arrival.State.DROPPED)
    known = {
        str(number)
        for number in Arrival.objects.filter(state=Arrival.State.BROUGHT).values_list("pk", flat=True)
    }
    for folder in home.arrivals.glob("*"):
        if folder.is_dir() and folder.name.isdecimal() and folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)
    return len(gone)
