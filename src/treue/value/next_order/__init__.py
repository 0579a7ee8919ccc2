"""When somebody will order next, and what: rhythms of customers and of refills, drawn towards the shop's."""

from treue.value.next_order.demand import Demand, demand_at
from treue.value.next_order.gaps import Gaps
from treue.value.next_order.needs import Needs, late, needs_at
from treue.value.next_order.refills import Bought, Due, Refills
from treue.value.next_order.rhythm import Rhythm

__all__ = [
    "Bought",
    "Demand",
    "Due",
    "Gaps",
    "Needs",
    "Refills",
    "Rhythm",
    "demand_at",
    "late",
    "needs_at",
]
