"""Rounds what a page will add up: parts whose sums stand beside them come out in whole units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray

TENTH = 0.1
"""Orders and people that are expected are told in tenths, where a year has few of them."""


@dataclass(frozen=True, slots=True)
class WholeAmounts:
    """Amounts as whole minor units; none where they are not known."""

    digits: int
    known: bool

    def of(self, amount: float) -> int | None:
        """To the minor unit."""
        return round(amount * 10**self.digits) if self.known else None

    @property
    def unit(self) -> float:
        """What sums are told in: whole units of the currency, or tenths of an order."""
        return 1.0 if self.known else TENTH


def adding_up(parts: Sequence[float] | FloatArray, unit: float) -> FloatArray:
    """Multiples of a unit that come to the rounded sum: running totals are rounded, so none is far off."""
    marks = np.rint(np.concatenate([[0.0], np.cumsum(parts)]) / unit)
    return np.asarray(np.diff(marks) * unit)
