"""How the sources stand that are asked by the clock, and which of them owes us a delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from treue.loop.delivery.sources_said import Source, sources_of
from treue.loop.home import Home
from treue.loop.records import SourceState


@dataclass(frozen=True, slots=True)
class Missed:
    """A source from which nothing new came for longer than its rhythm.

    Args:
        name: of the source.
        kind: folder, postgres or mysql.
        since: when something new came last, or when it was set up; aware.
        has_brought: whether anything ever came.
        hours: how long nothing new came.
        error: why the last try failed, as a job's result; empty where it only brought nothing.
    """

    name: str
    kind: str
    since: datetime
    has_brought: bool
    hours: int
    error: dict[str, object]


@dataclass(frozen=True, slots=True)
class Standing:
    """A source and how it stands; `state` is None until it was looked at once."""

    source: Source
    state: SourceState | None


def standing(home: Home) -> list[Standing]:
    """All sources of a home, in the order of treue.toml."""
    known = {state.name: state for state in SourceState.objects.all()}
    return [Standing(each, known.get(each.name)) for each in sources_of(home.settings)]


def missed(home: Home, now: datetime) -> list[Missed]:
    """The sources that owe a delivery, the longest silent first.

    Args:
        home: the shop's.
        now: aware.

    Raises:
        BadSetting: treue.toml names a source that cannot be.
    """
    found = []
    for each in standing(home):
        if each.state is None:
            continue
        since = each.state.brought_at or each.state.known_since
        if now - since > each.source.rhythm:
            hours = int((now - since).total_seconds() // 3600)
            error = dict(each.state.error)
            found.append(
                Missed(
                    each.source.name, each.source.kind, since, each.state.brought_at is not None, hours, error
                )
            )
    return sorted(found, key=lambda each: each.since)
