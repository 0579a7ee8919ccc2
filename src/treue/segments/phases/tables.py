"""What was mainly bought on each order day, as a table expression: only an engine holds all lines."""

from __future__ import annotations

import ibis

from treue.value.sales.tables import Facts
from treue.warehouse.tables import Expression, whole_sum


def main_categories(sold: Expression, facts: Facts) -> Expression:
    """The category on which each customer spent most on each order day.

    Of equal amounts the one that stands first in the order counts, then the first by name.

    Args:
        sold: `sales`.
        facts: for lines and products.

    Returns:
        customer, day, category; no row where no article has a category, or sales come without lines.
    """
    named = facts.products.filter(facts.products.category.notnull()).select("product", "category")
    kinds = facts.order_lines.inner_join(named, "product").select("order_id", "position", "category")
    goods = sold.filter((sold.kind == "goods") & sold.customer.notnull() & sold.position.notnull())
    lines = goods.inner_join(kinds, ["order_id", "position"])
    sums = lines.group_by("customer", "day", "category").aggregate(
        net_minor=whole_sum(lines.net_minor),
        position=lines.position.min(),
    )
    best_first = ibis.window(
        group_by=[sums.customer, sums.day],
        order_by=[sums.net_minor.desc(), sums.position, sums.category],
    )
    ranked = sums.mutate(place=ibis.row_number().over(best_first))
    return ranked.filter(ranked.place == 0).select("customer", "day", "category")
