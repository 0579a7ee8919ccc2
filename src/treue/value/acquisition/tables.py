"""What winning each customer cost: as stated, else the channel's spend of the month among those it won."""

from __future__ import annotations

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts, counted, in_currency, resolved
from treue.warehouse.tables import Column, Expression, as_int64, half_even, month_start, whole_sum


def acquisition(facts: Facts, won: Expression, terms: LedgerTerms) -> Expression:
    """What the shop paid for new customers.

    A customer's own stated cost holds, and then the spend of that channel is taken to be told by it. Other
    spend is divided among the customers whose first order came in its month and whose channel it names (the
    customer's, else that of the first order), in whole minor units that add up to it. Spend that won nobody
    stays without a customer.

    Args:
        facts: for customers and spend.
        won: `customers_won`.
        terms: the currency and the customers that count.

    Returns:
        customer (empty: won nobody), day (of the first order; first seen for who has none; the last one of
        the month for what won nobody), amount_minor (below zero).
    """
    pool = _pool(facts, terms)
    stated = dated_costs(facts, won, terms)
    return ibis.union(
        stated.select("customer", "day", amount_minor=-stated.acquisition_cost_minor),
        _shared(pool, won),
        _lost(pool, won),
    )


def spread_spend(facts: Facts, terms: LedgerTerms) -> Expression:
    """The rows of `spend` that are to be divided: of channels in which no customer's own cost is stated."""
    spend = in_currency(facts.spend, terms)
    rows = spend.mutate(channel=_channel(spend.channel))
    told = _stated_costs(facts, terms)
    return rows.filter(rows.cost_minor.notnull()).anti_join(
        told.select(channel=_channel(told.channel)).distinct(), "channel"
    )


def dated_costs(facts: Facts, won: Expression, terms: LedgerTerms) -> Expression:
    """customer, day, acquisition_cost_minor: as stated, of everybody who ordered or was seen on a day."""
    rows = resolved(_stated_costs(facts, terms), facts)
    joined = rows.left_join(won.select("customer", first_day="day"), "customer")
    dated = joined.select(
        "customer", "acquisition_cost_minor", day=joined.first_seen.fill_null(joined.first_day)
    )
    return dated.filter(dated.day.notnull())


def _stated_costs(facts: Facts, terms: LedgerTerms) -> Expression:
    """The rows of `customers` that count and state what winning the person cost."""
    rows = counted(facts.customers, facts, terms)
    return rows.filter(rows.acquisition_cost_minor.notnull())


def customers_won(facts: Facts, orders: Expression) -> Expression:
    """When and by which channel each customer with an order came.

    Args:
        facts: for the customers' own channels.
        orders: `placed`.

    Returns:
        customer, day (of the first order), month (its first day), channel (in small letters; the customer's,
        else that of the first order; empty where neither tells).
    """
    known = orders.filter(orders.customer.notnull())
    first = known.group_by("customer").aggregate(first_day=known.day.min())
    joined = known.inner_join(first, "customer")
    opening = joined.filter(joined.day == joined.first_day)
    by_person = opening.group_by("customer", day=opening.first_day).aggregate(
        order_channel=opening.channel.min()
    )
    told = facts.customers.select("customer", channel="channel")
    rows = by_person.left_join(told, "customer")
    return rows.select(
        "customer",
        "day",
        month=month_start(rows.day),
        channel=_channel(rows.channel.fill_null(rows.order_channel)),
    )


def _channel(name: Column) -> Column:
    return name.lower()


def _pool(facts: Facts, terms: LedgerTerms) -> Expression:
    """channel, month, cost_minor, day (the last with a cost)."""
    rows = spread_spend(facts, terms)
    return rows.group_by("channel", month=month_start(rows.day)).aggregate(
        cost_minor=whole_sum(rows.cost_minor), day=rows.day.max()
    )


def _shared(pool: Expression, won: Expression) -> Expression:
    """Each one's part: running totals are rounded, so the parts add up to the whole."""
    together = ibis.window(group_by=[won.channel, won.month])
    in_turn = ibis.window(group_by=[won.channel, won.month], order_by=won.customer)
    placed = won.select(
        "customer",
        "channel",
        "month",
        won_day="day",
        before=as_int64(ibis.row_number().over(in_turn)),
        among=as_int64(won.customer.count().over(together)),
    )
    rows = placed.inner_join(pool, ["channel", "month"])
    upto = half_even(rows.cost_minor * (rows.before + 1), rows.among)
    part = upto - half_even(rows.cost_minor * rows.before, rows.among)
    return rows.select("customer", day=rows.won_day, amount_minor=-part)


def _lost(pool: Expression, won: Expression) -> Expression:
    rows = pool.anti_join(won.filter(won.channel.notnull()), ["channel", "month"])
    return rows.select(customer=ibis.null("int64"), day=rows.day, amount_minor=-rows.cost_minor)
