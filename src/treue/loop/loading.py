"""`load`: from a shop's files to facts, nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from treue.facts.intake import Delivered, take_in
from treue.facts.manifest import settle
from treue.facts.merging import Merged
from treue.loop.home import Home
from treue.loop.load_log import LoadEntry, log_load, next_load
from treue.loop.reading import mappings_of_settings, read_files
from treue.loop.reports import report_of
from treue.loop.valuing import Say
from treue.sources.contract import Delivery, FileMapping
from treue.warehouse.arrow import literal

KEPT = timedelta(days=30)
"""How long rows that were set aside are kept."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A finished load.

    Args:
        number: counts the loads of the home.
        delivery: what was read and set aside.
        merged: facts table -> what was new, changed and known.
        set_aside: file with the rows that were not accepted; None if there are none.
        report: what `--json` prints.
    """

    number: int
    delivery: Delivery
    merged: Mapping[str, Merged]
    set_aside: Path | None
    report: Mapping[str, object]


Ask = Callable[[Delivery, Home], Home]


def ask_nobody(_delivery: Delivery, home: Home) -> Home:
    """Leave questions open: the warnings say what was assumed."""
    return home


def load(path: Path, home: Home, mapping: tuple[FileMapping, ...], say: Say, ask: Ask = ask_nobody) -> Loaded:
    """Bring a file or folder into the facts of a home.

    A load that is killed is finished by loading again; one that is repeated changes nothing.

    Args:
        path: what to load.
        home: where to.
        mapping: what is known about the files, before the home's own `[[files]]` entries.
        say: told what passes.
        ask: given what was read, answers its questions by another version of the home.

    Raises:
        InputError: nothing could be read, or another load is at work.
    """
    now = datetime.now(UTC)
    with home.facts.writing(), _scratch(home) as con:
        known = (*mapping, *mappings_of_settings(home.settings))
        delivery = read_files(con, path, known, home.settings, say)
        answered = ask(delivery, home)
        if answered != home:
            delivery = read_files(con, path, known, answered.settings, lambda _: None)
        number = next_load(home)
        set_aside = _keep_set_aside(con, delivery, home, number)
        merged = take_in(con, Delivered(delivery.source, delivery.tables, number), home.facts, home.keyring())
        report = report_of(delivery, merged, number)
        log_load(home, LoadEntry(number, str(path), delivery.source, now.isoformat(), delivery.accounts))
    forget_old(home.quarantine, now)
    return Loaded(number, delivery, merged, set_aside, report)


def forget_old(quarantine: Path, now: datetime) -> None:
    """Delete rows set aside more than thirty days ago: they may name persons."""
    for path in quarantine.glob("load-*.parquet"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - KEPT:
            path.unlink()


def _scratch(home: Home) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into the home: addresses never leave it for a shared folder."""
    memory = home.settings.engine.memory
    scratch = str(home.facts.folder / ".scratch")
    return duckdb.connect(config={"memory_limit": memory, "temp_directory": scratch})


def _keep_set_aside(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, home: Home, number: int
) -> Path | None:
    rows = con.execute(f"SELECT count(*) FROM {delivery.set_aside}").fetchall()[0][0]
    if not rows:
        return None
    home.quarantine.mkdir(parents=True, exist_ok=True)
    target = home.quarantine / f"load-{number:06d}.parquet"
    draft = target.with_suffix(".tmp")
    con.execute(f"COPY {delivery.set_aside} TO {literal(str(draft))} (FORMAT parquet)")
    settle(draft, target)
    return target
