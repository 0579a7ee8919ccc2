"""What frictions cost: facts on an engine, comparisons in numbers, tables of the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from treue.facts.store import FactsStore
from treue.loop.night.friction_rows import friction_rows, missing_rows, touched_rows
from treue.loop.night.valuing import day_number
from treue.value.diary import Diary
from treue.value.experience import (
    Events,
    FirstOrders,
    Friction,
    Taken,
    Timeline,
    compare_firsts,
    late_parcels,
    late_promises,
    measure,
    returned,
    slow_answers,
    slow_refunds,
)
from treue.value.experience import tables as ask
from treue.value.histories import BoolArray, IntArray
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import Stage
from treue.value.upkeep.tables import cases
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

NEEDS: Mapping[str, str] = {
    "late_delivery": "orders.delivered_day",
    "return": "refunds",
    "slow_refund": "refunds.returned_day",
    "out_of_stock": "stock",
    "checkout": "visits",
    "slow_answer": "tickets.answered_at",
    "first_category": "products.category",
    "first_article": "order_lines.product",
}
"""Kind of friction -> the file, or the column in it, that tells of it."""

FEW = "more"
"""What a kind needs whose facts are there, but of too few people."""


@dataclass(frozen=True, slots=True)
class Experience:
    """Tables of the snapshot.

    Args:
        frictions: one row per kind and detail that could be compared.
        missing: kind, needs.
        touched: who was touched by which lately.
    """

    frictions: pa.Table
    missing: pa.Table
    touched: pa.Table


def stage_experience(
    engine: Engine, store: FactsStore, made: Mapping[str, Expression], terms: LedgerTerms
) -> dict[str, Stage]:
    """Make what the facts tell of frictions: name -> table, of `value/experience/tables.py`.

    Args:
        engine: holds facts and ledger.
        store: says which facts the shop delivered.
        made: the ledger's tables.
        terms: which customers count.
    """
    facts, days, sold = Facts.declared(), made["customer_days"], made["sales"]
    asked: dict[str, tuple[str, Callable[[], Expression]]] = {
        "parcels": ("orders", lambda: ask.parcels(made["orders_placed"])),
        "sent_back": (
            "refunds",
            lambda: ask.sent_back(days, made["orders_placed"], made["refunds_traced"]),
        ),
        "paid_back": ("refunds", lambda: ask.paid_back(made["refunds_traced"])),
        "taken_back": ("refunds", lambda: ask.taken_back(made["orders_placed"], made["returned"])),
        "answered": ("tickets", lambda: ask.answered(cases(facts, terms))),
        "visits_to_cart": ("visits", lambda: ask.visits_to_cart(facts, days, terms)),
        "baskets_filled": ("carts", lambda: ask.baskets_filled(facts, days, terms)),
        "out_of_stock": ("stock", lambda: ask.out_of_stock(facts, days, sold, terms)),
        "first_category": ("products", lambda: ask.first_items(facts, days, sold, "category")),
        "first_article": ("order_lines", lambda: ask.first_items(facts, days, sold, "product")),
    }
    staged = {name: Stage(name, make()) for name, (table, make) in asked.items() if store.rows(table)}
    for stage in staged.values():
        engine.stage(stage.name, stage.expression)
    return staged


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a night knows of everybody when it asks for frictions.

    Args:
        diary: of all customers.
        until: the last day that counts.
        days: after a friction that count.
        known: shape (n,), ascending keys of customers whose first order is known to be the first.
        rng: draws the days on which kept orders are looked at.
    """

    diary: Diary
    until: date
    days: int
    known: IntArray
    rng: np.random.Generator


def frictions_of(engine: Engine, staged: Mapping[str, Stage], ahead: Ahead, digits: int) -> Experience:
    """Compare every kind that the facts tell of.

    Args:
        engine: holds the tables.
        staged: as `stage_experience` made them.
        ahead: customers and days.
        digits: decimals of the currency.
    """
    rows = {name: engine.read(stage.made).read_all() for name, stage in staged.items()}
    engine.rest()
    taken = _taken(rows["taken_back"], digits) if "taken_back" in rows else None
    timeline = Timeline.of(ahead.diary, day_number(ahead.until), taken)
    found, known = list[Friction](), set[str]()
    for (kind, detail), events, beyond in _occasions(rows, ahead.rng):
        known |= {kind} if len(events) else set()
        measured = measure((kind, detail), events, timeline, ahead.days, beyond)
        found += [measured] if measured else []
    for kind in ("first_category", "first_article"):
        if len(rows.get(kind, ())):
            known.add(kind)
            found += compare_firsts(kind, _firsts(rows[kind], ahead.known), timeline, ahead.days)
    compared = {each.kind for each in found}
    missing = {kind: FEW if kind in known else need for kind, need in NEEDS.items() if kind not in compared}
    return Experience(friction_rows(found, digits), missing_rows(missing), touched_rows(found))


def _taken(rows: pa.Table, digits: int) -> Taken:
    """Sorted, so that sums come in the same order whichever engine gave them."""
    day, ordered = (
        rows.column(name).cast(pa.int32()).to_numpy().astype(np.int64) for name in ("day", "ordered")
    )
    customer, minor = rows.column("customer").to_numpy(), rows.column("margin_minor").to_numpy()
    order = np.lexsort((minor, ordered, day, customer))
    margin = minor[order] / 10.0**digits
    return Taken(customer[order], day[order], ordered[order], margin)


def _occasions(
    rows: Mapping[str, pa.Table], rng: np.random.Generator
) -> Iterator[tuple[tuple[str, str], Events, int | None]]:
    """Kind and detail, who was touched and who not, and the limit where there is one."""
    if len(told := rows.get("parcels", ())):
        yield _late(told)
    if len(told := rows.get("sent_back", ())):
        order = np.lexsort((told.column("day").cast(pa.int32()), told.column("customer")))
        customer, day, back = (each[order] for each in (*_when(told), _whole(told, "back_days")))
        yield ("return", ""), returned(customer, day, back, rng), None
    if len(told := rows.get("paid_back", ())):
        events, days = slow_refunds(*_when(told), _whole(told, "took_days"))
        yield ("slow_refund", ""), events, days
    if len(told := rows.get("answered", ())):
        events, hours = slow_answers(*_when(told), _whole(told, "hours"))
        yield ("slow_answer", ""), events, hours
    if len(told := rows.get("out_of_stock", ())):
        yield ("out_of_stock", ""), Events.at(*_when(told), _whole(told, "out") == 1), None
    visits = rows.get("visits_to_cart", ())
    if len(told := visits if len(visits) else rows.get("baskets_filled", ())):
        steps = told.column("step").to_numpy(zero_copy_only=False)
        finished = steps == ask.FINISHED
        for step in (*ask.STEPS, ask.BASKET):
            ended = steps == step
            yield ("checkout", step), Events.at(*_when(told), ended).where(ended | finished), None


def _late(told: pa.Table) -> tuple[tuple[str, str], Events, int | None]:
    """By the promised day where most parcels have one, else by what is usual."""
    promised, took = _whole(told, "promised_days"), _whole(told, "took_days")
    if 2 * (promised >= 0).sum() >= len(promised):
        return ("late_delivery", "promised"), late_promises(*_when(told), promised, took), None
    events, usual = late_parcels(*_when(told), took)
    return ("late_delivery", "usual"), events, usual


def _firsts(told: pa.Table, known: IntArray) -> FirstOrders:
    """Of customers whose first order is one; names in order."""
    names, item = np.unique(told.column("item").to_numpy(zero_copy_only=False), return_inverse=True)
    customer, day = _when(told)
    firsts = FirstOrders(customer, day, item.astype(np.int64), tuple(str(name) for name in names))
    return firsts.where(_among(customer, known))


def _among(customer: IntArray, known: IntArray) -> BoolArray:
    if not len(known):
        return np.zeros(len(customer), bool)
    found: BoolArray = known[np.minimum(np.searchsorted(known, customer), len(known) - 1)] == customer
    return found


def _when(told: pa.Table) -> tuple[IntArray, IntArray]:
    return _whole(told, "customer"), np.asarray(told.column("day").cast(pa.int32())).astype(np.int64)


def _whole(told: pa.Table, name: str) -> IntArray:
    """The column; -1 where it is empty."""
    return np.asarray(told.column(name).fill_null(-1), dtype=np.int64)
