"""RFM scores and tiers as table expressions: integer ranks only, so all engines draw the same lines."""

from __future__ import annotations

import ibis

from treue.segments.names import CELLS
from treue.segments.rules import TierRule
from treue.warehouse.tables import Column, Expression

SCORES = 5


def rfm(past: Expression, *, has_amounts: bool = True) -> Expression:
    """Each customer's three scores and segment.

    Equal figures get equal scores: score = 1 + floor(5 * customers below / customers).

    Args:
        past: `histories`.
        has_amounts: without them every order counts the same, and money is the number of orders.

    Returns:
        customer, rfm_recency, rfm_frequency, rfm_monetary (1 to 5, 5 is best; money is margin),
        rfm_segment.
    """
    money = past.margin_minor if has_amounts else past.orders
    scored = past.select(
        "customer",
        rfm_recency=_score(past.last_day),
        rfm_frequency=_score(past.order_days),
        rfm_monetary=_score(money),
    )
    cell = scored.rfm_recency * 100 + scored.rfm_frequency * 10 + scored.rfm_monetary
    return scored.mutate(rfm_segment=_segment(cell))


def _score(figure: Column) -> Column:
    """1 to 5 by the share of customers whose figure is smaller; whole-number arithmetic throughout."""
    below = ibis.rank().over(order_by=figure) * SCORES
    everybody = figure.count().over(ibis.window())
    steps = [(below >= everybody * step).ifelse(1, 0) for step in range(1, SCORES)]
    return (steps[0] + steps[1] + steps[2] + steps[3] + 1).cast("int64")


def _segment(cell: Column) -> Column:
    branches = [(cell.isin([int(each) for each in cells.split()]), key) for key, cells in CELLS.items()]
    *known, (_, last) = branches
    return ibis.cases(*known, else_=last)


def tiers(past: Expression, forecasts: Expression, rule: TierRule) -> Expression:
    """Each customer's tier by profit.

    Profit is margin of the last 24 months and the forecast value of the next 12. Who did not order in
    those 24 months is former and outside the shares; below zero is always lead; equal profits share the
    better tier.

    Args:
        past: `histories`.
        forecasts: customer, value_minor; a customer without a row counts with zero.
        rule: the shares.

    Returns:
        customer, profit_minor, tier (platinum, gold, iron, lead or former).
    """
    joined = past.left_join(forecasts, "customer")
    rows = joined.select(
        "customer",
        profit_minor=joined.margin_24m_minor + joined.value_minor.fill_null(0),
        active=joined.orders_24m > 0,
    )
    by_profit = ibis.window(group_by=rows.active, order_by=rows.profit_minor.desc())
    ranked = rows.mutate(
        better=ibis.rank().over(by_profit) * 100,
        everybody=rows.customer.count().over(ibis.window(group_by=rows.active)),
    )
    return ranked.select("customer", "profit_minor", tier=_tier(ranked, rule))


def no_tiers(past: Expression) -> Expression:
    """The shape of `tiers` where no amounts are known: profit is, and so is the tier, empty.

    Args:
        past: `histories`.
    """
    return past.select("customer", profit_minor=ibis.null("int64"), tier=ibis.null("string"))


def _tier(ranked: Expression, rule: TierRule) -> Column:
    upto_gold = rule.platinum + rule.gold
    return ibis.cases(
        (~ranked.active, "former"),
        (ranked.profit_minor < 0, "lead"),
        (ranked.better < ranked.everybody * rule.platinum, "platinum"),
        (ranked.better < ranked.everybody * upto_gold, "gold"),
        (ranked.better < ranked.everybody * (upto_gold + rule.iron), "iron"),
        else_="lead",
    )
