"""Orders whose goods were all given back on the day they were bought."""

from __future__ import annotations

import ibis

from treue.value.ledger.tables import REVENUE
from treue.warehouse.tables import Expression, whole_sum


def cancelled(entries: Expression) -> Expression:
    """One row per order that was undone on its own day.

    A refund that names its order undoes that one. One that does not (a credit note with a number of its own)
    undoes the goods of the same customer, day and amount, each piece once: an order and its double that was
    called off leave one order.

    Args:
        entries: `ledger`.

    Returns:
        order_id, customer, day, goods_minor (revenue booked for it, above zero).
    """
    goods = entries.filter((entries.kind == REVENUE) & entries.order_id.notnull())
    back = entries.filter((entries.kind == "refund") & (entries.amount_minor < 0))
    by_number = back.filter(back.order_id.notnull()).select("order_id", "day", "amount_minor")
    undone = ibis.union(by_number, _found(goods, back.filter(back.order_id.isnull())))
    undone = undone.group_by("order_id", "day").aggregate(back_minor=whole_sum(undone.amount_minor))
    sold = goods.inner_join(undone, ["order_id", "day"])
    sold = sold.group_by("order_id", "customer", "day", "back_minor").aggregate(
        goods_minor=whole_sum(sold.amount_minor)
    )
    whole = sold.filter((sold.goods_minor > 0) & (sold.goods_minor + sold.back_minor <= 0))
    return whole.select("order_id", "customer", "day", "goods_minor")


def _found(goods: Expression, back: Expression) -> Expression:
    """order_id, day, amount_minor of refunds without an order, found by customer, day and amount."""
    paired = ("customer", "day", "paid_minor", "turn")
    returned = _in_turn(back.select("customer", "day", "position", "order_id", paid_minor=-back.amount_minor))
    bought = goods.select("customer", "day", "position", "order_id", paid_minor="amount_minor")
    # Most goods never come back: only those that might are put in order.
    bought = _in_turn(bought.semi_join(returned, paired[:-1]))
    found = bought.semi_join(returned, paired)
    return found.select("order_id", "day", amount_minor=-found.paid_minor)


def _in_turn(rows: Expression) -> Expression:
    """Adds turn: 0, 1, 2 ... among equal amounts of a customer's day, so that each is paired once."""
    alike = ibis.window(
        group_by=[rows.customer, rows.day, rows.paid_minor], order_by=[rows.order_id, rows.position]
    )
    return rows.mutate(turn=ibis.row_number().over(alike))
