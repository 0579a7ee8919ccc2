"""What a purchase model sees of a customer: how often, how lately, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Histories:
    """One row per customer, or per group of customers with the same history.

    Orders of one day count once: a day is the finest clock the models know.

    Args:
        frequency: shape (n,), repeat orders: days with an order after the first such day.
        recency_days: shape (n,), from the first day with an order to the last; 0 without a repeat.
        tenure_days: shape (n,), from the first day with an order to the end of the observed window.
        weight: shape (n,), how many customers share the row; 1 for single customers.
    """

    frequency: FloatArray
    recency_days: FloatArray
    tenure_days: FloatArray
    weight: FloatArray

    def __len__(self) -> int:
        return len(self.frequency)
