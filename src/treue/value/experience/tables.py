"""What facts tell of parcels, returns, answers, visits, stock and first baskets, as table expressions.

Every table has customer (the person, known) and day; spans are whole days or hours, int64.
"""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts, resolved, unwanted, whole
from treue.warehouse.tables import Column, Expression, days_between, whole_sum

STEPS = ("cart", "checkout", "payment")
"""Steps of a visit at which it may end unfinished, in order."""

FINISHED = "purchase"
BASKET = "basket"
"""The step of a basket that became no order, where no visits are known."""

_HOUR, _NOT_YET = 3600, 0


def parcels(orders: Expression) -> Expression:
    """Parcels with a day of delivery: customer, day (of the order), promised_days (empty: none), took_days.

    Args:
        orders: `placed`.
    """
    rows = orders.filter(orders.customer.notnull() & orders.delivered_day.notnull())
    timed = rows.select(
        "customer",
        "day",
        promised_days=days_between(rows.day, rows.promised_day),
        took_days=days_between(rows.day, rows.delivered_day),
    )
    return timed.filter(timed.took_days >= 0)


def sent_back(days: Expression, orders: Expression, refunds: Expression) -> Expression:
    """Order days, and how soon something of them was paid back: customer, day, back_days (empty: never).

    A refund that names no order belongs to the customer's last order day before it.

    Args:
        days: `customer_days`.
        orders: `placed`.
        refunds: `traced`.
    """
    bought = _order_days(days)
    goods = refunds.filter(refunds.is_goods & (refunds.stated_minor >= whole(0)) & refunds.customer.notnull())
    heads = orders.select("order_id", ordered="day")
    linked = goods.inner_join(heads, "order_id").select("customer", "ordered", back="day")
    loose = goods.anti_join(heads, "order_id").select("customer", "day")
    found = _last_before(loose, bought).select("customer", ordered="last_order", back="day")
    back = ibis.union(linked, found.filter(found.ordered.notnull()))
    back = back.filter(back.back > back.ordered)
    first = back.group_by("customer", "ordered").aggregate(back=back.back.min())
    joined = bought.left_join(first, [bought.customer == first.customer, bought.day == first.ordered])
    return joined.select("customer", "day", back_days=days_between(joined.day, joined.back))


def paid_back(refunds: Expression) -> Expression:
    """Goods that were back and paid back: customer, day (they were back), took_days (until the money was).

    Args:
        refunds: `traced`.
    """
    rows = refunds.filter(refunds.is_goods & refunds.customer.notnull() & refunds.returned_day.notnull())
    timed = rows.select("customer", day="returned_day", took_days=days_between(rows.returned_day, rows.day))
    return timed.filter(timed.took_days >= 0)


def taken_back(orders: Expression, refunds: Expression) -> Expression:
    """What refunds took of orders after their day: customer, day, ordered (the order's day), margin_minor.

    Args:
        orders: `placed`.
        refunds: `goods_back`.
    """
    heads = orders.select("order_id", ordered="day")
    rows = refunds.filter(refunds.customer.notnull()).inner_join(heads, "order_id")
    taken = rows.back_minor.fill_null(0) - rows.net_minor - rows.handling_minor.fill_null(0)
    rows = rows.filter(rows.day > rows.ordered)
    return rows.select("customer", "day", "ordered", margin_minor=taken)


def answered(opened: Expression) -> Expression:
    """Questions that were answered: customer, day (opened), hours (to the first answer, rounded up).

    Args:
        opened: `cases`.
    """
    rows = opened.filter(opened.customer.notnull() & opened.answered_at.notnull())
    seconds = _seconds(rows.answered_at) - _seconds(rows.opened_at)
    rows = rows.select("customer", "day", seconds=seconds)
    rows = rows.filter(rows.seconds >= whole(0))
    up = rows.seconds + whole(_HOUR - 1)
    return rows.select("customer", "day", hours=((up - up % _HOUR) / _HOUR).cast("int64"))


def visits_to_cart(facts: Facts, days: Expression, terms: LedgerTerms) -> Expression:
    """Visits that came as far as the cart: customer, day, step (the last one reached; `FINISHED` if bought).

    A visit on a day on which the customer ordered counts as finished, whatever steps were seen.

    Args:
        facts: for visits.
        days: `customer_days`.
        terms: which customers count.
    """
    rows = _people(facts.visits, facts, terms)
    reached = ibis.cases(
        *((rows.step == name, whole(place)) for place, name in enumerate((*STEPS, FINISHED), 1)),
        else_=whole(_NOT_YET),
    )
    rows = rows.select("visit_id", "customer", day=rows.day.fill_null(rows.at.date()), place=reached)
    seen = rows.group_by("visit_id").aggregate(
        customer=rows.customer.max(), day=rows.day.min(), place=rows.place.max()
    )
    seen = seen.filter(seen.customer.notnull() & (seen.place > whole(_NOT_YET)))
    named = ibis.cases(
        *((seen.place == whole(place), name) for place, name in enumerate(STEPS, 1)), else_=FINISHED
    )
    return _finished(seen.select("customer", "day", step=named), days)


def baskets_filled(facts: Facts, days: Expression, terms: LedgerTerms) -> Expression:
    """Baskets, where no visits are known: customer, day, step (`BASKET`; `FINISHED` if it became an order).

    Args:
        facts: for carts.
        days: `customer_days`.
        terms: which customers count.
    """
    rows = _people(facts.carts, facts, terms)
    rows = rows.filter(rows.customer.notnull())
    step = rows.order_id.notnull().ifelse(FINISHED, BASKET)
    return _finished(rows.select("customer", day=rows.day.fill_null(rows.at.date()), step=step), days)


def out_of_stock(facts: Facts, days: Expression, sold: Expression, terms: LedgerTerms) -> Expression:
    """Days on which somebody came, by order or visit, and what they had bought last was counted.

    Args:
        facts: for stock and visits.
        days: `customer_days`.
        sold: `sales`.
        terms: which customers count.

    Returns:
        customer, day, out (1 where any article of their last order before was gone, else 0).
    """
    bought = _order_days(days)
    seen = _people(facts.visits, facts, terms)
    seen = seen.filter(seen.customer.notnull())
    seen = seen.select("customer", day=seen.day.fill_null(seen.at.date()), order_day=ibis.null("date"))
    both = ibis.union(bought.mutate(order_day=bought.day), seen)
    came = both.group_by("customer", "day").aggregate(order_day=both.order_day.max())
    earlier = ibis.window(group_by=came.customer, order_by=came.day, preceding=(None, 1))
    came = came.mutate(last_order=came.order_day.max().over(earlier))
    # Only days on which stock was counted can tell.
    came = came.filter(came.last_order.notnull()).semi_join(facts.stock, "day")
    goods = _articles(sold).select("customer", "product", last_order="day")
    wanted = came.inner_join(goods, ["customer", "last_order"]).select("customer", "day", "product")
    counted = wanted.inner_join(facts.stock, ["product", "day"])
    gone = (counted.quantity_milli <= whole(0)).ifelse(whole(1), whole(0))
    rows = counted.select("customer", "day", gone=gone)
    return rows.group_by("customer", "day").aggregate(out=rows.gone.max())


def first_items(facts: Facts, days: Expression, sold: Expression, by: str) -> Expression:
    """What each customer's first order was mainly of: customer, day, item.

    Of equal amounts the one that stands first in the order counts, then the first by name.

    Args:
        facts: for products.
        days: `customer_days`.
        sold: `sales`.
        by: "category", or "product" for articles by name.
    """
    bought = _order_days(days)
    first = bought.group_by("customer").aggregate(day=bought.day.min())
    lines = _articles(sold).semi_join(first, ["customer", "day"])
    named = facts.products.select("product", "category", "name")
    joined = lines.left_join(named, "product")
    item = joined.category if by == "category" else joined.name.fill_null(joined.product)
    rows = joined.select("customer", "day", "net_minor", "position", item=item)
    rows = rows.filter(rows.item.notnull())
    sums = rows.group_by("customer", "day", "item").aggregate(
        net_minor=whole_sum(rows.net_minor), position=rows.position.min()
    )
    best_first = ibis.window(
        group_by=[sums.customer], order_by=[sums.net_minor.desc(), sums.position, sums.item]
    )
    ranked = sums.mutate(place=ibis.row_number().over(best_first))
    return ranked.filter(ranked.place == 0).select("customer", "day", "item")


def _order_days(days: Expression) -> Expression:
    return days.filter((days.orders > 0) & days.customer.notnull()).select("customer", "day")


def _articles(sold: Expression) -> Expression:
    """Goods that name their article: customer, day, position, net_minor, product."""
    goods = sold.filter((sold.kind == "goods") & sold.customer.notnull() & sold.product.notnull())
    return goods.select("customer", "day", "position", "net_minor", "product")


def _last_before(rows: Expression, bought: Expression) -> Expression:
    """The rows (customer, day) with last_order: the customer's last order day before each; empty if none."""
    asked = rows.select("customer", "day", is_order=whole(0), order_day=ibis.null("date"))
    known = bought.semi_join(rows, "customer")
    known = known.select("customer", "day", is_order=whole(1), order_day="day")
    both = ibis.union(asked, known)
    # On one day the question comes first, so that an order of that day is not before it.
    earlier = ibis.cumulative_window(group_by=both.customer, order_by=[both.day, both.is_order])
    found = both.mutate(last_order=both.order_day.max().over(earlier))
    return found.filter(found.is_order == whole(0)).select("customer", "day", "last_order")


def _finished(rows: Expression, days: Expression) -> Expression:
    bought = _order_days(days).mutate(has_bought=whole(1))
    joined = rows.left_join(bought, ["customer", "day"])
    return joined.select("customer", "day", step=joined.has_bought.notnull().ifelse(FINISHED, joined.step))


def _people(rows: Expression, facts: Facts, terms: LedgerTerms) -> Expression:
    kept = rows.anti_join(unwanted(facts, terms), "customer") if terms.leave_out else rows
    return resolved(kept, facts)


def _seconds(instant: Column) -> Column:
    return instant.truncate("s").epoch_seconds().cast("int64")
