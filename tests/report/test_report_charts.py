from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.report.charts.calibration import calibration_chart
from treue.report.charts.cohorts import cohort_chart, shown_cells
from treue.report.charts.frame import LEVELS, NARROW, WIDE, Size, level, ticks
from treue.report.charts.history import money_chart, order_chart, running_month, without_gaps
from treue.report.charts.phases import phase_chart
from treue.report.charts.rfm import rfm_chart
from treue.report.charts.tiers import tier_chart
from treue.report.drawing import picture
from treue.report.numerals import Numerals
from treue.report.phases import MonthEnd
from treue.report.rows import CohortMonth, Decile, Group, Month, Tile
from treue.report.voice import Voice
from treue.report.words import read_words

VOICE = Voice(read_words("de"), Numerals("de", "EUR"))
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def rows_of(chart: alt.LayerChart, layer: int = 0) -> list[dict[str, Any]]:
    """The rows a layer draws, after Altair has checked the whole chart against its schema."""
    spec = chart.to_dict()
    data = spec["layer"][layer].get("data") or spec["data"]
    return list(data["values"] if "values" in data else spec["datasets"][data["name"]])


def four_digits(value: float) -> float:
    return round(value, 4)


def months(*heights: int) -> list[Month]:
    return [
        Month(date(2026, index + 1, 1), high, high, 1, high * 100, high * 40)
        for index, high in enumerate(heights)
    ]


@given(st.floats(-1e9, 1e9).map(four_digits), st.floats(-1e9, 1e9).map(four_digits))
def test_ticks_enclose_what_they_measure_and_zero(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    steps = ticks(low, high)
    assert steps[0] <= min(low, 0) + 1e-6 * abs(low)
    assert steps[-1] >= max(high, 0) - 1e-6 * abs(high)
    assert len(steps) <= 12
    assert 0 in steps


@given(st.floats(0, 1e9), st.floats(1e-3, 1e9))
def test_levels_stay_on_the_scale_and_rise(value: float, top: float) -> None:
    assert 0 <= level(value, top) < LEVELS
    assert level(value, top) <= level(value * 1.5, top)
    assert level(0, top) == 0
    assert level(top, top) == LEVELS - 1


@SIZES
def test_history_draws_revenue_with_margin_inside(size: Size) -> None:
    chart = money_chart(months(3, 5), None, VOICE, size)
    assert [row["value"] for row in rows_of(chart, 0)] == [300, 500]
    assert [row["value"] for row in rows_of(chart, 1)] == [120, 200]


@SIZES
def test_a_running_month_is_pale(size: Size) -> None:
    chart = order_chart(months(3, 5), date(2026, 2, 1), VOICE, size)
    assert [row["strength"] for row in rows_of(chart)] == [1, 0.45]


def test_a_month_runs_until_its_last_day() -> None:
    found = months(3, 5)
    assert running_month(found, date(2026, 2, 27)) == date(2026, 2, 1)
    assert running_month(found, date(2026, 2, 28)) is None
    assert running_month(found, date(2026, 3, 2)) is None


def test_months_without_sales_keep_their_place() -> None:
    first, last = Month(date(2025, 11, 1), 1, 1, 1, 1, 1), Month(date(2026, 2, 1), 1, 1, 1, 1, 1)
    filled = without_gaps([first, last])
    assert [month.month for month in filled] == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert [month.orders for month in filled] == [1, 0, 0, 1]
    assert without_gaps([]) == []


def test_a_month_without_orders_has_no_amount_where_none_is_known() -> None:
    first, last = (Month(date(2026, month, 1), 1, 1, 1, None, None) for month in (1, 3))
    assert without_gaps([first, last])[1] == Month(date(2026, 2, 1), 0, 0, 0, None, None)


@SIZES
def test_tiers_that_cost_money_lie_left_of_zero(size: Size) -> None:
    tiers = [Group("platinum", 20, 110), Group("lead", 80, -10)]
    profit = [row for row in rows_of(tier_chart(tiers, VOICE, size)) if row["bar"] == "profit_bar"]
    assert [(row["start"], row["end"]) for row in profit] == [(0, 1.1), (-0.1, 0)]


def test_tiers_without_profit_show_customers_only() -> None:
    rows = rows_of(tier_chart([Group("gold", 2, None)], VOICE, WIDE))
    assert [row["bar"] for row in rows] == ["customers_bar"]


@SIZES
def test_rfm_draws_all_25_fields(size: Size) -> None:
    rows = rows_of(rfm_chart([Tile(5, 5, 3, 900, "champions"), Tile(1, 1, 9, 0, "lost")], VOICE, size))
    assert len(rows) == 25
    shares = {(row["recency"], row["frequency"]): (row["level"], row["share"][:2]) for row in rows}
    assert shares[5, 5] == (LEVELS - 1, "25")
    assert shares[1, 1] == (0, "75")
    assert shares[3, 3] == (0, "")


def test_rfm_of_losses_only_is_empty_but_drawn() -> None:
    rows = rows_of(rfm_chart([Tile(2, 2, 3, -900, "lost")], VOICE, WIDE))
    assert {row["level"] for row in rows} == {0}


def cohorts(count: int, after: int) -> list[CohortMonth]:
    starts = [date(2024 + index // 12, index % 12 + 1, 1) for index in range(count)]
    return [
        CohortMonth(start, month, 10, 10 if month == 0 else 2) for start in starts for month in range(after)
    ]


def test_cohorts_leave_out_the_first_month_and_all_but_the_newest() -> None:
    shown = shown_cells(cohorts(30, 20))
    assert {cell.month_index for cell in shown} == set(range(1, 13))
    assert min(cell.cohort for cell in shown) == date(2025, 1, 1)
    assert len({cell.cohort for cell in shown}) == 18


def test_cohorts_on_phones_show_half_a_year() -> None:
    rows = rows_of(cohort_chart(cohorts(30, 20), VOICE, NARROW))
    assert {row["after"] for row in rows} == set(range(1, 7))
    assert len({row["cohort"] for row in rows}) == 12


@SIZES
def test_cohorts_of_which_nobody_returned(size: Size) -> None:
    rows = rows_of(cohort_chart([CohortMonth(date(2026, 1, 1), 1, 5, 0)], VOICE, size))
    assert [row["level"] for row in rows] == [0]


@SIZES
def test_calibration_draws_what_came_and_what_was_forecast(size: Size) -> None:
    chart = calibration_chart([Decile(1, 5, 0.2, 0.1), Decile(2, 5, 0.0, 0.0)], VOICE, size)
    assert [row["value"] for row in rows_of(chart, 0)] == [0.1, 0.0]
    assert [row["value"] for row in rows_of(chart, 1)] == [0.2, 0.0]


def test_calibration_of_nothing() -> None:
    assert rows_of(calibration_chart([Decile(1, 5, 0.0, 0.0)], VOICE, WIDE))


@SIZES
def test_phases_stand_on_each_other_without_gaps(size: Size) -> None:
    end = MonthEnd(date(2026, 1, 1), {"farewell": 4, "retention": 3, "reactivation": 2, "awareness": 99})
    rows = rows_of(phase_chart([end], VOICE, size))
    assert [(row["phase"], row["start"], row["value"]) for row in rows] == [
        ("retention", 0, 3),
        ("reactivation", 3, 5),
        ("farewell", 5, 9),
    ]


@pytest.mark.parametrize(("size", "shown"), [(WIDE, 24), (NARROW, 12)], ids=["wide", "narrow"])
def test_phases_show_the_last_months(size: Size, shown: int) -> None:
    ends = [MonthEnd(date(2024 + index // 12, index % 12 + 1, 1), {"retention": 1}) for index in range(30)]
    months = [row["month"] for row in rows_of(phase_chart(ends, VOICE, size))]
    assert len(months) == shown
    assert months[-1] == "2026-06-01"


def test_phases_of_one_customer_are_read_off_in_whole_customers() -> None:
    axis = phase_chart([MonthEnd(date(2026, 1, 1), {"retention": 1})], VOICE, WIDE).to_dict()["layer"][0]
    assert axis["encoding"]["y"]["axis"]["values"] == [0, 1, 2, 3, 4]


def test_phases_of_which_nobody_is_shown_are_drawn_empty() -> None:
    assert rows_of(phase_chart([MonthEnd(date(2026, 1, 1), {"awareness": 9})], VOICE, WIDE)) == []


def test_a_drawing_takes_size_and_colours_from_the_page() -> None:
    def chart(size: Size) -> alt.LayerChart:
        return money_chart(months(30_000, 50_000), None, VOICE, size)

    drawn = picture("Fund", chart)
    assert drawn.wide.startswith('<svg viewBox="0 0 960 ')
    assert drawn.narrow.startswith('<svg viewBox="0 0 360 ')
    assert 'fill="var(--accent)"' in drawn.wide
    assert "40.000\u00a0€" in drawn.wide
    for text in ("<image", "href=", "clip-path", 'id="'):
        assert text not in drawn.wide
