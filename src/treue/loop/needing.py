"""From order lines to what will be needed soon: who is due for what, and how many pieces that makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.loop.valuing import day_number
from treue.value.next_order.demand import Demand, demand_at
from treue.value.next_order.refills import Bought, Due, Refills
from treue.value.next_order.tables import bought_again, bought_of
from treue.value.sampling import MOST_CUSTOMERS
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression, declare

DUE_DAYS = 14
WEEKS = DUE_DAYS // 7
MOST_PURCHASES = 400_000
"""What is looked at: the articles bought again most often, as many as make up so many purchases."""

# An article with fewer refills tells nothing of its own.
_FEWEST_REFILLS = 10
_PIECE = 1000.0

WANTED = pa.schema([("product", pa.string()), ("number", pa.int64())])


@dataclass(frozen=True, slots=True)
class Needed:
    """Tables of the snapshot.

    Args:
        due: customer, product, chance (of buying it in the coming `DUE_DAYS`), idle_days, gap_days (how long
            it usually lasts them), pieces; chance .5 or more, the likeliest first.
        demand: product, week (its first day), pieces, pieces_low, pieces_high (8 of 10 weeks lie between),
            first_time (pieces that go to customers new to the article); by product and week.
    """

    due: pa.Table
    demand: pa.Table


def needed(
    engine: Engine, bought: Expression, customers: int, until: date, rng: np.random.Generator
) -> Needed:
    """What customers will probably need in the coming days.

    Args:
        engine: holds what was bought.
        bought: `purchases`, one row per line.
        customers: how many there are.
        until: the last day that counts.
        rng: of the demand's draws.
    """
    one_in = max(customers // MOST_CUSTOMERS, 1)
    names = _bought_again_most(engine.read(bought_again(bought, one_in)).read_all(), one_in)
    wanted = pa.table([pa.array(names, pa.string()), pa.array(np.arange(len(names)))], schema=WANTED)
    engine.write("wanted", wanted)
    rows = _bought(engine.read(bought_of(bought, declare("wanted", WANTED))).read_all())
    day = day_number(until)
    due = Refills.at(day, rows).due(DUE_DAYS)
    return Needed(_due(due, names), _demand(demand_at(day, rows, WEEKS, rng), names, day))


def _bought_again_most(counts: pa.Table, one_in: int) -> list[str]:
    """Article numbers, ascending."""
    rows = counts.filter(pc.greater_equal(counts.column("again"), -(-_FEWEST_REFILLS // one_in)))
    rows = rows.sort_by([("again", "descending"), ("product", "ascending")])
    upto = np.cumsum(rows.column("purchases").to_numpy()) * one_in
    kept = rows.column("product").to_pylist()[: int(np.searchsorted(upto, MOST_PURCHASES, side="right"))]
    return sorted(str(each) for each in kept)


def _bought(rows: pa.Table) -> Bought:
    """Sorted, so that sums come in the same order whichever engine gave the rows."""
    customer, number = (rows.column(name).to_numpy() for name in ("customer", "number"))
    day = rows.column("day").cast(pa.int32()).to_numpy().astype(np.int64)
    order = np.lexsort((day, number, customer))
    pieces = rows.column("quantity_milli").to_numpy()[order] / _PIECE
    return Bought(customer[order], number[order], day[order], pieces)


def _due(due: Due, names: Sequence[str]) -> pa.Table:
    return pa.table(
        {
            "customer": due.customer,
            "product": pa.array([names[place] for place in due.product.tolist()], pa.string()),
            "chance": due.chance,
            "idle_days": due.idle_days.astype(np.int64),
            "gap_days": np.rint(due.gap_days).astype(np.int64),
            "pieces": due.quantity,
        }
    )


def _demand(demand: Demand, names: Sequence[str], day: int) -> pa.Table:
    """A row per article and week."""
    article = np.repeat(demand.product, WEEKS).tolist()
    week = np.tile(day + 1 + 7 * np.arange(WEEKS), len(demand.product))
    return pa.table(
        {
            "product": pa.array([names[place] for place in article], pa.string()),
            "week": pa.array(week.astype("datetime64[D]"), pa.date32()),
            "pieces": demand.mean.ravel(),
            "pieces_low": demand.low.ravel(),
            "pieces_high": demand.high.ravel(),
            "first_time": demand.first_time.ravel(),
        }
    )
