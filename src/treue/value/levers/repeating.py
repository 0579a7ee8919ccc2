"""What it is worth if one more of a hundred new customers comes back.

    euros a year = new customers a year * .01 * (later margin of who came back - later margin of who did not)

read off customers who had as long to come back as is looked at. Who came back by himself is a better customer
than who has to be talked into it, so this is the upper end of what can be had; what it costs is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.forecast import Estimate
from treue.value.histories import FloatArray
from treue.value.left_truncation import is_first_known, opening_of
from treue.value.levers.change import Z80
from treue.value.levers.daily import Asked

_YEAR = 365
_FEWEST = 20
_FEWEST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Repeating:
    """First-time buyers and what became of them.

    Args:
        rate: share who ordered again within `days`, 0 to 1.
        days: how long each had.
        customers: of whom this was learned.
        more: what one who came back brought more in that time, discounted; orders without amounts.
        won: new customers a year.
        point: worth of one point of the rate, a year.
    """

    rate: float
    days: int
    customers: int
    more: float
    won: float
    point: Estimate


def repeating(asked: Asked, day: int, discount_per_year: float, *, has_amounts: bool) -> Repeating | None:
    """Learn from customers who first ordered long enough ago; None where too few did, of either kind.

    Args:
        asked: customers who stand for all.
        day: the last that counts, days since 1970-01-01.
        discount_per_year: as of `Ahead`.
        has_amounts: else orders are counted.
    """
    daily, factor = asked.daily, asked.factor
    past = daily.past(day, asked.reserve)
    known = is_first_known(past.histories, opening_of(past.histories))
    begun = int(past.first_day[known].min()) if known.any() else day
    days = min(_YEAR, (day - begun) // 2)
    if days < _FEWEST_DAYS:
        return None
    chosen = known & (past.first_day <= day - days) & (past.first_day > day - days - _YEAR)
    place = np.searchsorted(past.customer, daily.customer)
    there = np.minimum(place, len(past) - 1)
    age = daily.day - past.first_day[there]
    rows = (past.customer[there] == daily.customer) & (age > 0) & (age <= days) & chosen[there]
    worth = (1.0 + discount_per_year) ** (-age[rows] / 365.0)
    margin = daily.margin + daily.acquisition if has_amounts else (daily.orders > 0).astype(np.float64)
    later = np.bincount(there[rows], margin[rows] * worth, minlength=len(past))[chosen].astype(np.float64)
    again = (
        np.bincount(there[rows], (daily.orders[rows] > 0).astype(np.float64), minlength=len(past))[chosen] > 0
    )
    if min(again.sum(), (~again).sum()) < _FEWEST:
        return None
    more = float(later[again].mean() - later[~again].mean())
    recent = known & (past.first_day > day - _YEAR)
    seen = min(_YEAR, day - begun + 1)
    won = float(recent.sum()) * _YEAR / seen
    error = np.sqrt(_of_mean(later[again]) + _of_mean(later[~again]))
    spread = np.sqrt((won * factor * error) ** 2 + more**2 * won * factor * factor)
    point = 0.01 * won * factor * more
    width = 0.01 * Z80 * float(spread)
    return Repeating(
        rate=float(again.mean()),
        days=int(days),
        customers=int(chosen.sum()),
        more=more,
        won=won * factor,
        point=Estimate(point, point, point - width, point + width),
    )


def _of_mean(values: FloatArray) -> float:
    """Variance of their mean."""
    return float(values.var(ddof=1)) / len(values)
