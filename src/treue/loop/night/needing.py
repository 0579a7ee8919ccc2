"""From order lines to what will be needed soon: who is due for what, and how many pieces that makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.loop.night.valuing import day_number
from treue.value.histories import IntArray
from treue.value.next_order.demand import Demand, demand_at
from treue.value.next_order.refills import Bought, Due, Refills
from treue.value.next_order.tables import bought_again, bought_of
from treue.value.next_order.units import counted_in_pieces
from treue.value.sales.tables import Facts
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
        due: customer, product, name (as the shop calls it, else the number), chance (of buying it in the
            coming `DUE_DAYS`), idle_days, gap_days (how long it usually lasts them), pieces; chance .5 or
            more, the likeliest first.
        demand: product, name, week (its first day), pieces, pieces_low, pieces_high (8 of 10 weeks lie
            between), first_time (pieces that go to customers new to the article); by product and week,
            without articles whose quantities are no pieces.
    """

    due: pa.Table
    demand: pa.Table


def needed(
    engine: Engine, bought: Expression, customers: int, until: date, rng: np.random.Generator
) -> Needed:
    """What customers will probably need in the coming days.

    Args:
        engine: holds what was bought, and the facts of products.
        bought: `purchases`, one row per line.
        customers: how many there are.
        until: the last day that counts.
        rng: of the demand's draws.
    """
    one_in = max(customers // MOST_CUSTOMERS, 1)
    counts = engine.read(bought_again(bought, Facts.declared().products, one_in)).read_all()
    articles = _bought_again_most(counts, one_in)
    wanted = pa.table([articles.column("product"), pa.array(np.arange(len(articles)))], schema=WANTED)
    engine.write("wanted", wanted)
    rows = _bought(engine.read(bought_of(bought, declare("wanted", WANTED))).read_all())
    day = day_number(until)
    due = Refills.at(day, rows).due(DUE_DAYS)
    in_pieces = counted_in_pieces(rows.product, rows.quantity, len(articles))
    demand = demand_at(day, rows.where(in_pieces[rows.product]), WEEKS, rng)
    return Needed(_due(due, articles), _demand(demand, articles, day))


def _bought_again_most(counts: pa.Table, one_in: int) -> pa.Table:
    """Product and name, by product."""
    rows = counts.filter(pc.greater_equal(counts.column("again"), -(-_FEWEST_REFILLS // one_in)))
    rows = rows.sort_by([("again", "descending"), ("product", "ascending")])
    upto = np.cumsum(rows.column("purchases").to_numpy()) * one_in
    kept = rows.slice(0, int(np.searchsorted(upto, MOST_PURCHASES, side="right")))
    return kept.select(["product", "name"]).sort_by("product")


def _bought(rows: pa.Table) -> Bought:
    """Sorted, so that sums come in the same order whichever engine gave the rows."""
    customer, number = (rows.column(name).to_numpy() for name in ("customer", "number"))
    day = rows.column("day").cast(pa.int32()).to_numpy().astype(np.int64)
    order = np.lexsort((day, number, customer))
    pieces = rows.column("quantity_milli").to_numpy()[order] / _PIECE
    return Bought(customer[order], number[order], day[order], pieces)


def _due(due: Due, articles: pa.Table) -> pa.Table:
    return pa.table(
        {
            "customer": due.customer,
            **_named(articles, due.product),
            "chance": due.chance,
            "idle_days": due.idle_days.astype(np.int64),
            "gap_days": np.rint(due.gap_days).astype(np.int64),
            "pieces": due.quantity,
        }
    )


def _demand(demand: Demand, articles: pa.Table, day: int) -> pa.Table:
    """A row per article and week."""
    week = np.tile(day + 1 + 7 * np.arange(WEEKS), len(demand.product))
    return pa.table(
        {
            **_named(articles, np.repeat(demand.product, WEEKS)),
            "week": pa.array(week.astype("datetime64[D]"), pa.date32()),
            "pieces": demand.mean.ravel(),
            "pieces_low": demand.low.ravel(),
            "pieces_high": demand.high.ravel(),
            "first_time": demand.first_time.ravel(),
        }
    )


def _named(articles: pa.Table, number: IntArray) -> dict[str, pa.ChunkedArray]:
    return {name: articles.column(name).take(pa.array(number)) for name in ("product", "name")}
