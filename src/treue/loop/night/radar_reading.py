"""What the radar reads from the facts while nobody loads: answers that count, and signs of behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from treue.facts.store import FactsStore
from treue.segments.radar.answers import Acts, Answers, IntArray, Sheets, sheets_of
from treue.segments.radar.questionnaire import questionnaire
from treue.segments.radar.tables import (
    READS,
    STAGED,
    acts,
    answers,
    bought_articles,
    given_back,
    signs,
)
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import Stage
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

_NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Told:
    """What people said and did.

    Args:
        sheets: answers that may be used.
        refused: people who answered and whose answers may not be used, none of them.
        sign_customer: shape (m,), customers with a bought article, ascending.
        signs: columns of `signs` by name, of these customers.
    """

    sheets: Sheets
    refused: int
    sign_customer: IntArray
    signs: Mapping[str, IntArray]


def read_told(engine: Engine, store: FactsStore, orders: Expression, terms: LedgerTerms) -> Told:
    """Load, count, decide what may be used.

    Args:
        engine: holds the facts and the orders.
        store: for the facts that only the radar reads; the caller keeps loads away.
        orders: `placed`, as a table on the engine.
        terms: currency, and which customers are left out.
    """
    for name, schema in READS.items():
        engine.load(name, schema, store.files(name))
    facts = Facts.declared()
    given = _answers(engine.read(answers(facts, terms)).read_all())
    sheets = sheets_of(given, _acts(engine.read(acts(facts, terms)).read_all()))
    bought = Stage(STAGED["bought"], bought_articles(facts, orders, terms))
    engine.stage(bought.name, bought.expression)
    counted = engine.read(signs(bought.made, given_back(facts, orders, terms))).read_all()
    customer = _whole(counted, "customer")
    order = np.argsort(customer)
    columns = {name: _whole(counted, name)[order] for name in counted.column_names if name != "customer"}
    refused = len(np.setdiff1d(given.customer, sheets.customer))
    return Told(sheets, refused, customer[order], columns)


def _answers(rows: pa.Table) -> Answers:
    """Statements we do not ask are left out."""
    place = {each.id: at for at, each in enumerate(questionnaire().statements)}
    statement = np.array([place.get(each, -1) for each in rows.column("statement").to_pylist()], np.int64)
    known = statement >= 0
    return Answers(
        _whole(rows, "customer")[known],
        statement[known],
        _whole(rows, "score", 0)[known],
        _whole(rows, "at", _NEVER)[known],
        np.asarray(rows.column("consent").to_numpy(), bool)[known],
    )


def _acts(rows: pa.Table) -> Acts:
    """Whatever is no yes is a no."""
    is_yes = np.array([each in ("given", "confirmed") for each in rows.column("act").to_pylist()], bool)
    return Acts(_whole(rows, "customer"), _whole(rows, "at", 0), is_yes)


def _whole(rows: pa.Table, name: str, empty: int = 0) -> IntArray:
    column = rows.column(name)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    return np.asarray(column.fill_null(empty).to_numpy(), dtype=np.int64)
