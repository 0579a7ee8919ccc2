"""When something was due by the shop's clock: the last time of day or full hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def last_time(now: datetime, at: str, zone: str) -> datetime:
    """The last instant up to now at which the shop's clock showed that time.

    A time that a change of the clocks leaves out counts an hour later; one that comes twice counts once.

    Args:
        now: aware.
        at: as 03:30.
        zone: IANA name.

    Returns:
        UTC.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    return next(due for days in (0, -1, -2) if (due := _on(today + timedelta(days=days), at, zone)) <= now)


def _on(day: date, at: str, zone: str) -> datetime:
    hours, _, minutes = at.partition(":")
    return datetime.combine(day, time(int(hours), int(minutes)), ZoneInfo(zone)).astimezone(UTC)


def last_hour(now: datetime) -> datetime:
    """The full hour that began last."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
