"""Forgetting a person: hidden at once, then out of facts, snapshots, drawn pages and files set aside.

Each step is safe to repeat: `hide` writes down whose keys are to be forgotten and empties the operational
database of them; `finish` lets the files follow, in the worker or before the next night; what is loaded
later is asked whether it is of somebody who was forgotten (`kept_out`).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from treue.consent import keeping as consent
from treue.errors import Keyed, UnreadableFile
from treue.facts import forgetting as facts
from treue.facts.kept_out import KeptOut
from treue.loop.alone import alone
from treue.loop.backup.backed_up import WHAT as BACKED_UP
from treue.loop.backup.backing import forget_scratch, shop_of
from treue.loop.backup.forgotten import NAME, refresh
from treue.loop.delivery.arrivals import forget_arrivals
from treue.loop.home import Home
from treue.loop.intake.loading import facts_scratch
from treue.loop.passing import Say
from treue.loop.records import Job
from treue.loop.rights.personal_keys import own_keys
from treue.loop.work.jobs import FORGET, ask
from treue.people import forgetting as people
from treue.people import forgotten
from treue.people.log import log
from treue.people.records import Logged


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went.

    Args:
        facts: facts table -> rows that went, or stay as sales of nobody.
        snapshots: that were built anew.
        files: rows set aside and deliveries not loaded yet; all of them, for nobody can tell whom they name.
    """

    facts: Mapping[str, int]
    snapshots: int
    files: int


def begin(home: Home, person: int, by: str, now: datetime) -> None:
    """Hide a person at once, for good, and put the rest into the worker's line.

    Args:
        home: of the shop; its operational database is open.
        person: the key that stands for them.
        by: who forgets them.
        now: aware.
    """
    hide(home, own_keys(home, person), by, now)
    ask(FORGET, by)


def hide(home: Home, keys: Collection[int], by: str, now: datetime) -> int:
    """Take persons out of the operational database; `finish` must follow.

    Returns:
        How many rows went or lost the person.
    """
    rows = _empty(home, keys, by, now)
    log(by, "forgotten")
    _tell_backups(home)
    return rows


def _empty(home: Home, keys: Collection[int], by: str, now: datetime) -> int:
    keyring = home.keyring()

    def stands_for(source: str, text: str) -> tuple[int, int]:
        return keyring.number(source, text), keyring.address(text)

    with transaction.atomic():
        rows = people.forget_rows(keys, stands_for, now) + consent.forget(keys, by, now)
        return rows + Job.objects.filter(arguments__customer__in=sorted(keys)).delete()[0]


def finish(home: Home, say: Say) -> Forgotten | None:
    """Let every file follow whom `hide` took out, after a killed process and in a restored home too.

    Args:
        home: of the shop; its operational database is open.
        say: told what passes.

    Returns:
        What went; None where nobody waits to be forgotten.

    Raises:
        Busy: a load or a night is at work.
    """
    if not (keys := people.waiting()):
        return None
    _empty(home, keys, "night", datetime.now(UTC))
    with alone(home), home.facts.writing():
        say(Keyed("forget_facts", "Taking the person out of your data."))
        with facts_scratch(home) as con:
            rows = facts.forget(con, home.facts, home.keyring(), keys, people.remember_rows)
        say(Keyed("forget_snapshots", "Building the snapshots that are kept anew without them."))
        # Drawing is heavy, and the process that serves pages only begins to forget.
        from treue.loop.rights.snapshots_anew import build_anew

        snapshots = build_anew(home, keys)
        files = _delete_files(home)
    people.wipe()
    _tell_backups(home)
    people.settle(keys)
    log("night", "forgotten everywhere", detail={"rows": sum(rows.values())})
    return Forgotten(rows, snapshots, files)


def _tell_backups(home: Home) -> None:
    """Add to the lists beside all backups that the log knows, as far as they are there."""
    made = Logged.objects.filter(what=BACKED_UP).values_list("detail", flat=True)
    folders = {Path(str(told["file"])).parent for told in made.iterator() if "file" in told}
    if home.settings.backup.folder:
        folders.add(Path(home.settings.backup.folder))
    gone = forgotten.all_gone()
    for folder in sorted(folders):
        with suppress(OSError, UnreadableFile):  # a disk that is away gets the list with its next backup
            refresh(folder / NAME, shop_of(home), gone)


def _delete_files(home: Home) -> int:
    """Rows set aside and uploads hold names as they were written: all go, and so does what died half-way."""
    forget_scratch(home)
    aside = [path for path in home.quarantine.glob("load-*") if path.is_file()]
    for path in aside:
        path.unlink()
    if home.work.exists():
        for path in home.work.iterdir():  # drafts of what died
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
    return len(aside) + forget_arrivals(home)


def kept_out() -> KeptOut:
    """Whom and which sales no load brings back; the operational database is open."""
    gone = forgotten.all_gone()
    return KeptOut(frozenset(gone.keys), gone.rows)
