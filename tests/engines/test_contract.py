"""What `warehouse/engine.py` promises, asked of every engine."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from treue.errors import EngineError
from treue.warehouse.engine import Engine
from treue.warehouse.tables import declare, half_even, schema_of, staged, whole_sum

SCHEMA = pa.schema([
    ("customer", pa.int64()),
    ("name", pa.string()),
    ("day", pa.date32()),
    ("at", pa.timestamp("us")),
    ("rate", pa.float64()),
    ("known", pa.bool_()),
])  # fmt: skip
ROW = {
    "customer": 2**62,
    "name": 'Müller\'s "Ä"',
    "day": date(2024, 2, 29),
    "at": datetime(2024, 2, 29, 23, 59, 59, 123456),  # noqa: DTZ001  # as stored: UTC without saying so
    "rate": 0.1,
    "known": True,
}
THINGS = declare("things", SCHEMA)
TIES = [
    (5, 10, 0), (-5, 10, 0), (15, 10, 2), (-15, 10, -2), (25, 10, 2), (-25, 10, -2), (0, 7, 0), (7, 3, 2),
    (-7, 3, -2), (8, 3, 3), (11900 * 10_000, 11900, 10_000), (10**15, 10_700, 93457943925),
    (2**51 * 3 - 1, 3, 2**51), (-(2**51) * 2 - 1, 2, -(2**51)), (2**52 - 1, 2, 2**51),
]  # fmt: skip


@pytest.fixture(
    scope="session",
    params=[
        "duckdb_engine",
        pytest.param("postgres_engine", marks=pytest.mark.postgres),
        pytest.param("spark_engine", marks=pytest.mark.spark),
    ],
)
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


def rows_of(engine: Engine, name: str, schema: pa.Schema) -> list[dict[str, object]]:
    table = engine.read(declare(name, schema)).read_all()
    assert table.schema == schema
    return sorted(table.to_pylist(), key=lambda row: str(list(row.values())))


def test_files_of_different_age_make_one_table(engine: Engine, tmp_path: Path) -> None:
    old = pa.Table.from_pylist([{"customer": 1, "name": "old"}], schema=pa.schema(list(SCHEMA)[:2]))
    new = pa.Table.from_pylist([ROW], schema=SCHEMA)
    pq.write_table(old, tmp_path / "old.parquet")
    pq.write_table(new, tmp_path / "new.parquet")
    engine.load("things", SCHEMA, [tmp_path / "old.parquet", tmp_path / "new.parquet"])
    empty = dict.fromkeys(SCHEMA.names)
    assert rows_of(engine, "things", SCHEMA) == [{**empty, "customer": 1, "name": "old"}, ROW]


def test_no_files_make_an_empty_table(engine: Engine) -> None:
    engine.load("nothing", SCHEMA, [])
    assert rows_of(engine, "nothing", SCHEMA) == []


def test_what_is_written_is_read_and_written_anew(engine: Engine) -> None:
    engine.write("things", pa.Table.from_pylist([ROW], schema=SCHEMA))
    assert rows_of(engine, "things", SCHEMA) == [ROW]
    batches = pa.Table.from_pylist([ROW, ROW], schema=SCHEMA).to_reader(max_chunksize=1)
    engine.write("things", batches)
    assert rows_of(engine, "things", SCHEMA) == [ROW, ROW]


def test_a_table_can_be_made_from_the_one_it_replaces(engine: Engine) -> None:
    engine.write("counts", pa.table({"number": [1, 2, 3]}))
    counts = declare("counts", pa.schema([("number", pa.int64())]))
    engine.stage("counts", counts.mutate(number=counts.number * 10))
    assert [row["number"] for row in rows_of(engine, "counts", schema_of(counts))] == [10, 20, 30]


def test_a_defined_table_follows_what_it_stands_on(engine: Engine) -> None:
    engine.write("basis", pa.table({"number": [1, 2]}))
    basis = declare("basis", pa.schema([("number", pa.int64())]))
    total = basis.aggregate(total=whole_sum(basis.number))
    engine.define("total", total)
    assert rows_of(engine, "total", schema_of(total)) == [{"total": 3}]
    engine.define("total", basis.aggregate(total=whole_sum(basis.number * 2)))
    assert rows_of(engine, "total", schema_of(total)) == [{"total": 6}]


def test_sums_stay_whole_and_export_is_read_back(engine: Engine, tmp_path: Path) -> None:
    engine.write("counts", pa.table({"number": [2**60, -5, None]}))
    counts = declare("counts", pa.schema([("number", pa.int64())]))
    total = counts.aggregate(
        total=whole_sum(counts.number), none=whole_sum(counts.number, where=counts.number > 2**61)
    )
    engine.stage("total", total)
    engine.export(staged("total", total), tmp_path / "total.parquet")
    table = pq.read_table(tmp_path / "total.parquet")
    assert table.to_pylist() == [{"total": 2**60 - 5, "none": 0}]
    assert {str(field.type) for field in table.schema} == {"int64"}


def test_half_even_division_is_the_same_everywhere(engine: Engine) -> None:
    numerators, denominators, quotients = (list(column) for column in zip(*TIES, strict=True))
    engine.write("ties", pa.table({"top": numerators, "bottom": denominators, "wanted": quotients}))
    ties = declare("ties", pa.schema([(name, pa.int64()) for name in ("top", "bottom", "wanted")]))
    rows = engine.read(ties.mutate(got=half_even(ties.top, ties.bottom))).read_all().to_pylist()
    assert [(row["top"], row["bottom"], row["got"]) for row in rows if row["got"] != row["wanted"]] == []


def test_an_engine_s_refusal_is_told(engine: Engine) -> None:
    with pytest.raises(EngineError, match="no_such_table"):
        engine.stage("broken", declare("no_such_table", SCHEMA))


def test_after_a_rest_tables_are_as_they_were(engine: Engine) -> None:
    engine.write("things", pa.Table.from_pylist([ROW], schema=SCHEMA))
    engine.rest()
    assert rows_of(engine, "things", SCHEMA) == [ROW]
