"""Brings a shop's facts through value's stages on DuckDB, for tests that look at the tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import people
from shop import Row, Shop
from treue.value.ledger_terms import LedgerTerms
from treue.value.reads import READS
from treue.value.reconciliation.tables import gaps
from treue.value.staging import history_stages, ledger_stages, left_out_stage, reconciliation_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions
from treue.warehouse.tables import compiled


@cache
def statements(terms: str) -> dict[str, str]:
    """Table -> DuckDB's SQL, in order; compiling takes a second, so each set of terms does it once."""
    named = TERMS[terms]
    made = ledger_stages(named)
    by_name = {stage.name: stage.made for stage in made}
    orders, entries = by_name["orders_placed"], by_name["ledger"]
    expressions = {
        **{stage.name: stage.expression for stage in made},
        **{stage.name: stage.expression for stage in history_stages(made[-1].made, people.UNTIL)},
        **{stage.name: stage.expression for stage in reconciliation_stages(orders, entries, named)},
        "left_out": left_out_stage(by_name["cancelled"], entries, named).expression,
        "gaps": gaps(orders, by_name["sales"]),
    }
    return {name: compiled(expression, "duckdb") for name, expression in expressions.items()}


TERMS: dict[str, LedgerTerms] = {}


class Ledger:
    """Every table of value for one shop, by name."""

    def __init__(self, shop: Shop, folder: Path, terms: LedgerTerms) -> None:
        self.engine = DuckDBEngine.open(EngineOptions(threads=1))
        files = shop.write(folder)
        for name, schema in READS.items():
            self.engine.load(name, schema, files[name])
        TERMS[repr(terms)] = terms
        for name, query in statements(repr(terms)).items():
            self.engine.con.execute(f'CREATE TABLE "{name}" AS {query}')

    def rows(self, query: str) -> list[Row]:
        return [dict(row) for row in self.engine.con.sql(query).to_arrow_table().to_pylist()]

    def booked(self) -> dict[str, int]:
        """Kind -> sum of entries; kinds without entries are left out."""
        query = "SELECT kind, CAST(sum(amount_minor) AS BIGINT) FROM ledger GROUP BY kind"
        return dict(self.engine.con.execute(query).fetchall())

    def close(self) -> None:
        self.engine.close()
