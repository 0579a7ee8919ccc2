"""From the ledger on an engine to what recent orders and open invoices will still lose."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from treue.value.histories import FloatArray
from treue.value.ledger_terms import LedgerTerms
from treue.value.reserves.development import MOST_DAYS, Development
from treue.value.reserves.tables import (
    invoices,
    lost_by_delay,
    reserves,
    settled_by_delay,
    sold_by_age,
    still_open,
)
from treue.value.sales.tables import Facts
from treue.value.staging import Stage
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression, declare

SHARES = pa.schema(
    [
        ("passed", pa.int64()),
        ("returned_ppm", pa.int64()),
        ("default_ppm", pa.int64()),
        ("is_provisional", pa.bool_()),
    ]
)


def stage_reserves(engine: Engine, ledger: dict[str, Expression], terms: LedgerTerms, until: date) -> Stage:
    """Learn from what came back so far, and make `reserves`.

    Args:
        engine: holds the ledger's tables.
        ledger: `orders_placed`, `sales`, `customer_days` and `ledger`, made.
        terms: how the ledger read the facts.
        until: the last day that counts.
    """
    facts, orders, days = Facts.declared(), ledger["orders_placed"], ledger["customer_days"]
    owed = _owed(ledger, terms, until)
    engine.stage(owed.name, owed.expression)
    sold = _by_day(engine, sold_by_age(days, until))["amount_minor"]
    lost = _by_day(engine, lost_by_delay(orders, ledger["ledger"], until))["amount_minor"]
    settled = _by_day(engine, settled_by_delay(facts, owed.made, until))
    returned = Development.of_returns(sold, lost)
    defaulted = Development.of_invoices(
        float(settled["due_minor"].sum()), settled["paid_minor"], settled["default_minor"]
    )
    engine.write("loss_shares", shares_of(returned, defaulted))
    made = Stage("reserves", reserves(days, owed.made, declare("loss_shares", SHARES), until))
    engine.stage(made.name, made.expression)
    return made


def open_months(engine: Engine, ledger: dict[str, Expression], terms: LedgerTerms, until: date) -> Stage:
    """Make `still_open`, after `stage_reserves` and of the same."""
    days, owed = ledger["customer_days"], _owed(ledger, terms, until).made
    found = Stage("still_open", still_open(days, owed, declare("loss_shares", SHARES), until))
    engine.stage(found.name, found.expression)
    return found


def _owed(ledger: dict[str, Expression], terms: LedgerTerms, until: date) -> Stage:
    rows = invoices(Facts.declared(), ledger["orders_placed"], ledger["sales"], terms, until)
    return Stage("invoices", rows)


def shares_of(returned: Development, defaulted: Development) -> pa.Table:
    """As `SHARES`, a row per day passed."""
    passed = np.arange(MOST_DAYS + 1)
    columns = (passed, returned.open_ppm, defaulted.open_ppm, passed < returned.window_days)
    return pa.table([pa.array(column) for column in columns], schema=SHARES)


def _by_day(engine: Engine, asked: Expression) -> dict[str, FloatArray]:
    """Column -> shape (MOST_DAYS + 1,); zero where the engine has no row."""
    found = engine.read(asked).read_all()
    passed = found.column("passed").to_numpy()
    columns = {}
    for name in found.column_names:
        if name != "passed":
            columns[name] = np.zeros(MOST_DAYS + 1)
            columns[name][passed] = found.column(name).to_numpy()
    return columns
