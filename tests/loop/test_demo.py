"""The demo: one shop, told by files, the same every time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from treue.errors import BadOption
from treue.loop.demo import Shown, show
from treue.loop.exporting import MOST_CUSTOMERS


def customers(shown: Shown) -> list[tuple[object, ...]]:
    with duckdb.connect(str(shown.snapshot.database), read_only=True) as con:
        return con.execute("SELECT * FROM customers ORDER BY customer").fetchall()


@pytest.mark.slow
def test_two_demos_of_one_size_are_equal_and_tell_every_kind_of_fact(tmp_path: Path) -> None:
    one, other = (show(tmp_path / name, 250, "de", lambda _: None) for name in ("one", "other"))
    files = sorted(path.name for path in one.exports.iterdir())
    assert len(files) == 19
    for name in files:
        assert (one.exports / name).read_bytes() == (other.exports / name).read_bytes(), name
    assert customers(one) == customers(other)
    with duckdb.connect(str(one.snapshot.database), read_only=True) as con:
        rules = dict(con.execute("SELECT rule, rows FROM rules").fetchall())
        rows = dict(con.execute("SELECT input, rows_read FROM account").fetchall())
    assert set(rules) == {"duplicate", "impossible_date", "missing_time", "not_a_number"}
    assert len(rows) == 19
    assert min(rows.values()) > 0


def test_a_demo_that_would_not_fit_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="up to 100,000"):
        show(tmp_path, MOST_CUSTOMERS + 1, "de", lambda _: None)
    assert not list(tmp_path.iterdir())
