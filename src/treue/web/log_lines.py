"""Lines of the log, with loads and runs between what people did; filtered and paged."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from treue.facts.codes import bits_of
from treue.loop.home import Home
from treue.loop.intake.load_log import read_loads
from treue.people.records import Logged

LOAD, RUN = "load", "run"
_BITS_BELOW = 13
"""A code stands for the upper fifty bits of a key."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened.

    Args:
        at: when, aware.
        by: user:7, key:3, night, terminal; empty for a load or a run.
        what: its kind, as the log has it.
        customer: whom it was about.
        detail: plain data.
    """

    at: datetime
    by: str
    what: str
    customer: int | None
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for; empty parts hold back nothing.

    Args:
        code: of a customer.
        user: their number.
        kind: as the log has it.
        since: first day, by the shop's clock.
        until: last day.
    """

    code: str = ""
    user: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def bits(self) -> int | None:
        """What a code stands for; None where it is none."""
        return bits_of(self.code)

    @property
    def is_of_persons(self) -> bool:
        """Whether loads and runs, which nobody of the shop's people did, are left out."""
        return bool(self.code or self.user or self.kind not in ("", LOAD, RUN))


def logged(sought: Sought, zone: str) -> QuerySet[Logged]:
    """What people did, the newest first."""
    found = Logged.objects.order_by("-at", "-pk")
    if sought.code:
        bits = sought.bits
        found = (
            found.none()
            if bits is None
            else found.filter(customer__gte=bits << _BITS_BELOW, customer__lt=(bits + 1) << _BITS_BELOW)
        )
    if sought.user:
        found = found.filter(by=f"user:{sought.user}")
    if sought.kind:
        found = found.filter(what=sought.kind)
    begin, end = _instants(sought, zone)
    if begin is not None:
        found = found.filter(at__gte=begin)
    return found if end is None else found.filter(at__lt=end)


def _instants(sought: Sought, zone: str) -> tuple[datetime | None, datetime | None]:
    """When the first day begins and the last one ends."""

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(zone))

    return (
        None if sought.since is None else midnight(sought.since),
        None if sought.until is None else midnight(sought.until + timedelta(days=1)),
    )


def between(home: Home, sought: Sought) -> list[Line]:
    """Loads and runs that are kept, the newest first."""
    if sought.is_of_persons:
        return []
    lines = [
        *(_loads(home) if sought.kind in ("", LOAD) else []),
        *(_runs(home) if sought.kind in ("", RUN) else []),
    ]
    begin, end = _instants(sought, home.settings.shop.zone)
    kept = [each for each in lines if (begin is None or each.at >= begin) and (end is None or each.at < end)]
    return sorted(kept, key=lambda each: each.at, reverse=True)


def _loads(home: Home) -> list[Line]:
    return [
        Line(
            datetime.fromisoformat(each.at).astimezone(UTC),
            "",
            LOAD,
            None,
            {
                "number": each.number,
                "path": each.path,
                "accepted": sum(account.rows.accepted for account in each.accounts.values()),
                "set_aside": sum(account.rows.quarantined for account in each.accounts.values()),
            },
        )
        for each in read_loads(home)
    ]


def _runs(home: Home) -> list[Line]:
    """Of each snapshot that is kept; `treue doctor` tells of a manifest that cannot be read."""
    lines = []
    for path in home.snapshots.glob("snap-*.json"):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            begun = path.stem.removeprefix("snap-")[:15]
            at = datetime.strptime(begun, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            lines.append(Line(at, "", RUN, None, {"until": date.fromisoformat(str(told["until"]))}))
        except (OSError, ValueError, KeyError):
            continue
    return lines


def page_of(found: QuerySet[Logged], others: Sequence[Line], begin: int, size: int) -> list[Line]:
    """Lines from a place on, both kinds by time, the newest first.

    Only so many rows are read as can be on the page: at most all others stand before it.
    """
    first = max(0, begin - len(others))
    rows = [_line(each) for each in found[first : begin + size]]
    ages = [-each.at.timestamp() for each in rows]
    placed = [(first + at + _newer(others, each.at), each) for at, each in enumerate(rows)]
    placed += [
        (first + bisect_left(ages, -each.at.timestamp()) + at, each)
        for at, each in enumerate(others)
        if first == 0 or (rows and each.at <= rows[0].at)
    ]
    return [each for place, each in sorted(placed, key=lambda one: one[0]) if begin <= place < begin + size]


def _newer(others: Sequence[Line], at: datetime) -> int:
    """How many others stand above an instant; at the same one a person's line stands first."""
    return sum(each.at > at for each in others)


def _line(row: Logged) -> Line:
    return Line(row.at, row.by, row.what, row.customer, row.detail)
