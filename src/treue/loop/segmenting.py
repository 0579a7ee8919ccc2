"""From forecasts to groups: scores, tiers and one sheet of all customers, on an engine."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from treue.loop.tables import believed, customer_sheet, without_amounts
from treue.segments.rules import TierRule
from treue.segments.tables import fifths, no_tiers, rfm, tier_limits, tiers
from treue.value.staging import Stage
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression, declare

CUSTOMERS = "customers_now"


@dataclass(frozen=True, slots=True)
class Known:
    """What happened, customer by customer, as tables on an engine.

    Args:
        histories: the past.
        reserves: what recent orders will still lose; None where nothing ever came back.
    """

    histories: Expression
    reserves: Expression | None = None


def stage_customers(
    engine: Engine, known: Known, forecasts: pa.Table, rule: TierRule, *, has_amounts: bool
) -> Stage:
    """Make the table of all customers with forecast, scores and tier.

    Args:
        engine: holds what is known.
        known: of every customer.
        forecasts: as `value/forecast_rows.py` makes them.
        rule: the tiers' shares.
        has_amounts: without them nobody has a tier, and all amounts are empty.
    """
    engine.write("forecasts", forecasts)
    rows = believed(known.histories, declare("forecasts", forecasts.schema), known.reserves)
    begins = Stage("fifths", fifths(known.histories, has_amounts=has_amounts))
    limits = Stage("tier_limits", tier_limits(rows, rule))
    for stage in (begins, limits):
        engine.stage(stage.name, stage.expression)
    scored = rfm(rows, begins.made, has_amounts=has_amounts)
    drawn = tiers(scored, limits.made) if has_amounts else no_tiers(scored)
    sheet = customer_sheet(drawn)
    customers = Stage(CUSTOMERS, sheet if has_amounts else without_amounts(sheet))
    engine.define(customers.name, customers.expression)  # read once, when it is written
    return customers
