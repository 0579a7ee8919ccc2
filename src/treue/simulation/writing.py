"""Writes a world's history to a home in bulk: facts as a load leaves them, and the truth beside them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from treue.errors import BadOption
from treue.facts.declared import TABLES
from treue.facts.manifest import Manifest, write_manifest
from treue.simulation.telling.telling import known_by, tell
from treue.simulation.world.days import number_of
from treue.simulation.world.play import Plan, World, live, open_world
from treue.simulation.world.terms import Terms

BLOCK = 25_000
"""Customers of a block: their arrays fit the processor's cache, and its rows some hundred megabytes."""

TRUTH = "truth"
_GROUP = 122_880  # rows a row group, as the engine reads them


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        rows: by facts table.
    """

    rows: Mapping[str, int]


def write_world(terms: Terms, plan: Plan, home: Path, processes: int = 1) -> Written:
    """Write facts and truth of a world into a home; tables that are there are replaced.

    Customers are dealt into blocks whatever the number of processes, so the files are the same.

    Args:
        terms: the preset.
        plan: seed, size, days; its own blocks are not looked at.
        home: made where it is not there.
        processes: that work beside each other.

    Raises:
        BadOption: no customers, or no days.
    """
    if plan.customers < 1 or plan.days < 1:
        raise BadOption(
            f"A world of {plan.customers} customers and {plan.days} days is none; "
            "ask for one of each at least."
        )
    blocks = -(-plan.customers // BLOCK)
    for name in TABLES:
        shutil.rmtree(home / "facts" / name, ignore_errors=True)
    shutil.rmtree(home / TRUTH, ignore_errors=True)
    parts = [(terms, replace(plan, blocks=blocks, block=block), home) for block in range(blocks)]
    rows: dict[str, list[int]] = {}
    for block, counts in enumerate(_done(parts, min(processes, blocks))):
        for name, count in counts.items():
            rows.setdefault(name, [0] * blocks)[block] = count
    for name, by_block in rows.items():
        files = tuple(_file(name, block) for block, count in enumerate(by_block) if count)
        write_manifest(home / "facts" / name, Manifest(1, files, sum(by_block)))
    return Written({name: sum(by_block) for name, by_block in sorted(rows.items())})


def history(terms: Terms, plan: Plan) -> tuple[World, dict[str, pa.Table]]:
    """A world on the morning after its history, and the facts of it, in memory."""
    until = number_of(plan.until)
    world, lived = live(open_world(terms, plan), until)
    told, _ = tell(world, lived, range(plan.first, until + 1), until)
    return world, {name: rows.rows for name, rows in known_by(told, until).items()}


def _write_block(part: tuple[Terms, Plan, Path]) -> dict[str, int]:
    terms, plan, home = part
    world, told = history(terms, plan)
    for name, table in told.items():
        folder = home / "facts" / name
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / _file(name, plan.block), row_group_size=_GROUP, compression="zstd")
    del world
    return {name: len(table) for name, table in told.items()}


def _done(parts: list[tuple[Terms, Plan, Path]], processes: int) -> Iterator[dict[str, int]]:
    if processes <= 1:
        yield from map(_write_block, parts)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_write_block, parts)


def _file(table: str, block: int) -> str:
    return f"{table}-{block + 1:06}.parquet"
