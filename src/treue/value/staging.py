"""The order in which value's tables are made: each stands on those before it.

Steps are tables of their own where an expression would otherwise be repeated many times inside the next:
engines that generate code from it (Spark) give up on such a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treue.value import tables
from treue.value.acquisition.tables import customers_won
from treue.value.cancellations.tables import cancelled
from treue.value.ledger.tables import Ground, ledger, other_entries
from treue.value.ledger_terms import LedgerTerms
from treue.value.left_out.tables import left_out_months
from treue.value.orders_alone.tables import days_of_orders, sales_of_orders
from treue.value.reconciliation.tables import order_totals, reconciliation
from treue.value.returns.tables import goods_back, netted, traced
from treue.value.sales.tables import Facts, baskets, placed, priced, priced_lines, read_lines, sales
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


KEPT = (
    "orders_placed", "baskets", "sales", "refunds_traced", "returned", "customers_won", "other_entries",
    "cancelled", "customer_days",
)  # fmt: skip
"""Of `ledger_stages` those that others read again: the rest is seen once, in passing."""


def ledger_stages(terms: LedgerTerms) -> tuple[Stage, ...]:
    """From facts to what each customer brought on each day; independent of any forecast's day.

    The engine must hold the facts tables of `reads.READS` under their own names.

    Returns:
        orders_placed, then what leads to sales and refunds, customers_won, other_entries, ledger,
        cancelled, customer_days.
    """
    facts = Facts.declared()
    orders = Stage("orders_placed", placed(facts, terms))
    sold = _sales_stages(facts, orders.made, terms)
    returned = _returns_stages(facts, orders.made, sold[-1].made, terms)
    won = Stage("customers_won", customers_won(facts, orders.made))
    others = Stage("other_entries", other_entries(facts, orders.made, sold[-1].made, won.made, terms))
    ground = Ground(orders.made, sold[-1].made, returned[-1].made, others.made)
    entries = Stage("ledger", ledger(ground))
    undone = Stage("cancelled", cancelled(entries.made))
    return (
        orders,
        *sold,
        *returned,
        won,
        others,
        entries,
        undone,
        Stage("customer_days", tables.customer_days(ground, undone.made)),
    )


def reconciliation_stages(orders: Expression, entries: Expression, terms: LedgerTerms) -> tuple[Stage, Stage]:
    """What facts and ledger say in total.

    Args:
        orders: `orders_placed`, made.
        entries: `ledger`, made.
        terms: what was left out.

    Returns:
        order_totals, reconciliation.
    """
    facts = Facts.declared()
    totals = Stage("order_totals", order_totals(facts, orders))
    return totals, Stage("reconciliation", reconciliation(facts, orders, totals.made, entries, terms))


def left_out_stage(undone: Expression, entries: Expression, terms: LedgerTerms) -> Stage:
    """What a shop counts in its own figures and we do not, by month; of `cancelled` and `ledger`, made."""
    return Stage("left_out", left_out_months(Facts.declared(), undone, entries, terms))


def order_stages(terms: LedgerTerms) -> tuple[Stage, Stage, Stage]:
    """The short way to what each customer brought on each day, where there are orders alone.

    Returns:
        orders_placed, sales (of orders), customer_days.
    """
    orders = Stage("orders_placed", placed(Facts.declared(), terms))
    sold = Stage("sales", sales_of_orders(orders.made, terms))
    return orders, sold, Stage("customer_days", days_of_orders(sold.made))


def _sales_stages(facts: Facts, orders: Expression, terms: LedgerTerms) -> tuple[Stage, ...]:
    lines = Stage("lines_read", read_lines(facts, orders, terms))
    told = Stage("baskets", baskets(lines.made))
    nets = Stage("lines_priced", priced_lines(lines.made, told.made))
    both = Stage("sales_priced", priced(orders, told.made, nets.made))
    return lines, told, nets, both, Stage("sales", sales(both.made, terms))


def _returns_stages(
    facts: Facts, orders: Expression, sold: Expression, terms: LedgerTerms
) -> tuple[Stage, ...]:
    found = Stage("refunds_traced", traced(facts, orders, sold, terms))
    nets = Stage("refunds_netted", netted(found.made))
    return found, nets, Stage("returned", goods_back(nets.made, terms))


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
