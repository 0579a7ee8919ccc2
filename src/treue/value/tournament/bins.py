"""Features as small whole numbers, as trees look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treue.value.histories import FloatArray

Codes = NDArray[np.uint8]

MOST = 255
"""Bins of a feature at most; the number after them says that there is no value."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Which values of each feature are taken for one.

    Args:
        edges: for each feature, ascending: the largest value of each bin but the last.
    """

    edges: Sequence[FloatArray]

    @classmethod
    def learn(cls, table: FloatArray, weight: FloatArray) -> Bins:
        """Bins that hold the same weight, or a bin for each value where there are few.

        Args:
            table: shape (n, features); not a number where there is no value.
            weight: shape (n,), above zero.
        """
        return cls([_edges(table[:, place], weight) for place in range(table.shape[1])])

    def codes(self, table: FloatArray) -> Codes:
        """The bin of each value, shape (n, features); values beyond all seen are in the outermost bins."""
        codes = np.empty(table.shape, np.uint8)
        for place, edges in enumerate(self.edges):
            column = table[:, place]
            codes[:, place] = np.where(np.isnan(column), MOST, np.searchsorted(edges, column))
        return codes


def told(codes: Codes) -> FloatArray:
    """Codes as a learner takes them: not a number where there is no value."""
    return np.where(codes == MOST, np.nan, codes.astype(np.float64))


def _edges(column: FloatArray, weight: FloatArray) -> FloatArray:
    there = ~np.isnan(column)
    order = np.argsort(column[there], kind="stable")
    values, heavy = column[there][order], np.cumsum(weight[there][order])
    distinct = np.unique(values)
    if len(distinct) > MOST:
        steps = heavy[-1] * np.arange(1, MOST) / MOST
        distinct = np.unique(np.append(values[np.searchsorted(heavy, steps)], values[-1]))
    return distinct[:-1]
