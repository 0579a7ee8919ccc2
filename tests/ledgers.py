"""Brings a shop's facts through value's stages on DuckDB, for tests that look at the tables."""

from __future__ import annotations

from pathlib import Path

import people
from shop import Row, Shop
from treue.value.ledger_terms import LedgerTerms
from treue.value.reads import READS
from treue.value.reconciliation.tables import gaps, reconciliation
from treue.value.sales.tables import Facts
from treue.value.staging import history_stages, ledger_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions


class Ledger:
    """Every table of value for one shop, by name."""

    def __init__(self, shop: Shop, folder: Path, terms: LedgerTerms) -> None:
        self.engine = DuckDBEngine.open(EngineOptions(threads=1))
        files = shop.write(folder)
        for name, schema in READS.items():
            self.engine.load(name, schema, files[name])
        self.made = ledger_stages(terms)
        days = self.made[-1].made
        for stage in (*self.made, *history_stages(days, people.UNTIL)):
            self.engine.stage(stage.name, stage.expression)
        by_name = {stage.name: stage.made for stage in self.made}
        orders, entries = by_name["orders_placed"], by_name["ledger"]
        self.engine.stage("reconciliation", reconciliation(Facts.declared(), orders, entries, terms))
        self.engine.stage("gaps", gaps(orders, by_name["sales"]))

    def rows(self, query: str) -> list[Row]:
        return [dict(row) for row in self.engine.con.sql(query).to_arrow_table().to_pylist()]

    def booked(self) -> dict[str, int]:
        """Kind -> sum of entries; kinds without entries are left out."""
        rows = self.engine.con.execute(
            "SELECT kind, CAST(sum(amount_minor) AS BIGINT) FROM ledger GROUP BY kind"
        )
        return dict(rows.fetchall())

    def close(self) -> None:
        self.engine.close()
