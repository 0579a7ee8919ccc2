"""What a person's "no reason to worry" is worth, and for how long.

A label multiplies the odds of silence by f^(freshness): freshness is 1 on its day and falls evenly to 0 over
one horizon. At first f is 1/2. Customers labelled before earlier windows have since ordered or not; f is the
mode of its posterior, ln f ~ Normal(ln 1/2, .7), between 1/10 (people know better than the figures) and 1
(they do not).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, IntArray

USUAL_FACTOR = 0.5
_LOG_SD, _STRONGEST = 0.7, 0.1


@dataclass(frozen=True, slots=True)
class Calm:
    """Customers about whom a person said that there is no reason to worry; one row per label, in any order.

    Args:
        customer: shape (m,), keys.
        day: shape (m,), when it was said, days since 1970-01-01.

    Raises:
        InputError: not one day for each customer.
    """

    customer: IntArray
    day: IntArray

    def __post_init__(self) -> None:
        if self.customer.ndim != 1 or self.customer.shape != self.day.shape:
            raise InputError(
                f"Calm: customers of shape {self.customer.shape}, days of shape {self.day.shape}; "
                "each label has one customer and one day."
            )

    @classmethod
    def none(cls) -> Calm:
        """Nobody said anything."""
        nobody = np.zeros(0, dtype=np.int64)
        return cls(nobody, nobody)

    def freshness(self, customer: IntArray, day: int, ahead_days: int) -> FloatArray:
        """Shape (n,), 1 on the day of a customer's newest label, 0 without one or a horizon later.

        Args:
            customer: shape (n,), keys, ascending.
            day: the day of looking; labels said later are not looked at.
            ahead_days: the horizon.
        """
        fresh = np.zeros(len(customer))
        if len(customer) == 0:
            return fresh
        place = np.minimum(np.searchsorted(customer, self.customer), len(customer) - 1)
        known = (customer[place] == self.customer) & (self.day <= day)
        left = np.maximum(1.0 - (day - self.day[known]) / ahead_days, 0.0)
        np.maximum.at(fresh, place[known], left)
        return fresh


def factor_of_labels(odds: FloatArray, fresh: FloatArray, silent: FloatArray) -> float:
    """By how much a fresh label multiplies the odds of silence.

    Args:
        odds: shape (n,), log-odds of customers at an earlier origin, without labels.
        fresh: shape (n,), of their labels then.
        silent: shape (n,), 1 for who ordered nothing in the horizon, else 0.
    """
    logs = np.linspace(np.log(_STRONGEST), 0.0, 93)
    height = -0.5 * np.square((logs - np.log(USUAL_FACTOR)) / _LOG_SD)
    said = fresh > 0
    if said.any():
        tried = odds[said, None] + fresh[said, None] * logs
        height = height + (silent[said, None] * tried - np.logaddexp(0.0, tried)).sum(axis=0)
    return float(np.exp(logs[height.argmax()]))
