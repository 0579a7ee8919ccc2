"""Counts what might be different from usual: facts on an engine, small tables out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.facts.store import FactsStore
from treue.loop.night.valuing import day_number
from treue.segments.unusual import Later, settled_within
from treue.segments.unusual import tables as ask
from treue.segments.unusual.shares import FEWEST_NOW
from treue.segments.unusual.windows import LOOKED_AT
from treue.value.histories import IntArray
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import Stage
from treue.value.upkeep.tables import cases
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

RETURNED_SHARE, RETURNED_BOUNDS = 0.75, (7, 42)
"""Returns are compared within the days in which three of four of them come, between a week and six."""

YEAR, LONGEST_GONE = timedelta(days=365), 28


@dataclass(frozen=True, slots=True)
class Seen:
    """What was counted of one shop.

    Args:
        tables: by name, as `segments/unusual/tables.py` calls them; what the facts do not tell is not there.
        end: the last full day: the one before the last day of anything booked, which may not be over.
        within: days after an order in which returns count; None where nothing ever came back.
    """

    tables: Mapping[str, pa.Table]
    end: date
    within: int | None


def see(
    engine: Engine, store: FactsStore, made: Mapping[str, Expression], terms: LedgerTerms, until: date
) -> Seen:
    """Count all that the facts tell.

    Args:
        engine: holds facts and ledger.
        store: says which facts the shop delivered.
        made: the ledger's tables.
        terms: which orders count.
        until: the last day of anything booked.
    """
    facts, days, end = Facts.declared(), made["customer_days"], until - timedelta(days=1)
    real = Stage("orders_real", ask.real_orders(made["orders_placed"], made["cancelled"]))
    engine.stage(real.name, real.expression)
    orders = real.made

    def unpaid() -> Expression:
        due = engine.read(facts.payments.filter(facts.payments.kind == "due").limit(1)).read_all()
        return ask.unpaid_orders(facts, orders, terms, by_invoice=len(due) > 0)

    asked: dict[str, tuple[str, Callable[[], Expression]]] = {
        "orders_by_day": ("orders", lambda: ask.orders_by_day(orders)),
        "off_by_day": ("orders", lambda: ask.off_by_day(facts, made["cancelled"], terms)),
        "parcels_by_day": ("orders", lambda: ask.parcels_by_day(orders)),
        "second_orders": ("orders", lambda: ask.second_orders(days)),
        "earned": ("orders", lambda: ask.earned(days, until - YEAR)),
        "answers_by_day": ("tickets", lambda: ask.answers_by_day(cases(facts, terms))),
        "returned_orders": ("refunds", lambda: ask.returned_orders(orders, made["refunds_traced"])),
        "lost_by_refund": ("refunds", lambda: ask.lost_by_refund(made["returned"], until - YEAR)),
        "unpaid_orders": ("payments", unpaid),
    }
    tables = {
        name: engine.read(make()).read_all() for name, (table, make) in asked.items() if store.rows(table)
    }
    within = _within(tables.get("returned_orders"), end)
    if store.rows("order_lines"):
        tables |= _articles(engine, store, _Goods(facts, made["sales"], orders, end, within))
    return Seen(tables, end, within)


def _within(returned: pa.Table | None, end: date) -> int | None:
    if returned is None:
        return None
    return settled_within(later_of(returned), RETURNED_SHARE, RETURNED_BOUNDS, day_number(end))


@dataclass(frozen=True, slots=True)
class _Goods:
    """Where single articles are looked up."""

    facts: Facts
    sales: Expression
    orders: Expression
    end: date
    within: int | None


def _articles(engine: Engine, store: FactsStore, goods: _Goods) -> dict[str, pa.Table]:
    """Of single articles: what came back, and what is out of stock."""
    facts, end, within = goods.facts, goods.end, goods.within
    since = end - timedelta(days=LOOKED_AT + (within or 0))
    sold = Stage("pieces_sold", ask.pieces_sold(goods.orders, facts.order_lines, since))
    engine.stage(sold.name, sold.expression)
    tables = {}
    if within is not None:
        back = ask.pieces_back(sold.made, facts.refunds, facts.order_lines)
        last = end - timedelta(days=within)
        rows = ask.articles_by_window(sold.made, back, last, within, FEWEST_NOW)
        tables["articles"] = engine.read(rows).read_all().sort_by([("product", "ascending")])
    if store.rows("stock"):
        missing = Stage("gone", ask.gone(facts.stock, end, LONGEST_GONE))
        engine.stage(missing.name, missing.expression)
        tables["gone"] = engine.read(missing.made).read_all().sort_by([("product", "ascending")])
        tables["sold_around"] = engine.read(ask.sold_around(missing.made, sold.made, end)).read_all()
    if not tables:
        return {}
    margins = engine.read(ask.article_margins(goods.sales, sold.made, end - YEAR)).read_all()
    named = engine.read(facts.products.select("product", "name")).read_all()
    wanted = pa.array(
        sorted({each for name in ("articles", "gone") if name in tables for each in _products(tables[name])}),
        pa.string(),
    )
    tables["margins"], tables["names"] = (
        rows.filter(pc.is_in(rows.column("product"), value_set=wanted)) for rows in (margins, named)
    )
    return tables


def _products(rows: pa.Table) -> list[str]:
    return [str(each) for each in rows.column("product").to_pylist()]


def whole(rows: pa.Table, name: str) -> IntArray:
    """A column of whole numbers; -1 where it is empty."""
    column = rows.column(name)
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    return np.asarray(column.fill_null(-1), dtype=np.int64)


def later_of(rows: pa.Table) -> Later:
    """Cases by day, and after how many days what is asked about came."""
    return Later(*(whole(rows, name) for name in ("day", "after", "cases")))
