"""A short name for the amounts a model has seen, whatever the order of the rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treue.value.histories import FloatArray

# Odd constants of the SplitMix64 mixer, which spreads every bit of its input over the result.
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def fingerprint(*columns: FloatArray) -> str:
    """Sixteen hexadecimal digits; equal rows in another order give the same ones.

    Args:
        columns: shape (n,) each; a row is one value of each column.
    """
    rows: NDArray[np.uint64] = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        rows = _mixed(rows ^ np.ascontiguousarray(column, dtype=np.float64).view(np.uint64))
    # Sums of unsigned integers wrap around, and do not depend on the order.
    return f"{int(rows.sum(dtype=np.uint64)):016x}"


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * _MIX[0]
    bits = (bits ^ (bits >> np.uint64(27))) * _MIX[1]
    return bits ^ (bits >> np.uint64(31))
