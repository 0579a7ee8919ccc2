"""Wanted tables are stored; the others are computed in passing, to the same result."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from shop import small_shop
from treue.value.ledger_terms import LedgerTerms
from treue.value.making import make
from treue.value.reads import READS
from treue.value.staging import ledger_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions


def test_steps_in_passing_give_the_same_days(tmp_path: Path) -> None:
    files = small_shop(np.random.default_rng(2), 40).write(tmp_path)
    stages = ledger_stages(LedgerTerms(margin_bp=3000))
    days = []
    for wanted in ({"customer_days"}, {stage.name for stage in stages}):
        with DuckDBEngine.open(EngineOptions(threads=1)) as engine:
            for name, schema in READS.items():
                engine.load(name, schema, files[name])
            make(engine, stages, wanted)
            stored = engine.con.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            ).fetchall()
            assert {name for (name,) in stored} == wanted
            days.append(engine.con.execute("SELECT * FROM customer_days ORDER BY ALL").fetchall())
    assert days[0] == days[1]
    assert len(days[0]) > 100
