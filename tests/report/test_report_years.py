from __future__ import annotations

from datetime import date

from treue.report.rows import Month
from treue.report.years import Year, past_years


def months(count: int, margin: int | None = 10) -> list[Month]:
    starts = [date(2024 + index // 12, index % 12 + 1, 1) for index in range(count)]
    return [Month(start, index, 1, 1, margin, margin) for index, start in enumerate(starts)]


def test_the_cut_month_is_left_out() -> None:
    assert past_years(months(25), date(2026, 1, 20)) == [
        Year(sum(range(12, 24)), 120, date(2025, 1, 1), date(2025, 12, 31)),
        Year(sum(range(12)), 120, date(2024, 1, 1), date(2024, 12, 31)),
    ]


def test_a_finished_month_counts() -> None:
    year = Year(sum(range(13, 25)), 120, date(2025, 2, 1), date(2026, 1, 31))
    assert past_years(months(25), date(2026, 1, 31))[0] == year


def test_too_little_to_make_a_year() -> None:
    assert past_years(months(12), date(2024, 12, 30)) == []
    assert past_years([], date(2024, 12, 30)) == []


def test_months_without_amounts_make_a_year_without_margin() -> None:
    assert past_years(months(12, None), date(2024, 12, 31)) == [
        Year(66, None, date(2024, 1, 1), date(2024, 12, 31))
    ]
