"""From forecasts to groups: scores, tiers and one sheet of all customers, on an engine."""

from __future__ import annotations

import pyarrow as pa

from treue.loop.tables import customer_sheet, without_amounts
from treue.segments.rules import TierRule
from treue.segments.tables import no_tiers, rfm, tiers
from treue.value.staging import Stage
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression, declare

CUSTOMERS = "customers_now"


def stage_customers(
    engine: Engine, histories: Expression, forecasts: pa.Table, rule: TierRule, *, has_amounts: bool
) -> Stage:
    """Make the table of all customers with forecast, scores and tier.

    Args:
        engine: holds `histories`.
        histories: the past of every customer.
        forecasts: as `value/forecast_rows.py` makes them.
        rule: the tiers' shares.
        has_amounts: without them nobody has a tier, and all amounts are empty.
    """
    engine.write("forecasts", forecasts)
    forecast = declare("forecasts", forecasts.schema)
    scores = Stage("scores", rfm(histories, has_amounts=has_amounts))
    in_a_year = forecast.select("customer", value_minor=forecast.year_value_minor)
    drawn = tiers(histories, in_a_year, rule) if has_amounts else no_tiers(histories)
    by_profit = Stage("tiers", drawn)
    for stage in (scores, by_profit):
        engine.stage(stage.name, stage.expression)
    sheet = customer_sheet(histories, forecast, scores.made, by_profit.made)
    customers = Stage(CUSTOMERS, sheet if has_amounts else without_amounts(sheet))
    engine.define(customers.name, customers.expression)  # read once, when it is written
    return customers
