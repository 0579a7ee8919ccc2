from __future__ import annotations

import numpy as np
import pytest

from treue.errors import BadOption
from treue.value.calendar import Almanac
from treue.value.calendar.almanac import SEASON_DAYS
from treue.value.calendar.holidays import public_holidays

TWO_YEARS = Almanac(19_000, 19_000 + SEASON_DAYS - 1, "DE", (19_100, 19_101, 20_000))


def column(almanac: Almanac, part: str, day: np.ndarray) -> np.ndarray:
    widths = almanac.parts
    start = sum(list(widths.values())[: list(widths).index(part)])
    return almanac.columns(day)[:, start : start + widths[part]]


def test_a_season_needs_two_of_each_week() -> None:
    assert list(TWO_YEARS.parts) == ["trend", "season", "feasts", "holidays", "promotions"]
    shorter = Almanac(19_001, TWO_YEARS.last_day)
    assert list(shorter.parts) == ["holidays", "promotions"]
    assert list(Almanac(19_001, TWO_YEARS.last_day, is_daring=True).parts) == [
        "trend",
        "holidays",
        "promotions",
    ]


def test_the_trend_stays_where_it_is_outside_the_window() -> None:
    trend = column(TWO_YEARS, "trend", np.array([0, 19_000, TWO_YEARS.last_day, 40_000]))
    assert (trend[:2] == 0).all()
    assert (trend[2:] == 1).all()
    assert (np.diff(column(TWO_YEARS, "trend", np.arange(19_000, 19_728)), axis=0) >= 0).all()


def test_the_season_comes_back_every_year() -> None:
    days = np.array(["2023-12-20", "2027-12-20", "2024-06-30"], dtype="datetime64[D]").astype(np.int64)
    season = column(TWO_YEARS, "season", days)
    assert np.array_equal(season[0], season[1])
    assert not np.allclose(season[0], season[2])


def test_holidays_and_promotions_are_marked() -> None:
    days = np.arange(19_723, 19_723 + 366)  # 2024
    holidays = days[column(TWO_YEARS, "holidays", days)[:, 0] == 1]
    assert holidays.tolist() == public_holidays("DE", 2024, 2024).tolist()
    promoted = column(TWO_YEARS, "promotions", np.array([19_099, 19_100, 20_000]))
    assert promoted[:, 0].tolist() == [0, 1, 1]


def test_no_days_have_no_columns_filled() -> None:
    assert TWO_YEARS.columns(np.zeros(0, dtype=np.int64)).shape == (0, sum(TWO_YEARS.parts.values()))


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(BadOption, match="no holidays are known for country 'FR', only for AT, CH, DE"):
        Almanac(0, 10, "FR")


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadOption, match="the window ends on day 9, before its first day 10"):
        Almanac(10, 9)


def test_promotion_days_out_of_order_are_refused() -> None:
    with pytest.raises(BadOption, match="promotion days are not in order"):
        Almanac(0, 10, promotion_days=(3, 2))
