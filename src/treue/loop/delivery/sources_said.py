"""The `[[sources]]` entries of treue.toml: where deliveries come from by themselves, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta

from treue.errors import BadSetting
from treue.facts import TABLES
from treue.settings import Settings

KINDS, RHYTHMS = ("folder", "postgres", "mysql"), ("hour", "day")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Source:
    """Something that is asked by the clock.

    Args:
        name: small letters; the address of a database is asked in the environment by it.
        kind: folder, postgres or mysql.
        path: of a folder.
        queries: facts table -> what to ask a database.
        every: hour or day.
        at: time of day by the shop's clock, for daily ones.
        shop: part of every id: what two sources call the same is the same order.
        missed_after_hours: so long without anything new is a missed delivery; as `every` says.
    """

    name: str
    kind: str
    path: str = ""
    queries: Mapping[str, str] = field(default_factory=dict)
    every: str = "day"
    at: str = "02:00"
    shop: str = "shop"
    missed_after_hours: int = 0

    @property
    def rhythm(self) -> timedelta:
        """How long nothing new is nothing to worry about: a day, and some hours for late ones."""
        return timedelta(hours=self.missed_after_hours or (24 if self.every == "hour" else 30))


def sources_of(settings: Settings) -> tuple[Source, ...]:
    """All of them, in the order of the file.

    Raises:
        BadSetting: an entry with a key or value that is not allowed.
    """
    found = tuple(source_of(entry, f"sources[{place}]") for place, entry in enumerate(settings.sources, 1))
    names = [each.name for each in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadSetting(f"sources: {', '.join(twice)} is named twice; give each a name of its own.")
    return found


def source_of(entry: Mapping[str, object], where: str) -> Source:
    """The source that one entry means.

    Raises:
        BadSetting: a key or value that is not allowed; names both, and what is.
    """
    known = [each.name for each in fields(Source)]
    if unknown := sorted(set(entry) - set(known)):
        raise BadSetting(f"{where}: unknown {', '.join(unknown)}; write some of {', '.join(known)}.")
    hours, queries = entry.get("missed_after_hours", 0), entry.get("queries", {})
    if not isinstance(hours, int) or isinstance(hours, bool) or hours < 0:
        raise BadSetting(f"{where}: missed_after_hours is {hours!r}; write a number of hours.")
    if not isinstance(queries, Mapping):
        raise BadSetting(f'{where}: queries is {queries!r}; write a table: orders = "SELECT ...".')
    texts = {key: str(value) for key, value in entry.items() if key not in ("missed_after_hours", "queries")}
    made = Source(
        **{"name": "", "kind": "", **texts},
        missed_after_hours=hours,
        queries={str(table): str(query) for table, query in queries.items()},
    )
    _check(made, where)
    return made


def _check(source: Source, where: str) -> None:
    for key, allowed in (("kind", KINDS), ("every", RHYTHMS)):
        if getattr(source, key) not in allowed:
            raise BadSetting(
                f"{where}: {key} is {getattr(source, key)!r}; write one of {', '.join(allowed)}."
            )
    if not _NAME.fullmatch(source.name):
        raise BadSetting(
            f"{where}: name is {source.name!r}; write small letters, digits, - or _, as webshop."
        )
    if not _CLOCK.fullmatch(source.at):
        raise BadSetting(f"{where}: at is {source.at!r}; write a time of day such as 02:00.")
    if source.kind == "folder" and not source.path.startswith("/"):
        raise BadSetting(f"{where}: path is {source.path!r}; name a folder from the root on, as /srv/export.")
    if source.kind != "folder" and not source.queries:
        raise BadSetting(f'{where}: no queries; write [sources.queries] orders = "SELECT ...".')
    if unknown := sorted(set(source.queries) - set(TABLES)):
        raise BadSetting(f"{where}: queries for {', '.join(unknown)}; the tables are {', '.join(TABLES)}.")
