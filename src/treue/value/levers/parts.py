"""A customer's worth as a product of what a shop can move, and whose change is shared out without an order.

    worth = stay * orders * (amount * (gross - returned) - cost - service) - stay * service by day - contact

`stay` is the chance of still being a customer, `orders` what comes if so, at what it counts today.

Which factor a change is due to depends on which is changed first; the mean over all orders is the only split
that adds up, treats all factors alike and gives nothing to one that did not change: Shapley (1953), "A value
for n-person games"; for such decompositions Sun (1998), Ang (2004), Energy Policy 32, who also compares the
log-mean index, which has no answer where a worth is zero or negative. Ours often is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np

from treue.value.discount import days_worth
from treue.value.forecast import Customers, Models, Outlook
from treue.value.histories import FloatArray, IntArray
from treue.value.margin import OwnRates
from treue.value.past import Past

_LEAST = 1e-12

DRIVERS = {
    "frequency": ("orders",),
    "duration": ("stay",),
    "basket": ("amount",),
    "margin": ("gross", "cost"),
    "returns": ("returned",),
    "service": ("service", "service_by_day", "contact"),
}
"""Driver -> the columns of `Parts` it stands for."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What n customers' worth is made of; shape (n,) each, amounts in whole currency units.

    Where amounts are not known an order counts 1, and worth is orders.

    Args:
        stay: chance of still being a customer, 0 to 1.
        orders: expected in the horizon if so, each at what it counts today.
        amount: value of an order.
        gross: what is left of that value before anything comes back; a share.
        returned: what returns take of that value; a share.
        cost: of an order whatever it is worth, service apart.
        service: cost of service that comes with an order.
        service_by_day: cost of service over the horizon that comes with time, if a customer.
        contact: cost of messages over the horizon.
    """

    stay: FloatArray
    orders: FloatArray
    amount: FloatArray
    gross: FloatArray
    returned: FloatArray
    cost: FloatArray
    service: FloatArray
    service_by_day: FloatArray
    contact: FloatArray

    def __len__(self) -> int:
        return len(self.stay)

    @property
    def per_order(self) -> FloatArray:
        """Shape (n,), what an order leaves."""
        return self.amount * (self.gross - self.returned) - self.cost - self.service

    @property
    def worth(self) -> FloatArray:
        """Shape (n,)."""
        return self.stay * (self.orders * self.per_order - self.service_by_day) - self.contact

    def pick(self, rows: IntArray) -> Parts:
        """Some customers, by position."""
        return Parts(*(getattr(self, name)[rows] for name in self.__slots__))

    def with_of(self, other: Parts, drivers: Sequence[str]) -> Parts:
        """The same customers with what these drivers stand for taken from another day."""
        names = [name for driver in drivers for name in DRIVERS[driver]]
        return replace(self, **{name: getattr(other, name) for name in names})


def parts_of(past: Past, customers: Customers, models: Models, outlook: Outlook, losses: FloatArray) -> Parts:
    """Take a forecast apart.

    Args:
        past: n customers.
        customers: the same, as the forecast took them.
        models: it was made with.
        outlook: the forecast.
        losses: shape (n,), what returns cost so far, in the margin of `past`.
    """
    stay, people = outlook.alive, len(outlook.orders)
    orders = outlook.orders * outlook.discount / np.maximum(stay, _LEAST)
    stay = np.maximum(stay, _LEAST)
    nothing, one = np.zeros(people), np.ones(people)
    if models.spend is None:
        return Parts(stay, orders, one, one, *(nothing,) * 5)
    own = (past.spend_days, past.spend, losses)
    returned = OwnRates.fit(*own).rates(*own) if losses.any() else nothing
    upkeep, days = customers.upkeep, days_worth(outlook.ahead.days, outlook.ahead.discount_per_year)
    service = nothing if upkeep is None else upkeep.service_per_order
    return Parts(
        stay=stay,
        orders=orders,
        amount=models.positive_share * models.spend.expected_amount(customers.counts, customers.means),
        gross=customers.margin_rate + returned,
        returned=returned,
        cost=customers.order_cost - service,
        service=service,
        service_by_day=nothing if upkeep is None else upkeep.service_per_day * days,
        contact=nothing if upkeep is None else upkeep.contact_per_day * days,
    )


def split(before: Parts, after: Parts) -> dict[str, float]:
    """Driver -> its part in the change of the worth of all these customers; they add up to it.

    Args:
        before: n customers.
        after: the same customers in the same order.
    """
    return shapley(tuple(DRIVERS), lambda drivers: float(before.with_of(after, drivers).worth.sum()))


def shapley(players: Sequence[str], total: Callable[[Sequence[str]], float]) -> dict[str, float]:
    """Each player's part in total(all) - total(none): the mean, over all orders, of what it adds.

    Args:
        players: few: each subset is asked once.
        total: of a subset, in the order of `players`.

    Source:
        Shapley (1953), eq. 12.
    """
    count = len(players)
    subsets = [some for size in range(count + 1) for some in combinations(players, size)]
    totals = {some: total(some) for some in subsets}
    parts = dict.fromkeys(players, 0.0)
    for some in subsets:
        weight = 0.0
        if len(some) < count:
            weight = factorial(len(some)) * factorial(count - len(some) - 1) / factorial(count)
        for player in players:
            if player not in some:
                larger = tuple(each for each in players if each in some or each == player)
                parts[player] += weight * (totals[larger] - totals[some])
    return parts
