"""Twelve full months and the twelve before, so that years are compared like with like."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from treue.report.charts.history import running_month
from treue.report.rows import Month


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve full calendar months; margin is None where no amounts are known.

    Args:
        first: their first day.
        last: their last day.
        open_minor: of the margin, what may still be lost.
    """

    orders: int
    margin_minor: int | None
    first: date
    last: date
    open_minor: int = 0

    @property
    def settled_minor(self) -> int | None:
        """The margin less what it will probably still lose: as final as a year of which nothing is open."""
        return None if self.margin_minor is None else self.margin_minor - self.open_minor


def past_years(months: Sequence[Month], until: date) -> list[Year]:
    """The last full year first, then the one before; fewer where the data do not reach so far.

    Args:
        months: in order and without gaps.
        until: the last day looked at; the month it cuts short is left out.
    """
    running = running_month(months, until)
    full = [month for month in months if month.month != running]
    return [_year(full[end - 12 : end]) for end in (len(full), len(full) - 12) if end >= 12]


def _year(months: Sequence[Month]) -> Year:
    margins = [month.margin_minor for month in months if month.margin_minor is not None]
    end = months[-1].month
    last = end.replace(day=monthrange(end.year, end.month)[1])
    orders = sum(month.orders for month in months)
    still_open = sum(month.open_minor for month in months)
    return Year(orders, sum(margins) if margins else None, months[0].month, last, still_open)
