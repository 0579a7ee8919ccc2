"""RFM scores and tiers as table expressions: whole numbers only, so all engines draw the same lines.

Where a line lies is found once, from how many customers have each figure, and is one row; then every customer
is looked at by himself, in passing.
"""

from __future__ import annotations

import ibis

from treue.segments.names import CELLS
from treue.segments.rules import TierRule
from treue.warehouse.tables import Column, Expression, as_int64, without

SCORES = 5
_FIGURES = ("recency", "frequency", "monetary")


def fifths(past: Expression, *, has_amounts: bool = True) -> Expression:
    """Where each score of `rfm` begins: score = 1 + floor(5 * customers below / customers).

    Days of the last order share the better score, 5 - floor(5 * customers above / customers): nobody is lost
    who ordered as lately as everybody else, and where most ordered on the last day they are the recent ones.

    Args:
        past: `histories`.
        has_amounts: as `rfm` takes it.

    Returns:
        One row: recency_2 to recency_5 (days), frequency_2 to _5, monetary_2 to _5; empty where nobody has
        the score.
    """
    recency, frequency, monetary = (
        _begins(past, figure, name)
        for figure, name in zip(_figures(past, has_amounts), _FIGURES, strict=True)
    )
    return recency.cross_join(frequency).cross_join(monetary)


def rfm(past: Expression, begins: Expression, *, has_amounts: bool = True) -> Expression:
    """Each customer's three scores and segment; equal figures get equal scores.

    Args:
        past: `histories`, or its columns beside others.
        begins: `fifths`.
        has_amounts: without them every order counts the same, and money is the number of orders.

    Returns:
        The columns of `past`, rfm_recency, rfm_frequency, rfm_monetary (1 to 5, 5 is best; money is margin),
        rfm_segment.
    """
    rows = past.cross_join(begins)
    scored = rows.mutate(
        **{
            f"rfm_{name}": _score(rows, figure, name)
            for figure, name in zip(_figures(rows, has_amounts), _FIGURES, strict=True)
        }
    )
    cell = scored.rfm_recency * 100 + scored.rfm_frequency * 10 + scored.rfm_monetary
    return without(scored.mutate(rfm_segment=_segment(cell)), *begins.columns)


def _figures(past: Expression, has_amounts: bool) -> tuple[Column, Column, Column]:  # private
    return past.last_day, past.order_days, past.margin_minor if has_amounts else past.orders


def _begins(past: Expression, figure: Column, name: str) -> Expression:
    spread = _spread(past, figure)
    below = (spread.upto - spread.customers) * SCORES
    above = (spread.everybody - spread.upto) * SCORES

    def reaches(score: int) -> Column:
        if name == "recency":
            return above < spread.everybody * (SCORES + 1 - score)
        return below >= spread.everybody * (score - 1)

    return spread.aggregate(
        **{f"{name}_{score}": spread.figure.min(where=reaches(score)) for score in range(2, SCORES + 1)}
    )


def _spread(rows: Expression, figure: Column) -> Expression:
    """How customers spread: figure, customers (who have it), upto (who have it or less), everybody."""
    counts = rows.group_by(figure=figure).aggregate(customers=rows.count())
    return counts.mutate(
        upto=as_int64(counts.customers.sum().over(ibis.cumulative_window(order_by=counts.figure))),
        everybody=as_int64(counts.customers.sum().over(ibis.window())),
    )


def _score(rows: Expression, figure: Column, name: str) -> Column:
    steps = [(figure >= rows[f"{name}_{score}"]).ifelse(1, 0) for score in range(2, SCORES + 1)]
    return (steps[0] + steps[1] + steps[2] + steps[3] + 1).cast("int64")


def _segment(cell: Column) -> Column:
    branches = [(cell.isin([int(each) for each in cells.split()]), key) for key, cells in CELLS.items()]
    *known, (_, last) = branches
    return ibis.cases(*known, else_=last)


def tier_limits(rows: Expression, rule: TierRule) -> Expression:
    """From which profit on an active customer belongs to a tier or a better one.

    Args:
        rows: as `tiers` takes them.
        rule: the limits. Equal profits share the better tier where a share is asked for, the lower one where
            there is no room for all of them.

    Returns:
        One row: platinum_from, gold_from, iron_from; empty where nobody belongs there.
    """
    active = rows.filter(rows.orders_24m > 0)
    if rule.kind == "from":
        stated = {"platinum": rule.platinum, "gold": rule.gold, "iron": rule.iron}
        one = active.aggregate(customers=active.count())
        return one.select(**{f"{tier}_from": ibis.literal(minor, "int64") for tier, minor in stated.items()})
    spread = _spread(active, _profit(active))
    above = spread.everybody - spread.upto

    def belongs(limit: int) -> Column:
        return (
            above * 100 < spread.everybody * limit
            if rule.kind == "share"
            else above + spread.customers <= limit
        )

    return spread.aggregate(
        **{f"{tier}_from": spread.figure.min(where=belongs(limit)) for tier, limit in rule.cumulative.items()}
    )


RANKED = ("lead", "iron", "gold", "platinum")
"""Tiers of active customers, the least profitable first."""

SPREAD = ("year_low_minor", "year_high_minor")
"""Between which values the next 12 months of a customer lie: beyond either with a chance of 1 - `SURE`."""


def tiers(
    rows: Expression, limits: Expression, before: Expression | None = None, *, losses_are_lead: bool = True
) -> Expression:
    """Each customer's tier by profit.

    Profit is margin of the last 24 months, service and contact taken off and what recent orders will still
    lose, and the forecast value of the next 12. What winning a customer cost is in neither. Who did not order
    in those 24 months is former and outside the limits.

    Args:
        rows: margin_24m_minor, return_reserve_minor, default_reserve_minor, orders_24m, year_value_minor,
            beside other columns; with `before` also `SPREAD`.
        limits: `tier_limits`.
        before: customer, tier_before; a customer leaves that tier only for one in which the profit lies with
            a chance of at least `SURE`, and only towards the tier of the limits. None where there is no
            earlier tier.
        losses_are_lead: as in `TierRule`.

    Returns:
        The columns of `rows`, profit_minor, tier (platinum, gold, iron, lead or former), tier_by_limits
        (where the limits alone would put the customer: another one until a move is sure); with `before`
        also tier_before (empty for who had none).
    """
    ranked = rows.mutate(profit_minor=_profit(rows)).cross_join(limits)
    drawn = _rank(ranked, ranked.profit_minor, losses_are_lead)
    ranked = ranked.mutate(tier_by_limits=_named(ranked, drawn))
    if before is None:
        return without(ranked.mutate(tier=ranked.tier_by_limits), *limits.columns)
    luck = {end: ranked[end] - ranked.year_value_minor for end in SPREAD}
    at_least, at_most = (_rank(ranked, ranked.profit_minor + luck[end], losses_are_lead) for end in SPREAD)
    had = before.select("customer", "tier_before")
    ranked = ranked.mutate(drawn=drawn, at_least=at_least, at_most=at_most).left_join(had, "customer")
    ranked = without(ranked, "customer_right")
    # Where rare good futures make up most of the mean, even a good one may lie below it.
    at_least, at_most = ibis.least(ranked.at_least, ranked.drawn), ibis.greatest(ranked.at_most, ranked.drawn)
    held = ibis.cases(
        *((ranked.tier_before == tier, rank) for rank, tier in enumerate(RANKED)), else_=ranked.drawn
    )
    kept = ibis.cases((held < at_least, at_least), (held > at_most, at_most), else_=held)
    return without(ranked.mutate(tier=_named(ranked, kept)), *limits.columns, "drawn", "at_least", "at_most")


def _rank(rows: Expression, profit: Column, losses_are_lead: bool) -> Column:
    losses = [(profit < 0, 0)] if losses_are_lead else []
    steps = [(profit >= rows[f"{RANKED[rank]}_from"], rank) for rank in (3, 2, 1)]
    return as_int64(ibis.cases(*losses, *steps, else_=0))


def _named(rows: Expression, rank: Column) -> Column:
    return ibis.cases(
        (rows.orders_24m <= 0, "former"),
        *((rank == place, tier) for place, tier in enumerate(RANKED)),
        else_=RANKED[0],
    )


def no_tiers(rows: Expression) -> Expression:
    """The shape of `tiers` where no amounts are known: profit is empty, and so is the tier.

    Args:
        rows: any.
    """
    nowhere = ibis.null("string")
    return rows.mutate(profit_minor=ibis.null("int64"), tier=nowhere, tier_by_limits=nowhere)


def _profit(rows: Expression) -> Column:
    still_lost = rows.return_reserve_minor + rows.default_reserve_minor
    return rows.margin_24m_minor - still_lost + rows.year_value_minor
