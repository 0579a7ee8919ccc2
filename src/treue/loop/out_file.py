"""A file that somebody asked for with --out: Parquet or CSV, there when it is complete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from treue.errors import BadOption
from treue.warehouse.arrow import literal

_FORMATS = {".parquet": "FORMAT parquet", ".csv": "FORMAT csv, HEADER"}
"""Ending of a file -> how DuckDB writes it."""


def check_out(path: Path | None) -> None:
    """Refuse a target that cannot be written, before any work is done.

    Raises:
        BadOption: another ending, or no such folder.
    """
    if path is None:
        return
    if path.suffix not in _FORMATS:
        raise BadOption(f"--out is {path}; its name ends in .parquet or .csv.")
    if path.is_dir():
        raise BadOption(f"--out is {path}, which is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise BadOption(f"--out is {path}, but there is no folder {path.parent}; make it first.")


def write_out(run: Callable[[str], object], query: str, out: Path) -> None:
    """Write what a query gives.

    Args:
        run: runs a statement of DuckDB's.
        query: a SELECT.
        out: as `check_out` lets it pass.
    """
    draft = out.with_name(f".{out.name}.tmp")
    try:
        run(f"COPY ({query}) TO {literal(str(draft))} ({_FORMATS[out.suffix]})")
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
