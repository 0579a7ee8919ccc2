"""The likely day of the next order, for very many customers: the curve backwards, no table of days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, IntArray
from treue.value.next_order.gaps import Gaps
from treue.value.next_order.needs import HIGH, LOW
from treue.value.next_order.rhythm import Rhythm


@dataclass(frozen=True, slots=True)
class NextOrders:
    """When each customer orders next, one row per open gap.

    The days are those of an order by the last day ahead, given that there is one: never show them without
    the chance of one beside them.

    Args:
        day: shape (n,), days from now by which half of such orders have come, 1 or more.
        low: shape (n,), by which a tenth has.
        high: shape (n,), by which nine tenths have.
        soon: shape (n, d), chance of an order by each of the days asked for, 0 to 1, rising.
    """

    day: IntArray
    low: IntArray
    high: IntArray
    soon: FloatArray


def next_orders(
    rhythm: Rhythm, now: Gaps, ahead: FloatArray, silent: FloatArray, by: tuple[int, ...] = (7, 28)
) -> NextOrders:
    """The same days as `Needs.date`, at a cost that does not grow with the days ahead.

    The day by which a share q of the orders has come is where the pressure has grown by
    -ln(1 - q c), c being the chance of any by the last day.

    Args:
        rhythm: the curve.
        now: n open gaps.
        ahead: shape (days,), how far the shop's week has run by the end of each coming day.
        silent: shape (n,), chance of no order by the last day, as early warning tells it.
        by: days for which a chance is asked; those beyond the last day ahead get that day's.

    Raises:
        InputError: not one chance of silence for each customer.
    """
    if silent.shape != now.days.shape:
        raise InputError(f"next_orders: {silent.shape} risks for {now.days.shape} customers; one for each.")
    borne = rhythm.pressure(now, now.days)
    reached = -np.expm1(borne - rhythm.pressure(now, now.days + ahead[-1]))
    days = [_by(rhythm, now, borne - np.log1p(-share * reached), ahead) for share in (0.5, LOW, HIGH)]
    soon = np.empty((len(now), len(by)))
    for place, within in enumerate(by):
        some = -np.expm1(borne - rhythm.pressure(now, now.days + ahead[min(within, len(ahead)) - 1]))
        soon[:, place] = np.divide(some, reached, out=np.zeros(len(now)), where=reached > 0) * (1.0 - silent)
    return NextOrders(days[0], days[1], days[2], soon)


def _by(rhythm: Rhythm, now: Gaps, pressure: FloatArray, ahead: FloatArray) -> IntArray:
    more = rhythm.gap_of(now, pressure) - now.days
    return np.minimum(np.searchsorted(ahead, more * (1.0 - 1e-12)) + 1, len(ahead))
