"""The log: who looked at, took out or changed what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from treue.people.records import Logged


def log(by: str, what: str, customer: int | None = None, detail: Mapping[str, object] | None = None) -> None:
    """Write down that somebody did something.

    Args:
        by: user:7, key:3, night, terminal.
        what: as the page calls it by its words: viewed, exported, corrected ...
        customer: whom it was about.
        detail: plain data without names, addresses or texts.
    """
    Logged.objects.create(
        at=datetime.now(UTC), by=by, what=what, customer=customer, detail=dict(detail or {})
    )
