"""What stands on a table without rows vanishes; what is left gives the same rows."""

from __future__ import annotations

import pyarrow as pa
import pytest

from treue.warehouse.absent.tables import without_absent
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions
from treue.warehouse.tables import Expression, compiled, declare, schema_of, whole_sum

SCHEMA = pa.schema([("key", pa.int64()), ("text", pa.string()), ("amount", pa.int64())])
THERE, GONE, ALSO_GONE = (declare(name, SCHEMA) for name in ("there", "gone", "also_gone"))
ROWS = pa.table(
    {"key": [1, 2, 2, None], "text": ["a", "b", None, "d"], "amount": [5, 6, 7, 8]}, schema=SCHEMA
)
OTHER = GONE.select("key", other="amount")


def sums(rows: Expression) -> Expression:
    return rows.group_by("key").aggregate(total=whole_sum(rows.amount))


SHORTER = {
    "left join": THERE.left_join(OTHER, "key").mutate(other_or_own=lambda t: t.other.fill_null(t.amount)),
    "two joins": THERE.left_join(OTHER, "key").left_join(
        ALSO_GONE.select("key", more="text"), "key", rname="{name}_more"
    ),
    "later condition": THERE.left_join(OTHER, "key").left_join(
        THERE.select(twin="amount"), [(lambda left: left.other.fill_null(left.amount), "twin")]
    ),
    "anti join": THERE.anti_join(GONE, "key"),
    "outer join": THERE.outer_join(OTHER, "key"),
    "union": THERE.union(GONE).union(ALSO_GONE),
    "union of sums": sums(THERE).union(sums(GONE)),
    "sums of a join": sums(THERE.left_join(OTHER, "key").filter(lambda t: t.other.isnull())),
}
NOTHING = {
    "the table": GONE,
    "some of its rows": GONE.filter(GONE.amount > 0).select("key"),
    "sums": sums(GONE),
    "inner join": THERE.inner_join(GONE, "key").select("key"),
    "semi join": THERE.semi_join(GONE, "key"),
    "cross join": THERE.select(mine="key").cross_join(GONE),
    "left join to what is there": GONE.left_join(THERE.select("key", mine="text"), "key"),
    "union of nothing": GONE.union(ALSO_GONE),
}
KEPT = {
    "one sum": GONE.aggregate(total=whole_sum(GONE.amount)),
    "right rows of an outer join": OTHER.outer_join(THERE, "key"),
}


@pytest.fixture(scope="module")
def engine() -> DuckDBEngine:
    engine = DuckDBEngine.open(EngineOptions(threads=1))
    engine.write("there", ROWS)
    for name in ("gone", "also_gone"):
        engine.load(name, SCHEMA, [])
    return engine


def rows_of(engine: DuckDBEngine, expression: Expression) -> list[dict[str, object]]:
    return sorted(engine.read(expression).read_all().to_pylist(), key=repr)


@pytest.mark.parametrize("name", SHORTER)
def test_the_rest_gives_the_same_rows(engine: DuckDBEngine, name: str) -> None:
    rest = without_absent(SHORTER[name], {"gone", "also_gone"})
    assert rest is not None
    assert "gone" not in compiled(rest, "duckdb")
    assert schema_of(rest) == schema_of(SHORTER[name])
    assert rows_of(engine, rest) == rows_of(engine, SHORTER[name])


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_said_to_be_nothing(engine: DuckDBEngine, name: str) -> None:
    assert without_absent(NOTHING[name], {"gone", "also_gone"}) is None
    assert rows_of(engine, NOTHING[name]) == []


@pytest.mark.parametrize("name", KEPT)
def test_what_has_rows_all_the_same_stays(engine: DuckDBEngine, name: str) -> None:
    rest = without_absent(KEPT[name], {"gone", "also_gone"})
    assert rest is not None
    assert rows_of(engine, rest) == rows_of(engine, KEPT[name])


def test_nothing_changes_where_nothing_is_absent() -> None:
    for expression in (*SHORTER.values(), *NOTHING.values()):
        rest = without_absent(expression, set())
        assert rest is not None
        assert rest.op() == expression.op()
