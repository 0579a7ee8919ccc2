"""Orders that are in the files and not in our figures, by month and reason."""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import (
    GOODS_KINDS,
    NO,
    NO_TEXT,
    YES,
    Facts,
    called_off,
    prices_of,
    standard_rate,
    without_vat,
)
from treue.warehouse.tables import Column, Expression, month_start, whole_sum

CANCELLED, UNDONE, RETURNS, CURRENCY = "cancelled", "undone", "returns", "currency"
"""Called off by the shop; given back whole on its own day; goods that came back later; not our currency."""


def left_out_months(facts: Facts, undone: Expression, entries: Expression, terms: LedgerTerms) -> Expression:
    """What a shop counts in its own figures and we do not, month by month; returns beside them.

    Args:
        facts: orders, lines, customers.
        undone: `cancelled`, made.
        entries: `ledger`, made.
        terms: what is left out.

    Returns:
        month (its first day), part (cancelled, undone, returns, currency, or a kind: marketplace, business,
        staff, test), orders, amount_minor (net goods; of returns what was refunded, above zero; empty where
        no order of the part states an amount).
    """
    months = ibis.union(_not_placed(facts, terms), _undone(undone))
    return ibis.union(months, _returned(undone, entries))


def _not_placed(facts: Facts, terms: LedgerTerms) -> Expression:
    """Each order once, for the first reason that holds."""
    lines = facts.order_lines
    stated = lines.amount_minor.fill_null(lines.price_minor - lines.discount_minor.fill_null(0))
    goods = lines.filter(lines.kind.fill_null("goods").isin(GOODS_KINDS)).mutate(stated=stated)
    told = goods.group_by("order_id").aggregate(lines_minor=whole_sum(goods.stated))
    kinds = facts.customers.select("customer", customer_kind="kind")
    orders = facts.orders.left_join(told, "order_id").left_join(kinds, "customer")
    part = ibis.cases(
        (_is_foreign(orders, terms), CURRENCY),
        (called_off(orders), CANCELLED),
        (_is_left_out(orders.kind, terms), orders.kind),
        (_is_left_out(orders.customer_kind, terms), orders.customer_kind),
        else_=NO_TEXT,
    )
    amount = orders.lines_minor.fill_null(orders.amount_minor)
    rate = orders.vat_bp.fill_null(standard_rate(orders.country, terms))
    net = (prices_of(orders.prices, terms) == "net").ifelse(amount, without_vat(amount, rate))
    rows = orders.select(
        month=month_start(orders.day.fill_null(orders.ordered_at.date())), part=part, amount_minor=net
    )
    return _summed(rows.filter(rows.part.notnull()))


def _undone(undone: Expression) -> Expression:
    rows = undone.select(
        month=month_start(undone.day), part=ibis.literal(UNDONE), amount_minor=undone.goods_minor
    )
    return _summed(rows)


def _returned(undone: Expression, entries: Expression) -> Expression:
    """Refunds but for those that undid an order on its own day: that order is told already."""
    refunds = entries.filter(entries.kind == "refund")
    refunds = refunds.anti_join(undone, ["order_id", "day"])
    rows = refunds.select(
        month=month_start(refunds.day), order_id="order_id", amount_minor=-refunds.amount_minor
    )
    summed = rows.group_by("month").aggregate(
        orders=rows.order_id.nunique().cast("int64"), amount_minor=whole_sum(rows.amount_minor)
    )
    return summed.select("month", "orders", "amount_minor", part=ibis.literal(RETURNS)).select(
        "month", "part", "orders", "amount_minor"
    )


def _summed(rows: Expression) -> Expression:
    return rows.group_by("month", "part").aggregate(
        orders=rows.count().cast("int64"), amount_minor=whole_sum(rows.amount_minor)
    )


def _is_foreign(orders: Expression, terms: LedgerTerms) -> Column:
    if terms.currency is None:
        return NO
    return (orders.currency.fill_null(terms.currency) == terms.currency).ifelse(NO, YES)


def _is_left_out(kind: Column, terms: LedgerTerms) -> Column:
    return kind.isin(terms.leave_out).fill_null(NO) if terms.leave_out else NO
