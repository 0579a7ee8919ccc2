"""Where to stand in the past: days from which a forecast is made whose truth is known by now."""

from __future__ import annotations

from dataclasses import dataclass

# An origin sees at least so many days, and at least this share of the past.
_FEWEST_DAYS = 60
_LEAST_SEEN = 0.25
_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A day up to which everything is known, and how far is looked ahead from it.

    Args:
        day: last day that is seen, days since 1970-01-01.
        ahead_days: length of the horizon, 1 or more.
    """

    day: int
    ahead_days: int

    @property
    def end(self) -> int:
        """The horizon's last day."""
        return self.day + self.ahead_days


def rolling_origins(first: int, until: int, ahead_days: int, most: int = 3) -> tuple[Origin, ...]:
    """Origins whose horizons end by a day, the latest first.

    Horizons are as long as the forecast's own where the past allows, else a third of the past, in whole
    weeks; origins lie half a horizon apart, so that neighbours share half of their truth.

    Args:
        first: day of the first order of all.
        until: last day that is known.
        ahead_days: the forecast's horizon.
        most: how many.

    Returns:
        None where the past is shorter than about three months.
    """
    reach = _reach(until - first, ahead_days)
    return _backwards(first, until, reach, max(reach // 2, _WEEK), most)


def shifted_windows(first: int, until: int, ahead_days: int, most: int = 4) -> tuple[Origin, ...]:
    """The same, a third of a horizon apart: what the correction learns from."""
    reach = _reach(until - first, ahead_days)
    return _backwards(first, until, reach, max(reach // 3, _WEEK), most)


def _reach(seen: int, ahead_days: int) -> int:
    """The horizon that `seen` days of the past allow, in whole weeks."""
    return max(min(ahead_days, seen // 3) // _WEEK, 1) * _WEEK


def _backwards(first: int, until: int, reach: int, step: int, most: int) -> tuple[Origin, ...]:
    least = max(_FEWEST_DAYS, round(_LEAST_SEEN * (until - first)))
    days = (until - reach - step * each for each in range(most))
    return tuple(Origin(day, reach) for day in days if day - first >= least)
