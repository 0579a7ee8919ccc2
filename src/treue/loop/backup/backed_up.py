"""When the shop was backed up last, as its log knows it, and whether that is too long ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from treue.loop.backup.backing import Made
from treue.loop.home import Home
from treue.loop.intake.load_log import first_load
from treue.people.log import log
from treue.people.records import Logged

WHAT = "backed up"
LATE = timedelta(days=7)
"""So much work nobody wants to do again."""


@dataclass(frozen=True, slots=True)
class LastBackup:
    """How the shop stands.

    Args:
        at: when it was backed up last, aware; None where it never was.
        size: bytes of that file.
        place: where it was put.
        is_late: whether a week or more of work is in no backup.
    """

    at: datetime | None
    size: int
    place: str
    is_late: bool


def note(made: Made, by: str) -> None:
    """Write down in the log that a backup was made."""
    log(by, WHAT, detail={"file": str(made.path.absolute()), "bytes": made.size})


def last_backup(home: Home, now: datetime) -> LastBackup:
    """The newest that the log knows; a shop that never was has a week from its first load on."""
    row = Logged.objects.filter(what=WHAT).order_by("-at").first()
    if row is None:
        return LastBackup(None, 0, "", now - (first_load(home) or now) > LATE)
    told = row.detail
    return LastBackup(row.at, int(told.get("bytes", 0)), str(told.get("file", "")), now - row.at > LATE)
