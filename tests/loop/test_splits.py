"""Where a night cuts its past: a year back where there are two, else a third, never more than the horizon."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from treue.loop.night.backtesting import night_split
from treue.units import Period

LAST = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("days_seen", "horizon", "days"),
    [(900, "12mo", 365), (730, "90d", 365), (300, "12mo", 100), (600, "90d", 90), (2, "12mo", 1)],
)
def test_the_split(days_seen: int, horizon: str, days: int) -> None:
    split, span = night_split(LAST - timedelta(days=days_seen), LAST, Period.parse(horizon))
    assert (LAST - split).days == days
    assert span.end(split) == LAST
