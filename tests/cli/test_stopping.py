"""Ctrl-C and SIGTERM in the midst of a query: a line and an exit code, nothing half-written."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from spoken import Spoken

from treue.errors import EngineError
from treue.loop.customer_file import write_customers
from treue.warehouse.duckdb_engine import DuckDBEngine

Treue = Callable[..., Spoken]


def at_work(asked: signal.Signals) -> Callable[..., None]:
    """A query that takes seconds, and somebody who has not the time.

    By one thread, the caller's: a worker would end its share of the query before it heard of it.
    """

    def work(*_: object) -> None:
        threading.Timer(0.3, os.kill, (os.getpid(), asked)).start()
        with duckdb.connect(config={"threads": 1}) as con:
            con.execute("SELECT sum(range % 7) FROM range(3000000000)")
        threading.Event().wait(60)

    return work


@pytest.mark.parametrize(
    ("asked", "code", "by"), [(signal.SIGINT, 130, "Ctrl-C"), (signal.SIGTERM, 143, "the system (SIGTERM)")]
)
def test_a_query_is_stopped_in_a_line(
    treue: Treue, monkeypatch: pytest.MonkeyPatch, asked: signal.Signals, code: int, by: str
) -> None:
    handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    monkeypatch.setattr("treue.cli.value.value_file", at_work(asked))
    answer = treue("value", "orders.csv")
    assert answer.code == code
    assert answer.err == (
        f"treue: stopped by {by} before the end; nothing half-written is left. "
        "Run the command again to finish.\n"
    )
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == handlers


def test_another_error_is_not_taken_for_a_stop(treue: Treue, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("our fault")

    monkeypatch.setattr("treue.cli.value.value_file", broken)
    with pytest.raises(RuntimeError, match="our fault"):
        treue("value", "orders.csv")


def test_a_file_that_was_not_finished_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "customers.csv"

    def stopped(*_: object) -> None:
        out.with_name(".customers.csv.tmp").write_text("half", encoding="utf-8")
        raise EngineError("stopped")

    with duckdb.connect() as con:
        engine = DuckDBEngine(con)
        monkeypatch.setattr(DuckDBEngine, "run", stopped)
        with pytest.raises(EngineError):
            write_customers(engine, "customers_now", 2, out)
    assert list(tmp_path.iterdir()) == []
