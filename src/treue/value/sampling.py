"""Of many customers those who are asked: enough to learn from, and the same every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treue.value.histories import BoolArray, FloatArray, IntArray

# Enough to tell models apart that differ by half a point of Gini, and all fits within a second or two.
MOST_CUSTOMERS = 20_000


def validation_rows(customer: IntArray, most: int = MOST_CUSTOMERS) -> IntArray:
    """Positions of at most about `most` customers, always the same for the same keys, whatever their order.

    Args:
        customer: shape (n,), keys.
        most: where there are more, each is taken with probability most / n by a hash of the key.
    """
    if len(customer) <= most:
        return np.arange(len(customer))
    return np.flatnonzero(_hashed(customer) < np.uint64(int(most / len(customer) * 2.0**64)))


def asked(customer: IntArray, share: FloatArray) -> BoolArray:
    """Whether each customer is among a share of all, always the same; a larger share holds the smaller.

    Args:
        customer: shape (n,), keys.
        share: shape (n,), of all customers; 1 or more is everybody.
    """
    return _hashed(customer).astype(np.float64) < share * 2.0**64


def _hashed(customer: IntArray) -> NDArray[np.uint64]:
    """Spread evenly over 64 bits (the finishing steps of SplitMix64)."""
    bits = customer.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
