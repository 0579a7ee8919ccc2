from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.errors import BadOption
from treue.segments.filters import COLUMNS, Condition, Filter, plain, query_of, read_filter

UNTIL = date(2026, 10, 31)
TABLES = {"customers", "phases", "cluster_members", "radar_risk"}


@pytest.fixture
def snapshot() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE customers AS SELECT * FROM (VALUES"
        " (1, 'platinum', 50000, DATE '2026-10-01'), (2, 'gold', 20000, DATE '2026-08-01'),"
        " (3, 'iron', NULL, DATE '2025-08-01')) t(customer, tier, value_minor, last_order)"
    )
    con.execute(
        "CREATE TABLE phases AS SELECT 1 AS customer, 'retention' AS phase UNION ALL SELECT 2, 'farewell'"
    )
    return con


def who(con: duckdb.DuckDBPyConnection, *conditions: Condition) -> list[int]:
    asked = query_of(Filter(conditions), UNTIL, TABLES)
    found = con.execute(f"SELECT customer {asked.source} ORDER BY customer", dict(asked.blanks))
    return [row[0] for row in found.fetchall()]


def test_no_condition_is_everybody(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert who(snapshot) == [1, 2, 3]


def test_all_conditions_hold(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert who(snapshot, Condition("tier", ("platinum", "gold"))) == [1, 2]
    assert who(snapshot, Condition("tier", ("platinum", "gold")), Condition("idle_days", low=60)) == [2]
    assert who(snapshot, Condition("phase", ("retention",))) == [1]
    assert who(snapshot, Condition("last_order", low="2026-08-01", high="2026-09-01")) == [2]


def test_what_is_not_known_fits_no_bound(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert who(snapshot, Condition("value", low=0)) == [1, 2]


def test_text_of_a_person_is_never_sql(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert who(snapshot, Condition("tier", ("x') OR 1=1 --",))) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"conditions": [{"column": "name"}]}, "'name' is nothing a filter can ask for"),
        ({"conditions": [{"column": "tier", "values": ["tin"]}]}, "tier is never tin"),
        ({"conditions": [{"column": "tier", "values": []}]}, "needs a list `values`"),
        ({"conditions": [{"column": "value"}]}, "needs low or high"),
        ({"conditions": [{"column": "value", "low": "9"}]}, "'9' is no number"),
        ({"conditions": [{"column": "value", "low": 9, "high": 1}]}, "holds nobody"),
        ({"conditions": [{"column": "active", "low": 40}]}, "40 is no share"),
        ({"conditions": [{"column": "last_order", "low": "31.10.2026"}]}, "write it as 2026-11-30"),
        ({"conditions": [{"column": "orders", "low": 1}] * 13}, "13 conditions"),
        ([], "an object with a list"),
        ("tier", "an object with a list"),
    ],
)
def test_refusals(told: object, said: str) -> None:
    with pytest.raises(BadOption, match=said):
        read_filter(told)


def test_a_table_the_snapshot_lacks_is_named() -> None:
    with pytest.raises(BadOption, match="phase: this shop's figures do not tell it"):
        query_of(Filter((Condition("phase", ("retention",)),)), UNTIL, {"customers"})


def test_marks_tell_what_no_snapshot_does(snapshot: duckdb.DuckDBPyConnection) -> None:
    marks = {"light": {"green": "100", "yellow": "010", "red": "001"}}
    for values, found in ((("green",), [1]), (("green", "red"), [1, 3]), (("yellow",), [2])):
        asked = query_of(
            Filter((Condition("light", values),)),
            UNTIL, TABLES, marks=marks,
        )  # fmt: skip
        rows = snapshot.execute(f"SELECT customer {asked.source} ORDER BY 1", dict(asked.blanks)).fetchall()
        assert [key for (key,) in rows] == found
    with pytest.raises(BadOption, match="light: this shop's figures do not tell it"):
        query_of(Filter((Condition("light", ("green",)),)), UNTIL, TABLES)


@given(st.lists(st.sampled_from(sorted(COLUMNS)), max_size=6), st.integers(0, 1))
def test_plain_and_back(names: list[str], bound: int) -> None:
    made = tuple(
        Condition(name, COLUMNS[name].choices[:2] or ("1",))
        if COLUMNS[name].kind == "choice"
        else Condition(name, low="2026-01-01")
        if COLUMNS[name].kind == "day"
        else Condition(name, low=bound)
        for name in names
    )
    assert read_filter(plain(Filter(made))) == Filter(made)


def test_every_column_is_explained() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "filters.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []


def test_the_example_of_the_page_is_a_filter() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "filters.md").read_text(encoding="utf-8")
    told = json.loads(page.partition("```json")[2].partition("```")[0])
    assert len(read_filter(told).conditions) == 3
