"""Scores and tiers by integer ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.errors import BadOption
from treue.segments import TierRule, segment_of
from treue.segments.moves.tables import BEFORE, MOVES, before, moves
from treue.segments.rules import Kind
from treue.segments.tables import SPREAD, fifths, rfm, tier_limits, tiers
from treue.value.ledger_terms import LedgerTerms
from treue.value.staging import Stage, history_stages, ledger_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions
from treue.warehouse.tables import Expression, compiled, declare, schema_of

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


def fill(engine: DuckDBEngine, rows: list[dict[str, object]], to: Expression = ROWS) -> None:
    blank = {"first_day": UNTIL, "last_day": UNTIL, "orders_24m": 1}
    zeros = dict.fromkeys(to.columns, 0)
    table = pa.Table.from_pylist([{**zeros, **blank, **row} for row in rows], schema=schema_of(to))
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
        later = sum(other[0] < ago for other in figures)
        rarer = sum(other[1] < days for other in figures)
        less = sum(other[2] < margin for other in figures)
        scores = [5 - 5 * later // len(figures), *(1 + 5 * count // len(figures) for count in (rarer, less))]
        row = scored[key]
        assert [row["rfm_recency"], row["rfm_frequency"], row["rfm_monetary"]] == scores
        assert row["rfm_segment"] == segment_of(*scores)


def told(engine: DuckDBEngine) -> dict[int, tuple[object, ...]]:
    """Customer -> scores and segment."""
    names = ("rfm_recency", "rfm_frequency", "rfm_monetary", "rfm_segment")
    return {key: tuple(row[name] for name in names) for key, row in answer(engine, RFM).items()}


def test_who_ordered_as_lately_as_everybody_is_not_lost(engine: DuckDBEngine) -> None:
    fill(engine, [{"customer": key, "order_days": 1, "margin_minor": 5} for key in range(7)])
    assert set(told(engine).values()) == {(5, 1, 1, "new")}


def test_a_group_of_equals_is_never_torn_apart(engine: DuckDBEngine) -> None:
    """Seven of ten bought once, eight on the same day: two groups are as good an answer as five."""
    rows = [
        {
            "customer": key,
            "order_days": 1 if key < 7 else 4,
            "last_day": UNTIL if key > 1 else UNTIL - timedelta(90),
        }
        for key in range(10)
    ]
    fill(engine, rows)
    scored = answer(engine, RFM)
    assert [scored[key]["rfm_frequency"] for key in range(10)] == [1] * 7 + [4] * 3
    assert [scored[key]["rfm_recency"] for key in range(10)] == [1] * 2 + [5] * 8


def test_segments_do_not_hang_on_the_order_of_rows_or_the_unit(engine: DuckDBEngine) -> None:
    rows: list[dict[str, object]] = [
        {"customer": key, "order_days": key * 7 % 5 + 1, "margin_minor": key * 31 % 17 - 4,
         "last_day": UNTIL - timedelta(key * 13 % 11)}
        for key in range(40)
    ]  # fmt: skip
    fill(engine, rows)
    plain = told(engine)
    fill(engine, [{**row, "margin_minor": 100 * int(str(row["margin_minor"]))} for row in reversed(rows)])
    assert told(engine) == plain


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


# Limits of the shop's own


def tiers_by(engine: DuckDBEngine, rule: TierRule) -> dict[int, object]:
    engine.stage("tier_limits", tier_limits(ROWS, rule))
    asked = tiers(ROWS, LIMITS.made, losses_are_lead=rule.losses_are_lead)
    return {key: row["tier"] for key, row in answer(engine, compiled(asked, "duckdb")).items()}


def test_limits_may_be_amounts_or_room_for_so_many(engine: DuckDBEngine) -> None:
    profits = [900, 500, 500, 300, 40, -10]
    fill(engine, [{"customer": key, "margin_24m_minor": profit} for key, profit in enumerate(profits)])
    by_amount = tiers_by(engine, TierRule(500, 300, 0, "from"))
    assert list(by_amount.values()) == ["platinum", "platinum", "platinum", "gold", "iron", "lead"]
    by_room = tiers_by(engine, TierRule(1, 1, 2, "most"))
    # There is no room for both who bring 500 in gold: a number is a promise to keep.
    assert list(by_room.values()) == ["platinum", "iron", "iron", "iron", "lead", "lead"]
    everybody = tiers_by(engine, TierRule(900, 500, -50, "from", losses_are_lead=False))
    assert everybody[5] == "iron"


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [((100, 200, 0, "from"), "platinum begins highest"), ((-1, 3, 4, "most"), "zero or more")],
)
def test_limits_that_cannot_be_are_refused(limits: tuple[int, int, int, Kind], sentence: str) -> None:
    with pytest.raises(BadOption, match=sentence):
        TierRule(*limits)


# Moves


MOVING = declare("believed", pa.schema([*schema_of(ROWS), *((name, pa.int64()) for name in SPREAD)]))
EARLIER = compiled(tiers(MOVING, LIMITS.made, before()), "duckdb")


def test_a_move_needs_four_chances_of_five(engine: DuckDBEngine) -> None:
    nobody = {"margin_24m_minor": 0}
    told = [
        # (now, low, high, before) with limits 500, 300, 0
        ((520, 480, 560), "gold", "gold"),  # may be less than platinum
        ((520, 505, 560), "gold", "platinum"),
        ((480, 440, 510), "platinum", "platinum"),
        ((480, 440, 495), "platinum", "gold"),
        ((250, 100, 320), "platinum", "gold"),  # surely not platinum, perhaps still gold
        ((520, 480, 560), None, "platinum"),  # nobody told before
        ((520, 480, 560), "former", "platinum"),
        ((-20, -90, 20), "iron", "iron"),
        ((-20, -90, -1), "iron", "lead"),
        ((520, 90, 280), "platinum", "platinum"),  # the mean of rare good futures, as it was last night
        ((520, 90, 280), "iron", "iron"),  # and no way up by it either
    ]
    rows = [
        {**nobody, "customer": key, "year_value_minor": now, "year_low_minor": low, "year_high_minor": high}
        for key, ((now, low, high), _, _) in enumerate(told)
    ]
    fill(engine, rows, MOVING)
    engine.stage("tier_limits", tier_limits(ROWS, TierRule(500, 300, 0, "from")))
    known = [{"customer": key, "tier_before": tier} for key, (_, tier, _) in enumerate(told) if tier]
    engine.write("before", pa.Table.from_pylist(known, schema=BEFORE))
    drawn = answer(engine, EARLIER)
    assert [drawn[key]["tier"] for key in range(len(told))] == [want for _, _, want in told]
    assert [drawn[key]["tier_before"] for key in range(len(told))] == [tier for _, tier, _ in told]
    by_limits = ["platinum", "platinum", "gold", "gold", "iron", "platinum", "platinum", "lead", "lead"]
    by_limits += ["platinum", "platinum"]
    assert [drawn[key]["tier_by_limits"] for key in range(len(told))] == by_limits


def test_without_an_earlier_tier_the_limits_alone_decide(engine: DuckDBEngine) -> None:
    fill(engine, [{"customer": key, "margin_24m_minor": key} for key in range(10)])
    made = answer(engine, TIERS)
    assert all(row["tier"] == row["tier_by_limits"] for row in made.values())


def test_a_move_names_what_made_the_difference(engine: DuckDBEngine) -> None:
    names = ("profit", "margin_24m", "year_value", "service", "reserve")
    cases = [
        # tier before and now; before and now: profit, margin, year, service, reserve; reason, its amount
        ("gold", "platinum", (500, 300, 200, 20, 0), (700, 480, 220, 20, 0), ("orders", 180)),
        ("gold", "platinum", (500, 300, 200, 20, 0), (700, 320, 380, 20, 0), ("outlook", 180)),
        ("gold", "iron", (500, 300, 200, 20, 0), (300, 130, 170, 190, 0), ("service", -170)),
        ("gold", "iron", (500, 300, 200, 20, 0), (300, 300, 200, 20, 200), ("returns", -200)),
        ("gold", "iron", (500, 300, 200, 20, 0), (510, 310, 200, 20, 0), ("limits", 10)),
        ("gold", "former", (500, 300, 200, 0, 0), (50, 0, 50, 0, 0), ("silence", -450)),
        ("former", "gold", (50, 0, 50, 0, 0), (500, 300, 200, 0, 0), ("return", 450)),
    ]
    earlier, now = [], []
    for key, (was, tier, old, new, _) in enumerate(cases):
        earlier.append(
            {"customer": key, "tier_before": was}
            | {f"{name}_before": each for name, each in zip(names, old, strict=True)}
        )
        told = {f"{name}_minor": each for name, each in zip(names[:4], new, strict=False)}
        now.append(
            {
                "customer": key,
                "tier": tier,
                "return_reserve_minor": new[4],
                "default_reserve_minor": 0,
                **told,
            }
        )
    still = {"customer": 99, "tier": "gold", **dict.fromkeys(SHEET.names[2:], 5)}
    earlier.append({"customer": 99, "tier_before": "gold"})
    engine.write("before", pa.Table.from_pylist(earlier, schema=BEFORE))
    engine.write("sheet", pa.Table.from_pylist([*now, still], schema=SHEET))
    asked = moves(declare("sheet", SHEET), UNTIL)
    assert schema_of(asked) == MOVES
    told = {row["customer"]: row for row in engine.read(asked).read_all().to_pylist()}
    assert [(told[key]["reason"], told[key]["reason_minor"]) for key in range(len(cases))] == [
        case[-1] for case in cases
    ]
    assert 99 not in told


SHEET = pa.schema(
    [
        ("customer", pa.int64()),
        ("tier", pa.string()),
        *(
            (f"{name}_minor", pa.int64())
            for name in ("profit", "margin_24m", "year_value", "service", "return_reserve", "default_reserve")
        ),
    ]
)
