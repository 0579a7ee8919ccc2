"""From forecasts to groups: scores, tiers and one sheet of all customers, on an engine."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from treue.loop.night.tables import believed, customer_sheet, without_amounts
from treue.segments.rules import TierRule
from treue.segments.tables import fifths, no_tiers, rfm, tier_limits, tiers
from treue.settings import Settings
from treue.value.staging import Stage
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression, declare

CUSTOMERS = "customers_now"


def tier_rule(settings: Settings, digits: int) -> TierRule:
    """As the settings say.

    Args:
        settings: of the shop.
        digits: decimals of its currency.
    """
    told = settings.tiers.limits
    unit = Decimal(10) ** digits if told.kind == "from" else Decimal(1)
    platinum, gold, iron = (round(limit * unit) for limit in told.limits)
    return TierRule(platinum, gold, iron, told.kind, settings.tiers.losses_are_lead == "yes")


@dataclass(frozen=True, slots=True)
class Known:
    """What happened, customer by customer, as tables on an engine.

    Args:
        histories: the past.
        has_amounts: without them nobody has a tier, and all amounts are empty.
        reserves: what recent orders will still lose; None where nothing ever came back.
    """

    histories: Expression
    has_amounts: bool
    reserves: Expression | None = None


def stage_customers(
    engine: Engine, known: Known, forecasts: pa.Table, rule: TierRule, before: Expression | None = None
) -> Stage:
    """The table of all customers with forecast, scores and tier, still to be made.

    Args:
        engine: holds what is known.
        known: of every customer.
        forecasts: as `value/forecast_rows.py` makes them.
        rule: the tiers' limits.
        before: each customer's tier of the last night; None where there was none.
    """
    has_amounts = known.has_amounts
    engine.write("forecasts", forecasts)
    rows = believed(known.histories, declare("forecasts", forecasts.schema), known.reserves)
    begins = Stage("fifths", fifths(known.histories, has_amounts=has_amounts))
    limits = Stage("tier_limits", tier_limits(rows, rule))
    for stage in (begins, limits):
        engine.stage(stage.name, stage.expression)
    scored = rfm(rows, begins.made, has_amounts=has_amounts)
    drawn = (
        tiers(scored, limits.made, before, losses_are_lead=rule.losses_are_lead)
        if has_amounts
        else no_tiers(scored)
    )
    sheet = customer_sheet(drawn)
    return Stage(CUSTOMERS, sheet if has_amounts else without_amounts(sheet))
