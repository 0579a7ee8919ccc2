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
from treue.simulation.telling.sold import Sold
from treue.simulation.telling.telling import known_by, tell
from treue.simulation.truth import true_channels, true_customers, true_days, true_effects
from treue.simulation.world.days import number_of
from treue.simulation.world.play import Plan, World, live, open_world
from treue.simulation.world.terms import Terms

BLOCK = 25_000
"""Customers of a block: their arrays fit the processor's cache, and its rows some hundred megabytes."""

TRUTH = "truth"
"""Folder in a home, beside the facts and never read by a night."""

Part = tuple[Terms, Plan, Path, bool]
_GROUP = 122_880  # rows a row group, as the engine reads them


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        rows: by facts table.
    """

    rows: Mapping[str, int]


def write_world(terms: Terms, plan: Plan, home: Path, *, processes: int = 1, truth: bool = True) -> Written:
    """Write facts and truth of a world into a home; tables that are there are replaced.

    Customers are dealt into blocks whatever the number of processes, so the files are the same.

    Args:
        terms: the preset.
        plan: seed, size, days; its own blocks are not looked at.
        home: made where it is not there.
        processes: that work beside each other.
        truth: whether to write it too: expecting the future takes about a third as long as telling the past.

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
    parts = [(terms, replace(plan, blocks=blocks, block=block), home, truth) for block in range(blocks)]
    rows: dict[str, list[int]] = {}
    for block, counts in enumerate(_done(parts, min(processes, blocks))):
        for name, count in counts.items():
            rows.setdefault(name, [0] * blocks)[block] = count
    for name, by_block in rows.items():
        files = tuple(_file(name, block) for block, count in enumerate(by_block) if count)
        write_manifest(home / "facts" / name, Manifest(1, files, sum(by_block)))
    return Written({name: sum(by_block) for name, by_block in sorted(rows.items())})


@dataclass(frozen=True, slots=True)
class History:
    """A world's history in memory.

    Args:
        world: on the morning after it.
        sold: its orders, with everything that follows from them.
        facts: by table.
    """

    world: World
    sold: Sold
    facts: Mapping[str, pa.Table]


def history(terms: Terms, plan: Plan) -> History:
    """Live through all days up to the last one of the facts."""
    until = number_of(plan.until)
    world, lived = live(open_world(terms, plan), until)
    told, sold = tell(world, lived, range(plan.first, until + 1), until)
    return History(world, sold, {name: rows.rows for name, rows in known_by(told, until).items()})


def _write_block(part: Part) -> dict[str, int]:
    terms, plan, home, has_truth = part
    lived = history(terms, plan)
    for name, table in lived.facts.items():
        _write(table, home / "facts" / name / _file(name, plan.block))
    if has_truth:
        _write(
            true_customers(lived.world, lived.sold),
            home / TRUTH / "customers" / _file("customers", plan.block),
        )
        if not plan.block:
            _write(true_days(lived.world), home / TRUTH / "days.parquet")
            _write(true_channels(lived.world.terms), home / TRUTH / "channels.parquet")
            _write(true_effects(lived.world.terms), home / TRUTH / "effects.parquet")
    return {name: len(table) for name, table in lived.facts.items()}


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, row_group_size=_GROUP, compression="zstd")


def _done(parts: list[Part], processes: int) -> Iterator[dict[str, int]]:
    if processes <= 1:
        yield from map(_write_block, parts)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_write_block, parts)


def _file(table: str, block: int) -> str:
    return f"{table}-{block + 1:06}.parquet"
