"""Warnings in the order in which they deserve somebody's time: by what is at stake, not by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, IntArray
from treue.value.warning.grounds import Ground, Reason, reasons_of, strongest


@dataclass(frozen=True, slots=True)
class Warnings:
    """One row per customer, by ascending key.

    Args:
        customer: shape (n,), keys.
        silent: shape (n,), chance of no order within the horizon.
        late: shape (n,), how surely the silence is longer than the own rhythm explains; not a number where
            no rhythm is known.
        at_stake: shape (n,), chance times value, whole currency units.
        rank: shape (n,), 1 for the most at stake.
        which: shape (n, 3), positions in `grounds`, the strongest first; -1 where there is none.
        grounds: of all customers.
    """

    customer: IntArray
    silent: FloatArray
    late: FloatArray
    at_stake: FloatArray
    rank: IntArray
    which: IntArray
    grounds: tuple[Ground, ...]

    def first(self, most: int) -> IntArray:
        """Positions of the customers with the most at stake, in order; nobody with nothing at stake."""
        order = np.argsort(self.rank)[:most]
        return order[self.at_stake[order] > 0]

    def reasons(self, row: int) -> tuple[Reason, ...]:
        """Of the customer at a position, at most three."""
        return reasons_of(self.grounds, self.which, row)


def rank_warnings(
    customer: IntArray,
    silent: FloatArray,
    late: FloatArray,
    value: FloatArray,
    grounds: Sequence[Ground],
) -> Warnings:
    """Put customers in order.

    Args:
        customer: shape (n,), keys, ascending.
        silent: shape (n,), chance of no order within the horizon.
        late: shape (n,), from `next_order.late`.
        value: shape (n,), what each will bring in the coming 12 months if they stay as before, whole currency
            units. Who costs more than they bring, or whose value nobody knows, puts nothing at stake.
        grounds: the diary's, and any others.

    Raises:
        InputError: columns of different lengths.
    """
    shapes = {each.shape for each in (customer, silent, late, value)}
    if len(shapes) > 1:
        raise InputError(f"Warnings: columns of shapes {sorted(shapes)}; one value a customer.")
    at_stake = silent * np.maximum(np.nan_to_num(value, nan=0.0), 0.0)
    order = np.lexsort((customer, -silent, -at_stake))
    rank = np.empty(len(customer), dtype=np.int64)
    rank[order] = np.arange(1, len(customer) + 1)
    which = strongest(grounds, len(customer))
    return Warnings(customer, silent, late, at_stake, rank, which, tuple(grounds))
