"""The facts store: newest wins, orders are replaced whole, a repeated load changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from treue.errors import BrokenHome, InputError
from treue.facts.store import FactsStore


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def store(tmp_path: Path) -> FactsStore:
    return FactsStore(tmp_path / "facts")


def deliver(con: duckdb.DuckDBPyConnection, name: str, columns: str, *rows: tuple[object, ...]) -> str:
    values = ", ".join("(" + ", ".join(repr(value) for value in row) + ")" for row in rows)
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM (VALUES {values}) AS t({columns})")
    return name


def stored(
    con: duckdb.DuckDBPyConnection, store: FactsStore, table: str, columns: str
) -> list[tuple[object, ...]]:
    files = [str(path) for path in store.files(table)]
    return con.execute(f"SELECT {columns} FROM read_parquet({files}) ORDER BY ALL").fetchall()


def orders(con: duckdb.DuckDBPyConnection, *rows: tuple[object, ...]) -> str:
    return deliver(con, "o", "order_id, amount_minor, version", *rows)


def lines(con: duckdb.DuckDBPyConnection, *rows: tuple[object, ...]) -> str:
    return deliver(con, "l", "order_id, position, product, version", *rows)


def test_a_first_delivery_is_stored_with_every_declared_column(
    con: duckdb.DuckDBPyConnection, store: FactsStore
) -> None:
    merged = store.merge(con, "orders", orders(con, ("A", 100, 1), ("B", 200, 1)))
    assert (merged.new, merged.changed, merged.unchanged) == (2, 0, 0)
    assert stored(con, store, "orders", "order_id, amount_minor, customer") == [
        ("A", 100, None),
        ("B", 200, None),
    ]
    assert store.rows("orders") == 2


def test_the_same_delivery_again_writes_nothing(con: duckdb.DuckDBPyConnection, store: FactsStore) -> None:
    store.merge(con, "orders", orders(con, ("A", 100, 1)))
    before = store.fingerprint(), store.files("orders")
    merged = store.merge(con, "orders", orders(con, ("A", 100, 2)))
    assert merged.unchanged == 1
    assert (store.fingerprint(), store.files("orders")) == before


def test_the_newest_version_wins_in_any_order_of_arrival(
    con: duckdb.DuckDBPyConnection, store: FactsStore
) -> None:
    first, second, third = (1_700_000_000_000 + step for step in (1, 2, 3))
    store.merge(con, "orders", orders(con, ("A", 300, third), ("A", 100, first)))
    store.merge(con, "orders", orders(con, ("A", 200, second)))
    assert stored(con, store, "orders", "amount_minor") == [(300,)]


def test_the_same_content_with_a_newer_change_time_guards_against_late_deliveries(
    con: duckdb.DuckDBPyConnection, store: FactsStore
) -> None:
    first, second, third = (1_700_000_000_000 + step for step in (1, 2, 3))
    store.merge(con, "orders", orders(con, ("A", 100, first)))
    store.merge(con, "orders", orders(con, ("A", 100, third)))
    store.merge(con, "orders", orders(con, ("A", 200, second)))
    assert stored(con, store, "orders", "amount_minor") == [(100,)]


def test_an_order_is_replaced_whole(con: duckdb.DuckDBPyConnection, store: FactsStore) -> None:
    store.merge(con, "order_lines", lines(con, ("A", 1, "tea", 1), ("A", 2, "cup", 1), ("B", 1, "pot", 1)))
    merged = store.merge(con, "order_lines", lines(con, ("A", 1, "coffee", 2)))
    assert (merged.new, merged.changed) == (0, 1)
    assert stored(con, store, "order_lines", "order_id, position, product") == [
        ("A", 1, "coffee"),
        ("B", 1, "pot"),
    ]


def test_an_order_that_now_has_no_lines_loses_them(con: duckdb.DuckDBPyConnection, store: FactsStore) -> None:
    store.merge(con, "order_lines", lines(con, ("A", 1, "tea", 1), ("B", 1, "pot", 1)))
    owners = orders(con, ("A", 0, 2), ("B", 5, 2), ("C", 5, 2))
    store.merge(con, "order_lines", lines(con, ("B", 1, "pot", 2)), owners)
    assert stored(con, store, "order_lines", "order_id, product") == [("B", "pot")]


def test_only_one_process_writes(store: FactsStore) -> None:
    with (
        store.writing(),
        pytest.raises(InputError, match="another load or a run is at work"),
        FactsStore(store.folder).writing(),
    ):
        pass


def test_a_run_and_a_load_do_not_meet(store: FactsStore) -> None:
    refused = pytest.raises(InputError, match="wait for it to end")
    with store.reading(), FactsStore(store.folder).reading(), refused, FactsStore(store.folder).writing():
        pass
    with store.writing(), pytest.raises(InputError, match="wait for it to end"), store.reading():
        pass


def test_a_load_that_died_is_named_until_it_is_done_again(store: FactsStore) -> None:
    with pytest.raises(RuntimeError), store.writing(), store.unfinished("orders.csv"):
        raise RuntimeError
    with (
        pytest.raises(InputError, match=r"a load of orders\.csv did not end; load it again"),
        store.reading(),
    ):
        pass
    with store.writing(), store.unfinished("orders.csv"):
        pass
    with store.reading():
        assert store.half_loaded() is None


def test_a_lost_file_is_named(con: duckdb.DuckDBPyConnection, store: FactsStore) -> None:
    store.merge(con, "orders", orders(con, ("A", 100, 1)))
    store.files("orders")[0].unlink()
    with pytest.raises(BrokenHome, match="missing; restore"):
        store.files("orders")


@pytest.mark.parametrize("content", ["{", json.dumps({"format": 99})])
def test_a_broken_manifest_is_named(store: FactsStore, content: str) -> None:
    folder = store.folder / "orders"
    folder.mkdir(parents=True)
    (folder / "MANIFEST.json").write_text(content)
    with pytest.raises(BrokenHome, match="MANIFEST"):
        store.files("orders")
