from __future__ import annotations

from datetime import date

from treue.report.rows import Month
from treue.report.years import Year, last_year, months_alike

BEGAN = date(2024, 1, 2)


def months(count: int, margin: int | None = 10) -> list[Month]:
    starts = [date(2024 + index // 12, index % 12 + 1, 1) for index in range(count)]
    return [Month(start, index, 1, 1, margin, margin, index // 2) for index, start in enumerate(starts)]


def test_the_cut_month_is_left_out() -> None:
    year = Year(sum(range(12, 24)), 102, 120, date(2025, 1, 1), date(2025, 12, 31))
    assert last_year(months(25), BEGAN, date(2026, 1, 20)) == year
    before = Year(sum(range(12)), 30, 120, date(2024, 1, 1), date(2024, 12, 31))
    assert months_alike(months(25), BEGAN, date(2026, 1, 20)) == (year, before)


def test_a_finished_month_counts() -> None:
    year = Year(sum(range(13, 25)), 108, 120, date(2025, 2, 1), date(2026, 1, 31))
    assert last_year(months(25), BEGAN, date(2026, 1, 31)) == year


def test_too_little_to_make_a_year() -> None:
    assert last_year(months(12), BEGAN, date(2024, 12, 30)) is None
    assert last_year([], None, date(2024, 12, 30)) is None


def test_months_without_amounts_make_a_year_without_margin() -> None:
    year = Year(66, 30, None, date(2024, 1, 1), date(2024, 12, 31))
    assert last_year(months(12, None), None, date(2024, 12, 31)) == year


def test_a_month_in_which_the_data_begin_late_is_no_full_one() -> None:
    until = date(2024, 12, 31)
    assert last_year(months(12), date(2024, 1, 3), until) is not None
    assert last_year(months(12), date(2024, 1, 29), until) is None


def test_only_months_with_a_full_one_a_year_before_are_compared() -> None:
    now, before = months_alike(months(24), date(2024, 1, 29), date(2025, 12, 31)) or (None, None)
    assert now is not None
    assert before is not None
    assert (now.first, now.last, now.orders) == (date(2025, 2, 1), date(2025, 12, 31), sum(range(13, 24)))
    assert (before.first, before.last, before.orders) == (
        date(2024, 2, 1),
        date(2024, 12, 31),
        sum(range(1, 12)),
    )
    assert months_alike(months(18), BEGAN, date(2025, 6, 30)) is not None
    assert months_alike(months(17), BEGAN, date(2025, 5, 31)) is None


def test_where_goods_come_back_the_first_full_month_is_not_compared() -> None:
    back = [*months(23), Month(date(2025, 12, 1), 24, 1, 1, 10, 10, 12, open_minor=3)]
    now, before = months_alike(back, date(2024, 1, 1), date(2025, 12, 31)) or (None, None)
    assert now is not None
    assert before is not None
    assert (now.first, before.first) == (date(2025, 2, 1), date(2024, 2, 1))
