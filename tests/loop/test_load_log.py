"""The log of loads survives a load that died in the middle of its line."""

from __future__ import annotations

from pathlib import Path

from treue.loop.home import open_home
from treue.loop.load_log import LoadEntry, log_load, next_load, read_loads
from treue.sources.contract import Account, Tally

ACCOUNT = Account(Tally(3, 2, 1), {"EUR": Tally(300, 200, 100)}, {"impossible_date": 1})


def entry(number: int) -> LoadEntry:
    return LoadEntry(number, "orders.csv", "shop", "2026-11-22T10:00:00+00:00", {"orders": ACCOUNT})


def test_what_is_logged_is_read(tmp_path: Path) -> None:
    home = open_home(tmp_path / "shop", create=True)
    home.loads.parent.mkdir()
    assert next_load(home) == 1
    for number in (1, 2):
        log_load(home, entry(number))
    assert read_loads(home) == [entry(1), entry(2)]
    assert next_load(home) == 3


def test_half_a_line_counts_as_no_load(tmp_path: Path) -> None:
    home = open_home(tmp_path / "shop", create=True)
    home.loads.parent.mkdir()
    log_load(home, entry(1))
    with home.loads.open("a", encoding="utf-8") as log:
        log.write('{"number": 2, "path": "ord')
    assert read_loads(home) == [entry(1)]
    log_load(home, entry(2))
    assert read_loads(home) == [entry(1), entry(2)]
