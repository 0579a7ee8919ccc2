"""What was bought when, article by article, as table expressions: only an engine holds all lines."""

from __future__ import annotations

import ibis

from treue.warehouse.tables import Expression, whole_sum


def purchases(orders: Expression, lines: Expression) -> Expression:
    """Articles bought by known customers, one row per line.

    Args:
        orders: `orders_placed`.
        lines: facts of order lines.

    Returns:
        customer, product, day, quantity_milli (above zero; one piece where none is told).
    """
    goods = lines.filter(
        (lines.kind.fill_null("goods") == "goods")
        & lines.product.notnull()
        & (lines.quantity_milli.fill_null(1000) > 0)
    )
    heads = orders.filter(orders.customer.notnull()).select("order_id", "customer", "day")
    joined = goods.inner_join(heads, "order_id")
    return joined.select("customer", "product", "day", quantity_milli=joined.quantity_milli.fill_null(1000))


def bought_again(bought: Expression, products: Expression, one_in: int) -> Expression:
    """How often each article was bought again, seen on a sample of the customers.

    Args:
        bought: `purchases`.
        products: facts of products.
        one_in: every so-manieth customer, by key, is looked at.

    Returns:
        product, name (as the shop calls it, else the number), purchases (customer days with it), again (those
        that were not a customer's first).
    """
    seen = bought.filter(bought.customer % one_in == 0)
    days = seen.group_by("product", "customer").aggregate(days=seen.day.nunique())
    counts = days.group_by("product").aggregate(
        purchases=whole_sum(days.days), again=whole_sum(days.days - ibis.literal(1, "int64"))
    )
    joined = counts.left_join(products.select("product", "name"), "product")
    return joined.select("product", "purchases", "again", name=joined.name.fill_null(joined.product))


def bought_of(bought: Expression, wanted: Expression) -> Expression:
    """The purchases of some articles, those of one customer and day added up.

    Args:
        bought: `purchases`.
        wanted: product, number.

    Returns:
        customer, number, day, quantity_milli.
    """
    some = bought.inner_join(wanted, "product")
    return some.group_by("customer", "number", "day").aggregate(quantity_milli=whole_sum(some.quantity_milli))
