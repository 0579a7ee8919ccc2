"""What the clock asks for now: the night, sources, events that wait, the mail at seven."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from treue.loop.delivery.sources_said import Source, sources_of
from treue.loop.events.drained import is_time
from treue.loop.home import Home
from treue.loop.records import Job, SourceState
from treue.loop.work.clock_times import last_hour, last_time
from treue.loop.work.jobs import BACKUP, DRAIN, MORNING, NIGHT
from treue.people.records import Event
from treue.warehouse.snapshot import POINTER

_TOLERANCE, _LATE = timedelta(minutes=5), timedelta(hours=3)


def due_night(home: Home, now: datetime) -> bool:
    """Whether the night is to begin: its time has passed since the last one was asked for or published.

    However far a clock jumps, that is one night, never several.
    """
    if not home.facts.rows("orders"):
        return False
    due = last_time(now, home.settings.web.night_at, home.settings.shop.zone)
    if _in_line(NIGHT) or _was_asked(NIGHT, due, now):
        return False
    published = published_at(home)
    return published is None or not due <= published <= now + _TOLERANCE


def due_events(home: Home, now: datetime) -> bool:
    """Whether events of the interface wait and the last ones were brought in long enough ago."""
    return is_time(home, now) and not _in_line(DRAIN) and Event.objects.filter(taken_at=None).exists()


def published_at(home: Home) -> datetime | None:
    """When the run of the published snapshot began; None before the first."""
    try:
        name = (home.snapshots / POINTER).read_text(encoding="utf-8").strip()
        return datetime.strptime(name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except (FileNotFoundError, ValueError):
        return None


def due_backup(home: Home, now: datetime) -> bool:
    """Whether a copy of all is to be made: once a day, where a place for it is named."""
    if not home.settings.backup.folder or _in_line(BACKUP):
        return False
    due = last_time(now, home.settings.backup.at, home.settings.shop.zone)
    return not _was_asked(BACKUP, due, now)


def due_morning(home: Home, now: datetime) -> bool:
    """Whether the page Heute is to go out as a mail: once a day, to who wants it, with figures."""
    if not home.settings.web.mail_to or published_at(home) is None or _in_line(MORNING):
        return False
    due = last_time(now, home.settings.web.mail_at, home.settings.shop.zone)
    if now - due > _LATE:
        return False  # a mail at seven that comes at noon helps nobody
    return not _was_asked(MORNING, due, now)


def _in_line(kind: str) -> bool:
    return Job.objects.filter(kind=kind, state__in=(Job.State.WAITING, Job.State.AT_WORK)).exists()


def _was_asked(kind: str, since: datetime, now: datetime) -> bool:
    return Job.objects.filter(kind=kind, asked_at__gte=since, asked_at__lte=now + _TOLERANCE).exists()


def due_sources(home: Home, now: datetime) -> list[str]:
    """Names of the sources whose time has come since they were tried last."""
    tried = dict(SourceState.objects.values_list("name", "tried_at"))
    return [each.name for each in sources_of(home.settings) if _is_due(each, tried.get(each.name), home, now)]


def _is_due(source: Source, tried: datetime | None, home: Home, now: datetime) -> bool:
    zone = home.settings.shop.zone
    due = last_hour(now) if source.every == "hour" else last_time(now, source.at, zone)
    return tried is None or tried < due or tried > now + _TOLERANCE


def mend_clock(now: datetime) -> None:
    """What seems to have been asked for in the future was asked for by a clock that ran ahead.

    Else the real night of that day would be taken for done when it comes.
    """
    ahead = now + _TOLERANCE
    Job.objects.filter(asked_at__gt=ahead).update(asked_at=now)
    Job.objects.filter(again_at__gt=now + timedelta(hours=1)).update(again_at=now)
    SourceState.objects.filter(tried_at__gt=ahead).update(tried_at=now)
    SourceState.objects.filter(brought_at__gt=ahead).update(brought_at=now)
