"""Orders of one day count once: what that hides, and how a model reads and forecasts order days.

A file tells the day of an order, so `Histories` counts days with an order. The models speak of orders at
any moment. Order days taken for moments make every customer look slower than they are, the busy ones most.

Reading. While a customer stays, each day has an order by chance 1 - e^-lambda, whatever the others have:

    L = (1 - e^-lambda)^x e^(-lambda (T - x)) = lambda^x e^(-lambda (T - x/2)) (1 + x lambda^2 / 24 + ...).

So an order day hides half a day of further ordering, and x order days in T read as x orders in T - x/2. The
day of the first order counts no repeat: a history starts at its end, and T without a repeat stays T.

Who leaves at an order (BG/NBD, MBG/NBD: chance p) and was last seen on day t_x has, to the same order,

    lambda^x p (1-p)^(x-1) e^(-lambda (t_x - x/2 - 1/2 + p (x+1)/2)),

because all but the last of a day's hidden orders were survived too. Of those who left, p is known to be
near (a+1) / (a+b+x), so the last two terms cancel but for a fraction of a day: it reads as t_x - x/2, and
the idle time T - t_x stays as seen. From then on p is the chance to leave on an order day.

Who leaves at any moment u (Pareto/NBD: rate mu) has lambda^x e^(-lambda (u - x/2)) mu e^(-mu u), with u
from the middle of the last order day on: it reads as t_x - x/2 - 1/2. Leaving does not wait while orders
are hidden, so for mu the clock shows x/2 more.

Forecasting. What is forecast are order days too. With lambda ~ Gamma(s, rho) given the past, a day has one
by

    1 - (1 + 1/rho)^-s = s / (rho + (s+1)/2) + terms of third order in 1/rho,

the mean rate of a Gamma of the same shape whose own rate is (s+1)/2 days more. Its numbers have the right
mean and a little too much luck, for they do not know that a day holds one order day at most.
"""

from __future__ import annotations

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, Histories

# Days of ordering that an order day hides.
HIDDEN = 0.5
# A recency above zero tells a repeat from none; one that is read as zero is this many days.
_INSTANT = 1e-6


def by_moment(seen: Histories, last_day: float = 0.0) -> Histories:
    """Histories of order days as a model of moments may read them.

    Args:
        seen: shape (n,), whole days, as `Histories.from_orders` gives them.
        last_day: how much of the last order day came after a leaving on it: half of it where customers leave
            at any moment, none where they leave at an order.

    Returns:
        Shape (n,), the same repeats in a shorter time; histories without a repeat as they are.

    Raises:
        InputError: more repeats than days to hold them: these are no order days.
    """
    if (seen.recency_days < seen.frequency).any():
        raise InputError(_complaint(seen))
    hidden = HIDDEN * seen.frequency
    recency = np.maximum(seen.recency_days - hidden - last_day, _INSTANT)
    return Histories(
        seen.frequency,
        np.where(seen.frequency > 0, recency, 0.0),
        seen.tenure_days - hidden,
        seen.weight,
    )


def rate_by_day(shape: FloatArray, rate_days: FloatArray) -> FloatArray:
    """The rate of the Gamma that brings order days instead of orders.

    Args:
        shape: shape (n,), of each customer's Gamma of orders a day.
        rate_days: shape (n,), of the same, days.

    Returns:
        Shape (n,), days.
    """
    return rate_days + HIDDEN * (shape + 1.0)


def _complaint(seen: Histories) -> str:
    row = int(np.flatnonzero(seen.recency_days < seen.frequency)[0])
    return (
        f"Histories by day, row {row}: {seen.frequency[row]:g} repeat orders in {seen.recency_days[row]:g} "
        "days; a day counts one order at most. Count orders of one day once (`Histories.from_orders`), or "
        "fit with by_day=False."
    )
