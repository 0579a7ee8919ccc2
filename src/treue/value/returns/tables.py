"""Refunds traced to the line or order they undo, and priced like it."""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import (
    GOODS_KINDS,
    NO,
    NONE,
    PPM,
    Facts,
    called_off,
    cost_by_rate,
    counted,
    resolved,
    standard_rate,
    whole,
    without_vat,
)
from treue.warehouse.tables import Column, Expression, as_int64, half_even, whole_sum, without


def of_counted_orders(rows: Expression, facts: Facts, orders: Expression, terms: LedgerTerms) -> Expression:
    """The rows without those of an order that was left out; what names no known order stays."""
    if not terms.leave_out and terms.currency is None:
        # Then cancelled orders alone are left out, which is soon seen.
        return rows.anti_join(facts.orders.filter(called_off(facts.orders)), "order_id")
    left_out = facts.orders.anti_join(orders, "order_id")
    return counted(rows, facts, terms).anti_join(left_out, "order_id")


def beside_orders(rows: Expression, orders: Expression) -> Expression:
    """Adds order_customer, order_prices, order_bp (its own or its country's rate); empty if unknown."""
    heads = orders.select(
        "order_id",
        order_customer="customer",
        order_prices="prices",
        order_bp=orders.vat_bp.fill_null(orders.standard_bp),
    )
    return without(rows.left_join(heads, "order_id"), "order_id_right")


def traced(facts: Facts, orders: Expression, sold: Expression, terms: LedgerTerms) -> Expression:
    """Refunds that count, beside what they give back.

    Args:
        facts: for refunds and products.
        orders: `placed`.
        sold: `sales`.
        terms: prices and country where neither refund nor order names them.

    Returns:
        The refund's own columns with person, day and prices resolved, and: is_goods, own_bp (VAT rate it
        states or its article has), open_bp (its order's or country's), whole (it gives back all of the
        line or order), part (a share of it), sold_net, sold_cost of that line or order, and the shares
        net_ppm and cost_ppm of its stated amount in millionths.
    """
    rows = beside_orders(resolved(of_counted_orders(facts.refunds, facts, orders, terms), facts), orders)
    articles = facts.products.select("product", product_cost="unit_cost_minor", product_bp="vat_bp")
    rows = without(rows.left_join(articles, "product"), "product_right")
    rows = _beside_sales(rows, sold.semi_join(facts.refunds, "order_id"))
    prices = rows.prices.nullif("unknown").fill_null(rows.order_prices).fill_null(terms.prices)
    is_goods = rows.kind.fill_null("goods").isin(GOODS_KINDS)
    linked = is_goods & rows.sold_stated.notnull() & (prices == rows.order_prices).fill_null(NO)
    part = linked & (rows.sold_stated > 0)
    size = part.ifelse(rows.sold_stated, 1)
    return rows.select(
        "order_id", "position", "quantity_milli", "unit_cost_minor", "handling_minor", "product_cost",
        "returned_day", "sold_net", "sold_cost",
        customer=rows.customer.fill_null(rows.order_customer),
        day=rows.day.fill_null(rows.refunded_at.date()),
        stated_minor=rows.amount_minor.fill_null(0),
        prices=prices,
        is_goods=is_goods,
        own_bp=rows.vat_bp.fill_null(rows.product_bp),
        open_bp=rows.order_bp.fill_null(standard_rate(rows.country, terms)),
        whole=linked & (rows.amount_minor == rows.sold_stated).fill_null(NO),
        part=part,
        net_ppm=half_even(rows.sold_net * PPM, size),
        cost_ppm=half_even(rows.sold_cost * PPM, size),
    )  # fmt: skip


def _beside_sales(refunds: Expression, sold: Expression) -> Expression:
    """Adds sold_stated, sold_net, sold_cost of the refunded line, or of the order where no line is named."""
    goods = sold.filter(sold.kind == "goods")
    figures = {
        "stated": whole_sum(goods.stated_minor),
        "net": whole_sum(goods.net_minor),
        "cost": as_int64(goods.cost_minor.sum()),
    }
    by_line = goods.group_by("order_id", "position").aggregate(**_named("line", figures))
    by_order = goods.group_by("order_id").aggregate(**_named("order", figures))
    joined = without(refunds.left_join(by_line, ["order_id", "position"]), "order_id_right", "position_right")
    joined = without(joined.left_join(by_order, "order_id"), "order_id_right")
    of_line = joined.position.notnull()
    return joined.mutate(
        sold_stated=of_line.ifelse(joined.line_stated, joined.order_stated),
        sold_net=of_line.ifelse(joined.line_net, joined.order_net),
        sold_cost=of_line.ifelse(joined.line_cost, joined.order_cost),
    )


def _named(target: str, figures: dict[str, Column]) -> dict[str, Column]:
    return {f"{target}_{name}": figure for name, figure in figures.items()}


def netted(rows: Expression) -> Expression:
    """The refunds with net_minor, their amount without VAT.

    A refund has the VAT of what it gives back: given back whole, it undoes line or order to the cent; else
    its own rate or its article's holds, else that of the line or order, else the country's.

    Args:
        rows: `traced`.
    """
    gross = ibis.cases(
        (rows.whole, rows.sold_net),
        (rows.own_bp.notnull(), without_vat(rows.stated_minor, rows.own_bp)),
        (rows.part, half_even(rows.stated_minor * rows.net_ppm, whole(PPM))),
        else_=without_vat(rows.stated_minor, rows.open_bp),
    )
    return rows.mutate(net_minor=(rows.prices == "gross").ifelse(gross, rows.stated_minor))


def goods_back(rows: Expression, terms: LedgerTerms) -> Expression:
    """The refunds with back_minor, the worth of goods on the shelf again, and back_estimated.

    Args:
        rows: `netted`.
        terms: whether goods given back are sellable where the shop does not say, and the margin rate.
    """
    stated = half_even(rows.quantity_milli.fill_null(1000) * rows.unit_cost_minor, whole(1000))
    worth = stated.fill_null(_supposed(rows, terms)) if terms.back_on_shelf else stated
    return rows.mutate(back_minor=rows.is_goods.ifelse(worth, NONE), back_estimated=stated.isnull())


def _supposed(rows: Expression, terms: LedgerTerms) -> Column:
    by_article = half_even(rows.quantity_milli * rows.product_cost, whole(1000))
    by_share = half_even(rows.stated_minor * rows.cost_ppm, whole(PPM))
    return ibis.cases(
        (rows.whole, rows.sold_cost),
        (by_article.notnull(), by_article),
        (rows.part, by_share),
        else_=cost_by_rate(rows.net_minor, terms),
    )
