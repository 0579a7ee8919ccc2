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


@dataclass(frozen=True, slots=True)
class Mischief:
    """What goes wrong in a file.

    Args:
        number: header of the order's number.
        begins: how an order's number begins.
        blunders: what is broken, in turn.
        left_out: headers of cells that a broken row leaves empty.
    """

    number: str
    begins: str
    blunders: tuple[Blunder, ...]
    left_out: tuple[str, ...] = ()


def blemished(chance: Chance, cells: pa.Table, last: int, wrong: Mischief) -> Blemished:
    """The file with some rows broken and some doubled, at its end; at least one of each kind.

    Args:
        chance: of the world's seed.
        cells: the sound rows, one a line of an order, each saying all that is needed of its order.
        last: number of the last order.
        wrong: what goes wrong.
    """
    count = len(cells)
    if not count:
        return Blemished(cells, 0)
    broken = max(len(wrong.blunders), round(count * _BROKEN_PER_ROW))
    twice = min(max(2, round(count * _DOUBLED_PER_ROW)), count)
    picked = chance.between(0, count - 1, About.BLEMISH, np.arange(broken), 0)
    spoilt = _spoilt(_emptied(cells.take(picked), wrong.left_out), last, wrong)
    doubled = cells.take(_some(chance, count, twice))
    rules = [wrong.blunders[place % len(wrong.blunders)].rule for place in range(broken)]
    by_rule = {rule: rules.count(rule) for rule in dict.fromkeys(rules)}
    return Blemished(pa.concat_tables([cells, spoilt, doubled]), count, by_rule, twice)


def _spoilt(cells: pa.Table, last: int, wrong: Mischief) -> pa.Table:
    rows = cells.to_pylist()
    for place, row in enumerate(rows):
        blunder = wrong.blunders[place % len(wrong.blunders)]
        row[wrong.number] = f"{wrong.begins}{last + 1 + place}"
        row[blunder.column] = blunder.cell
    return pa.Table.from_pylist(rows, schema=cells.schema)


def _emptied(cells: pa.Table, headers: tuple[str, ...]) -> pa.Table:
    for header in headers:
        at = cells.column_names.index(header)
        cells = cells.set_column(at, header, pa.repeat("", len(cells)))
    return cells


def _some(chance: Chance, count: int, most: int) -> IntArray:
    """Different rows, ascending."""
    drawn = np.argsort(chance.uniform(About.BLEMISH, np.arange(count), 1), kind="stable")
    return np.sort(drawn[:most])
