"""Every table built here is the same on every engine, row by row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import people
from shop import Shop, small_shop
from treue.loop.night.needing import WANTED
from treue.loop.night.reserving import SHARES, shares_of
from treue.loop.night.tables import (
    believed,
    booked_days,
    booked_kinds,
    bought_days,
    customer_sheet,
    last_day,
    without_amounts,
)
from treue.segments import TierRule
from treue.segments.attention.tables import GIVEN, attended, attention, discounts, waiting
from treue.segments.moves.tables import BEFORE, before, moves
from treue.segments.phases.tables import first_seen, main_categories
from treue.segments.tables import RANKED, fifths, rfm, tier_limits, tiers
from treue.segments.unusual import tables as unusual
from treue.value import tables
from treue.value.experience import tables as experience
from treue.value.forecast_rows import MOVERS
from treue.value.ledger_terms import LedgerTerms
from treue.value.levers.tables import daily, returned_days, spent_on_winning
from treue.value.next_order.tables import bought_again, bought_of, purchases
from treue.value.plan.tables import months_by_cohort
from treue.value.reads import READS
from treue.value.reconciliation.tables import currencies, gaps, gaps_without_lines
from treue.value.reserves.development import MOST_DAYS, Development
from treue.value.reserves.tables import invoices, lost_by_delay, reserves, settled_by_delay, sold_by_age
from treue.value.sales.tables import Facts
from treue.value.staging import (
    Stage,
    history_stages,
    ledger_stages,
    left_out_stage,
    reconciliation_stages,
)
from treue.value.upkeep.tables import cases, last_contacts, messages, minutes
from treue.value.warning.tables import last_parcels, last_scores
from treue.warehouse.engine import Engine
from treue.warehouse.tables import declare

TERMS = {
    "rate": LedgerTerms(margin_bp=4000, prices="gross", leave_out=("staff", "test"), service_hour_minor=3650),
    "plain": LedgerTerms(back_on_shelf=False),
}
GONE_BY = people.UNTIL - timedelta(days=1)
"""A day on which `small_shop` has run out of an article."""
SOLD_AFTER = people.UNTIL - timedelta(days=400)

FORECASTS = pa.schema(
    [
        ("customer", pa.int64()),
        ("code", pa.string()),
        ("p_alive", pa.float64()),
        *((f"expected_orders{of}", pa.float64()) for of in ("", "_median", "_low", "_high")),
        *((f"value{of}_minor", pa.int64()) for of in ("", "_median", "_low", "_high")),
        ("pace", pa.float64()),
        ("margin_per_order_minor", pa.int64()),
        *(column for which, by in MOVERS for column in ((which, pa.string()), (by, pa.float64()))),
        ("at_stake_minor", pa.int64()),
        *((f"year_{of}_minor", pa.int64()) for of in ("value", "low", "high")),
        ("first_order_known", pa.bool_()),
    ]
)


def stages(terms: LedgerTerms) -> tuple[Stage, ...]:
    """Every table, in the order in which they are made."""
    made = ledger_stages(terms)
    by_name = {stage.name: stage.made for stage in made}
    facts, orders, days = Facts.declared(), by_name["orders_placed"], by_name["customer_days"]
    past = history_stages(days, people.UNTIL)
    split = people.UNTIL.replace(year=people.UNTIL.year - 1)
    forecasts = declare("forecasts", FORECASTS)
    spent = Stage("minutes", minutes(facts, terms))
    owed = Stage("invoices", invoices(facts, orders, by_name["sales"], terms, people.UNTIL))
    parcels = Stage("parcels", experience.parcels(orders))
    bought = Stage("purchases", purchases(orders, facts.order_lines))
    cut = Stage("discounts", discounts(facts.order_lines, orders, by_name["ledger"]))
    sent = Stage("messages", messages(facts, terms))
    given = (spent.made, cut.made, sent.made)
    opened = Stage("cases", cases(facts, terms))
    back = Stage("returned_days", returned_days(by_name["ledger"], by_name["cancelled"]))
    shares = declare("loss_shares", SHARES)
    reserved = Stage("reserves", reserves(days, owed.made, shares, people.UNTIL))
    rows = believed(past[0].made, forecasts, reserved.made)
    begins = Stage("fifths", fifths(past[0].made))
    limits = Stage("tier_limits", tier_limits(rows, TierRule()))
    scored = rfm(rows, begins.made)
    drawn, kept = tiers(scored, limits.made), tiers(scored, limits.made, before())
    sheet = Stage("customer_sheet", customer_sheet(drawn))
    real = Stage("orders_real", unusual.real_orders(orders, by_name["cancelled"]))
    pieces = Stage("pieces_sold", unusual.pieces_sold(real.made, facts.order_lines, SOLD_AFTER))
    gone = Stage("gone", unusual.gone(facts.stock, GONE_BY, 60))
    came_back = Stage("pieces_back", unusual.pieces_back(pieces.made, facts.refunds, facts.order_lines))
    return (
        *made,
        Stage("sold_by_age", sold_by_age(days, people.UNTIL)),
        Stage("lost_by_delay", lost_by_delay(orders, by_name["ledger"], people.UNTIL)),
        owed,
        Stage("settled_by_delay", settled_by_delay(facts, owed.made, people.UNTIL)),
        reserved,
        spent,
        cut,
        sent,
        opened,
        Stage("last_contacts", last_contacts(facts, terms)),
        bought,
        Stage("bought_again", bought_again(bought.made, facts.products, 2)),
        Stage("bought_of", bought_of(bought.made, declare("wanted", WANTED))),
        *reconciliation_stages(orders, by_name["ledger"], terms),
        left_out_stage(by_name["cancelled"], by_name["ledger"], terms),
        Stage("gaps", gaps(orders, by_name["sales"])),
        Stage("gaps_without_lines", gaps_without_lines(orders, by_name["sales"])),
        Stage("booked_kinds", booked_kinds(by_name["ledger"])),
        Stage("booked_days", booked_days(days)),
        Stage("bought_days", bought_days(days)),
        Stage("last_day", last_day(days)),
        Stage("currencies", currencies(facts)),
        *past,
        back,
        Stage("daily", daily(days, back.made, None)),
        Stage("spent_on_winning", spent_on_winning(days, split, people.UNTIL)),
        Stage("months_by_cohort", months_by_cohort(days, people.UNTIL)),
        Stage("distinct_histories", tables.distinct_histories(past[0].made)),
        Stage("actuals", tables.actuals(days, split, people.UNTIL)),
        begins,
        limits,
        Stage("months_without_amounts", without_amounts(past[1].made)),
        sheet,
        Stage("attention", attention(sheet.made, days, dict(zip(GIVEN, given, strict=True)), split)),
        Stage("attended", attended(sheet.made, dict(zip(GIVEN, given, strict=True)), split)),
        Stage("waiting", waiting(opened.made, sheet.made, split)),
        Stage("tiers_kept", kept.select("customer", "tier_before", "tier", "profit_minor")),
        Stage("tier_moves", moves(sheet.made, people.UNTIL)),
        Stage("main_categories", main_categories(by_name["sales"], facts)),
        Stage("first_seen", first_seen(facts, terms)),
        parcels,
        Stage("last_parcels", last_parcels(parcels.made, people.UNTIL)),
        Stage("last_scores", last_scores(facts, terms, split, people.UNTIL)),
        Stage("sent_back", experience.sent_back(days, orders, by_name["refunds_traced"])),
        Stage("paid_back", experience.paid_back(by_name["refunds_traced"])),
        Stage("taken_back", experience.taken_back(orders, by_name["returned"])),
        Stage("answered", experience.answered(opened.made)),
        Stage("visits_to_cart", experience.visits_to_cart(facts, days, terms)),
        Stage("baskets_filled", experience.baskets_filled(facts, days, terms)),
        Stage("out_of_stock", experience.out_of_stock(facts, days, by_name["sales"], terms)),
        Stage("first_category", experience.first_items(facts, days, by_name["sales"], "category")),
        Stage("first_article", experience.first_items(facts, days, by_name["sales"], "product")),
        real,
        pieces,
        gone,
        came_back,
        Stage("orders_by_day", unusual.orders_by_day(real.made)),
        Stage("off_by_day", unusual.off_by_day(facts, by_name["cancelled"], terms)),
        Stage("parcels_by_day", unusual.parcels_by_day(real.made)),
        Stage("answers_by_day", unusual.answers_by_day(opened.made)),
        Stage("second_orders", unusual.second_orders(days)),
        Stage("returned_orders", unusual.returned_orders(real.made, by_name["refunds_traced"])),
        Stage("unpaid_orders", unusual.unpaid_orders(facts, real.made, terms, by_invoice=False)),
        Stage("unpaid_invoices", unusual.unpaid_orders(facts, real.made, terms, by_invoice=True)),
        Stage("articles", unusual.articles_by_window(pieces.made, came_back.made, people.UNTIL, 30, 1)),
        Stage("sold_around", unusual.sold_around(gone.made, pieces.made, GONE_BY)),
        Stage("earned", unusual.earned(days, split)),
        Stage("article_margins", unusual.article_margins(by_name["sales"], pieces.made, split)),
        Stage("lost_by_refund", unusual.lost_by_refund(by_name["returned"], split)),
    )


_DEVELOPED = (
    Development(np.linspace(0.3, 0.0, MOST_DAYS + 1)),
    Development(np.linspace(0.1, 0.9, MOST_DAYS + 1)),
)


def forecasts_of(keys: range) -> pa.Table:
    """A forecast that differs from customer to customer, in every column."""
    columns = {
        "customer": list(keys),
        "code": [f"C{key:02d}" for key in keys],
        **{which: [f"feature {key % 5}" if key % 4 else None for key in keys] for which, _ in MOVERS},
        **{
            name: [key * 37 % 1000 * (100 if name.endswith("_minor") else 0.01) for key in keys]
            for name in FORECASTS.names[2:-1]
            if name not in dict(MOVERS)
        },
        "first_order_known": [key % 3 > 0 for key in keys],
    }
    return pa.table(columns, schema=FORECASTS)


def before_of(keys: range) -> pa.Table:
    """What a last night left, of some customers."""
    tiers = (*RANKED, "former")
    rows = [
        {
            "customer": key,
            "tier_before": tiers[key % len(tiers)],
            **dict.fromkeys(BEFORE.names[2:], key * 53 % 2_000),
        }
        for key in keys
        if key % 7
    ]
    return pa.Table.from_pylist(rows, schema=BEFORE)


def build(engine: Engine, shop: Shop, folder: Path, terms: LedgerTerms) -> dict[str, pa.Table]:
    folder.mkdir(exist_ok=True)
    files = shop.write(folder)
    for name, schema in READS.items():
        engine.load(name, schema, files[name])
    engine.write("forecasts", forecasts_of(range(1, 40)))
    engine.write("before", before_of(range(1, 40)))
    engine.write("loss_shares", shares_of(*_DEVELOPED))
    engine.write("wanted", pa.table([["A", "C"], [0, 1]], schema=WANTED))
    made = {}
    for stage in stages(terms):
        engine.stage(stage.name, stage.expression)
        made[stage.name] = engine.read(stage.made).read_all()
    return made


def in_order(table: pa.Table) -> list[tuple[object, ...]]:
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return sorted(rows, key=repr)


@pytest.mark.parametrize(
    ("other", "terms"),
    [
        pytest.param("postgres_engine", "rate", marks=pytest.mark.postgres),
        pytest.param("postgres_engine", "plain", marks=pytest.mark.postgres),
        pytest.param("spark_engine", "rate", marks=pytest.mark.spark),  # a minute of planning: once is enough
    ],
)
def test_every_table_is_equal(
    other: str, terms: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    duckdb_engine: Engine = request.getfixturevalue("duckdb_engine")
    other_engine: Engine = request.getfixturevalue(other)
    folder = tmp_path_factory.mktemp("shop")
    shop = small_shop(np.random.default_rng(20260630), customers=500)
    expected = build(duckdb_engine, shop, folder, TERMS[terms])
    actual = build(other_engine, shop, folder, TERMS[terms])
    for name, table in expected.items():
        assert len(table) > 0, f"{name} is empty and proves nothing"
        assert actual[name].schema == table.schema, name
        assert in_order(actual[name]) == in_order(table), name
