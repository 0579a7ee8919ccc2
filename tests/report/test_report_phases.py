from __future__ import annotations

from datetime import date
from pathlib import Path

from pages import Published, block_of, shrunk, written

from treue.report.phases import came_back, last_full_month, month_ends, moves_in, overdue
from treue.report.rows import Flow

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
FLOWS = [
    Flow(SEPTEMBER, None, "acquisition", 10),
    Flow(OCTOBER, "acquisition", "acquisition", 4),
    Flow(OCTOBER, "acquisition", "reactivation", 1),
    Flow(OCTOBER, "acquisition", "retention", 5),
    Flow(OCTOBER, None, "acquisition", 3),
]


def test_a_month_ends_with_who_came_and_who_stayed() -> None:
    september, october = month_ends(FLOWS[::-1])
    assert (september.month, dict(september.customers)) == (SEPTEMBER, {"acquisition": 10})
    assert dict(october.customers) == {"acquisition": 7, "reactivation": 1, "retention": 5}
    assert month_ends([]) == []
    interest = [
        Flow(date(2025, 1, 1), None, "awareness", 4),
        Flow(date(2025, 2, 1), "awareness", "awareness", 4),
    ]
    assert [end.month for end in month_ends([*interest, *FLOWS])] == [september.month, october.month]
    assert month_ends(interest) == []


def test_a_month_is_full_on_its_last_day() -> None:
    ends = month_ends(FLOWS)
    assert last_full_month(ends, date(2026, 10, 31)) == OCTOBER
    assert last_full_month(ends, date(2026, 10, 30)) == SEPTEMBER
    assert last_full_month(ends, date(2026, 9, 29)) is None
    assert last_full_month([], date(2026, 9, 30)) is None


def test_moves_leave_out_who_stayed_and_begin_with_the_most() -> None:
    moves = moves_in(FLOWS, OCTOBER)
    assert [(move.before, move.after, move.customers) for move in moves] == [
        ("acquisition", "retention", 5),
        (None, "acquisition", 3),
        ("acquisition", "reactivation", 1),
    ]
    assert moves_in(FLOWS, None) == []


def test_who_goes_on_being_silent_neither_becomes_overdue_nor_comes_back() -> None:
    assert overdue(moves_in(FLOWS, OCTOBER)) == 1
    silent = [Flow(OCTOBER, "reactivation", "farewell", 9)]
    assert overdue(silent) == came_back(silent) == 0
    assert came_back([Flow(OCTOBER, "farewell", "retention", 2), *silent]) == 2


def test_advice_is_for_phases_in_which_somebody_stands(published: Published, tmp_path: Path) -> None:
    few = shrunk(published, tmp_path / "few.duckdb", "update phases set phase = 'retention'")
    html = block_of(written((few, published[1]), tmp_path), "phases")
    assert 'class="lead">Bindung<' in html
    assert 'class="lead">Rückgewinnung' not in html
    assert 'class="lead">Interesse' not in html
