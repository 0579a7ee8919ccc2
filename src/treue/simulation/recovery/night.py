"""What a night believes of a simulated shop, and what is true of the same customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from treue.errors import BadOption
from treue.simulation.recovery.future import YEAR_DAYS, Came, Due, chance_of_order, due_of, play_on
from treue.simulation.world.chance import BoolArray, FloatArray, IntArray
from treue.simulation.world.days import number_of
from treue.simulation.world.play import Plan, live, open_world
from treue.simulation.world.terms import Terms
from treue.simulation.writing import TRUTH
from treue.warehouse.snapshot import current

SOON_DAYS = 28
"""Days within which `order_chance_28` tells an order."""

TABLES = (
    "customers", "months", "phases", "due", "next_order_test", "frictions",
    "radar_customers", "radar_groups", "radar_risk",
)  # fmt: skip
"""Of a snapshot, those that are held beside the truth."""


@dataclass(frozen=True, slots=True)
class Night:
    """A published night.

    Args:
        tables: of the snapshot; one row a customer in `customers`.
        totals: "orders" and "value_minor": mean, low and high of all customers together.
        rate: discount per year.
        silent_days: how far early warning looks.
    """

    tables: Mapping[str, pa.Table]
    totals: Mapping[str, Mapping[str, float]]
    rate: float
    silent_days: int

    def number(self, column: str, table: str = "customers") -> FloatArray:
        """A column of numbers; NaN where it is empty."""
        cells = self.tables[table].column(column).cast(pa.float64())
        return np.asarray(pc.fill_null(cells, np.nan).to_numpy(), np.float64)

    @property
    def customer(self) -> IntArray:
        """Keys, in the order of all other columns."""
        return np.asarray(self.tables["customers"].column("customer").to_numpy(), np.int64)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a night's customers; arrays in its order.

    Args:
        terms: the preset.
        rows: of `truth/customers`.
        usual: expected of the next 365 days, what moves all alike at its mean.
        given: the same with the shocks as they will be.
        came: of these days, played on.
        came_orders: of each customer.
        came_profit: discounted, minor units.
        next_day: days to the next order.
        orders: chance of an order as far as early warning looks.
        soon: the same within `SOON_DAYS`.
        effects: by friction, the chance that it drives away.
        articles: of the range, model by model.
        today: the morning after the facts, days since 1970-01-01.
    """

    terms: Terms
    rows: pa.Table
    usual: Due
    given: Due
    came: Came
    came_orders: FloatArray
    came_profit: FloatArray
    next_day: IntArray
    orders: FloatArray
    soon: FloatArray
    effects: Mapping[str, float]
    articles: pa.Array
    today: int

    def number(self, column: str) -> FloatArray:
        """A column of `truth/customers`."""
        return np.asarray(self.rows.column(column).cast(pa.float64()).to_numpy(), np.float64)

    @property
    def is_customer(self) -> BoolArray:
        """Who still is one."""
        return np.asarray(self.rows.column("is_customer").to_numpy(), np.bool_)


def read_night(home: Path) -> Night:
    """The published snapshot of a home.

    Raises:
        BadOption: no night has run there.
    """
    found = current(home / "snapshots")
    if found is None:
        raise BadOption(f"No night has run in {home}. Run one: treue run --home {home}")
    with duckdb.connect(str(found.database), read_only=True) as con:
        tables = {name: con.sql(f"SELECT * FROM {name}").to_arrow_table() for name in TABLES}
    for name, column in (("customers", "customer"), ("months", "month")):
        tables[name] = tables[name].sort_by(column)  # a database promises no order
    told = found.manifest
    totals, tested = told["totals"], tables["next_order_test"].column("ahead_days")
    if not isinstance(totals, Mapping) or not isinstance(rate := told["discount_per_year"], float):
        raise BadOption(f"The snapshot in {home} tells no totals. Run another night there.")
    return Night(tables, totals, rate, int(tested[0].as_py()))


def truth_of(terms: Terms, plan: Plan, home: Path, night: Night) -> Truth:
    """Live through the same world again, and beyond what the night knows.

    Args:
        terms: the preset.
        plan: that the home was made by.
        home: holds `truth/`.
        night: whose customers.

    Raises:
        BadOption: the truth of the home is that of another world.
    """
    world, _ = live(open_world(terms, plan), number_of(plan.until))
    told: pa.Table = pq.read_table(home / TRUTH / "customers")
    told = told.sort_by("customer")
    at = np.searchsorted(told.column("customer").to_numpy(), night.customer)
    rows = told.take(pa.array(at))
    if rows.column("customer").to_pylist() != night.customer.tolist():
        raise BadOption(f"The snapshot in {home} has customers whom its truth does not know.")
    row = np.searchsorted(world.people.number, rows.column("number").to_numpy())
    came = play_on(world, YEAR_DAYS, night.rate)
    usual, given = (due_of(world, YEAR_DAYS, night.rate, shocks=each) for each in (False, True))
    if not np.allclose(usual.orders[row], rows.column("expected_orders").to_numpy()):
        raise BadOption(f"{home} is another world than that of seed {plan.seed}; simulate it again.")
    kick = pq.read_table(home / TRUTH / "effects.parquet").to_pydict()
    return Truth(
        terms=terms,
        rows=rows,
        usual=Due(usual.orders[row], usual.profit[row]),
        given=Due(given.orders[row], given.profit[row]),
        came=came,
        came_orders=came.orders[row].astype(np.float64),
        came_profit=came.profit[row],
        next_day=came.next_day[row],
        orders=chance_of_order(world, night.silent_days)[row],
        soon=chance_of_order(world, SOON_DAYS)[row],
        effects=dict(zip(kick["friction"], kick["drives_away"], strict=True)),
        articles=world.article_numbers,
        today=world.today,
    )
