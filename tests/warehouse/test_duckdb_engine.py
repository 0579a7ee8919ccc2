"""What only DuckDB promises."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from treue.errors import EngineError
from treue.warehouse.duckdb_engine import BATCH_ROWS, DuckDBEngine
from treue.warehouse.engine import EngineOptions
from treue.warehouse.opening import open_engine
from treue.warehouse.tables import declare

SCHEMA = pa.schema([("customer", pa.int64()), ("name", pa.string())])


def test_a_given_connection_stays_open_and_its_tables_can_be_adopted() -> None:
    with duckdb.connect() as con:
        con.execute('CREATE TABLE "raw orders" AS SELECT 7::SMALLINT AS customer, 1 AS extra')
        with DuckDBEngine(con) as engine:
            engine.adopt("orders", SCHEMA, "raw orders")
            rows = engine.read(declare("orders", SCHEMA)).read_all()
        assert rows.schema == SCHEMA
        assert rows.to_pylist() == [{"customer": 7, "name": None}]
        assert con.execute("SELECT count(*) FROM orders").fetchall() == [(1,)]


def test_reading_goes_on_while_other_tables_are_made() -> None:
    count = BATCH_ROWS * 3
    with open_engine("duckdb", EngineOptions(threads=1)) as engine:
        engine.write("many", pa.table({"customer": range(count), "name": ["x"] * count}))
        many = declare("many", SCHEMA)
        reader = engine.read(many)
        seen = len(reader.read_next_batch())
        engine.stage("few", many.filter(many.customer < 10))
        seen += sum(len(batch) for batch in reader)
        assert seen == count
        assert len(engine.read(declare("few", SCHEMA)).read_all()) == 10


def test_memory_and_scratch_are_handed_on(tmp_path: Path) -> None:
    options = EngineOptions(memory="64MB", threads=1, scratch=tmp_path)
    with DuckDBEngine.open(options) as engine:
        query = "SELECT name, value FROM duckdb_settings() WHERE name IN ($1, $2, $3)"
        settings = dict(engine.con.execute(query, ["threads", "temp_directory", "TimeZone"]).fetchall())
    assert settings == {"threads": "1", "temp_directory": str(tmp_path), "TimeZone": "UTC"}


def test_a_wrong_setting_is_told() -> None:
    with pytest.raises(EngineError, match="DuckDB, starting: "):
        DuckDBEngine.open(EngineOptions(memory="a lot"))


def test_a_path_with_a_quote_is_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "Annas Kaffee's"
    folder.mkdir()
    with open_engine("duckdb") as engine:
        engine.write("people", pa.Table.from_pylist([{"customer": 1, "name": "A"}], schema=SCHEMA))
        engine.export(declare("people", SCHEMA), folder / "people.parquet")
        engine.load("again", SCHEMA, [folder / "people.parquet"])
        assert engine.read(declare("again", SCHEMA)).read_all().to_pylist() == [{"customer": 1, "name": "A"}]


def held(engine: DuckDBEngine) -> int:
    """Bytes of tables in memory."""
    query = "SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory() WHERE tag = 'BASE_TABLE'"
    return int(engine.con.execute(query).fetchall()[0][0])


def test_at_rest_it_holds_little_and_takes_less_afterwards(tmp_path: Path) -> None:
    numbers = pa.schema([("customer", pa.int64())])
    with DuckDBEngine.open(EngineOptions(memory="900MB", scratch=tmp_path)) as engine:
        engine.con.execute("CREATE TABLE numbers AS SELECT hash(range)::UBIGINT AS n FROM range(30000000)")
        engine.con.execute("CREATE VIEW customers AS SELECT (n >> 1)::BIGINT AS customer FROM numbers")
        asked = declare("customers", numbers).customer.max().as_table()
        before, limit = engine.read(asked).read_all(), limit_of(engine)
        assert held(engine) > 150_000_000
        engine.rest()
        assert held(engine) < 70_000_000
        assert (limit, limit_of(engine)) == ("858.3 MiB", "514.9 MiB")
        engine.rest()
        assert limit_of(engine) == "514.9 MiB"
        assert engine.read(asked).read_all() == before


def test_rest_leaves_what_cannot_go_and_a_limit_that_is_not_ours() -> None:
    with duckdb.connect(config={"memory_limit": "300MB"}) as con:
        DuckDBEngine(con).rest()
        assert "286.1 MiB" in str(con.execute("SELECT current_setting('memory_limit')").fetchall())
    with DuckDBEngine.open(EngineOptions(memory="900MB")) as engine:  # in memory, so nothing can go
        engine.con.execute("CREATE TABLE numbers AS SELECT hash(range) AS n FROM range(12000000)")
        engine.rest()
        assert engine.con.execute("SELECT count(*) FROM numbers").fetchall() == [(12_000_000,)]


def limit_of(engine: DuckDBEngine) -> str:
    return str(engine.con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])
