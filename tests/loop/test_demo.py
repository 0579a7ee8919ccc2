"""The demo: one shop, told by files, the same every time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from treue.cli import main
from treue.errors import BadOption
from treue.loop.invented.demo import Shown, show
from treue.loop.invented.exporting import MOST_CUSTOMERS


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


def test_the_demo_at_the_terminal_ends_the_day_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[int, date]] = []

    def refused(folder: Path, customers: int, language: str, say: object, until: date) -> Shown:
        del folder, language, say
        asked.append((customers, until))
        raise BadOption("seen enough")

    monkeypatch.setattr("treue.cli.demo.show", refused)
    before = datetime.now(ZoneInfo("Europe/Berlin")).date()
    assert main(["demo"]) == 2
    assert main(["demo", "--until", "2026-10-31", "--customers", "300"]) == 2
    after = datetime.now(ZoneInfo("Europe/Berlin")).date()
    assert asked[0][1] in {day - timedelta(days=1) for day in (before, after)}
    assert asked[1] == (300, date(2026, 10, 31))
    assert "seen enough" in capsys.readouterr().err
    assert main(["demo", "--until", "2999-01-01"]) == 2
    assert "name a day that has come" in " ".join(capsys.readouterr().err.split())
    assert len(asked) == 2


@pytest.mark.slow
def test_the_last_day_of_a_demo_is_the_one_asked_for(tmp_path: Path) -> None:
    shown = show(tmp_path, 250, "de", lambda _: None, date(2026, 4, 1))
    assert shown.snapshot.manifest["until"] == "2026-04-01"
