"""What is counted to see whether something is different from usual, as table expressions.

Orders that were called off count in none of them but the one about them; anonymous sales count.
"""

from __future__ import annotations

from datetime import date, timedelta

import ibis

from treue.segments.unusual.windows import LOOKED_AT, WINDOW_DAYS
from treue.value.ledger_terms import LedgerTerms
from treue.value.returns.tables import of_counted_orders
from treue.value.sales.tables import Facts, called_off, counted, whole
from treue.value.tables import running
from treue.warehouse.tables import Column, Expression, days_between, on, whole_sum

_PIECE, _ANY = 1000, 1_000_000
_SOON = 24 * 3600
_WEEK, _WEEKS_BEFORE, _COUNTED_LATELY, _LOOK_BACK = 7, 8, 7, 120


def real_orders(orders: Expression, undone: Expression) -> Expression:
    """Orders that came about: order_id, customer, day, channel, promised_day, delivered_day.

    Args:
        orders: `placed`.
        undone: `cancelled`.
    """
    rows = orders.anti_join(undone, "order_id")
    return rows.select("order_id", "customer", "day", "channel", "promised_day", "delivered_day")


def orders_by_day(orders: Expression) -> Expression:
    """Orders a day: day, orders.

    Args:
        orders: `real_orders`.
    """
    return orders.group_by("day").aggregate(orders=whole_sum(_one(orders)))


def off_by_day(facts: Facts, undone: Expression, terms: LedgerTerms) -> Expression:
    """How many orders of each day were called off, by word or at once: day, orders, off.

    Args:
        facts: for orders.
        undone: `cancelled`.
        terms: which orders count.
    """
    rows = counted(facts.orders, facts, terms)
    if terms.leave_out:
        rows = rows.filter(~rows.kind.fill_null("shop").isin(terms.leave_out))
    at_once = undone.select("order_id", was_undone=whole(1))
    rows = rows.left_join(at_once, "order_id")
    off = (called_off(rows) | rows.was_undone.notnull()).ifelse(whole(1), whole(0))
    rows = rows.select(day=rows.day.fill_null(rows.ordered_at.date()), off=off)
    return rows.group_by("day").aggregate(orders=whole_sum(_one(rows)), off=whole_sum(rows.off))


def parcels_by_day(orders: Expression) -> Expression:
    """Parcels with a promised day, by the day they came: channel (may be empty text), day, parcels, late.

    Args:
        orders: `real_orders`.
    """
    rows = orders.filter(orders.promised_day.notnull() & orders.delivered_day.notnull())
    late = (rows.delivered_day > rows.promised_day).ifelse(whole(1), whole(0))
    rows = rows.select(channel=rows.channel.fill_null(""), day=rows.delivered_day, late=late)
    return rows.group_by("channel", "day").aggregate(parcels=whole_sum(_one(rows)), late=whole_sum(rows.late))


def answers_by_day(opened: Expression) -> Expression:
    """Tickets by the day they were opened: day, tickets, soon (first answer within 24 hours).

    Args:
        opened: `cases`.
    """
    seconds = _seconds(opened.answered_at) - _seconds(opened.opened_at)
    soon = (seconds <= whole(_SOON)).fill_null(ibis.literal(value=False)).ifelse(whole(1), whole(0))
    rows = opened.select("day", soon=soon)
    return rows.group_by("day").aggregate(tickets=whole_sum(_one(rows)), soon=whole_sum(rows.soon))


def second_orders(days: Expression) -> Expression:
    """New customers by the day of their first order: day, after (days to the second; empty: none), cases.

    Args:
        days: `customer_days`.
    """
    bought = days.filter((days.orders > 0) & days.customer.notnull()).select("customer", "day")
    in_order = ibis.window(group_by=bought.customer, order_by=bought.day)
    rows = bought.mutate(place=ibis.row_number().over(in_order), following=bought.day.lead(1).over(in_order))
    firsts = rows.filter(rows.place == 0)
    return _counted(firsts.select("day", after=days_between(firsts.day, firsts.following)))


def returned_orders(orders: Expression, refunds: Expression) -> Expression:
    """Orders by their day: day, after (days until goods were first paid back; empty: never), cases.

    Args:
        orders: `real_orders`.
        refunds: `traced`.
    """
    goods = refunds.filter(refunds.is_goods & (refunds.stated_minor >= whole(0)))
    back = goods.group_by("order_id").aggregate(back=goods.day.min())
    rows = orders.select("order_id", "day").left_join(back, "order_id")
    rows = rows.select("day", after=days_between(rows.day, rows.back))
    return _counted(rows.filter(rows.after.isnull() | (rows.after >= whole(0))))


def unpaid_orders(facts: Facts, orders: Expression, terms: LedgerTerms, *, by_invoice: bool) -> Expression:
    """Orders by their day: day, after (days until written off; empty: never), cases, lost_minor.

    Args:
        facts: for payments.
        orders: `real_orders`.
        terms: which orders count.
        by_invoice: only orders with an amount due, because the shop tells these.
    """
    rows = of_counted_orders(facts.payments, facts, orders, terms)
    rows = rows.mutate(day=rows.day.fill_null(rows.paid_at.date()))
    lost = rows.filter(rows.kind == "default")
    lost = lost.group_by("order_id").aggregate(
        lost_day=lost.day.min(), lost_minor=whole_sum(lost.amount_minor)
    )
    lost = lost.filter(lost.lost_minor > whole(0))
    asked = orders.select("order_id", "day")
    if by_invoice:
        asked = asked.semi_join(rows.filter(rows.kind == "due"), "order_id")
    joined = asked.left_join(lost, "order_id")
    after = days_between(joined.day, joined.lost_day)
    joined = joined.select("day", "lost_minor", after=(after < whole(0)).ifelse(whole(0), after))
    return joined.group_by("day", "after").aggregate(
        cases=whole_sum(_one(joined)), lost_minor=whole_sum(joined.lost_minor)
    )


def pieces_sold(orders: Expression, lines: Expression, since: date) -> Expression:
    """What each order holds: order_id, product, day, pieces (what is weighed or measured counts as one).

    Args:
        orders: `real_orders`.
        lines: facts of order lines.
        since: the day before the first that counts.
    """
    orders = orders.filter(orders.day > on(since))
    goods = lines.filter(
        (lines.kind.fill_null("goods") == "goods")
        & lines.product.notnull()
        & (lines.quantity_milli.fill_null(_PIECE) > 0)
    )
    rows = goods.select("order_id", "product", pieces=_pieces(goods.quantity_milli, 1))
    rows = rows.inner_join(orders.select("order_id", "day"), "order_id")
    return rows.group_by("order_id", "product", "day").aggregate(pieces=whole_sum(rows.pieces))


def pieces_back(sold: Expression, refunds: Expression, lines: Expression) -> Expression:
    """Pieces paid back of what orders hold: order_id, product, after (days after the order), pieces.

    A refund that names no article is of its line's; one that names neither is left out. Without a quantity
    all of it came back.

    Args:
        sold: `pieces_sold`.
        refunds: facts of refunds.
        lines: facts of order lines.
    """
    goods = refunds.filter(
        refunds.kind.fill_null("goods").isin(("goods", "discount"))
        & refunds.order_id.notnull()
        & (refunds.amount_minor.fill_null(0) >= 0)
    )
    told = lines.select("order_id", "position", of_line="product")
    rows = goods.left_join(told, ["order_id", "position"])
    rows = rows.select(
        "order_id",
        back=rows.day.fill_null(rows.refunded_at.date()),
        product=rows.product.fill_null(rows.of_line),
        pieces=_pieces(rows.quantity_milli, _ANY),
    )
    rows = rows.filter(rows.product.notnull())
    held = sold.select("order_id", "product", "day")
    rows = rows.inner_join(held, ["order_id", "product"])
    rows = rows.select("order_id", "product", "pieces", after=days_between(rows.day, rows.back))
    return rows.filter(rows.after >= whole(0))


def articles_by_window(
    sold: Expression, back: Expression, last: date, within: int, fewest: int
) -> Expression:
    """Articles of which enough was sold in the last window: product, age, pieces, squares, back.

    `age` is 0 for the last four weeks, 1 for those before and so on; `squares` the sum of squared pieces an
    order, so that what is bought by the dozen does not count as a dozen chances.

    Args:
        sold: `pieces_sold`.
        back: `pieces_back`.
        last: the last day of the last window.
        within: days after the order in which what came back counts.
        fewest: pieces in the last window.
    """
    since = last - timedelta(days=LOOKED_AT)
    seen = sold.filter((sold.day <= on(last)) & (sold.day > on(since)))
    lately = seen.filter(seen.day > on(last - timedelta(days=WINDOW_DAYS)))
    often = lately.group_by("product").aggregate(sold=whole_sum(lately.pieces))
    seen = seen.semi_join(often.filter(often.sold >= whole(fewest)), "product")
    soon = back.filter(back.after <= whole(within))
    came = soon.group_by("order_id", "product").aggregate(came=whole_sum(soon.pieces))
    rows = seen.left_join(came, ["order_id", "product"])
    came_back = rows.came.fill_null(0)
    rows = rows.select(
        "product",
        "pieces",
        age=_age(rows.day, last, WINDOW_DAYS),
        squares=rows.pieces * rows.pieces,
        back=(came_back > rows.pieces).ifelse(rows.pieces, came_back),
    )
    return rows.group_by("product", "age").aggregate(
        pieces=whole_sum(rows.pieces), squares=whole_sum(rows.squares), back=whole_sum(rows.back)
    )


def gone(stock: Expression, end: date, longest: int) -> Expression:
    """Articles that went out of stock lately: product, out_since, stocked, counted.

    `stocked` of `counted` counts in the eight weeks before found some of it.

    Args:
        stock: facts of stock.
        end: the last full day.
        longest: days for which they may be gone.
    """
    rows = stock.filter((stock.day <= on(end)) & (stock.day > on(end - timedelta(days=_LOOK_BACK))))
    some = rows.quantity_milli > whole(0)
    ends = rows.group_by("product").aggregate(last=rows.day.max(), stocked_last=rows.day.max(where=some))
    ends = ends.filter(
        (ends.last > on(end - timedelta(days=_COUNTED_LATELY)))
        & (ends.stocked_last < ends.last)
        & (ends.stocked_last >= on(end - timedelta(days=longest)))
    )
    joined = rows.inner_join(ends.select("product", "stocked_last"), "product")
    out = joined.filter(joined.day > joined.stocked_last)
    since = out.group_by("product").aggregate(out_since=out.day.min())
    before = rows.inner_join(since, "product")
    ago = days_between(before.day, before.out_since)
    before = before.filter((ago >= 1) & (ago <= _WEEK * _WEEKS_BEFORE))
    had = (before.quantity_milli > whole(0)).ifelse(whole(1), whole(0))
    before = before.select("product", "out_since", had=had)
    return before.group_by("product", "out_since").aggregate(
        stocked=whole_sum(before.had), counted=whole_sum(_one(before))
    )


def sold_around(missing: Expression, sold: Expression, end: date) -> Expression:
    """What was sold of articles that are gone: product, week (0: the last before; -1: since), pieces.

    Args:
        missing: `gone`.
        sold: `pieces_sold`.
        end: the last full day.
    """
    rows = sold.filter(sold.day <= on(end)).inner_join(missing.select("product", "out_since"), "product")
    rows = rows.select("product", "pieces", ago=days_between(rows.day, rows.out_since))
    rows = rows.filter(rows.ago <= _WEEK * _WEEKS_BEFORE)
    before = rows.ago - whole(1)
    week = ((before - before % _WEEK) / _WEEK).cast("int64")
    rows = rows.select("product", "pieces", week=(rows.ago <= 0).ifelse(whole(-1), week))
    return rows.group_by("product", "week").aggregate(pieces=whole_sum(rows.pieces))


def earned(days: Expression, since: date) -> Expression:
    """One row: orders after a day, and margin_minor of all days after it, before acquisition.

    Args:
        days: `customer_days`.
        since: the day before the first that counts.
    """
    rows = days.filter(days.day > on(since))
    rows = rows.select("orders", margin_minor=running(rows))
    return rows.aggregate(orders=whole_sum(rows.orders), margin_minor=whole_sum(rows.margin_minor))


def article_margins(sold: Expression, pieces: Expression, since: date) -> Expression:
    """What an article brought after a day: product, pieces, margin_minor (net less what it cost).

    Args:
        sold: `sales`.
        pieces: `pieces_sold`.
        since: the day before the first that counts.
    """
    rows = sold.filter((sold.kind == "goods") & sold.product.notnull() & (sold.day > on(since)))
    net = rows.select("product", margin_minor=rows.net_minor - rows.cost_minor.fill_null(0))
    sums = net.group_by("product").aggregate(margin_minor=whole_sum(net.margin_minor))
    lately = pieces.filter(pieces.day > on(since))
    counts = lately.group_by("product").aggregate(pieces=whole_sum(lately.pieces))
    return counts.inner_join(sums, "product").select("product", "pieces", "margin_minor")


def lost_by_refund(refunds: Expression, since: date) -> Expression:
    """One row: orders of which goods were paid back after a day: orders, lost_minor, in it handling_minor.

    Args:
        refunds: `returned`.
        since: the day before the first that counts.
    """
    rows = refunds.filter(refunds.is_goods & refunds.order_id.notnull() & (refunds.day > on(since)))
    handling = rows.handling_minor.fill_null(0)
    lost = rows.net_minor - rows.back_minor.fill_null(0) + handling
    rows = rows.select("order_id", lost=lost, handling=handling)
    return rows.aggregate(
        orders=rows.order_id.nunique().cast("int64"),
        lost_minor=whole_sum(rows.lost),
        handling_minor=whole_sum(rows.handling),
    )


def _counted(rows: Expression) -> Expression:
    """Rows of day and after, counted."""
    return rows.group_by("day", "after").aggregate(cases=whole_sum(_one(rows)))


def _one(rows: Expression) -> Column:
    """1 for every row."""
    return rows[rows.columns[0]].isnull().ifelse(whole(1), whole(1))


def _age(day: Column, last: date, length: int) -> Column:
    """How many spans of that length lie between a day and the last, from 0."""
    ago = days_between(day, on(last))
    return ((ago - ago % length) / length).cast("int64")


def _pieces(milli: Column, unknown: int) -> Column:
    """Whole pieces; anything measured counts as one."""
    told = (milli % _PIECE == 0).ifelse((milli / _PIECE).cast("int64"), whole(1))
    return milli.isnull().ifelse(whole(unknown), told)


def _seconds(instant: Column) -> Column:
    return instant.truncate("s").epoch_seconds().cast("int64")
