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
    database = folder / f"snap-{run}.duckdb"
    try:
        manifest = json.loads((folder / f"snap-{run}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenHome(
            f"{folder}: {POINTER} names {run}, whose manifest cannot be read ({error}). "
            f"Run `treue run` again, or write an earlier run's name into {POINTER}."
        ) from error
    if not database.is_file():
        raise BrokenHome(
            f"{folder}: {POINTER} names {run}, but {database.name} is gone. "
            f"Run `treue run` again, or write an earlier run's name into {POINTER}."
        )
    return Snapshot(run, database, manifest)


def rewrite_without(folder: Path, tables: Collection[str], column: str, keys: Collection[int]) -> int:
    """Take rows out of some tables of every snapshot that holds them, so that no byte of them stays.

    Each such snapshot is built anew under a later name, pointed to if it was the published one, and the old
    file deleted: deleting rows in a database would leave them in its free space. Whoever still reads the old
    file keeps it until it closes.

    Args:
        folder: of all snapshots; no night is at work.
        tables: which; a snapshot that has none of them is left alone.
        column: whole numbers.
        keys: whose rows go.

    Returns:
        How many snapshots were built anew.

    Raises:
        EngineError: DuckDB could not build one; the old one still stands.
    """
    _clear_builds(folder)
    found = [path for path in sorted(folder.glob("snap-*.duckdb")) if _holds(path, tables, column, keys)]
    for path in found:
        _rewrite(folder, path.stem.removeprefix("snap-"), tables, f'"{column}" IN ({_listed(keys)})')
    return len(found)


def _listed(keys: Collection[int]) -> str:
    return ", ".join(map(str, sorted(keys))) or "NULL"


def _holds(path: Path, tables: Collection[str], column: str, keys: Collection[int]) -> bool:
    with open_snapshot(path) as con:
        found = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        asked = [
            f'SELECT 1 FROM "{name}" WHERE "{column}" IN ({_listed(keys)})'
            for (name,) in found
            if name in tables
        ]
        return any(con.execute(f"{each} LIMIT 1").fetchone() for each in asked)


def _rewrite(folder: Path, run: str, tables: Collection[str], condition: str) -> None:
    """Build, name, describe, point, delete: in this order a killed process leaves something whole."""
    begin, _, number = run.rpartition(".")
    name = f"{begin}.{int(number) + 1}" if begin and number.isdecimal() else f"{run}.1"
    old, target = folder / f"snap-{run}.duckdb", folder / f"snap-{name}.duckdb"
    manifest = dict(json.loads((folder / f"snap-{run}.json").read_text(encoding="utf-8")))
    draft = folder / f".build-{name}.duckdb"
    try:
        _copy(old, draft, tables, condition)
        draft.replace(target)
        described = json.dumps({**manifest, "run": name}, indent=1, ensure_ascii=False)
        _write_durably(folder / f"snap-{name}.json", described)
        if _pointed(folder) == run:
            _write_durably(folder / POINTER, name + "\n")
    finally:
        _clear_builds(folder)
    old.unlink()
    (folder / f"snap-{run}.json").unlink(missing_ok=True)


def _copy(old: Path, draft: Path, tables: Collection[str], condition: str) -> None:
    try:
        with duckdb.connect(str(draft)) as con:
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
        return duckdb.connect(str(path), read_only=True, config=settings)
    except duckdb.Error as error:
        raise BrokenHome(f"{path}: this snapshot does not open ({error}). Run `treue run` again.") from error


def _pointed(folder: Path) -> str | None:
    try:
        return (folder / POINTER).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def _build(draft: Path, tables: Mapping[str, Path], memory: str | None) -> None:
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory} if memory else {}
    try:
        with duckdb.connect(str(draft), config=config) as con:
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


def _clear_builds(folder: Path) -> None:
    """Remove what killed builds left, their write-ahead logs included."""
    for path in folder.glob(".build-*"):
        if path.is_dir():  # what a build spilled beside its draft
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for path in folder.glob("*.tmp"):
        path.unlink(missing_ok=True)


def _drop_old(folder: Path, run: str) -> None:
    """Keep the newest; a reader that holds an older file keeps it until it closes."""
    published = sorted(path.stem.removeprefix("snap-") for path in folder.glob("snap-*.duckdb"))
    for old in published[:-KEEP]:
        if old != run:
            (folder / f"snap-{old}.json").unlink(missing_ok=True)
            (folder / f"snap-{old}.duckdb").unlink(missing_ok=True)


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
