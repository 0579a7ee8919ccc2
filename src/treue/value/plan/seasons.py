"""The time of year of a plan: of orders, of what they leave, and of who is new."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray
from treue.value.plan.existing import ByMonth
from treue.value.plan.months import Months
from treue.value.plan.season import Season, season_of

_LEAST = 0.1  # of the mean; where a month left less, factors say nothing


@dataclass(frozen=True, slots=True)
class Seasons:
    """What months of the year do, learned from the same months.

    Args:
        orders: of all order days, whoever ordered: first orders that may not be first change nothing in them.
        revenue: of an order.
        margin: of an order, after what came back in the month.
        new: of new customers; that of orders where too few months of them are known.
    """

    orders: Season
    revenue: Season
    margin: Season
    new: Season

    @classmethod
    def none(cls) -> Seasons:
        """A plan that knows no time of year."""
        return cls(*(Season.none(),) * 4)

    @property
    def is_told(self) -> bool:
        """Whether any of it is in the plan."""
        return self.orders.is_told or self.margin.is_told or self.new.is_told

    def existing(self, expected: ByMonth, months: tuple[int, ...], *, by_clock: bool) -> ByMonth:
        """What is expected of who is here, by the time of year.

        Args:
            expected: without it, or by a clock that tells it of orders already.
            months: shape (k,), months since year 0.
            by_clock: whether it is by such a clock.
        """
        at = np.array(months)
        often = np.ones(len(at)) if by_clock else self.orders.at(at)
        return ByMonth(
            expected.orders * often,
            expected.revenue * often * self.revenue.at(at),
            expected.margin * often * self.margin.at(at),
        )

    def of_new(self, brings: dict[str, FloatArray], months: tuple[int, ...]) -> dict[str, FloatArray]:
        """What a new customer brings, by the time of year; first orders have that of who is new.

        Args:
            brings: measure -> shape (k, k), of who comes in one month (row) in each (column).
            months: shape (k,), months since year 0.
        """
        at = np.array(months)
        often = np.where(np.eye(len(at), dtype=bool), 1.0, self.orders.at(at))
        each: dict[str, FloatArray | float] = {
            "orders": 1.0,
            "revenue": self.revenue.at(at),
            "margin": self.margin.at(at),
        }
        return {name: table * often * each[name] for name, table in brings.items()}


def seasons_of(months: Months) -> Seasons:
    """From the shop's own months that are over, but for the one in which the file begins."""
    over = slice(1, months.full)
    counts = months.orders.sum(axis=0)[over]
    first = months.first + 1
    orders = season_of(counts, first, counts)
    came = months.customers[months.told]
    new = season_of(came, months.first + months.full - len(came), came)
    return Seasons(
        orders=orders,
        revenue=_of_an_order(months.revenue.sum(axis=0)[over], counts, first),
        margin=_of_an_order(months.margin.sum(axis=0)[over], counts, first),
        new=new if new.is_known else orders,
    )


def _of_an_order(amounts: FloatArray, counts: FloatArray, first: int) -> Season:
    if not len(counts) or not (counts > 0).all():
        return Season.none()
    each = amounts / counts
    if each.min() <= _LEAST * each.mean():
        return Season.none()
    return season_of(each, first)
