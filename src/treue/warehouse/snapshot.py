"""Snapshots: complete, immutable, published by one pointer.

A run builds `.build-<run>.duckdb` from Parquet files, renames it to `snap-<run>.duckdb`, writes the
manifest `snap-<run>.json` beside it and at last replaces the text file `CURRENT`. Whoever reads
`CURRENT` first sees the old state or the new one, never a mixture, also after a crash. A name is never
used twice: DuckDB caches open files by their path, and a file that reappears would serve old rows.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from treue.errors import BrokenHome, EngineError, InputError

KEEP = 7
"""How many snapshots stay: yesterday's for comparison, the others for going back."""

POINTER = "CURRENT"

PAGES = "pages-"
"""Begins the name of a folder of what was drawn of a run; it goes when its snapshot goes."""

_LISTS = "SET GLOBAL late_materialization_max_rows = 1000"
"""The first pages of a sorted list: find their rows by the one column, then read the others of these only."""

SORTED = "customer"
"""Tables with this column are stored in its order, so that one customer's rows are near."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state.

    Args:
        run: names it; runs sort by time.
        database: the DuckDB file, only ever opened for reading.
        manifest: how it came about, as written at the end of its run.
    """

    run: str
    database: Path
    manifest: Mapping[str, object]


def publish(
    folder: Path,
    run: str,
    tables: Mapping[str, Path],
    manifest: Mapping[str, object],
    memory: str | None = None,
) -> Snapshot:
    """Build a snapshot from Parquet files and point to it.

    Args:
        folder: holds all snapshots of a home; made if missing.
        run: letters, digits, dots and dashes; later runs sort later.
        tables: name in the snapshot -> Parquet file.
        manifest: plain data.
        memory: what building may use before it spills beside the draft, as "4GB"; unset: DuckDB's own choice.

    Raises:
        InputError: the run has been published before.
        EngineError: DuckDB could not build it; the old snapshot still stands.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"snap-{run}.duckdb"
    if _pointed(folder) == run:
        raise InputError(f"{target}: this run is published already; name the next run otherwise.")
    _clear_builds(folder)
    draft = folder / f".build-{run}.duckdb"
    try:
        _build(draft, tables, memory)
        draft.replace(target)
        _write_durably(folder / f"snap-{run}.json", json.dumps(manifest, indent=1, ensure_ascii=False))
        _write_durably(folder / POINTER, run + "\n")
    finally:
        _clear_builds(folder)
    _drop_old(folder, run)
    return Snapshot(run, target, manifest)


def current(folder: Path) -> Snapshot | None:
    """The published snapshot; None if there is none yet.

    Raises:
        BrokenHome: the pointer names a snapshot that is not whole.
    """
    run = _pointed(folder)
    if run is None:
        return None
    return kept(folder, run)


def kept(folder: Path, run: str) -> Snapshot:
    """A snapshot by the name of its run, published or earlier.

    Raises:
        BrokenHome: it is not there, or not whole.
    """
    database = folder / f"snap-{run}.duckdb"
    try:
        manifest = json.loads((folder / f"snap-{run}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenHome(
            f"{folder}: there is no snapshot {run}, or one whose manifest cannot be read ({error}). "
            f"Run `treue run` again, or write another run's name into {POINTER}."
        ) from error
    if not database.is_file():
        raise BrokenHome(
            f"{folder}: the snapshot {run} has its manifest, but {database.name} is gone. "
            f"Run `treue run` again, or write another run's name into {POINTER}."
        )
    return Snapshot(run, database, manifest)


def runs(folder: Path) -> list[str]:
    """Names of all snapshots that are kept, the oldest first."""
    return sorted(path.stem.removeprefix("snap-") for path in folder.glob("snap-*.json"))


def rewrite_without(
    folder: Path,
    column: str,
    keys: Collection[int],
    tables: Collection[str] | None = None,
    memory: str | None = None,
) -> dict[str, str]:
    """Take rows out of the tables of every snapshot that holds them, so that no byte of them stays.

    Each such snapshot is built anew under a later name, pointed to if it was the published one, and the old
    file deleted: deleting rows in a database would leave them in its free space. Whoever still reads the old
    file keeps it until it closes. What was drawn of it is deleted too, for the caller to draw anew.

    Args:
        folder: of all snapshots; no night is at work.
        column: whole numbers; a table without it stays as it is.
        keys: whose rows go.
        tables: only these; None: all that have the column.
        memory: as `publish` takes it.

    Returns:
        The snapshots that were built anew: what each run was called before -> what it is called now.

    Raises:
        EngineError: DuckDB could not build one; the old one still stands.
    """
    _clear_builds(folder)
    gone = f'coalesce("{column}" IN ({", ".join(map(str, sorted(keys))) or "NULL"}), false)'
    anew = {}
    for path in sorted(folder.glob("snap-*.duckdb")):
        held = [name for name in _having(path, column) if tables is None or name in tables]
        if _holds(path, held, gone):
            run = path.stem.removeprefix("snap-")
            anew[run] = _rewrite(folder, run, held, gone, memory)
    return anew


def _having(path: Path, column: str) -> list[str]:
    with open_snapshot(path) as con:
        found = con.execute("SELECT table_name FROM duckdb_columns() WHERE column_name = ?", [column])
        return sorted(name for (name,) in found.fetchall())


def _holds(path: Path, tables: Collection[str], condition: str) -> bool:
    with open_snapshot(path) as con:
        return any(
            con.execute(f'SELECT 1 FROM "{name}" WHERE {condition} LIMIT 1').fetchone() for name in tables
        )


def _rewrite(folder: Path, run: str, tables: Collection[str], condition: str, memory: str | None) -> str:
    """Build, name, describe, point, delete: in this order a killed process leaves something whole.

    Returns the new name.
    """
    begin, _, number = run.rpartition(".")
    name = f"{begin}.{int(number) + 1}" if begin and number.isdecimal() else f"{run}.1"
    old, target = folder / f"snap-{run}.duckdb", folder / f"snap-{name}.duckdb"
    manifest = dict(json.loads((folder / f"snap-{run}.json").read_text(encoding="utf-8")))
    draft = folder / f".build-{name}.duckdb"
    try:
        _copy(old, draft, tables, condition, memory)
        draft.replace(target)
        described = json.dumps({**manifest, "run": name}, indent=1, ensure_ascii=False)
        _write_durably(folder / f"snap-{name}.json", described)
        if _pointed(folder) == run:
            _write_durably(folder / POINTER, name + "\n")
    finally:
        _clear_builds(folder)
    old.unlink()
    (folder / f"snap-{run}.json").unlink(missing_ok=True)
    _drop_pages(folder)
    return name


def _copy(old: Path, draft: Path, tables: Collection[str], condition: str, memory: str | None) -> None:
    try:
        with duckdb.connect(str(draft), config=_bounded(memory)) as con:
            con.execute(f"ATTACH '{str(old).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
            found = con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'old'")
            for (name,) in found.fetchall():
                kept = f" WHERE NOT ({condition})" if name in tables else ""
                con.execute(f'CREATE TABLE "{name}" AS SELECT * FROM old."{name}"{kept}')
            con.execute("DETACH old")
            con.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise EngineError(f"{draft.name}: the snapshot could not be built anew ({error}).") from error
    _sync(draft)


def open_snapshot(
    path: Path, *, memory: str | None = None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A read-only connection; give each reader its own `cursor()`.

    Raises:
        BrokenHome: it is not there, or is no database of this DuckDB.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {}
    if memory:
        settings["memory_limit"] = memory
    if threads:
        settings["threads"] = threads
    try:
        opened = duckdb.connect(str(path), read_only=True, config=settings)
        opened.execute(_LISTS)
    except duckdb.Error as error:
        raise BrokenHome(f"{path}: this snapshot does not open ({error}). Run `treue run` again.") from error
    return opened


def _pointed(folder: Path) -> str | None:
    try:
        return (folder / POINTER).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def _build(draft: Path, tables: Mapping[str, Path], memory: str | None) -> None:
    try:
        with duckdb.connect(str(draft), config=_bounded(memory)) as con:
            for name, source in tables.items():
                columns = con.read_parquet(str(source)).columns
                order = f' ORDER BY "{SORTED}"' if SORTED in columns else ""
                con.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet(?){order}', [str(source)])
            con.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise EngineError(f"{draft.name}: the snapshot could not be built ({error}).") from error
    leftover = draft.with_name(draft.name + ".wal")
    if leftover.exists():
        raise EngineError(f"{leftover.name}: DuckDB left unwritten changes; nothing was published.")
    _sync(draft)


def _bounded(memory: str | None) -> dict[str, str | bool | int | float | list[str]]:
    return {"memory_limit": memory} if memory else {}


def _clear_builds(folder: Path) -> None:
    """Remove what killed builds left, their write-ahead logs included."""
    for path in folder.glob(".build-*"):
        if path.is_dir():  # what a build spilled beside its draft
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for path in folder.glob("*.tmp"):
        if path.is_file():  # a folder is what a reader of a snapshot spills into
            path.unlink(missing_ok=True)


def _drop_old(folder: Path, run: str) -> None:
    """Keep the newest; a reader that holds an older file keeps it until it closes."""
    published = sorted(path.stem.removeprefix("snap-") for path in folder.glob("snap-*.duckdb"))
    for old in published[:-KEEP]:
        if old != run:
            (folder / f"snap-{old}.json").unlink(missing_ok=True)
            (folder / f"snap-{old}.duckdb").unlink(missing_ok=True)
    for spilled in folder.glob("snap-*.duckdb.tmp"):
        if not spilled.with_suffix("").exists():
            shutil.rmtree(spilled, ignore_errors=True)
    _drop_pages(folder)


def _drop_pages(folder: Path) -> None:
    """Of snapshots that are gone, also where a killed process left them."""
    for pages in folder.glob(f"{PAGES}*"):
        if not (folder / f"snap-{pages.name.removeprefix(PAGES)}.duckdb").exists():
            shutil.rmtree(pages, ignore_errors=True)


def _write_durably(path: Path, text: str) -> None:
    """All or nothing, and on the disk before we go on."""
    draft = path.with_name(path.name + ".tmp")
    draft.write_text(text, encoding="utf-8")
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
