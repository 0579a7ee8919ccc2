"""From a shop's past to what its customers are worth: what must not change, and what must stay."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from invented import histories

from treue.units import Unit
from treue.value.adjustment import Adjustment
from treue.value.appraisal import Appraisal, Settled, appraise, customers_of, learn
from treue.value.forecast import Ahead
from treue.value.past import Past

SETTLED = Settled("pareto-nbd", "all", Unit.WEEK, Ahead(365, 0.1))


def table_of(customers: int, seed: int, scale: int = 1) -> pa.Table:
    """A shop whose orders leave 40 % of their value less 3 EUR; a third of its customers lives abroad."""
    rng = np.random.default_rng(seed)
    shop = histories(customers, seed)
    days = shop.frequency.astype(np.int64) + 1
    free = np.minimum(rng.binomial(days, 0.1), days - 1)
    paid = days - free
    value = np.rint(800 * rng.gamma(6.0 * paid) / rng.gamma(3.4, 0.5, customers)).astype(np.int64) * scale
    cost = days * np.where(np.arange(customers) % 3, 300, 900) * scale
    value_margin = np.rint(value // scale * rng.normal(0.4, 0.3, customers)).astype(np.int64) * scale
    first = np.where(free > 0, value // (paid + 1), value // paid)
    whole = {
        "customer": np.arange(customers), "first_day": 20_000 - shop.tenure_days.astype(np.int64),
        "last_day": np.full(customers, 20_000), "orders": days, "frequency": days - 1,
        "recency_days": shop.recency_days.astype(np.int64), "tenure_days": shop.tenure_days.astype(np.int64),
        "spend_days": paid, "spend_minor": value, "repeat_spend_days": paid - 1,
        "repeat_spend_minor": np.where(paid > 1, value - first, 0), "revenue_minor": value,
        "margin_minor": value_margin - cost, "order_cost_minor": cost,
        **dict.fromkeys(("service_minor", "contact_minor", "acquisition_minor"), 0 * value),
        "margin_12m_minor": value_margin - cost, "margin_24m_minor": value_margin - cost,
    }  # fmt: skip
    return pa.table(whole)


def appraised(past: Past) -> Appraisal:
    return appraise(past, learn(past, SETTLED), SETTLED, Adjustment.none(len(past)), np.random.default_rng(1))


def test_value_is_what_orders_leave_times_how_many_come() -> None:
    past = Past.of(table_of(400, 1), 2)
    told = appraised(past)
    who, models = told.customers, told.models
    assert models.spend is not None
    assert models.positive_share == pytest.approx(
        past.spend_days.sum() / (past.histories.frequency + 1).sum()
    )
    amount = models.spend.expected_amount(past.spend_days, past.spend / past.spend_days)
    leaves = models.positive_share * amount * who.margin_rate - who.order_cost
    assert told.outlook.value == pytest.approx(told.outlook.orders * told.outlook.discount * leaves)


def test_what_comes_with_every_order_is_no_matter_of_its_value() -> None:
    past = Past.of(table_of(2_000, 2), 2)
    who = customers_of(past, "all", np.ones(len(past)))
    assert who.order_cost == pytest.approx(np.where(np.arange(2_000) % 3, 3.0, 9.0), abs=0.5)
    assert float(np.dot(who.margin_rate, past.spend) / past.spend.sum()) == pytest.approx(0.4, abs=0.05)


def test_losses_are_kept_in_rates_values_and_totals() -> None:
    table = table_of(900, 3)
    loss = pa.array(-np.abs(table.column("margin_minor").to_numpy()) - 10_000)
    past = Past.of(table.set_column(table.schema.get_field_index("margin_minor"), "margin_minor", loss), 2)
    told = appraised(past)
    assert (told.customers.margin_rate < 0).all()
    assert (told.outlook.value < 0).all()
    assert told.totals.value is not None
    assert told.totals.value.low < told.totals.value.mean < told.totals.value.high < 0


@pytest.mark.parametrize(("scale", "digits"), [(1, 0), (1, 3), (100, 2), (10, 2)])
def test_digits_and_scale_of_a_currency_change_value_just_so(scale: int, digits: int) -> None:
    here, there = (
        appraised(Past.of(table_of(700, 4, each), places)) for each, places in ((1, 2), (scale, digits))
    )
    factor = scale * 10.0 ** (2 - digits)
    assert there.outlook.value == pytest.approx(here.outlook.value * factor, rel=1e-7, abs=1e-7 * factor)
    assert there.outlook.orders == pytest.approx(here.outlook.orders, rel=1e-12)
    assert here.totals.value is not None
    assert there.totals.value is not None
    assert there.totals.value.low == pytest.approx(here.totals.value.low * factor, rel=1e-5)
    assert there.totals.value.mean == pytest.approx(there.outlook.value.sum(), rel=1e-9)


def test_reserves_reach_their_customers_and_nobody_else() -> None:
    past = Past.of(table_of(50, seed=3), 2)
    rows = {"customer": [-5, 7, 20, 999], "return_reserve_minor": [900, 250, 0, 77],
            "default_reserve_minor": [0, 50, 1, 3]}  # fmt: skip
    told = past.less(pa.table(rows), 2)
    assert np.flatnonzero(told.reserve).tolist() == [7, 20]
    assert told.reserve[[7, 20]] == pytest.approx([3.0, 0.01])
    np.testing.assert_allclose(past.margin_of_orders - told.margin_of_orders, told.reserve)
