"""When somebody will order next, and what: rhythms of customers and of refills, drawn towards the shop's."""

from treue.value.next_order.dates import NextOrders, next_orders
from treue.value.next_order.demand import Demand, demand_at
from treue.value.next_order.gaps import Gaps
from treue.value.next_order.needs import Needs, late, needs_at
from treue.value.next_order.refills import Bought, Due, Refills
from treue.value.next_order.rhythm import Rhythm
from treue.value.next_order.tested import DatesTested, dates_tested, days_to_next, own_mean_gap

__all__ = [
    "Bought",
    "DatesTested",
    "Demand",
    "Due",
    "Gaps",
    "Needs",
    "NextOrders",
    "Refills",
    "Rhythm",
    "dates_tested",
    "days_to_next",
    "demand_at",
    "late",
    "needs_at",
    "next_orders",
    "own_mean_gap",
]
