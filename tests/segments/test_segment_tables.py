"""Scores and tiers by integer ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.segments import TierRule, segment_of
from treue.segments.tables import fifths, rfm, tier_limits, tiers
from treue.value.ledger_terms import LedgerTerms
from treue.value.staging import Stage, history_stages, ledger_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions
from treue.warehouse.tables import compiled, declare, schema_of

UNTIL = date(2026, 6, 30)
PAST = history_stages(ledger_stages(LedgerTerms())[-1].made, UNTIL)[0].made
FORECAST = ("year_value_minor", "return_reserve_minor", "default_reserve_minor")
ROWS = declare("believed", pa.schema([*schema_of(PAST), *((name, pa.int64()) for name in FORECAST)]))
BEGINS = Stage("fifths", fifths(ROWS))
LIMITS = Stage("tier_limits", tier_limits(ROWS, TierRule()))
RFM = compiled(rfm(ROWS, BEGINS.made), "duckdb")
TIERS = compiled(tiers(ROWS, LIMITS.made), "duckdb")


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine.open(EngineOptions(threads=1)) as engine:
        yield engine


def fill(engine: DuckDBEngine, rows: list[dict[str, object]]) -> None:
    blank = {"first_day": UNTIL, "last_day": UNTIL, "orders_24m": 1}
    zeros = dict.fromkeys(ROWS.columns, 0)
    table = pa.Table.from_pylist([{**zeros, **blank, **row} for row in rows], schema=schema_of(ROWS))
    engine.write("believed", table)
    for stage in (BEGINS, LIMITS):
        engine.stage(stage.name, stage.expression)


def answer(engine: DuckDBEngine, query: str) -> dict[int, dict[str, object]]:
    return {row["customer"]: row for row in engine.con.sql(query).to_arrow_table().to_pylist()}


def test_what_recent_orders_will_lose_is_no_profit(engine: DuckDBEngine) -> None:
    lost = {"return_reserve_minor": 900, "default_reserve_minor": 200}
    fill(
        engine,
        [{"customer": 1, "margin_24m_minor": 1_000, **lost}, {"customer": 2, "margin_24m_minor": 1_000}],
    )
    told = answer(engine, TIERS)
    assert [(told[key]["profit_minor"], told[key]["tier"]) for key in (1, 2)] == [
        (-100, "lead"),
        (1_000, "platinum"),
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 6), st.integers(-500, 500)), min_size=1, max_size=40
    )
)
def test_scores_are_shares_of_those_below(engine: DuckDBEngine, figures: list[tuple[int, int, int]]) -> None:
    rows = [
        {"customer": key, "last_day": UNTIL - timedelta(ago), "order_days": days, "margin_minor": margin}
        for key, (ago, days, margin) in enumerate(figures)
    ]
    fill(engine, rows)
    scored = answer(engine, RFM)
    for key, (ago, days, margin) in enumerate(figures):
        below = [
            sum(other[0] > ago for other in figures),
            sum(other[1] < days for other in figures),
            sum(other[2] < margin for other in figures),
        ]
        scores = [1 + 5 * count // len(figures) for count in below]
        row = scored[key]
        assert [row["rfm_recency"], row["rfm_frequency"], row["rfm_monetary"]] == scores
        assert row["rfm_segment"] == segment_of(*scores)


def test_a_hundred_customers_fall_into_the_shares(engine: DuckDBEngine) -> None:
    fill(engine, [{"customer": key, "margin_24m_minor": key + 1} for key in range(100)])
    made = answer(engine, TIERS)
    assert Counter(row["tier"] for row in made.values()) == {
        "platinum": 20,
        "gold": 30,
        "iron": 30,
        "lead": 20,
    }
    assert made[99]["tier"] == "platinum"
    assert made[0]["tier"] == "lead"


def test_forecast_counts_loss_is_lead_and_absence_is_former(engine: DuckDBEngine) -> None:
    fill(
        engine,
        [
            {"customer": 1, "margin_24m_minor": 10, "year_value_minor": 100},
            {"customer": 2, "margin_24m_minor": 50},
            {"customer": 3, "margin_24m_minor": -900, "year_value_minor": 899},
            {"customer": 4, "margin_24m_minor": 0, "orders_24m": 0, "margin_minor": 99999},
        ],
    )
    made = answer(engine, TIERS)
    assert {key: (row["profit_minor"], row["tier"]) for key, row in made.items()} == {
        1: (110, "platinum"),
        2: (50, "gold"),
        3: (-1, "lead"),
        4: (0, "former"),
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 9), st.integers(0, 1)), min_size=1, max_size=40))
def test_tiers_are_shares_of_the_better_ones(engine: DuckDBEngine, figures: list[tuple[int, int]]) -> None:
    fill(
        engine,
        [
            {"customer": key, "margin_24m_minor": profit, "orders_24m": orders}
            for key, (profit, orders) in enumerate(figures)
        ],
    )
    made = answer(engine, TIERS)
    active = [profit for profit, orders in figures if orders]
    for key, (profit, orders) in enumerate(figures):
        better = 100 * sum(other > profit for other in active)
        shares = (("platinum", 20), ("gold", 50), ("iron", 80), ("lead", 101))
        tier = next(tier for tier, share in shares if better < share * max(len(active), 1))
        assert made[key]["tier"] == ("former" if not orders else "lead" if profit < 0 else tier)


def test_equal_profits_share_the_better_tier(engine: DuckDBEngine) -> None:
    fill(engine, [{"customer": key, "margin_24m_minor": 7 if key < 5 else 1} for key in range(10)])
    made = answer(engine, TIERS)
    assert [made[key]["tier"] for key in range(10)] == ["platinum"] * 5 + ["iron"] * 5
