"""What was mainly bought on each order day, as a table expression: only an engine holds all lines."""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts, resolved, unwanted
from treue.warehouse.tables import Expression, whole_sum


def first_seen(facts: Facts, terms: LedgerTerms) -> Expression:
    """When each person who counts was first known to the shop, buyer or not.

    Args:
        facts: for customers.
        terms: which customers count.

    Returns:
        customer, since; no row for who has no day.
    """
    rows = facts.customers
    if terms.leave_out:
        rows = rows.anti_join(unwanted(facts, terms), "customer")
    seen = resolved(rows.filter(rows.first_seen.notnull()).select("customer", "first_seen"), facts)
    return seen.group_by("customer").aggregate(since=seen.first_seen.min())


def main_categories(sold: Expression, facts: Facts) -> Expression:
    """The category on which each customer spent most on each order day.

    Of equal amounts the one that stands first in the order counts, then the first by name.

    Args:
        sold: `sales`.
        facts: for products.

    Returns:
        customer, day, category; no row where no article has a category, or sales come without lines.
    """
    named = facts.products.filter(facts.products.category.notnull()).select("product", "category")
    goods = sold.filter((sold.kind == "goods") & sold.customer.notnull() & sold.position.notnull())
    lines = goods.inner_join(named, "product")
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
