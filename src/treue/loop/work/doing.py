"""What each kind of job does; its answer is what the page shows when it is done."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime

from treue.errors import InputError, Keyed
from treue.loop.delivery.arrivals import called, files_of, leave
from treue.loop.delivery.fetching import fetch
from treue.loop.delivery.looking import look
from treue.loop.events.draining import drain
from treue.loop.home import Home
from treue.loop.intake.calming import calm, uncalm
from treue.loop.intake.loading import Loaded, Wanted, load
from treue.loop.intake.undoing import undo_load
from treue.loop.nightly import nightly
from treue.loop.passing import Say
from treue.loop.records import Arrival, Job
from treue.loop.rights.forgetting import finish
from treue.loop.work.jobs import (
    BACKUP,
    CALM,
    DRAIN,
    FETCH,
    FORGET,
    LOAD,
    LOOK,
    MORNING,
    NIGHT,
    UNDO,
    ask,
    forget_old,
)

Result = dict[str, object]


def do(job: Job, home: Home, say: Say, now: datetime) -> Result:
    """Do it.

    Args:
        job: ours.
        home: the shop's, with its settings as of now.
        say: told what passes.
        now: aware.

    Raises:
        Busy: somebody else holds the home; nothing was done.
        TreueError: it cannot be done, and why.
    """
    return _DOES[job.kind](job, home, say, now)


def _night(job: Job, home: Home, say: Say, now: datetime) -> Result:
    del job
    forget_old(now)
    return {"run": nightly(home, say).run}


def _look(job: Job, home: Home, say: Say, now: datetime) -> Result:
    arrival = Arrival.objects.get(pk=job.arguments["arrival"])
    say(Keyed("look_begins", "Looking at the files."))
    look(home, arrival, now)
    return {"arrival": arrival.pk}


def _load(job: Job, home: Home, say: Say, now: datetime) -> Result:
    """Files into facts, then the night in line right behind."""
    del now
    arrival = Arrival.objects.get(pk=job.arguments["arrival"])
    if arrival.state != Arrival.State.BROUGHT:
        return {"arrival": arrival.pk, "load": arrival.load}
    say(Keyed("load_begins", "Bringing the files into your data."))
    loaded = load(Wanted(files_of(home, arrival), called=called(arrival)), home, say)
    arrival.load = loaded.number
    leave(home, arrival, Arrival.State.LOADED)
    ask(NIGHT, job.asked_by)
    return {"arrival": arrival.pk, "load": loaded.number, "merged": merged_rows(loaded)}


def merged_rows(loaded: Loaded) -> Mapping[str, Mapping[str, int]]:
    """Table -> what was new and what changed, of tables in which anything did."""
    return {
        table: {"new": rows.new, "changed": rows.changed}
        for table, rows in loaded.merged.items()
        if rows.new or rows.changed
    }


def _undo(job: Job, home: Home, say: Say, now: datetime) -> Result:
    del say, now
    undone = undo_load(home)
    if home.facts.rows("orders"):
        ask(NIGHT, job.asked_by)
    return {"load": undone.load.number, "fewer": dict(undone.fewer)}


def _fetch(job: Job, home: Home, say: Say, now: datetime) -> Result:
    brought = fetch(home, str(job.arguments["source"]), say, now)
    is_asked = job.asked_by.startswith(("user:", "terminal"))
    if brought.rows and (is_asked or brought.is_daily):
        ask(NIGHT, job.asked_by)
    return {"source": brought.source, "files": brought.files, "rows": dict(brought.rows)}


def _drain(job: Job, home: Home, say: Say, now: datetime) -> Result:
    del job
    return {"events": drain(home, now, say)}


def _calm(job: Job, home: Home, say: Say, now: datetime) -> Result:
    del say
    told, who = job.arguments, str(job.arguments["customer"])
    if told.get("withdrawn"):
        said = uncalm(home, who, now)
    else:
        said = calm(home, who, date.fromisoformat(told["until"]) if told.get("until") else None, now)
    return {"load": said.load, "customer": said.customer}


def _morning(job: Job, home: Home, say: Say, now: datetime) -> Result:
    """By the command: what the mail says is told by the pages, which stand above this room."""
    del job, say, now
    _by_command(home, "morning", timeout=_MAILING)
    return {}


def _forget(job: Job, home: Home, say: Say, now: datetime) -> Result:
    """Whose it was stands in no job: who waits to be forgotten is asked of the database."""
    del job, now
    done = finish(home, say)
    if done is None:
        return {}
    return {"rows": sum(done.facts.values()), "snapshots": done.snapshots, "files": done.files}


def _backup(job: Job, home: Home, say: Say, now: datetime) -> Result:
    """By the command: on PostgreSQL it copies the records of all rooms, also of those above this one."""
    del now
    say(Keyed("backup_begins", "Making a backup."))
    try:
        told = _by_command(home, "backup", "--json", "--asked-by", job.asked_by, timeout=_COPYING)
    except InputError as error:
        raise InputError(Keyed("backup_failed", "No backup was made. {told}", told=str(error))) from None
    made: Result = json.loads(told)
    return made


def _by_command(home: Home, name: str, *more: str, timeout: int) -> str:
    """What a command of ours prints.

    Raises:
        InputError: it failed; with its own sentence.
    """
    command = [sys.executable, "-m", "treue", name, "--home", str(home.folder), *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)  # noqa: S603 - our own command
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if line.startswith(_SAYS)]
        raise InputError(told[-1].removeprefix(_SAYS) if told else f"treue {name} failed.")
    return done.stdout


_SAYS = "treue: "
"""Begins the sentence with which a command fails."""
_MAILING, _COPYING = 300, 6 * 3600
"""Seconds for handing over a few mails; for writing a large home to a slow disk."""

_DOES: Mapping[str, Callable[[Job, Home, Say, datetime], Result]] = {
    NIGHT: _night,
    LOOK: _look,
    LOAD: _load,
    UNDO: _undo,
    FETCH: _fetch,
    DRAIN: _drain,
    CALM: _calm,
    MORNING: _morning,
    FORGET: _forget,
    BACKUP: _backup,
}
