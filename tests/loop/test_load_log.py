"""The log of loads survives a load that died in the middle of its line."""

from __future__ import annotations

from pathlib import Path

from treue.loop.home import open_home
from treue.loop.intake.load_log import (
    BY_PROGRAMS,
    LoadEntry,
    log_load,
    log_more,
    log_undo,
    next_load,
    read_loads,
)
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


def drained(number: int, at: str, kind: str = "order events") -> LoadEntry:
    return LoadEntry(number, "events", BY_PROGRAMS, at, {kind: ACCOUNT})


def test_events_of_a_day_are_one_line_until_something_else_is_loaded(tmp_path: Path) -> None:
    home = open_home(tmp_path / "shop", create=True)  # the clock of Berlin
    home.loads.parent.mkdir()
    log_load(home, entry(1))
    log_more(home, drained(2, "2026-11-22T23:10:00+00:00"))
    log_more(home, drained(3, "2026-11-22T23:11:00+00:00", "refund events"))
    log_more(home, drained(4, "2026-11-23T22:59:00+00:00"))
    twice = Account(Tally(6, 4, 2), {"EUR": Tally(600, 400, 200)}, {"impossible_date": 2})
    of_the_day = LoadEntry(
        4, "events", BY_PROGRAMS, "2026-11-23T22:59:00+00:00",
        {"order events": twice, "refund events": ACCOUNT},
    )  # fmt: skip
    assert read_loads(home) == [entry(1), of_the_day]
    assert next_load(home) == 5
    following = drained(5, "2026-11-23T23:01:00+00:00")
    log_more(home, following)
    assert read_loads(home) == [entry(1), of_the_day, following], "a day of its own"
    log_load(home, entry(6))
    log_undo(home, 6, "2026-11-23T23:02:30+00:00")
    log_more(home, drained(7, "2026-11-23T23:03:00+00:00"))
    assert [each.number for each in read_loads(home)] == [1, 4, 5, 7]


def test_a_log_of_events_stays_small(tmp_path: Path) -> None:
    home = open_home(tmp_path / "shop", create=True)
    home.loads.parent.mkdir()
    for minute in range(50):
        log_more(home, drained(minute + 1, f"2026-11-22T10:{minute:02}:00+00:00"))
    assert len([line for line in home.loads.read_text(encoding="utf-8").splitlines() if line]) == 1
    assert not list(home.loads.parent.glob("*.tmp"))
    assert next_load(home) == 51
