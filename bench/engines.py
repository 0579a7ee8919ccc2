"""How long the ledger's tables take on DuckDB, from a log of customer_id, date, amount (Parquet or CSV).

    python bench/engines.py LOG [--margin-bp 4000] [--memory 500MB] [--tables]

Prints wall and CPU seconds and the peak of the process so far, table by table.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

import duckdb

from treue.segments import TierRule
from treue.segments.tables import fifths, rfm, tier_limits, tiers
from treue.value.ledger_terms import LedgerTerms
from treue.value.making import make
from treue.value.reads import READS
from treue.value.staging import Stage, history_stages, ledger_stages
from treue.value.tables import distinct_histories
from treue.warehouse.duckdb_engine import DuckDBEngine

ORDERS = """
CREATE TABLE raw_orders AS SELECT
    'bench:' || row_number() OVER () AS order_id, CAST(customer_id AS BIGINT) AS customer,
    CAST(date AS TIMESTAMP) AS ordered_at, CAST(date AS DATE) AS "day", 'gross' AS prices, 'DE' AS country,
    CAST(round(amount * 100) AS BIGINT) AS amount_minor
FROM '{log}'
"""


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = time.perf_counter() - wall
    print(f"{what:20} {seconds:7.2f} s wall {time.process_time() - cpu:7.2f} s CPU {peak:7.0f} MB peak")


def make_each(engine: DuckDBEngine, stages: tuple[Stage, ...], wanted: Collection[str]) -> None:
    for stage in stages:
        with timed(stage.name):
            make(engine, [stage], wanted)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--margin-bp", type=int)
    parser.add_argument("--memory")
    parser.add_argument("--tables", action="store_true", help="every step as a table, as a night does")
    asked = parser.parse_args()
    con = duckdb.connect(config={"memory_limit": asked.memory} if asked.memory else {})
    with timed("orders into memory"):
        con.execute(ORDERS.format(log=asked.log))
    [rows] = con.execute("SELECT count(*), count(DISTINCT customer), max(day) FROM raw_orders").fetchall()
    until: date = rows[2]
    print(f"{rows[0]} orders, {rows[1]} customers, until {until}, DuckDB {duckdb.__version__}")
    engine = DuckDBEngine(con)
    for name, schema in READS.items():
        engine.load(name, schema, [])
    engine.adopt("orders", READS["orders"], "raw_orders")
    stages = ledger_stages(LedgerTerms(margin_bp=asked.margin_bp))
    every = {stage.name for stage in stages}
    make_each(engine, stages, every if asked.tables else {"customer_days"})
    later = history_stages(stages[-1].made, until)
    make_each(engine, later, {stage.name for stage in later})
    past = later[0].made
    with timed("distinct"):
        engine.stage("distinct", distinct_histories(past))
    with timed("read histories"):
        engine.read(past).read_all()
    forecast = {"return_reserve_minor": 0, "default_reserve_minor": 0}
    rows = past.mutate(year_value_minor=past.margin_minor, **forecast)
    begins, limits = Stage("fifths", fifths(past)), Stage("tier_limits", tier_limits(rows, TierRule()))
    with timed("where scores and tiers begin"):
        for stage in (begins, limits):
            engine.stage(stage.name, stage.expression)
    with timed("rfm and tiers"):
        engine.stage("sheet", tiers(rfm(rows, begins.made), limits.made))


if __name__ == "__main__":
    main()
