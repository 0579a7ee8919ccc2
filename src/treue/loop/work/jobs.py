"""What is to be done in the background: asked for by a page or the clock, done by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.db.models import Max, Q

from treue.loop.records import Job

NIGHT, LOAD, CALM = "night", "load", "calm"
LOOK, UNDO, FETCH, DRAIN = "look", "undo", "fetch", "drain"
MORNING, FORGET, BACKUP = "morning", "forget", "backup"
KEPT, KEPT_DRAINS = timedelta(days=90), timedelta(days=7)
"""How long a job that ended is kept; one that brought events in, as every minute may, less long."""


def ask(kind: str, by: str, arguments: Mapping[str, object] | None = None) -> Job:
    """Put a job in line; one that is the same and still waits is taken for it.

    What a kind is told: `load` and `look` the `arrival`; `fetch` the `source`; `calm` the `customer`'s key,
    perhaps `until` as an ISO day or `withdrawn`; the others nothing.
    """
    told = dict(arguments or {})
    waiting = Job.objects.filter(kind=kind, state=Job.State.WAITING, arguments=told).first()
    if waiting is not None:
        return waiting
    lane = Job.Lane.LOOK if kind == LOOK else Job.Lane.HOME
    return Job.objects.create(kind=kind, lane=lane, arguments=told, asked_by=by, asked_at=datetime.now(UTC))


def at_work() -> Job | None:
    """The job that is being done now and changes the home, if any."""
    return Job.objects.filter(state=Job.State.AT_WORK, lane=Job.Lane.HOME).order_by("began_at").first()


def newest(kind: str, **arguments: object) -> Job | None:
    """The last one of a kind that was asked for, whatever became of it."""
    told = {f"arguments__{name}": value for name, value in arguments.items()}
    return Job.objects.filter(kind=kind, **told).order_by("-id").first()


def forget_old(now: datetime) -> int:
    """Delete jobs that ended long ago; the last one of each kind stays.

    Args:
        now: aware.

    Returns:
        How many went.
    """
    old = Q(asked_at__lt=now - KEPT) | Q(kind=DRAIN, state=Job.State.DONE, asked_at__lt=now - KEPT_DRAINS)
    last = Job.objects.values("kind").annotate(last=Max("id")).values_list("last", flat=True).order_by()
    ended = Job.objects.filter(old, state__in=(Job.State.DONE, Job.State.FAILED))
    return ended.exclude(pk__in=list(last)).delete()[0]
