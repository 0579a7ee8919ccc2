"""Fetching what a source has: files that came to rest in a watched folder, rows of a database."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from treue.errors import BadOption, Keyed, TreueError
from treue.loop.delivery.sources_said import Source, sources_of
from treue.loop.delivery.watching import loaded, rested
from treue.loop.home import Home
from treue.loop.intake.loading import Wanted, load
from treue.loop.passing import Say
from treue.loop.records import SourceState
from treue.loop.work.claiming import told_of
from treue.settings import secret_of_source, variable_of_source
from treue.sources.contract import FileMapping
from treue.sources.databases import Asked, copy_rows


@dataclass(frozen=True, slots=True)
class Brought:
    """What a source brought.

    Args:
        source: its name.
        files: that were loaded.
        rows: facts table -> how many rows were new or changed.
        is_daily: whether it is asked once a day.
    """

    source: str
    files: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    is_daily: bool = True


def fetch(home: Home, name: str, say: Say, now: datetime) -> Brought:
    """Fetch what is new and load it; how it went is kept beside the source.

    Raises:
        BadOption: no source of that name.
        Busy: somebody else holds the home; the source is as if it had not been asked.
        TreueError: it does not answer, or what it says cannot be used.
    """
    source = next((each for each in sources_of(home.settings) if each.name == name), None)
    if source is None:
        raise BadOption(Keyed("no_such_source", "There is no source {name} any more.", name=name))
    state, _ = SourceState.objects.get_or_create(name=name, defaults={"known_since": now})
    try:
        brought = (
            _from_folder(home, source, say, now) if source.kind == "folder" else _from_rows(home, source, say)
        )
    except TreueError as error:
        if type(error).__name__ != "Busy":
            state.tried_at, state.error = now, told_of(error)
            state.save()
        raise
    state.tried_at, state.error = now, {}
    if brought.rows:
        state.brought_at, state.brought = now, dict(brought.rows)
    state.save()
    return brought


def _from_folder(home: Home, source: Source, say: Say, now: datetime) -> Brought:
    """Each file that came to rest, by itself: one that cannot be read keeps none of the others away."""
    rows: dict[str, int] = {}
    new, refused = rested(source.name, Path(source.path), now), []
    for each in new:
        say(Keyed("fetch_file", "Loading {file}.", file=each.name))
        try:
            for table, count in _load(home, source, each.path, f"{source.name}: {each.name}", say).items():
                rows[table] = rows.get(table, 0) + count
        except TreueError as error:
            if type(error).__name__ == "Busy":
                raise
            refused.append(each)
            say(str(error))
            loaded(source.name, each, now, refused=True)
        else:
            loaded(source.name, each, now)
    if refused and not rows:
        raise BadOption(
            Keyed(
                "fetch_refused",
                "{files} could not be used. Look at the file by way of the page Data, which shows "
                "what is wrong with it.",
                files=", ".join(each.name for each in refused[:5]),
            )
        )
    return Brought(source.name, len(new) - len(refused), rows, source.every == "day")


def _from_rows(home: Home, source: Source, say: Say) -> Brought:
    """The rows of each query as a file of its own, then a load like any other."""
    address = secret_of_source(source.name)
    if not address:
        raise BadOption(
            Keyed(
                "no_address",
                "Nobody told where the database of {source} is: set {variable} in the environment of the "
                "worker, or {variable}_FILE to the path of a file that holds it, then start the worker anew.",
                source=source.name,
                variable=variable_of_source(source.name),
            )
        )
    folder = home.arrivals / f"source-{source.name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        count = 0
        for table, query in source.queries.items():
            say(Keyed("fetch_table", "Asking {source} for {table}.", source=source.name, table=table))
            count += copy_rows(
                source.kind, address, Asked(source.name, table, query), folder / f"{table}.parquet"
            )
        if not count:
            return Brought(source.name, 0, {}, source.every == "day")
        rows = _load(home, source, folder, source.name, say)
        return Brought(source.name, len(source.queries), rows, source.every == "day")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(home: Home, source: Source, path: Path, name: str, say: Say) -> Mapping[str, int]:
    mapping = tuple(
        FileMapping(match=f"{table}.parquet", table=table, decimal=".") for table in source.queries
    )
    done = load(Wanted(path, mapping, source.shop, name), home, say)
    return {table: each.new + each.changed for table, each in done.merged.items() if each.new + each.changed}
