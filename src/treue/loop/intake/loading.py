"""`load`: from a shop's files to facts, nothing lost, nothing doubled."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from treue.errors import Keyed
from treue.facts.intake import Delivered, take_in
from treue.facts.kept_out import KeptOut
from treue.facts.manifest import settle
from treue.facts.merging import Merged
from treue.loop.home import Home
from treue.loop.intake.load_log import LoadEntry, log_load, next_load
from treue.loop.intake.reading import Files, mappings_of_settings, read_files
from treue.loop.intake.reports import report_of
from treue.loop.intake.telling import vat_unsaid
from treue.loop.passing import Say
from treue.loop.scratch import database
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be loaded.

    Args:
        path: file or folder.
        mapping: what is known about the files, before the home's own `[[files]]` entries.
        source: the shop or tool it comes from: one order number in two sources is two orders.
        called: what the log of loads calls it; its path where empty.
    """

    path: Path
    mapping: tuple[FileMapping, ...] = ()
    source: str = "shop"
    called: str = ""

    @property
    def name(self) -> str:
        """As people know it."""
        return self.called or str(self.path)


def load(wanted: Wanted, home: Home, say: Say, ask: Ask = ask_nobody) -> Loaded:
    """Bring a file or folder into the facts of a home.

    A load that is killed is finished by loading again; one that is repeated changes nothing.

    Args:
        wanted: what to load.
        home: where to.
        say: told what passes.
        ask: given what was read, answers its questions by another version of the home.

    Raises:
        InputError: nothing could be read, or another load is at work.
    """
    now = datetime.now(UTC)
    with home.facts.writing(), facts_scratch(home) as con:
        delivery = _answered(con, wanted, home, say, ask)
        delivery = replace(delivery, warnings=(*delivery.warnings, *vat_unsaid(delivery)))
        with one_load(home, wanted.name) as number:
            set_aside = _keep_set_aside(con, delivery, home, number)
            delivered = Delivered(delivery.source, delivery.tables, number)
            merged = take_in(con, delivered, home.facts, home.keyring(), _kept_out(home))
            _tell_left_out(merged, say)
            if delivery.contacts:
                # Only here: a night that forgets old rows set aside loads no Django.
                from treue.loop.intake import reaching

                reaching.hand_over(con, delivery, home, now, say)
            if "consents" in delivery.tables:
                from treue.loop.intake import consenting

                consenting.hand_over(con, home)
            at = now.isoformat()
            log_load(home, LoadEntry(number, wanted.name, delivery.source, at, delivery.accounts))
    forget_old(home.quarantine, now)
    return Loaded(number, delivery, merged, set_aside, report_of(delivery, merged, number))


@contextmanager
def one_load(home: Home, what: str) -> Iterator[int]:
    """Remember how the facts stand, so that it can be taken back, and mark them while they change.

    Args:
        home: whose facts the caller has the right to write.
        what: is loaded, for people.

    Returns:
        The number of the load; logging it is the caller's last step.
    """
    number = next_load(home)
    if home.facts.half_loaded() is None:  # else undoing leads to before what died half-way
        home.facts.remember(number)
    with home.facts.unfinished(what):
        yield number


def _answered(con: duckdb.DuckDBPyConnection, wanted: Wanted, home: Home, say: Say, ask: Ask) -> Delivery:
    """What was read, and read again if a person answered what the files do not say."""
    known = (*wanted.mapping, *mappings_of_settings(home.settings))
    files = Files(wanted.path, known, wanted.source, contacts=True)
    delivery = read_files(con, files, home.settings, say)
    answered = ask(delivery, home)
    return delivery if answered == home else read_files(con, files, answered.settings, lambda _: None)


def some_set_aside(path: Path, most: int) -> list[tuple[str, str, str, str]]:
    """File, line, rule and text of some rows that were set aside, of each rule the first ones.

    Args:
        path: as `Loaded.set_aside` names it.
        most: how many.
    """
    with duckdb.connect() as con:
        rows = con.execute(
            """SELECT file, "row"::VARCHAR, rule, left(coalesce(text, ''), 80) FROM read_parquet($path)
            QUALIFY row_number() OVER (PARTITION BY file, rule ORDER BY "row") <= 3
            ORDER BY file, rule, "row" LIMIT $most""",
            {"path": str(path), "most": most},
        ).fetchall()
    return [(str(file), row, rule, text) for file, row, rule, text in rows]


def forget_old(quarantine: Path, now: datetime) -> None:
    """Delete rows set aside over thirty days ago, and drafts of dead loads: they may name persons."""
    for path in quarantine.glob("load-*"):
        old = datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - KEPT
        if old or path.suffix == ".tmp":
            path.unlink()


@contextmanager
def facts_scratch(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that spills into a private folder of the home; what a killed load left there goes first."""
    folder = home.facts.folder / ".scratch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        with database(home.settings.engine.memory, folder) as con:
            yield con
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kept_out(home: Home) -> KeptOut:
    """Who was forgotten; where no names were ever kept, nobody was."""
    if not home.has_database:
        return KeptOut()
    from treue.loop.database import open_database

    open_database(home)
    from treue.loop.rights.forgetting import kept_out

    return kept_out()


def _tell_left_out(merged: Mapping[str, Merged], say: Say) -> None:
    if rows := sum(each.forgotten for each in merged.values()):
        said = "{count} rows are of people who were forgotten; they were left out."
        say(Keyed("forgotten_left_out", said, count=f"{rows:,}"))


def _keep_set_aside(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, home: Home, number: int
) -> Path | None:
    rows = con.execute(f"SELECT count(*) FROM {delivery.set_aside}").fetchall()[0][0]
    if not rows:
        return None
    home.quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = home.quarantine / f"load-{number:06d}.parquet"
    draft = target.with_suffix(".tmp")
    con.execute(f"COPY {delivery.set_aside} TO {literal(str(draft))} (FORMAT parquet)")
    settle(draft, target)
    return target
