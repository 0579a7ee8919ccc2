"""What customers brought where there are orders alone: no lines, refunds or payments.

Then each order is one sale, and nothing has to be brought together: what the ledger books as up to six
entries is one row here. `tests/value/orders_alone` holds both ways against each other, to the cent.
"""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import cost_by_rate, without_vat
from treue.warehouse.tables import Column, Expression, whole_sum


def sales_of_orders(orders: Expression, terms: LedgerTerms) -> Expression:
    """One sale per order.

    Args:
        orders: `placed`.
        terms: margin rate.

    Returns:
        customer, day, kind (goods), net_minor, cost_minor, cost_estimated as in `sales`; order_cost_minor:
        what shipping cost less what was charged for it; taken_off_minor: vouchers and payment fees.
    """
    heads = orders.mutate(gross=orders.prices == "gross", rate=orders.vat_bp.fill_null(orders.standard_bp))
    stated = heads.amount_minor.fill_null(0)
    net = heads.gross.ifelse((stated - heads.tax_minor).fill_null(without_vat(stated, heads.rate)), stated)
    told = heads.amount_minor.notnull() | heads.unit_costs_minor.notnull() | heads.margin_minor.notnull()
    rows = heads.mutate(net_minor=told.ifelse(net, 0))
    known = rows.unit_costs_minor.fill_null(rows.net_minor - rows.margin_minor)
    guessed = cost_by_rate(rows.net_minor, terms)
    return rows.select(
        "customer",
        "day",
        "net_minor",
        kind=ibis.literal("goods"),
        cost_minor=known.fill_null(guessed),
        cost_estimated=known.isnull() & guessed.notnull(),
        order_cost_minor=rows.shipping_paid_minor.fill_null(0) - _net(rows, rows.shipping_charged_minor),
        taken_off_minor=_net(rows, rows.voucher_minor) + rows.payment_fee_minor.fill_null(0),
    )


def _net(rows: Expression, stated: Column) -> Column:
    """A charge of the whole order without VAT; 0 where there is none."""
    return rows.gross.ifelse(without_vat(stated, rows.rate), stated).fill_null(0)


def days_of_orders(sold: Expression) -> Expression:
    """The same as `customer_days`, by one pass over the orders.

    Args:
        sold: `sales_of_orders`.
    """
    nothing = ibis.literal(0, "int64")
    left = sold.net_minor - sold.cost_minor.fill_null(0) - sold.order_cost_minor - sold.taken_off_minor
    return sold.group_by("customer", "day").aggregate(
        orders=sold.count(),
        revenue_minor=whole_sum(sold.net_minor),
        margin_minor=whole_sum(left),
        order_cost_minor=whole_sum(sold.order_cost_minor),
        service_minor=nothing,
        contact_minor=nothing,
        acquisition_minor=nothing,
    )
