"""What frictions cost: late parcels, returns, slow answers and the like, by who ordered again after them.

An association, never a proof: those touched are set beside others with a like history, and only what came
after the friction counts.
"""

from treue.value.experience.events import (
    Events,
    late_parcels,
    late_promises,
    returned,
    slow_answers,
    slow_refunds,
)
from treue.value.experience.first_products import FirstOrders, compare_firsts
from treue.value.experience.frictions import YEAR_DAYS, Friction, Touched, measure, told
from treue.value.experience.timeline import Taken, Timeline

__all__ = [
    "YEAR_DAYS",
    "Events",
    "FirstOrders",
    "Friction",
    "Taken",
    "Timeline",
    "Touched",
    "compare_firsts",
    "late_parcels",
    "late_promises",
    "measure",
    "returned",
    "slow_answers",
    "slow_refunds",
    "told",
]
