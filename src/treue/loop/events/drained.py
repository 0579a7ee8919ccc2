"""When events may be brought into the facts again: at most one file a table and minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from treue.loop.home import Home

GAP = timedelta(minutes=1)
_REST = 20
"""The rest after a drain is so many times as long as it took: large tables are not rewritten all day."""
_LONGEST = timedelta(days=1)
_MARK = ".drained"


def is_time(home: Home, now: datetime) -> bool:
    """Whether the last drain was long enough ago; a clock that jumped back does not stop events for long."""
    try:
        until = datetime.fromisoformat((home.work / _MARK).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return True
    return not now < until <= now + _LONGEST


def rest(home: Home, now: datetime, seconds: float) -> None:
    """Say until when.

    Args:
        home: the shop's.
        now: when the drain began.
        seconds: how long it took.
    """
    home.work.mkdir(parents=True, exist_ok=True)
    until = now + min(max(GAP, timedelta(seconds=seconds * _REST)), _LONGEST)
    (home.work / _MARK).write_text(until.isoformat() + "\n", encoding="utf-8")
