"""What goes wrong in every export: cells that make no sense, and rows exported twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from treue.simulation.world.chance import About, Chance, IntArray

_BROKEN_PER_ROW, _DOUBLED_PER_ROW = 1 / 2500, 1 / 1500


@dataclass(frozen=True, slots=True)
class Blunder:
    """A cell that cannot be read.

    Args:
        column: its header.
        cell: what stands there.
        rule: by which a load sets the row aside.
    """

    column: str
    cell: str
    rule: str


@dataclass(frozen=True, slots=True)
class Blemished:
    """A file with rows that real exports have too.

    Args:
        cells: all rows: sound, broken, doubled.
        sound: how many are sound.
        broken: how many a load sets aside, by rule; each is an order of its own.
        doubled: how many repeat a sound row.
    """

    cells: pa.Table
    sound: int
    broken: Mapping[str, int] = field(default_factory=dict)
    doubled: int = 0


def blemished(
    chance: Chance, cells: pa.Table, number: str, after: tuple[str, int], blunders: tuple[Blunder, ...]
) -> Blemished:
    """The file with some rows broken and some doubled, at its end; at least one of each kind.

    Args:
        chance: of the world's seed.
        cells: the sound rows, one a line of an order, each saying all that is needed of its order.
        number: header of the order's number.
        after: how an order's number begins, and the last one given.
        blunders: what is broken, in turn.
    """
    count = len(cells)
    if not count:
        return Blemished(cells, 0)
    broken = max(len(blunders), round(count * _BROKEN_PER_ROW))
    twice = min(max(2, round(count * _DOUBLED_PER_ROW)), count)
    picked = chance.between(0, count - 1, About.BLEMISH, np.arange(broken), 0)
    spoilt = _spoilt(cells.take(picked), number, after, blunders)
    doubled = cells.take(_some(chance, count, twice))
    rules = [blunders[place % len(blunders)].rule for place in range(broken)]
    by_rule = {rule: rules.count(rule) for rule in dict.fromkeys(rules)}
    return Blemished(pa.concat_tables([cells, spoilt, doubled]), count, by_rule, twice)


def _spoilt(cells: pa.Table, number: str, after: tuple[str, int], blunders: tuple[Blunder, ...]) -> pa.Table:
    rows = cells.to_pylist()
    begins, last = after
    for place, row in enumerate(rows):
        blunder = blunders[place % len(blunders)]
        row[number] = f"{begins}{last + 1 + place}"
        row[blunder.column] = blunder.cell
    return pa.Table.from_pylist(rows, schema=cells.schema)


def _some(chance: Chance, count: int, most: int) -> IntArray:
    """Different rows, ascending."""
    drawn = np.argsort(chance.uniform(About.BLEMISH, np.arange(count), 1), kind="stable")
    return np.sort(drawn[:most])
