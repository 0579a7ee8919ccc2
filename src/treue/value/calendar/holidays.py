"""Public holidays and the days that make people shop, by rule.

Holidays are those of the whole country; of Switzerland, those that nearly all cantons keep. A day is told as
days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from treue.value.histories import IntArray

_EPOCH = date(1970, 1, 1).toordinal()
_UNITY = 1990

# Month and day.
_FIXED: Mapping[str, tuple[tuple[int, int], ...]] = MappingProxyType(
    {
        "AT": ((1, 1), (1, 6), (5, 1), (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)),
        "CH": ((1, 1), (8, 1), (12, 25), (12, 26)),
        "DE": ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)),
    }
)
# Days after Easter Sunday: Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi.
_MOVING: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"AT": (1, 39, 50, 60), "CH": (-2, 1, 39, 50), "DE": (-2, 1, 39, 50)}
)
COUNTRIES = tuple(_FIXED)

# Stretches in which shops are busy or still.
FEASTS = ("easter", "mothers day", "black friday", "advent", "christmas", "between the years")


def easter(year: int) -> int:
    """Easter Sunday of the Gregorian calendar.

    Source:
        The anonymous algorithm in Meeus (1991), Astronomical Algorithms, chapter 8.
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return _number(year, month, day + 1)


def public_holidays(country: str, first_year: int, last_year: int) -> IntArray:
    """The public holidays of one of `COUNTRIES` from one year to another, both included, ascending."""
    days = {
        day
        for year in range(first_year, last_year + 1)
        for day in (
            *(_number(year, *fixed) for fixed in _FIXED[country] if _is_kept(country, year, fixed)),
            *(easter(year) + after for after in _MOVING[country]),
        )
    }
    return np.array(sorted(days), dtype=np.int64)


def feast_days(feast: str, first_year: int, last_year: int) -> IntArray:
    """The days of one of `FEASTS` from one year to another, both included, ascending."""
    stretches = [_stretch(feast, year) for year in range(first_year, last_year + 1)]
    return np.concatenate([np.arange(first, last + 1) for first, last in stretches]).astype(np.int64)


def _stretch(feast: str, year: int) -> tuple[int, int]:
    """First and last day: before a day of presents, or around a day of sales."""
    if feast == "easter":
        return easter(year) - 14, easter(year) - 1
    if feast == "mothers day":
        second_sunday = _weekday_from(_number(year, 5, 8), 6)
        return second_sunday - 10, second_sunday - 1
    if feast == "black friday":
        # The Friday after the fourth Thursday of November, from that Monday to the Monday after.
        friday = _weekday_from(_number(year, 11, 22), 3) + 1
        return friday - 4, friday + 3
    first, last = {"advent": (1, 18), "christmas": (19, 26), "between the years": (27, 31)}[feast]
    return _number(year, 12, first), _number(year, 12, last)


def _is_kept(country: str, year: int, day: tuple[int, int]) -> bool:
    return not (country == "DE" and day == (10, 3) and year < _UNITY)


def _weekday_from(day: int, weekday: int) -> int:
    """The first such weekday (Monday is 0) on that day or later; 1970-01-01 was a Thursday."""
    return day + (weekday - (day + 3)) % 7


def _number(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - _EPOCH
