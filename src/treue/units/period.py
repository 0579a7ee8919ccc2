"""Spans of time that know their unit, so that "12 of what?" cannot be asked."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from treue.errors import BadOption

_SPAN = re.compile(r"\s*(\d{1,5})\s*(d|w|mo|y)\s*")


class Unit(StrEnum):
    """The units a span can be counted in; the value is how people write it: 39w, 12mo."""

    DAY = "d"
    WEEK = "w"
    MONTH = "mo"
    YEAR = "y"


@dataclass(frozen=True, slots=True)
class Period:
    """A whole number of days, weeks, calendar months or years.

    A month is a calendar month, never 30 days: how long it is depends on where it starts.

    >>> Period.parse("12mo").end(date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    >>> Period.parse("39w").days_from(date(1997, 9, 30))
    273
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 1:
            raise BadOption(f"A span of {self.count}{self.unit}: the number is 1 or more.")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "273d", "39w", "12mo" or "1y".

        Raises:
            BadOption: anything else, for example a bare number.
        """
        found = _SPAN.fullmatch(text)
        if found is None:
            raise BadOption(
                f"{text!r} is not a span of time; write a number with its unit: 90d, 39w, 12mo or 1y."
            )
        return cls(int(found[1]), Unit(found[2]))

    def end(self, start: date) -> date:
        """The last day of the span that begins on the day after `start`."""
        try:
            if self.unit is Unit.DAY:
                return start + timedelta(days=self.count)
            if self.unit is Unit.WEEK:
                return start + timedelta(weeks=self.count)
            months = self.count * (12 if self.unit is Unit.YEAR else 1)
            index = start.year * 12 + start.month - 1 + months
            year, month = divmod(index, 12)
            return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        except (OverflowError, ValueError):
            raise BadOption(f"{self} after {start} is beyond the calendar; ask for a shorter span.") from None

    def days_from(self, start: date) -> int:
        """How many days the span has when it begins on the day after `start`."""
        return (self.end(start) - start).days

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"
