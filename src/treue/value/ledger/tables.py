"""Sales, refunds, fees and defaults as signed entries; what the facts say and the ledger must repeat.

Step 1 is margin on goods (DB I), 2 takes shipping, payment and returns (DB II), 3 vouchers (DB III).
"""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import (
    GOODS_KINDS,
    PPM,
    Facts,
    counted,
    prices_of,
    resolved,
    standard_rate,
    without_vat,
)
from treue.warehouse.tables import Column, Expression, half_even, whole_sum

ENTRY = ("customer", "order_id", "position", "day", "step", "kind", "amount_minor", "vat_minor", "estimated")

SALE_ENTRIES = (("goods", "goods", 1), ("adjustment", "adjustment", 1), ("shipping", "shipping_charged", 2),
                ("fee", "fee", 2), ("voucher", "voucher", 3))  # fmt: skip
"""Kind of a sale -> kind and step of its entry."""

ORDER_COSTS = ("shipping_paid", "payment_fee")

_NO = ibis.literal(value=False)
_NONE = ibis.null("int64")


def ledger(facts: Facts, orders: Expression, sold: Expression, terms: LedgerTerms) -> Expression:
    """Every cent a customer brought or cost, one signed entry a row.

    Args:
        facts: for refunds and payments.
        orders: `placed`, staged.
        sold: `sales`, staged.
        terms: margin rate, prices and country where a row names none.

    Returns:
        customer (empty for an anonymous sale), order_id, position, day, step (1 to 3), kind, amount_minor
        (net, signed), vat_minor (what came off the stated amount, same sign), estimated.
    """
    returned = _returned(facts, orders, sold, terms)
    parts = (
        *(_sale_entries(sold, kind, entry, step) for kind, entry, step in SALE_ENTRIES),
        _purchase_prices(sold),
        *(_order_costs(orders, cost) for cost in ORDER_COSTS),
        _refunds(returned),
        _goods_back(returned),
        _handling(returned),
        _defaults(facts, orders, terms),
    )
    entries = ibis.union(*parts)
    return entries.filter((entries.amount_minor != 0) | (entries.vat_minor != 0))


def _sale_entries(sold: Expression, kind: str, entry: str, step: int) -> Expression:
    rows = sold.filter(sold.kind == kind)
    return _entries(rows, entry, step, rows.net_minor, rows.stated_minor - rows.net_minor)


def _purchase_prices(sold: Expression) -> Expression:
    rows = sold.filter(sold.cost_minor.notnull())
    return _entries(rows, "purchase_price", 1, -rows.cost_minor, estimated=rows.cost_estimated)


def _order_costs(orders: Expression, cost: str) -> Expression:
    rows = orders.filter(orders[f"{cost}_minor"].notnull()).mutate(position=_NONE)
    return _entries(rows, cost, 2, -rows[f"{cost}_minor"])


def _returned(facts: Facts, orders: Expression, sold: Expression, terms: LedgerTerms) -> Expression:
    """Refunds that count, with their net amount and the worth of what came back.

    A refund has the VAT of what it gives back: given back whole, it undoes line or order to the cent;
    else its own rate or its article's holds, else that of the order, else the country's.
    """
    rows = _traced(facts, orders, sold, terms)
    whole = rows.linked & (rows.amount_minor == rows.sold_stated)
    part = rows.linked & (rows.sold_stated > 0)
    share = part.ifelse(rows.sold_stated, 1)
    rows = rows.mutate(
        whole=whole,
        part=part,
        net_ppm=half_even(rows.sold_net * PPM, share),
        cost_ppm=half_even(rows.sold_cost * PPM, share),
    )
    million = ibis.literal(PPM, "int64")
    gross = ibis.cases(
        (rows.whole, rows.sold_net),
        (rows.own_bp.notnull(), without_vat(rows.amount_minor, rows.own_bp)),
        (rows.part, half_even(rows.amount_minor * rows.net_ppm, million)),
        else_=without_vat(rows.amount_minor, rows.open_bp),
    )
    rows = rows.mutate(net_minor=(rows.prices == "gross").ifelse(gross, rows.amount_minor))
    stated = half_even(rows.pieces * rows.unit_cost_minor, ibis.literal(1000, "int64"))
    return rows.mutate(
        back_minor=rows.is_goods.ifelse(stated.fill_null(_taken_back(rows, terms)), _NONE),
        back_estimated=stated.isnull(),
    )


def _traced(facts: Facts, orders: Expression, sold: Expression, terms: LedgerTerms) -> Expression:
    """Refunds beside the line or order they give back."""
    refunds = _of_counted_orders(counted(facts.refunds, facts, terms), facts, orders, terms)
    articles = facts.products.select("product", product_cost="unit_cost_minor", product_bp="vat_bp")
    heads = orders.select(
        "order_id",
        order_customer="customer",
        order_prices="prices",
        order_bp="vat_bp",
        order_open="standard_bp",
    )
    joined = resolved(refunds, facts).left_join(heads, "order_id").drop("order_id_right")
    joined = joined.left_join(articles, "product").drop("product_right")
    joined = _beside_sales(joined, sold)
    is_goods = joined.kind.fill_null("goods").isin(GOODS_KINDS)
    prices = joined.prices.nullif("unknown").fill_null(joined.order_prices).fill_null(terms.prices)
    return joined.mutate(
        customer=joined.customer.fill_null(joined.order_customer),
        day=joined.day.fill_null(joined.refunded_at.date()),
        amount_minor=joined.amount_minor.fill_null(0),
        prices=prices,
        is_goods=is_goods,
        linked=is_goods & joined.sold_stated.notnull() & (prices == joined.order_prices).fill_null(_NO),
        own_bp=joined.vat_bp.fill_null(joined.product_bp),
        open_bp=joined.order_bp.fill_null(joined.order_open).fill_null(standard_rate(joined.country, terms)),
        pieces=joined.quantity_milli.fill_null(1000),
    )


def _beside_sales(refunds: Expression, sold: Expression) -> Expression:
    """Adds sold_stated, sold_net, sold_cost of the refunded line, or of the order where no line is named."""
    goods = sold.filter(sold.kind == "goods").semi_join(refunds, "order_id")
    figures = {
        "stated": whole_sum(goods.stated_minor),
        "net": whole_sum(goods.net_minor),
        "cost": goods.cost_minor.sum().cast("int64"),
    }
    by_line = goods.group_by("order_id", "position").aggregate(**_named("line", figures))
    by_order = goods.group_by("order_id").aggregate(**_named("order", figures))
    joined = refunds.left_join(by_line, ["order_id", "position"]).drop("order_id_right", "position_right")
    joined = joined.left_join(by_order, "order_id").drop("order_id_right")
    named = joined.position.notnull()
    return joined.mutate(
        sold_stated=named.ifelse(joined.line_stated, joined.order_stated),
        sold_net=named.ifelse(joined.line_net, joined.order_net),
        sold_cost=named.ifelse(joined.line_cost, joined.order_cost),
    )


def _named(target: str, figures: dict[str, Column]) -> dict[str, Column]:
    return {f"{target}_{name}": figure for name, figure in figures.items()}


def _of_counted_orders(rows: Expression, facts: Facts, orders: Expression, terms: LedgerTerms) -> Expression:
    """Without what belongs to an order that was left out; what names no known order stays."""
    if not terms.leave_out:
        return rows
    left_out = facts.orders.anti_join(orders, "order_id")
    return rows.anti_join(left_out, "order_id")


def _taken_back(rows: Expression, terms: LedgerTerms) -> Column:
    """The worth of goods on the shelf again, where the shop does not say what went there."""
    if not terms.back_on_shelf:
        return _NONE
    by_article = half_even(rows.quantity_milli * rows.product_cost, ibis.literal(1000, "int64"))
    by_share = half_even(rows.amount_minor * rows.cost_ppm, ibis.literal(PPM, "int64"))
    branches = [
        (rows.whole, rows.sold_cost),
        (by_article.notnull(), by_article),
        (rows.part, by_share),
    ]
    if terms.margin_bp is None:
        return ibis.cases(*branches, else_=_NONE)
    by_rate = rows.net_minor - half_even(rows.net_minor * terms.margin_bp, ibis.literal(10_000, "int64"))
    return ibis.cases(*branches, else_=by_rate)


def _refunds(returned: Expression) -> Expression:
    vat = returned.net_minor - returned.amount_minor
    return _entries(returned, "refund", 2, -returned.net_minor, vat)


def _goods_back(returned: Expression) -> Expression:
    rows = returned.filter(returned.back_minor.notnull())
    return _entries(rows, "returned_goods", 2, rows.back_minor, estimated=rows.back_estimated)


def _handling(returned: Expression) -> Expression:
    rows = returned.filter(returned.handling_minor.notnull())
    return _entries(rows, "handling", 2, -rows.handling_minor)


def _defaults(facts: Facts, orders: Expression, terms: LedgerTerms) -> Expression:
    """What was written off, without the VAT that the tax office gives back."""
    rows = facts.payments.filter(facts.payments.kind == "default")
    rows = _of_counted_orders(counted(rows, facts, terms), facts, orders, terms)
    heads = orders.select(
        "order_id",
        order_customer="customer",
        order_prices="prices",
        order_bp="vat_bp",
        order_open="standard_bp",
    )
    rows = resolved(rows, facts).left_join(heads, "order_id").drop("order_id_right")
    at_home = standard_rate(ibis.null("string"), terms)
    rows = rows.mutate(
        customer=rows.customer.fill_null(rows.order_customer),
        day=rows.day.fill_null(rows.paid_at.date()),
        position=_NONE,
        prices=prices_of(rows.order_prices, terms),
        rate=rows.order_bp.fill_null(rows.order_open).fill_null(at_home),
        amount_minor=rows.amount_minor.fill_null(0),
    )
    net = (rows.prices == "gross").ifelse(without_vat(rows.amount_minor, rows.rate), rows.amount_minor)
    rows = rows.mutate(net_minor=net)
    return _entries(rows, "default", 2, -rows.net_minor, rows.net_minor - rows.amount_minor)


def _entries(
    rows: Expression,
    kind: str,
    step: int,
    amount: Column,
    vat: Column | None = None,
    *,
    estimated: Column = _NO,
) -> Expression:
    return rows.select(
        "customer",
        "order_id",
        "position",
        "day",
        step=ibis.literal(step, "int64"),
        kind=ibis.literal(kind),
        amount_minor=amount.cast("int64"),
        vat_minor=ibis.literal(0, "int64") if vat is None else vat.cast("int64"),
        estimated=estimated,
    )
