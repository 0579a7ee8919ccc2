"""What `treue doctor` looks at: each part, whether it is well, and what to do if not."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from treue.errors import TreueError
from treue.facts import TABLES
from treue.loop.home import KEY, Home
from treue.warehouse.engine import EngineOptions
from treue.warehouse.opening import open_engine
from treue.warehouse.snapshot import current

_ROOM_GB = 2
_PARTS = ("duckdb", "ibis-framework", "sqlglot", "pyarrow", "numpy", "scipy")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report.

    Args:
        part: what was looked at.
        is_well: whether it will do.
        found: what there is.
        advice: what to do; empty where all is well.
    """

    part: str
    is_well: bool
    found: str
    advice: str = ""


def check_up(home: Home) -> Iterator[Finding]:
    """Look at the machine, the parts, the engine of the settings and the home."""
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0], "")
    for part in _PARTS:
        yield Finding(part, is_well=True, found=importlib.metadata.version(part))
    yield _room(home.folder)
    yield _engine(home)
    if not home.folder.is_dir():
        advice = f"load something: treue load orders.csv --home {home.folder}"
        yield Finding("home", is_well=True, found=f"{home.folder} does not exist yet", advice=advice)
        return
    yield _secret(home)
    yield from _facts(home)
    yield _snapshot(home)


def _room(folder: Path) -> Finding:
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(there).free / 1e9
    advice = "" if free >= _ROOM_GB else f"a run writes its drafts before it publishes; free {_ROOM_GB} GB"
    return Finding("room on the disk", free >= _ROOM_GB, f"{free:.1f} GB free at {there}", advice)


def _engine(home: Home) -> Finding:
    engine = home.settings.engine
    options = EngineOptions(postgres=home.settings.secret.postgres, spark_master=engine.spark_master)
    try:
        open_engine(engine.name, options).close()
    except TreueError as error:
        return Finding(
            f"engine {engine.name}", is_well=False, found=str(error), advice="see [engine] in treue.toml"
        )
    return Finding(f"engine {engine.name}", is_well=True, found="answers")


def _secret(home: Home) -> Finding:
    if home.settings.secret.key:
        return Finding("secret", is_well=True, found=f"from {home.settings.origins['secret.key']}")
    path = home.folder / KEY
    if not path.exists():
        return Finding("secret", is_well=True, found="will be made by the first load")
    mode = path.stat().st_mode & 0o777
    advice = "" if mode & 0o077 == 0 else f"others can read it: chmod 600 {path}"
    return Finding("secret", not advice, f"{path}, mode {mode:o}; keep a copy apart from the data", advice)


def _facts(home: Home) -> Iterator[Finding]:
    if what := home.facts.half_loaded():
        yield Finding("last load", is_well=False, found=f"of {what} did not end", advice="load it again")
    for table in TABLES:
        try:
            rows = home.facts.rows(table)
        except TreueError as error:
            yield Finding(f"facts: {table}", is_well=False, found=str(error), advice="restore a backup")
            continue
        if rows:
            yield Finding(f"facts: {table}", is_well=True, found=f"{rows:,} rows")
    if not os.access(home.folder, os.W_OK):
        yield Finding(
            "home", is_well=False, found=f"{home.folder} is read-only", advice="let this user write there"
        )


def _snapshot(home: Home) -> Finding:
    try:
        published = current(home.snapshots)
    except TreueError as error:
        return Finding("snapshot", is_well=False, found=str(error), advice="run again")
    if published is None:
        return Finding("snapshot", is_well=True, found="none yet", advice=f"treue run --home {home.folder}")
    return Finding("snapshot", is_well=True, found=f"{published.run}")
