"""Taking a job out of the line and putting it back: one at a time in a lane, also with two workers."""

from __future__ import annotations

import errno
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from treue.errors import Keyed, TreueError
from treue.loop.records import Job

TRIES = 3
"""A job that died so often is not begun again."""
_LONGEST = 300


def claim(lane: str, pid: int, now: datetime) -> Job | None:
    """The first one that is due, now ours; None where none is, or one is at work in this lane.

    Args:
        lane: of `Job.Lane`.
        pid: of the process that will do it, or starts the one that does.
        now: aware.
    """
    due = Q(again_at=None) | Q(again_at__lte=now)
    waiting = Job.objects.filter(due, lane=lane, state=Job.State.WAITING).order_by("id")
    for number in waiting.values_list("pk", flat=True)[:5]:
        try:
            with transaction.atomic():
                mine = Job.objects.filter(pk=number, state=Job.State.WAITING).update(
                    state=Job.State.AT_WORK, pid=pid, began_at=now, ended_at=None, told=[], progress=""
                )
        except IntegrityError:
            return None  # somebody else is at work in this lane
        if mine:
            return Job.objects.get(pk=number)
    return None


def tell(job: Job, sentence: str, now: datetime) -> None:
    """Write down what it tells, so that pages can say it in their reader's language."""
    told: dict[str, object] = {"english": str(sentence), "at": now.isoformat()}
    if isinstance(sentence, Keyed):
        told |= {"key": sentence.key, "values": dict(sentence.values)}
    job.told = [*job.told, told][-60:]
    Job.objects.filter(pk=job.pk, state=Job.State.AT_WORK).update(
        told=job.told, progress=str(sentence)[:_LONGEST]
    )


def end(job: Job, result: dict[str, object], now: datetime) -> None:
    """It is done."""
    _leave(job, state=Job.State.DONE, result=result, ended_at=now, pid=None)


def fail(job: Job, error: Exception, now: datetime) -> None:
    """It cannot be done; the sentence says why and what to do."""
    told = told_of(_full(job) if is_full(error) else error)
    _leave(job, state=Job.State.FAILED, result=told, ended_at=now, pid=None)


def put_back(job: Job, now: datetime, wait: timedelta = timedelta(0)) -> None:
    """Wait for another turn: the home was held, or we were asked to stop."""
    _leave(job, state=Job.State.WAITING, again_at=now + wait if wait else None, pid=None)


def died(job: Job, now: datetime) -> None:
    """Its process is gone without a word: once more, but not for ever."""
    job.tries += 1
    if job.tries >= TRIES:
        _leave(job, state=Job.State.FAILED, result=told_of(_DIED), ended_at=now, pid=None, tries=job.tries)
    else:
        _leave(job, state=Job.State.WAITING, pid=None, again_at=None, tries=F("tries") + 1)


_DIED = TreueError(
    Keyed(
        "died",
        "This was begun several times and each time ended without a word, most likely for want of memory. "
        "Nothing half-done is in your figures. Give the server more memory, or lower [engine] memory in "
        "treue.toml, then try again.",
    )
)


def _full(job: Job) -> TreueError:
    return TreueError(
        Keyed(
            "disk_full",
            "The server's disk is full. Nothing half-done is in your figures and nothing was lost; make "
            "room, then try again. The server's log has more under job {number}.",
            number=str(job.pk),
        )
    )


def is_full(error: BaseException) -> bool:
    """Whether a full disk is behind it: DuckDB, Arrow and SQLite say so in errors of their own."""
    is_ours = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return is_ours or any(each in str(error) for each in _SAID_WHEN_FULL)


_SAID_WHEN_FULL = ("No space left on device", "[errno 28]", "disk is full")


def told_of(error: Exception) -> dict[str, object]:
    """An error as data: its kind and, where it is ours, its sentence, by key where it has one."""
    told: dict[str, object] = {"kind": type(error).__name__, "error": ""}
    if isinstance(error, TreueError) and error.args:
        sentence = error.args[0]
        told["error"] = str(sentence)
        if isinstance(sentence, Keyed):
            told |= {"key": sentence.key, "values": dict(sentence.values)}
    elif isinstance(error, OSError):
        told["error"] = f"{error.filename or 'the system'}: {error.strerror or error}"
    return told


def _leave(job: Job, **changes: object) -> None:
    """Only what is still at work changes its state: what somebody else decided stays."""
    Job.objects.filter(pk=job.pk, state=Job.State.AT_WORK).update(**changes)
