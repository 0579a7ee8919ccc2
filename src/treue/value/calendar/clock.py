"""The business clock: it runs fast on days on which much is bought, and slowly on quiet ones.

Customers who buy at random by this clock buy more often before Christmas, if the shop's customers do. So a
purchase model takes its times from the clock, and is otherwise unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from treue.errors import InputError
from treue.value.calendar.almanac import Almanac
from treue.value.histories import FloatArray, Histories, IntArray

FORMAT = 1
SLOWEST, FASTEST = 1 / 3, 3.0
_EPOCH = date(1970, 1, 1).toordinal()
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Clock:
    """How briskly is bought on each day; one business day is an average day of the observed window.

    Args:
        almanac: what is known of each day.
        effects: shape (columns,), by how much the logarithm of the speed rises with each of its columns.
        level: logarithm of the speed where no effect is at work.
        fingerprint: of the orders it was learned from; empty where nothing was learned.
    """

    almanac: Almanac
    effects: tuple[float, ...]
    level: float = 0.0
    fingerprint: str = ""

    def __post_init__(self) -> None:
        width = sum(self.almanac.parts.values())
        if len(self.effects) != width or not np.isfinite([*self.effects, self.level]).all():
            raise InputError(
                f"Clock: {len(self.effects)} effects, level {self.level}; this almanac has {width} columns, "
                "and each has an effect that is a finite number. Learn the clock again."
            )

    @classmethod
    def plain(cls, almanac: Almanac) -> Clock:
        """The clock on which all days are alike."""
        return cls(almanac, (0.0,) * sum(almanac.parts.values()))

    @classmethod
    def of(cls, almanac: Almanac, effects: FloatArray, fingerprint: str = "") -> Clock:
        """The clock with these effects, set so that its mean speed in the observed window is 1."""
        days = np.arange(almanac.first_day, almanac.last_day + 1)
        level = _level_of(almanac.columns(days) @ effects) if effects.any() else 0.0
        return cls(almanac, tuple(map(float, effects)), level, fingerprint)

    @property
    def is_plain(self) -> bool:
        """Whether a business day is a day."""
        return not any(self.effects)

    @property
    def parts(self) -> Mapping[str, tuple[float, ...]]:
        """The effects by part: trend, season, feasts, holidays, promotions."""
        ends = np.cumsum(list(self.almanac.parts.values()))
        split = (
            self.effects[end - width : end]
            for end, width in zip(ends, self.almanac.parts.values(), strict=True)
        )
        return MappingProxyType(dict(zip(self.almanac.parts, split, strict=True)))

    def speed(self, day: IntArray) -> FloatArray:
        """Business days that pass on each day, between a third and three; shape (n,).

        Args:
            day: shape (n,), days since 1970-01-01, past or future.
        """
        if self.is_plain:
            return np.ones(len(day))
        logs = self.level + self.almanac.columns(day) @ np.array(self.effects)
        return np.asarray(np.exp(np.clip(logs, np.log(SLOWEST), np.log(FASTEST))))

    def factor(self, part: str, day: IntArray) -> FloatArray:
        """By how much one part alone makes each day faster or slower, 1 for not at all; shape (n,)."""
        widths = self.almanac.parts
        of_part = np.repeat([name == part for name in widths], list(widths.values()))
        return np.exp(self.almanac.columns(day) @ np.where(of_part, self.effects, 0.0))

    def elapsed(self, day_from: ArrayLike, day_to: ArrayLike) -> FloatArray:
        """Business days from the end of one day to the end of another; below zero if that is earlier.

        Args:
            day_from: days since 1970-01-01, any shape; a fraction is a part of the day after.
            day_to: the same, of a shape that goes with it.
        """
        begins, ends = np.asarray(day_from, dtype=np.float64), np.asarray(day_to, dtype=np.float64)
        if self.is_plain or 0 in (begins.size, ends.size):
            return np.asarray(ends - begins)
        first = int(np.floor(min(begins.min(), ends.min())))
        last = int(np.ceil(max(begins.max(), ends.max())))
        marks = np.arange(first, last + 1)
        passed = np.concatenate([[0.0], np.cumsum(self.speed(marks[1:]))])
        return np.asarray(np.interp(ends, marks, passed) - np.interp(begins, marks, passed))

    def histories(self, plain: Histories, until: int) -> Histories:
        """The same customers, with recency and tenure in business days.

        Two customers who share a history share it by this clock too, so compressed histories stay compressed.

        Args:
            plain: in days, of an observed window that ends with `until`.
            until: days since 1970-01-01.
        """
        if self.is_plain or len(plain) == 0:
            return plain
        first = until - plain.tenure_days
        recency = self.elapsed(first, first + plain.recency_days)
        tenure = self.elapsed(first, np.float64(until))
        # The same sum in another order may differ in its last digit.
        return Histories(plain.frequency, np.minimum(recency, tenure), tenure, plain.weight)

    def horizon(self, until: int, days: ArrayLike) -> FloatArray:
        """Business days in the days after `until`, of the shape of `days`."""
        return self.elapsed(np.float64(until), until + np.asarray(days, dtype=np.float64))

    def log_jacobian(self, repeat_days: IntArray) -> float:
        """What to add to a log-likelihood in business days to compare it with one in days.

        Args:
            repeat_days: shape (m,), the day of each repeat order of each customer.
        """
        return float(np.log(self.speed(repeat_days)).sum())

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `treue.value.calendar.load` gives the same object back."""
        almanac = self.almanac
        return {
            "format": FORMAT,
            "first_day": _iso(almanac.first_day),
            "last_day": _iso(almanac.last_day),
            "country": almanac.country,
            "promotion_days": [_iso(day) for day in almanac.promotion_days],
            "is_daring": almanac.is_daring,
            "effects": {part: list(effects) for part, effects in self.parts.items()},
            "level": self.level,
            "fingerprint": self.fingerprint,
        }


def _level_of(logs: FloatArray) -> float:
    """What to add to the logarithms of the speeds so that their mean, within the bounds, is 1."""
    low, high = np.log(SLOWEST) - logs.max(), np.log(FASTEST) - logs.min()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        speeds = np.exp(np.clip(middle + logs, np.log(SLOWEST), np.log(FASTEST)))
        low, high = (middle, high) if speeds.mean() < 1.0 else (low, middle)
    return float((low + high) / 2)


def _iso(day: int) -> str:
    return date.fromordinal(day + _EPOCH).isoformat()
