"""What a twin is learned from, asked of an engine: goods by customer and day, what came back, articles."""

from __future__ import annotations

from treue.warehouse.tables import Expression, whole_sum


def goods_days(sold: Expression, lines: Expression) -> Expression:
    """One row per known customer and day: amount_minor (net), lines (that name an article), milli.

    A milli is a thousandth of a piece.

    Args:
        sold: one row per article sold, or per order where articles are not told: order_id, position,
            customer, day, kind, net_minor.
        lines: the lines as delivered: order_id, position, quantity_milli; an empty quantity is one piece.
    """
    goods = sold.filter((sold.kind == "goods") & sold.customer.notnull())
    many = lines.select("order_id", "position", milli=lines.quantity_milli.fill_null(1000))
    joined = goods.left_join(many, ["order_id", "position"])
    return joined.group_by("customer", "day").aggregate(
        amount_minor=whole_sum(joined.net_minor),
        lines=whole_sum(joined.position.notnull().ifelse(1, 0)),
        milli=whole_sum(joined.milli.fill_null(0)),
    )


def goods_back(refunds: Expression, orders: Expression) -> Expression:
    """Goods given back: customer, day (of the refund), ordered (the order's day, if known), back_minor.

    Args:
        refunds: order_id, customer, day, is_goods, net_minor.
        orders: order_id, day.
    """
    goods = refunds.filter(refunds.is_goods & refunds.customer.notnull() & (refunds.net_minor > 0))
    placed = orders.select("order_id", ordered="day")
    joined = goods.left_join(placed, "order_id")
    return joined.select("customer", "day", "ordered", back_minor="net_minor")


def articles(sold: Expression, lines: Expression) -> Expression:
    """How often each article was sold, and what goods cost where that is known.

    Args:
        sold: as above, with cost_minor.
        lines: order_id, position, product.

    Returns:
        product, lines, net_minor, known_net_minor (of lines with a cost), cost_minor.
    """
    goods = sold.filter((sold.kind == "goods") & sold.position.notnull())
    joined = goods.inner_join(lines.select("order_id", "position", "product"), ["order_id", "position"])
    known = joined.cost_minor.notnull()
    return joined.group_by("product").aggregate(
        lines=joined.count(),
        net_minor=whole_sum(joined.net_minor),
        known_net_minor=whole_sum(joined.net_minor, where=known),
        cost_minor=whole_sum(joined.cost_minor, where=known),
    )
