"""The order in which value's tables are made: each stands on those before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treue.value import tables
from treue.value.ledger.tables import ledger
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts, placed, sales
from treue.warehouse.tables import Expression, staged


@dataclass(frozen=True, slots=True)
class Stage:
    """One table to make: `engine.stage(stage.name, stage.expression)`."""

    name: str
    expression: Expression

    @property
    def made(self) -> Expression:
        """The table, once it is made."""
        return staged(self.name, self.expression)


def ledger_stages(terms: LedgerTerms) -> tuple[Stage, ...]:
    """From facts to what each customer brought on each day; independent of any forecast's day.

    The engine must hold the facts tables of `reads.READS` under their own names.

    Returns:
        orders_placed, sales, ledger, orders_margin, customer_days.
    """
    facts = Facts.declared()
    orders = Stage("orders_placed", placed(facts, terms))
    sold = Stage("sales", sales(facts, orders.made, terms))
    entries = Stage("ledger", ledger(facts, orders.made, sold.made, terms))
    return (
        orders,
        sold,
        entries,
        Stage("orders_margin", tables.orders_margin(orders.made, entries.made)),
        Stage("customer_days", tables.customer_days(orders.made, entries.made)),
    )


def history_stages(days: Expression, until: date) -> tuple[Stage, ...]:
    """What models, segments and charts read.

    Args:
        days: `customer_days`, made.
        until: the last day that counts.

    Returns:
        histories, months, cohorts.
    """
    return (
        Stage("histories", tables.histories(days, until)),
        Stage("months", tables.months(days, until)),
        Stage("cohorts", tables.cohorts(days, until)),
    )
