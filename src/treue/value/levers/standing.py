"""What customers were worth on any day, measured with one and the same models.

Purchase model, spend model and what was learned of each customer's pace are those of today: the difference of
two days is then the customers', not the model's. Rates of margin, returns and upkeep are what was booked by
each day, believed in the same manner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from treue.value.adjustment import Paces
from treue.value.appraisal import customers_of
from treue.value.calendar import Clock
from treue.value.diary import Bookings, Diary
from treue.value.forecast import Ahead, Customers, Models, Outlook, Redrawn, look_ahead
from treue.value.histories import FloatArray, IntArray
from treue.value.levers.daily import Daily, Reserve
from treue.value.levers.parts import Parts, parts_of
from treue.value.order_days import OrderDays
from treue.value.past import Past
from treue.value.tournament.features import Seen

_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Measure:
    """What customers of any day are measured with.

    Args:
        redrawn: the models as learned today, and their doubts.
        spend: orders the spend model learned from: "all" or "repeat".
        ahead_days: the horizon.
        discount_per_year: as of `Ahead`.
        clock: the shop's.
        reserve: what recent orders will still lose.
        level: factor on everybody's pace, where no own one was learned.
        paces: gives each customer's own; None where none was learned.
    """

    redrawn: Redrawn
    spend: str
    ahead_days: int
    discount_per_year: float
    clock: Clock
    reserve: Reserve
    level: float = 1.0
    paces: Paces | None = None

    @property
    def models(self) -> Models:
        """As fitted."""
        return self.redrawn.fitted

    def at(self, daily: Daily, day: int) -> Standing:
        """All who had ordered by a day.

        Args:
            daily: their days; later ones are not looked at.
            day: days since 1970-01-01, inside the clock's window.
        """
        past = daily.past(day, self.reserve)
        pace = np.full(len(past), self.level)
        if self.paces is not None and len(past):
            pace = self.paces.at(Seen.at(day, diary_of(daily), self.clock))
        seen = self._timed(past, day)
        customers = customers_of(seen, self.spend, pace)
        outlook = look_ahead(customers, self.models, self._ahead(day), with_luck=False)
        losses = daily.losses(past.customer, day, self.reserve)
        parts = parts_of(seen, customers, self.models, outlook, losses)
        return Standing(day, past.customer, past.last_day, parts, customers, outlook)

    def _timed(self, past: Past, day: int) -> Past:
        return replace(past, histories=self.clock.histories(past.histories, day))

    def _ahead(self, day: int) -> Ahead:
        business = None if self.clock.is_plain else float(self.clock.horizon(day, self.ahead_days))
        return Ahead(self.ahead_days, self.discount_per_year, business)

    def as_expected(self, stood: Standing, days: int) -> Parts:
        """The same customers some days later, as was to be expected of them, by what was known then.

        Chances to stay fall by how much the pace of all they are expected to order falls from the first
        stretch of so many days to the second; orders are those of the horizon that begins later.

        Args:
            stood: at the earlier day.
            days: one or more.
        """
        parts, customers, models = stood.parts, stood.customers, self.models
        marks = self.clock.horizon(stood.day, np.array([days, 2 * days, days + self.ahead_days]))
        prospects = models.purchases.prospects(customers.distinct)
        first, second, whole = (
            prospects.expected_orders(float(mark))[customers.row] * customers.pace for mark in marks
        )
        before, after = first / marks[0], (second - first) / (marks[1] - marks[0])
        kept = np.divide(after, before, out=np.ones(len(first)), where=before > 0)
        stay = np.maximum(parts.stay * np.clip(kept, 0.0, 1.0), _LEAST)
        return parts.with_of(
            Parts(
                stay, (whole - first) * stood.outlook.discount / stay,
                *(getattr(parts, name) for name in Parts.__slots__[2:]),
            ),
            ("duration", "frequency"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Customers on a day, by ascending key.

    Args:
        day: days since 1970-01-01.
        customer: shape (n,), keys.
        last_day: shape (n,), of the last order.
        parts: of their worth.
        customers: as the forecast takes them.
        outlook: their forecast.
    """

    day: int
    customer: IntArray
    last_day: IntArray
    parts: Parts
    customers: Customers
    outlook: Outlook

    @property
    def worth(self) -> FloatArray:
        """Shape (n,)."""
        return self.parts.worth


def diary_of(daily: Daily) -> Diary:
    """As tournaments see it."""
    ordered = daily.orders > 0
    trade = daily.margin + daily.service + daily.contact + daily.acquisition
    booked = trade != 0
    return Diary(
        OrderDays(daily.customer[ordered], daily.day[ordered], daily.revenue[ordered]),
        Bookings(daily.customer[booked], daily.day[booked], trade[booked]),
    )
