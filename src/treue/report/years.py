"""The last twelve full months, and those of the year before, so that years are compared like with like."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from treue.report.charts.history import running_month
from treue.report.rows import Month


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve full calendar months, or those of them that can be compared.

    Args:
        orders: of everybody.
        order_days: of known customers, added up.
        margin_minor: None where no amounts are known.
        first: their first day.
        last: their last day.
        open_minor: of the margin, what may still be lost.
    """

    orders: int
    order_days: int
    margin_minor: int | None
    first: date
    last: date
    open_minor: int = 0

    @property
    def settled_minor(self) -> int | None:
        """The margin less what it will probably still lose: as final as a year of which nothing is open."""
        return None if self.margin_minor is None else self.margin_minor - self.open_minor


_LATE = 3
"""A month in which the data begin after this day is no full one; a shop may be closed on the first."""
_FEWEST = 6
"""Fewer months than these say little of a year."""


def last_year(months: Sequence[Month], began: date | None, until: date) -> Year | None:
    """The last twelve full months; None where the data do not reach so far.

    Args:
        months: in order and without gaps.
        began: the first day with an order; the month it cuts short is left out. None where it is not known.
        until: the last day looked at; the month it cuts short is left out.
    """
    full = _full(months, began, until)
    return _year(full[-12:]) if len(full) >= 12 else None


def months_alike(months: Sequence[Month], began: date | None, until: date) -> tuple[Year, Year] | None:
    """The latest full months that have a full one a year before, and those; None for fewer than six.

    Where goods come back, the first full month is left out: nothing of what was ordered before it does.

    Args:
        months: in order and without gaps.
        began: the first day with an order; None where it is not known.
        until: the last day looked at.
    """
    full = _full(months, began, until)
    full = full[1:] if any(month.open_minor for month in months) else full
    count = min(len(full) - 12, 12)
    if count < _FEWEST:
        return None
    return _year(full[-count:]), _year(full[-count - 12 : -12])


def _full(months: Sequence[Month], began: date | None, until: date) -> list[Month]:
    begun = began.replace(day=1) if began is not None and began.day > _LATE else None
    cut = (begun, running_month(months, until))
    return [month for month in months if month.month not in cut]


def _year(months: Sequence[Month]) -> Year:
    margins = [month.margin_minor for month in months if month.margin_minor is not None]
    end = months[-1].month
    last = end.replace(day=monthrange(end.year, end.month)[1])
    return Year(
        orders=sum(month.orders for month in months),
        order_days=sum(month.order_days for month in months),
        margin_minor=sum(margins) if margins else None,
        first=months[0].month,
        last=last,
        open_minor=sum(month.open_minor for month in months),
    )
