"""Every table built here is the same on every engine, row by row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import people
from shop import Shop, small_shop
from treue.segments import TierRule
from treue.segments.tables import rfm, tiers
from treue.value import tables
from treue.value.ledger_terms import LedgerTerms
from treue.value.reads import READS
from treue.value.reconciliation.tables import currencies, gaps, reconciliation
from treue.value.sales.tables import Facts
from treue.value.staging import Stage, history_stages, ledger_stages
from treue.warehouse import Engine
from treue.warehouse.tables import declare

TERMS = {
    "rate": LedgerTerms(margin_bp=4000, prices="gross", leave_out=("staff", "test")),
    "plain": LedgerTerms(back_on_shelf=False),
}
FORECASTS = pa.schema([("customer", pa.int64()), ("value_minor", pa.int64())])


def stages(terms: LedgerTerms) -> tuple[Stage, ...]:
    """Every table, in the order in which they are made."""
    made = ledger_stages(terms)
    by_name = {stage.name: stage.made for stage in made}
    facts, orders, days = Facts.declared(), by_name["orders_placed"], by_name["customer_days"]
    past = history_stages(days, people.UNTIL)
    split = people.UNTIL.replace(year=people.UNTIL.year - 1)
    return (
        *made,
        Stage("reconciliation", reconciliation(facts, orders, by_name["ledger"], terms)),
        Stage("gaps", gaps(orders, by_name["sales"])),
        Stage("currencies", currencies(facts)),
        *past,
        Stage("distinct_histories", tables.distinct_histories(past[0].made)),
        Stage("actuals", tables.actuals(days, split, people.UNTIL)),
        Stage("rfm", rfm(past[0].made)),
        Stage("tiers", tiers(past[0].made, declare("forecasts", FORECASTS), TierRule())),
    )


def build(engine: Engine, shop: Shop, folder: Path, terms: LedgerTerms) -> dict[str, pa.Table]:
    folder.mkdir(exist_ok=True)
    files = shop.write(folder)
    for name, schema in READS.items():
        engine.load(name, schema, files[name])
    keys = list(range(1, 40))
    values = [key * 37 % 1000 * 100 for key in keys]
    engine.write("forecasts", pa.table({"customer": keys, "value_minor": values}, schema=FORECASTS))
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
