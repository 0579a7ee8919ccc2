"""Figures pooled over origins, and whether one forecast beats another beyond chance.

A customer is seen from several origins, so his scores are added up first: customers are independent, origins
of one customer are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Losses:
    """What each customer's forecast lost at one origin; lower is better.

    Args:
        customer: shape (n,), keys.
        crps: shape (n,), orders.
        squared: shape (n,), squared error of the mean.
        absolute: shape (n,), absolute error of the median.
    """

    customer: IntArray
    crps: FloatArray
    squared: FloatArray
    absolute: FloatArray


def pooled_mean(losses: Sequence[FloatArray]) -> float:
    """Mean over all customers of all origins."""
    return float(np.concatenate(losses).mean())


def leads(
    customers: Sequence[IntArray], ours: Sequence[FloatArray], theirs: Sequence[FloatArray], errors: float
) -> bool:
    """Whether our loss is lower by more than so many standard errors of the paired difference.

    Args:
        customers: keys at each origin.
        ours: loss of each customer at each origin.
        theirs: the same of the other forecast.
        errors: how many.
    """
    difference = np.concatenate(theirs) - np.concatenate(ours)
    _, place = np.unique(np.concatenate(customers), return_inverse=True)
    of_customer = np.bincount(place, difference)
    noise = float(np.sqrt(np.square(of_customer - of_customer.mean()).sum()))
    return float(difference.sum()) > errors * noise
