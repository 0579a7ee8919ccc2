"""What is known of a day before it comes: how far the trend is, the time of year, holidays, promotions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from treue.errors import BadOption
from treue.value.calendar.holidays import COUNTRIES, FEASTS, feast_days, public_holidays
from treue.value.histories import FloatArray, IntArray

# With less, a season cannot be told from a trend or a single good autumn.
SEASON_DAYS = 2 * 52 * 7
# A quarter: what comes and goes faster is a season, not a trend.
_TREND_DAYS = 91
# What lies further back says nothing of today's level.
_MOST_STEPS = 40
# The shortest wave of the year is four weeks long; what is sharper comes from the feasts.
_WAVES = 13
_YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Almanac:
    """What may matter to a shop's customers on each day, past and future.

    Args:
        first_day: of the observed window, days since 1970-01-01.
        last_day: of the observed window.
        country: whose public holidays count, one of `COUNTRIES`; None for none.
        promotion_days: ascending, each once; past and planned.
        is_daring: whether a level that rises or falls is believed before two Decembers were seen. It may as
            well be a season, so this must have proved itself at earlier origins.

    Raises:
        BadOption: a country without a table of holidays, promotion days out of order, or a window that ends
            before it begins.
    """

    first_day: int
    last_day: int
    country: str | None = None
    promotion_days: tuple[int, ...] = ()
    is_daring: bool = False

    def __post_init__(self) -> None:
        if self.country not in (None, *COUNTRIES):
            raise BadOption(
                f"Almanac: no holidays are known for country {self.country!r}, only for "
                f"{', '.join(COUNTRIES)}. Give one of these, or none."
            )
        if list(self.promotion_days) != sorted(set(self.promotion_days)):
            raise BadOption(
                "Almanac: the promotion days are not in order, or one is named twice; each is given once, "
                "ascending. Sort the distinct days."
            )
        if self.last_day < self.first_day:
            raise BadOption(
                f"Almanac: the window ends on day {self.last_day}, before its first day {self.first_day}; "
                "it has at least one day. Give the first and the last day of the orders read."
            )

    @property
    def has_season(self) -> bool:
        """Whether each week of the year was seen twice, two Decembers among them."""
        return self.last_day - self.first_day + 1 >= SEASON_DAYS

    @property
    def parts(self) -> dict[str, int]:
        """Names of the parts, in the order of the columns, and how many columns each has."""
        trend = {"trend": self._steps} if self.has_season or self.is_daring else {}
        season = {"season": 2 * _WAVES, "feasts": len(FEASTS)} if self.has_season else {}
        return {**trend, **season, "holidays": 1, "promotions": 1}

    @property
    def _steps(self) -> int:
        return min((self.last_day - self.first_day) // _TREND_DAYS, _MOST_STEPS)

    def columns(self, day: IntArray) -> FloatArray:
        """Shape (n, columns): each day's share in each effect, 0 where it has none.

        Args:
            day: shape (n,), days since 1970-01-01, in any order.
        """
        made: Mapping[str, Callable[[IntArray], FloatArray]] = {
            "trend": self._trend,
            "season": _season,
            "feasts": _feasts,
            "holidays": self._holidays,
            "promotions": self._promotions,
        }
        return np.concatenate([made[part](day) for part in self.parts], axis=1)

    def _trend(self, day: IntArray) -> FloatArray:
        """A level that may rise or fall from quarter to quarter; it stays where it is outside the window."""
        begins = self.last_day - _TREND_DAYS * np.arange(self._steps, 0, -1)
        return np.clip((day[:, None] - begins) / _TREND_DAYS, 0.0, 1.0)

    def _promotions(self, day: IntArray) -> FloatArray:
        return _among(day, np.array(self.promotion_days, dtype=np.int64))

    def _holidays(self, day: IntArray) -> FloatArray:
        if self.country is None or len(day) == 0:
            return np.zeros((len(day), 1))
        return _among(day, public_holidays(self.country, *_years(day)))


def _season(day: IntArray) -> FloatArray:
    """Waves of the year; short ones are expected to be small, so that near weeks are alike."""
    dates = day.astype("datetime64[D]")
    since_new_year = (dates - dates.astype("datetime64[Y]")).astype(np.int64)
    wave = np.arange(1, _WAVES + 1)
    angle = 2.0 * np.pi * since_new_year[:, None] / _YEAR_DAYS * wave
    return np.concatenate([np.cos(angle) / wave, np.sin(angle) / wave], axis=1)


def _feasts(day: IntArray) -> FloatArray:
    if len(day) == 0:
        return np.zeros((0, len(FEASTS)))
    years = _years(day)
    return np.concatenate([_among(day, feast_days(feast, *years)) for feast in FEASTS], axis=1)


def _among(day: IntArray, days: IntArray) -> FloatArray:
    return np.isin(day, days).astype(np.float64)[:, None]


def _years(day: IntArray) -> tuple[int, int]:
    ends = np.array([day.min(), day.max()]).astype("datetime64[D]").astype("datetime64[Y]")
    first, last = ends.astype(np.int64) + 1970
    return int(first), int(last)
