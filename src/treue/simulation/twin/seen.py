"""What a shop has seen of its customers' orders: one row per customer and day with an order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from treue.simulation.world.chance import BoolArray, FloatArray, IntArray

NO_RETURN = np.int64(-1)


@dataclass(frozen=True)
class Seen:
    """Order days by ascending customer, then day; arrays of shape (m,) but `keys`.

    Args:
        keys: shape (n,), what customers are called, ascending; everybody has a row.
        customer: place among the keys.
        day: days since 1970-01-01.
        amount: of goods, minor units, above 0; nan where amounts are not known.
        lines: distinct lines, at least 1; 0 where lines are not known.
        pieces: of all lines, above 0; 0 where they are not known.
        returned: share of the amount that went back, 0 to 1.
        lag: days until it did, -1 where nothing went back.
        first: first day of the file.
        until: its last day.
    """

    keys: IntArray
    customer: IntArray
    day: IntArray
    amount: FloatArray
    lines: IntArray
    pieces: FloatArray
    returned: FloatArray
    lag: IntArray
    first: int
    until: int

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def start(self) -> IntArray:
        """Shape (n + 1,), where each customer's rows begin."""
        return np.searchsorted(self.customer, np.arange(len(self.keys) + 1)).astype(np.int64)

    @property
    def count(self) -> IntArray:
        """Shape (n,), order days."""
        return np.diff(self.start)

    @property
    def came(self) -> IntArray:
        """Shape (n,), first order day."""
        return self.day[self.start[:-1]]

    @property
    def last(self) -> IntArray:
        """Shape (n,), last order day."""
        return self.day[self.start[1:] - 1]

    @property
    def has_amounts(self) -> bool:
        """Whether amounts are known."""
        return bool(len(self.amount)) and bool(np.isfinite(self.amount).all())

    @property
    def has_lines(self) -> bool:
        """Whether lines are known."""
        return bool(len(self.lines)) and bool((self.lines > 0).all())

    @property
    def has_returns(self) -> bool:
        """Whether anything ever went back."""
        return bool((self.returned > 0).any())

    def of(self, chosen: BoolArray | IntArray) -> Seen:
        """Some customers, by claim or ascending places; the file's days stay."""
        places = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        count = self.count[places]
        begin = np.cumsum(count) - count
        rows = np.arange(count.sum()) + np.repeat(self.start[places] - begin, count)
        return self._rows(rows, np.repeat(np.arange(len(places)), count), self.keys[places], self.until)

    def upto(self, day: int) -> Seen:
        """What had been seen by the end of that day: later orders and returns are left out."""
        rows = np.flatnonzero(self.day <= day)
        places, customer = np.unique(self.customer[rows], return_inverse=True)
        some = self._rows(rows, customer, self.keys[places], day)
        known = (some.lag < 0) | (some.day + some.lag <= day)
        return replace(
            some,
            returned=np.where(known, some.returned, 0.0),
            lag=np.where(known, some.lag, NO_RETURN),
        )

    def _rows(self, rows: IntArray, customer: IntArray, keys: IntArray, until: int) -> Seen:
        return Seen(
            keys=keys,
            customer=customer.astype(np.int64),
            day=self.day[rows],
            amount=self.amount[rows],
            lines=self.lines[rows],
            pieces=self.pieces[rows],
            returned=self.returned[rows],
            lag=self.lag[rows],
            first=self.first,
            until=until,
        )
