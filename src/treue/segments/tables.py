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
    return spread.aggregate(
        **{
            f"{name}_{score}": spread.figure.min(where=below >= spread.everybody * (score - 1))
            for score in range(2, SCORES + 1)
        }
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
        rule: the shares.

    Returns:
        One row: platinum_from, gold_from, iron_from; empty where nobody belongs there.
    """
    active = rows.filter(rows.orders_24m > 0)
    spread = _spread(active, _profit(active))
    better = (spread.everybody - spread.upto) * 100
    upto_gold = rule.platinum + rule.gold
    shares = {"platinum": rule.platinum, "gold": upto_gold, "iron": upto_gold + rule.iron}
    return spread.aggregate(
        **{
            f"{tier}_from": spread.figure.min(where=better < spread.everybody * share)
            for tier, share in shares.items()
        }
    )


def tiers(rows: Expression, limits: Expression) -> Expression:
    """Each customer's tier by profit.

    Profit is margin of the last 24 months, service and contact taken off and what recent orders will still
    lose, and the forecast value of the next 12. What winning a customer cost is in neither. Who did not order
    in those 24 months is former and outside the shares; below zero is always lead; equal profits share the
    better tier.

    Args:
        rows: margin_24m_minor, return_reserve_minor, default_reserve_minor, orders_24m, year_value_minor,
            beside other columns.
        limits: `tier_limits`.

    Returns:
        The columns of `rows`, profit_minor, tier (platinum, gold, iron, lead or former).
    """
    ranked = rows.mutate(profit_minor=_profit(rows)).cross_join(limits)
    tier = ibis.cases(
        (ranked.orders_24m <= 0, "former"),
        (ranked.profit_minor < 0, "lead"),
        *((ranked.profit_minor >= ranked[f"{tier}_from"], tier) for tier in ("platinum", "gold", "iron")),
        else_="lead",
    )
    return without(ranked.mutate(tier=tier), *limits.columns)


def no_tiers(rows: Expression) -> Expression:
    """The shape of `tiers` where no amounts are known: profit is empty, and so is the tier.

    Args:
        rows: any.
    """
    return rows.mutate(profit_minor=ibis.null("int64"), tier=ibis.null("string"))


def _profit(rows: Expression) -> Column:
    still_lost = rows.return_reserve_minor + rows.default_reserve_minor
    return rows.margin_24m_minor - still_lost + rows.year_value_minor
