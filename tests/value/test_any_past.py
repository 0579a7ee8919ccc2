"""Whatever a table holds: finite figures, or a warning or refusal that says what is missing.

`TREUE_TABLES` says how many random tables are drawn; an issue's worth is 1,000.
"""

from __future__ import annotations

import math
import os
from dataclasses import astuple

import numpy as np
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pasts import Table, past_of, table_of, tables

from treue.errors import Extrapolation, NothingAccepted, ThinData, TreueWarning
from treue.units import Unit
from treue.value.adjustment import Adjustment
from treue.value.appraisal import Appraisal, Settled, appraise, learn
from treue.value.diary import Bookings, Diary
from treue.value.forecast import Ahead, Shock
from treue.value.forecast_rows import forecast_rows
from treue.value.order_days import OrderDays
from treue.value.past import Past
from treue.value.purchases import MODELS, named
from treue.value.tournament.adjusting import Now, adjust
from treue.value.tournament.features import Seen
from treue.value.tournament.holding import Asked, hold
from treue.value.tournament.origins import Origin

TABLES = int(os.environ.get("TREUE_TABLES", "100"))
YEAR = Ahead(365, 0.1)


def settled(model: str, days: int = 365, spend: str = "all", first_orders: str = "keep") -> Settled:
    return Settled(model, spend, Unit.WEEK, Ahead(days, 0.1), first_orders=first_orders)


def answered(past: Past, how: Settled) -> Appraisal:
    """The appraisal, once every figure in it and in its rows is a number or empty."""
    appraisal = appraise(
        past,
        learn(past, how),
        how,
        Adjustment.none(len(past), Shock(0.15, degrees=4.0)),
        np.random.default_rng(1),
    )
    for total in (appraisal.totals.orders, appraisal.totals.value):
        if total is not None:
            assert all(map(math.isfinite, astuple(total))), total
            assert total.low <= total.median <= total.high, total
    rows = forecast_rows(past, appraisal, YEAR, 2, np.random.default_rng(2))
    assert rows.num_rows == len(past)
    for name in rows.column_names:
        column = rows[name]
        assert column.null_count in (0, len(column)), name
        if column.type in ("double", "int64") and column.null_count == 0:
            # What is no number becomes the smallest one when it is made whole.
            assert (np.abs(column.to_numpy().astype(np.float64)) < 2.0**62).all(), name
    assert pc.all(pc.and_(pc.greater_equal(rows["p_alive"], 0), pc.less_equal(rows["p_alive"], 1))).as_py()
    assert pc.min(rows["expected_orders"]).as_py() >= 0
    return appraisal


def one_day_of(customers: int) -> Table:
    return table_of([(customer, 20_000, 1, 10.0 + customer % 7, 4.0) for customer in range(customers)])


def regular(customers: int, amount: float, margin: float, gap: int = 30) -> Table:
    return table_of(
        [
            (customer, 20_000 + customer % 29 + gap * turn, 1, amount, margin)
            for customer in range(customers)
            for turn in range(1 + customer % 5)
        ]
    )


ODD = {
    "one customer": table_of([(1, 20_000 + 40 * turn, 1, 20.0, 5.0) for turn in range(4)]),
    "one order": table_of([(1, 20_000, 1, 20.0, 5.0)]),
    "two customers, one order each": table_of([(1, 20_000, 1, 20.0, 5.0), (2, 20_100, 1, 30.0, 5.0)]),
    "all on one day": one_day_of(200),
    "all the same amount": regular(300, 20.0, 8.0),
    "only negative margins": regular(300, 20.0, -3.0),
    "no amounts": regular(300, 0.0, 0.0),
    "only returns": regular(300, -20.0, -20.0),
    "gaps of years": regular(300, 20.0, 8.0, gap=1_500),
    "ten million orders on few days": table_of(
        [(1, 20_000 + turn, 10_000_000, 1e8, 3e7) for turn in range(30)]
        + [(customer, 20_000 + customer % 30, 1, 20.0, 8.0) for customer in range(2, 200)]
    ),
    "an order on every day of thirty years": table_of(
        [(1, 9_000 + turn, 900, 900.0, 300.0) for turn in range(11_000)]
        + [(customer, 9_000 + 50 * customer, 1, 20.0, 8.0) for customer in range(2, 200)]
    ),
    "a future date": table_of(
        [*[(c, 20_000 + c, 1, 20.0, 8.0) for c in range(200)], (7, 2_900_000, 1, 9.0, 3.0)]
    ),
}


# Invariants


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", ODD)
def test_odd_shops_are_answered(name: str, model: str) -> None:
    appraisal = answered(past_of(ODD[name]), settled(model))
    assert all(isinstance(said, TreueWarning) for said in appraisal.warnings)


@settings(max_examples=TABLES, suppress_health_check=list(HealthCheck))
@given(
    table=tables(),
    model=st.sampled_from(sorted(MODELS)),
    days=st.sampled_from((1, 30, 365, 3_650)),
    spend=st.sampled_from(("all", "repeat")),
    first_orders=st.sampled_from(("keep", "drop")),
)
def test_every_table_is_answered(table: Table, model: str, days: int, spend: str, first_orders: str) -> None:
    answered(past_of(table), settled(model, days, spend, first_orders))


@settings(max_examples=TABLES // 4 + 1, suppress_health_check=list(HealthCheck))
@given(table=tables(), early=st.integers(0, 500), days=st.sampled_from((1, 30, 365, 3_650)))
def test_a_tournament_can_be_held_on_every_table(table: Table, early: int, days: int) -> None:
    until = max(int(table.day.max()) - early, int(table.day.min()))
    orders = OrderDays(table.customer, table.day, table.revenue)
    diary = Diary(orders, Bookings(table.customer, table.day, table.margin))
    verdict = hold(diary, Asked(until, days, tuple(MODELS), seed=1, country="DE"))
    assert verdict.model in MODELS
    seen = Seen.at(until, diary)
    fitted = named(verdict.model, Unit.WEEK, verdict.phases).fit(seen.histories)
    pace = adjust(verdict, diary, Now(Origin(until, days), seen, fitted, seed=1)).pace
    assert pace.shape == (len(seen),)
    assert np.isfinite(pace).all()
    assert (pace > 0).all()


def test_customers_who_are_not_learned_from_are_forecast() -> None:
    """A shop whose 600 customers order every fifty days or so, and which wins one new one a day."""
    rng = np.random.default_rng(1)
    first = np.concatenate([rng.integers(-600, 0, 600), np.arange(600)])
    days = first[:, None] + np.cumsum(rng.exponential(50.0, (1200, 40)), axis=1)
    orders = [
        (customer, int(day), 1, 20.0, 8.0)
        for customer, own in enumerate(np.column_stack([first, days]))
        for day in own
        if 0 <= day < 600
    ]
    past = past_of(table_of(orders))
    kept, dropped = (answered(past, settled("pareto-nbd", first_orders=how)) for how in ("keep", "drop"))
    for appraisal, said in ((kept, "--first-orders drop."), (dropped, "who came later; all are forecast.")):
        assert [str(each)[-len(said) :] for each in appraisal.warnings if each.kind == "LeftTruncated"] == [
            said
        ]
        assert len(appraisal.outlook.orders) == len(past)
    assert kept.models.purchases.fingerprint != dropped.models.purchases.fingerprint
    rows = forecast_rows(past, dropped, YEAR, 2, np.random.default_rng(2))
    known = rows["first_order_known"].to_numpy()
    assert (~known)[: (first < 0).sum()].mean() > 0.8


# Refusals


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "name", ["one customer", "one order", "all on one day", "two customers, one order each"]
)
def test_thin_tables_say_that_they_are_thin(name: str, model: str) -> None:
    said = answered(past_of(ODD[name]), settled(model)).warnings
    assert any(isinstance(each, ThinData) for each in said)


def test_a_far_horizon_is_named() -> None:
    said = answered(past_of(one_day_of(5)), settled("pareto-nbd", days=3_650)).warnings
    assert any(isinstance(each, Extrapolation) for each in said)


def test_no_customer_is_refused() -> None:
    nobody = past_of(one_day_of(3), until=0)
    with pytest.raises(NothingAccepted, match="there is no customer with an order; a fit needs at least one"):
        learn(nobody, settled("pareto-nbd"))
