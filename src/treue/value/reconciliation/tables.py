"""What the facts say in total against what the ledger booked, kind by kind; and what both leave open."""

from __future__ import annotations

from dataclasses import replace

import ibis

from treue.value.acquisition.tables import customers_won, dated_costs, spread_spend
from treue.value.ledger.tables import ACQUISITION, CONTACT, SALES, SERVICE
from treue.value.ledger_terms import LedgerTerms
from treue.value.returns.tables import of_counted_orders
from treue.value.sales.tables import GOODS_KINDS, NONE, YES, Facts, in_currency, unwanted, whole
from treue.value.upkeep.tables import unearned_points, worth_of
from treue.warehouse.tables import Column, Expression, as_int64, half_even, whole_sum, without


def order_totals(facts: Facts, orders: Expression) -> Expression:
    """What orders and their lines state, summed over all and over those that count.

    Lines are summed by order first, and orders looked up once: both are long.

    Args:
        facts: for orders, lines and products.
        orders: `placed`.

    Returns:
        One row: for each kind of `ORDERED` the columns <kind>_facts and <kind>_kept, minor units, signed as
        in the ledger; empty where nobody states one.
    """
    lines = _shaped_lines(facts)
    of_lines = lines.group_by("order_id").aggregate(
        **{f"line_{entry}": lines.minor.sum(where=lines.kind == kind) for kind, entry in SALES.items()},
        line_purchase_price=-lines.cost_minor.sum(),
    )
    rows = facts.orders.outer_join(of_lines, "order_id")
    rows = rows.mutate(order_id=rows.order_id.fill_null(rows.order_id_right))
    rows = without(rows, "order_id_right").left_join(orders.select("order_id", counts=YES), "order_id")
    charged = ibis.coalesce(*(rows[f"line_{entry}"] for entry in SALES.values()))
    # What an order says itself holds where its lines do not.
    amounts = {
        "goods": rows.line_goods.fill_null(charged.isnull().ifelse(rows.amount_minor, NONE)),
        "adjustment": rows.line_adjustment,
        "shipping_charged": rows.line_shipping_charged.fill_null(rows.shipping_charged_minor),
        "fee": rows.line_fee,
        "voucher": rows.line_voucher.fill_null(-rows.voucher_minor),
        "purchase_price": rows.line_purchase_price.fill_null(-rows.unit_costs_minor),
        "shipping_paid": -rows.shipping_paid_minor,
        "payment_fee": -rows.payment_fee_minor,
    }
    sums = {f"{kind}_facts": as_int64(amount.sum()) for kind, amount in amounts.items()}
    kept = {f"{kind}_kept": as_int64(amount.sum(where=rows.counts)) for kind, amount in amounts.items()}
    return rows.aggregate(**sums, **kept)


ORDERED = (*SALES.values(), "purchase_price", "shipping_paid", "payment_fee")
"""Kinds of entries that orders and their lines state."""


def reconciliation(
    facts: Facts, orders: Expression, totals: Expression, entries: Expression, terms: LedgerTerms
) -> Expression:
    """Every kind of entry beside the facts it came from.

    Facts are summed as they lie, without the ledger's joins, so a row that was lost or doubled on the
    way shows.

    Args:
        facts: as loaded.
        orders: `placed`.
        totals: `order_totals`.
        entries: `ledger`.
        terms: what was left out.

    Returns:
        kind, facts_minor (as stated, signed as in the ledger), left_out_minor (of orders and customers that
        do not count, of lines whose order nobody knows, and points that were never earned), vat_minor (taken
        off), derived_minor (booked without a stated amount: by margin or by estimate), ledger_minor, and
        difference_minor = facts - left out - VAT + derived - ledger, which must be 0.
    """
    stated = ibis.union(_of_orders(totals, "facts"), _totals(facts, terms))
    kept = _kept(facts, orders, totals, terms)
    joined = stated.left_join(kept.select("kind", kept_minor="minor"), "kind")
    joined = without(joined, "kind_right").outer_join(_booked(facts, entries), "kind")
    rows = joined.select(
        kind=joined.kind.fill_null(joined.kind_right),
        facts_minor=joined.minor.fill_null(0),
        **{name: joined[name].fill_null(0) for name in ("kept_minor", *_LEDGER)},
    )
    return rows.select(
        "kind",
        "facts_minor",
        left_out_minor=rows.facts_minor - rows.kept_minor,
        vat_minor=rows.vat_minor,
        derived_minor=rows.derived_minor,
        ledger_minor=rows.ledger_minor,
        difference_minor=rows.kept_minor - rows.vat_minor + rows.derived_minor - rows.ledger_minor,
    )


_LEDGER = ("vat_minor", "derived_minor", "ledger_minor")


def _kept(facts: Facts, orders: Expression, totals: Expression, terms: LedgerTerms) -> Expression:
    """kind, minor: of what is stated, what counts; points that were never earned do not."""
    unearned = unearned_points(facts, terms)
    rows = ibis.union(
        _of_orders(totals, "kept"),
        _totals(_counted(facts, orders, terms), terms),
        unearned.select(kind=ibis.literal("points"), minor=-unearned.minor),
    )
    return rows.group_by("kind").aggregate(minor=whole_sum(rows.minor))


def _counted(facts: Facts, orders: Expression, terms: LedgerTerms) -> Facts:
    customers = unwanted(facts, terms)
    return replace(
        facts,
        customers=dated_costs(facts, customers_won(facts, orders), terms),
        tickets=facts.tickets.anti_join(customers, "customer"),
        interactions=facts.interactions.anti_join(customers, "customer"),
        touches=in_currency(facts.touches, terms).anti_join(customers, "customer"),
        points=in_currency(facts.points, terms).anti_join(customers, "customer"),
        spend=spread_spend(facts, terms),
        refunds=of_counted_orders(facts.refunds, facts, orders, terms),
        payments=of_counted_orders(facts.payments, facts, orders, terms),
    )


def _of_orders(totals: Expression, column: str) -> Expression:
    """kind, minor: one row per kind that is stated."""
    rows = ibis.union(*(totals.select(kind=ibis.literal(kind), minor=f"{kind}_{column}") for kind in ORDERED))
    return rows.filter(rows.minor.notnull())


def _totals(facts: Facts, terms: LedgerTerms) -> Expression:
    """kind, minor: what no order states."""
    rows = ibis.union(*_later_amounts(facts), *_other_amounts(facts, terms))
    return rows.group_by("kind").aggregate(minor=whole_sum(rows.minor))


def _shaped_lines(facts: Facts) -> Expression:
    """order_id, kind, minor, cost_minor of each line."""
    costs = facts.products.select("product", product_cost="unit_cost_minor")
    rows = facts.order_lines.left_join(costs, "product")
    kind = rows.kind.fill_null("goods")
    cost = rows.quantity_milli.fill_null(1000) * rows.unit_cost_minor.fill_null(rows.product_cost)
    return rows.select(
        "order_id",
        kind=kind.isin(GOODS_KINDS).ifelse("goods", kind),
        minor=rows.amount_minor.fill_null(rows.price_minor - rows.discount_minor.fill_null(0)),
        cost_minor=(kind == "goods").ifelse(half_even(cost, whole(1000)), NONE),
    )


def _later_amounts(facts: Facts) -> tuple[Expression, ...]:
    refunds, payments = facts.refunds, facts.payments
    goods = refunds.filter(refunds.kind.fill_null("goods").isin(GOODS_KINDS))
    worth = half_even(goods.quantity_milli.fill_null(1000) * goods.unit_cost_minor, whole(1000))
    return (
        _stated(refunds, "refund", "amount_minor", sign=-1),
        _stated(goods.mutate(worth=worth), "returned_goods", "worth"),
        _stated(refunds, "handling", "handling_minor", sign=-1),
        _stated(payments.filter(payments.kind == "default"), "default", "amount_minor", sign=-1),
    )


def _other_amounts(facts: Facts, terms: LedgerTerms) -> tuple[Expression, ...]:
    """What no order tells."""
    hour, points = whole(terms.service_hour_minor or 0), facts.points
    return (
        *(
            _stated(rows.mutate(minor=half_even(rows.minutes * hour, whole(60))), SERVICE, "minor", sign=-1)
            for rows in (facts.tickets, facts.interactions)
        ),
        _stated(facts.touches, CONTACT, "cost_minor", sign=-1),
        _stated(points.mutate(minor=worth_of(points)), "points", "minor"),
        _stated(facts.customers, ACQUISITION, "acquisition_cost_minor", sign=-1),
        _stated(facts.spend, ACQUISITION, "cost_minor", sign=-1),
    )


def _stated(rows: Expression, kind: str, column: str, sign: int = 1) -> Expression:
    return rows.filter(rows[column].notnull()).select(kind=ibis.literal(kind), minor=rows[column] * sign)


def _booked(facts: Facts, entries: Expression) -> Expression:
    by_margin = facts.orders.filter(
        facts.orders.margin_minor.notnull() & facts.orders.unit_costs_minor.isnull()
    )
    of_orders = entries.filter(
        (entries.kind == "purchase_price") & entries.position.isnull() & ~entries.estimated
    ).semi_join(by_margin, "order_id")
    derived = of_orders.select(
        "kind", vat_minor=whole(0), ledger_minor=whole(0), derived_minor="amount_minor"
    )
    booked = entries.select(
        "kind",
        vat_minor="vat_minor",
        ledger_minor="amount_minor",
        derived_minor=entries.estimated.ifelse(entries.amount_minor, 0),
    )
    rows = ibis.union(booked, derived)
    return rows.group_by("kind").aggregate(**{name: whole_sum(rows[name]) for name in _LEDGER})


def gaps(orders: Expression, sold: Expression) -> Expression:
    """One row: what the facts leave open, to be said beside every figure.

    Args:
        orders: `placed`.
        sold: `sales`.

    Returns:
        orders; of them anonymous, without_amount (nothing charged is known), vat_unknown (an amount, but
        nobody said gross or net, so nothing came off); and revenue_minor (net goods), of it
        uncosted_minor (no cost known or estimated) and estimated_minor (cost by the margin rate).
    """
    goods = sold.kind == "goods"
    costed = sold.cost_minor.notnull()
    by_order = sold.group_by("order_id").aggregate(
        revenue=whole_sum(sold.net_minor, where=goods),
        uncosted=whole_sum(sold.net_minor, where=goods & ~costed),
        estimated=whole_sum(sold.net_minor, where=goods & sold.cost_estimated),
        costed_as_a_whole=_count(costed & sold.position.isnull()),
    )
    joined = orders.left_join(by_order, "order_id")
    open_goods = joined.costed_as_a_whole == 0
    charged = joined.revenue.notnull()
    return joined.aggregate(
        orders=joined.count(),
        anonymous=_count(joined.customer.isnull()),
        without_amount=_count(~charged),
        vat_unknown=_count(charged & (joined.prices == "unknown")),
        revenue_minor=whole_sum(joined.revenue),
        uncosted_minor=whole_sum(joined.uncosted, where=open_goods),
        estimated_minor=whole_sum(joined.estimated),
    )


def gaps_without_lines(orders: Expression, sold: Expression) -> Expression:
    """The same as `gaps` for facts without order lines, where an order is one sale: far less work.

    Args:
        orders: `placed`.
        sold: `sales`.
    """
    told = ("shipping_charged_minor", "voucher_minor", "unit_costs_minor", "margin_minor")
    charged = orders.amount_minor.notnull()
    for column in told:
        charged = charged | orders[column].notnull()
    goods, costed = sold.kind == "goods", sold.cost_minor.notnull()
    of_orders = orders.aggregate(
        orders=orders.count(),
        anonymous=_count(orders.customer.isnull()),
        without_amount=_count(~charged),
        vat_unknown=_count(charged & (orders.prices == "unknown")),
    )
    of_sales = sold.aggregate(
        revenue_minor=whole_sum(sold.net_minor, where=goods),
        uncosted_minor=whole_sum(sold.net_minor, where=goods & ~costed),
        estimated_minor=whole_sum(sold.net_minor, where=goods & sold.cost_estimated),
    )
    return of_orders.cross_join(of_sales)


def currencies(facts: Facts) -> Expression:
    """How many orders, and other rows with amounts, each currency has (empty: not stated).

    Amounts of two must not be added up.
    """
    one, none = whole(1), whole(0)
    rows = ibis.union(
        facts.orders.select("currency", is_order=one),
        *(
            table.select("currency", is_order=none)
            for table in (facts.order_lines, facts.refunds, facts.payments, facts.products)
        ),
    )
    return rows.group_by("currency").aggregate(orders=whole_sum(rows.is_order), rows=rows.count())


def _count(claim: Column) -> Column:
    return whole_sum(claim.ifelse(whole(1), whole(0)))
