"""What a purchase model sees of a customer: how often, how lately, for how long."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from treue.errors import InputError

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

# Several whole numbers are sorted as one while they fit into 63 bits together.
_LARGEST_KEY = 2**63 - 1
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Histories:
    """One row per customer, or per group of customers with the same history.

    Orders of one day count once: a day is the finest clock the models know.

    Args:
        frequency: shape (n,), repeat orders: days with an order after the first such day.
        recency_days: shape (n,), from the first day with an order to the last; 0 without a repeat.
        tenure_days: shape (n,), from the first day with an order to the end of the observed window.
        weight: shape (n,), how many customers share the row; 1 for single customers.
        log_gaps: shape (n,), sum of the logarithms of the days between one order and the next, the mean of
            those who share the row; None where only the other columns are known.

    Raises:
        InputError: a history that cannot be, for example an order after the window has ended.
    """

    frequency: FloatArray
    recency_days: FloatArray
    tenure_days: FloatArray
    weight: FloatArray
    log_gaps: FloatArray | None = None

    def __post_init__(self) -> None:
        shapes = [column.shape for column in self.columns()]
        if shapes[0] != (len(self),) or len(set(shapes)) > 1:
            raise InputError(f"Histories: columns of shapes {shapes}; all four have one value a row.")
        gaps = self.log_gaps
        if gaps is not None and not (gaps.shape == shapes[0] and np.isfinite(gaps).all()):
            raise InputError(
                "Histories: log_gaps has one finite number a row; leave it out if it is not known."
            )
        if not self._is_possible():
            raise InputError(self._complaint())

    def __len__(self) -> int:
        return len(self.frequency)

    @classmethod
    def from_orders(
        cls, customer: IntArray, day: IntArray, *, until: int | None = None
    ) -> tuple[Histories, IntArray]:
        """The history of each customer up to a day.

        Args:
            customer: shape (m,), a whole number for each order's customer, in any order.
            day: shape (m,), the day of the order, counted from any fixed day.
            until: last day of the observed window; later orders are not seen, and customers who have no
                others are left out. The last day of all where not given.

        Returns:
            The histories, one a customer, and the customers' numbers, ascending.
        """
        if until is None:
            until = int(day.max()) if len(day) else 0
        seen = day <= until
        if not seen.all():
            customer, day = customer[seen], day[seen]
        if len(day) == 0:
            none = np.zeros(0)
            return cls(none, none, none, none, none), np.zeros(0, dtype=np.int64)
        return cls._of_days(*_days_in_order(customer, day), until)

    def compress(self) -> tuple[Histories, IntArray]:
        """The distinct histories in a fixed order with the customers who share each, and every row's place.

        Returns:
            The histories, k rows, and shape (n,), so that `scores[place]` gives scores of k back to all rows.
        """
        if len(self) == 0:
            return self, np.zeros(0, dtype=np.int64)
        first, place = distinct_rows(self.frequency, self.recency_days, self.tenure_days)
        weight = np.bincount(place, self.weight).astype(np.float64)
        gaps = None if self.log_gaps is None else _means(self.log_gaps, self.weight, place, weight)
        distinct = Histories(
            self.frequency[first], self.recency_days[first], self.tenure_days[first], weight, gaps
        )
        return distinct, place

    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits: the same for the same customers in another order or grouping."""
        distinct, _ = self.compress()
        digest = hashlib.sha256()
        for column in distinct.columns():
            # Adding zero makes a negative zero a plain one.
            digest.update(np.ascontiguousarray(column + 0.0, dtype="<f8").tobytes())
        return digest.hexdigest()[:16]

    @classmethod
    def _of_days(cls, customer: IntArray, day: IntArray, until: int) -> tuple[Histories, IntArray]:
        """From distinct (customer, day) pairs in ascending order."""
        begins = np.concatenate([[True], customer[1:] != customer[:-1]])
        starts = np.flatnonzero(begins)
        ends = np.append(starts[1:], len(day)) - 1
        first = day[starts]
        gaps = np.where(begins, 1, np.diff(day, prepend=0))
        return cls(
            (ends - starts).astype(np.float64),
            (day[ends] - first).astype(np.float64),
            (until - first).astype(np.float64),
            np.ones(len(starts)),
            np.add.reduceat(np.log(gaps), starts),
        ), customer[starts]

    def columns(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Frequency, recency, tenure and weight."""
        return self.frequency, self.recency_days, self.tenure_days, self.weight

    def _is_possible(self) -> bool:
        """The quick question, asked of a million rows; every comparison with a missing number fails."""
        if len(self) == 0:
            return True
        lowest = min(float(column.min()) for column in self.columns())
        highest = max(float(column.max()) for column in self.columns())
        return lowest >= 0.0 and highest < np.inf and not any(bad.any() for _, bad in self._contradictions())

    def _contradictions(self) -> tuple[tuple[str, BoolArray], ...]:
        repeat = self.frequency > 0
        return (
            ("the last order comes after the window has ended", self.recency_days > self.tenure_days),
            ("repeat orders and recency must be above zero together", repeat != (self.recency_days > 0)),
            ("repeat orders are a whole number", self.frequency != np.floor(self.frequency)),
        )

    def _complaint(self) -> str:
        table = np.stack(self.columns())
        unreal: BoolArray = np.asarray(np.any(~np.isfinite(table) | (table < 0), axis=0))
        kinds = (("a number is missing, infinite or below zero", unreal), *self._contradictions())
        said = [
            f"  row {row}: {kind} (frequency {table[0, row]:g}, recency {table[1, row]:g}, "
            f"tenure {table[2, row]:g} days, weight {table[3, row]:g})"
            for kind, bad in kinds
            for row in np.flatnonzero(bad)[:_SHOWN]
        ]
        return "\n".join(["Histories that cannot be; correct the orders they come from.", *said[:_SHOWN]])


def _means(figure: FloatArray, weight: FloatArray, place: IntArray, total: FloatArray) -> FloatArray:
    """Weighted mean of a figure in each group; 0 in a group without weight."""
    sums = np.bincount(place, weight * figure)
    return np.divide(sums, total, out=np.zeros(len(total)), where=total > 0)


def _days_in_order(customer: IntArray, day: IntArray) -> tuple[IntArray, IntArray]:
    """Distinct (customer, day) pairs, ascending."""
    lowest, earliest = int(customer.min()), int(day.min())
    bits = (int(day.max()) - earliest).bit_length()
    if (int(customer.max()) - lowest) >> (63 - bits):
        codes, customer = np.unique(customer, return_inverse=True)
        short, day = _days_in_order(customer.astype(np.int64), day)
        return codes[short], day
    # One number per order, the day in its last bits: sorting these is many times faster than sorting pairs.
    key = customer - lowest
    key <<= bits
    key += day
    key -= earliest
    key.sort()
    repeated = key[1:] == key[:-1]
    if repeated.any():
        key = key[np.concatenate([[True], ~repeated])]
    person = key >> bits
    key &= (1 << bits) - 1
    key += earliest
    person += lowest
    return person, key


def by_frequency(histories: Histories) -> tuple[FloatArray, FloatArray]:
    """The distinct frequencies, ascending, and how many customers have each."""
    distinct, place = np.unique(histories.frequency, return_inverse=True)
    return distinct, np.bincount(place, histories.weight).astype(np.float64)


def distinct_rows(*columns: FloatArray) -> tuple[IntArray, IntArray]:
    """One row of each kind, ascending, and every row's place among these kinds.

    Args:
        columns: shape (n,) each, n at least 1, zero or more; rows are equal if they are so in all columns.
    """
    order, begins = _groups(*columns)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.cumsum(begins) - 1
    return order[begins], place


def _groups(*columns: FloatArray) -> tuple[IntArray, BoolArray]:
    """An order of the rows in which equal ones are neighbours, and where in it each group begins."""
    key = _whole_key(columns)
    if key is not None:
        order = np.argsort(key)
        ranked = key[order]
        changes = ranked[1:] != ranked[:-1]
    else:
        order = np.lexsort(columns[::-1])
        changes = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
    return order, np.concatenate([[True], changes])


def _whole_key(columns: tuple[FloatArray, ...]) -> IntArray | None:
    """One whole number per row, ordered as the columns are, if they hold whole numbers that fit."""
    size = 1
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        width = int(column.max()) + 1
        size *= width
        whole = column.astype(np.int64) if size <= _LARGEST_KEY else key
        if size > _LARGEST_KEY or not np.array_equal(whole, column):
            return None
        key *= width
        key += whole
    return key
