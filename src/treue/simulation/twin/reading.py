"""From rows of an engine to what a twin is learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from treue.simulation.twin.seen import NO_RETURN, Seen
from treue.simulation.world.chance import FloatArray, IntArray

_FAR = 1_000_000  # more days than any file spans


@dataclass(frozen=True, slots=True)
class Assortment:
    """What is sold, without its names.

    Args:
        share: shape (articles,), of all lines, most sold first; empty where articles are not told.
        cost: shape (articles,), purchase price over net price; nan where nobody knows.
    """

    share: FloatArray
    cost: FloatArray


def seen_of(days: pa.Table, back: pa.Table, until: int) -> Seen:
    """Order days with an amount above zero, each with what went back of it.

    A refund that names its order belongs to that day, any other to the customer's last day before it.
    Where no amount at all is known, all order days are kept, without amounts.

    Args:
        days: as `goods_days` makes them, any order.
        back: as `goods_back` makes them.
        until: last day of the facts, days since 1970-01-01.
    """
    customer, day, amount, lines, milli = (
        _column(days, name) for name in ("customer", "day", "amount_minor", "lines", "milli")
    )
    knows = bool((amount > 0).any())
    kept = np.flatnonzero((amount > 0) | ~np.full(len(amount), knows))
    kept = kept[np.lexsort((day[kept], customer[kept]))]
    customer, day, lines, milli = customer[kept], day[kept], lines[kept], milli[kept]
    keys, place = np.unique(customer, return_inverse=True)
    worth = amount[kept].astype(np.float64) if knows else np.full(len(kept), np.nan)
    share, lag = _returns(back, (keys, place * _FAR + day), worth)
    told = len(lines) > 0 and bool((lines > 0).all())
    return Seen(
        keys=keys,
        customer=place.astype(np.int64),
        day=day,
        amount=worth,
        lines=lines if told else np.zeros(len(lines), np.int64),
        pieces=np.maximum(np.rint(milli / 1000), lines) if told else np.zeros(len(lines)),
        returned=share,
        lag=lag,
        first=int(day.min()) if len(day) else until,
        until=until,
    )


def assortment_of(rows: pa.Table) -> Assortment:
    """From rows as `articles` makes them, any order."""
    lines, known, cost = (_column(rows, name) for name in ("lines", "known_net_minor", "cost_minor"))
    order = np.lexsort((cost, known, -lines))
    lines, known, cost = lines[order], known[order], cost[order]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(known > 0, cost / known, np.nan)
    return Assortment(lines / max(lines.sum(), 1), rate)


def _returns(
    back: pa.Table, rows: tuple[IntArray, IntArray], worth: FloatArray
) -> tuple[FloatArray, IntArray]:
    """Share of each row's amount that went back, and after how many days; -1 where nothing did."""
    keys, at = rows
    share, lag = np.zeros(len(at)), np.full(len(at), NO_RETURN)
    customer, day, ordered, minor = (
        _column(back, name) for name in ("customer", "day", "ordered", "back_minor")
    )
    if not len(customer) or not len(keys):
        return share, lag
    who = np.minimum(np.searchsorted(keys, customer), len(keys) - 1)
    wanted = np.where(ordered == _EMPTY, day, np.minimum(ordered, day))
    place = np.searchsorted(at, who * _FAR + wanted, side="right") - 1
    fits = (keys[who] == customer) & (place >= 0) & (at[np.maximum(place, 0)] // _FAR == who)
    place, later = place[fits], day[fits]
    total = np.bincount(place, minor[fits], minlength=len(at))
    share = np.minimum(np.nan_to_num(total / worth), 1.0)
    latest = np.zeros(len(at), np.int64)
    np.maximum.at(latest, place, later - at[place] % _FAR)
    return share, np.where(share > 0, latest, NO_RETURN)


_EMPTY = np.int64(-_FAR)


def _column(table: pa.Table, name: str) -> IntArray:
    """Whole numbers or days; a day that is empty becomes one that cannot be."""
    column = table.column(name)
    if pa.types.is_date(column.type) or pa.types.is_null(column.type):
        column = column.cast(pa.date32()).cast(pa.int32()).fill_null(int(_EMPTY))
    return np.asarray(column.cast(pa.int64()).fill_null(0).to_numpy(), np.int64)
