"""The days between one order and the next, closed or still open, and what was known when each began."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import BoolArray, FloatArray, IntArray

# A rhythm is read off so many of the latest gaps: people change.
_LATEST = 8


@dataclass(frozen=True, slots=True)
class Gaps:
    """One row per order: the gap that it opened. By ascending key, then day; the last of each key is open.

    A key is a customer, or a customer with a product.

    Args:
        place: shape (m,), position of the key among the distinct ones, ascending.
        days: shape (m,), to the next order, 1 or more; where none has come yet, to the last day known.
        is_closed: shape (m,), whether the next order has come.
        earlier: shape (m,), gaps of the same key that had been closed before.
        own: shape (m,), mean logarithm of the latest of those; 0 without any.
        spread: shape (m,), standard deviation of their logarithms; 0 with fewer than two.
        began: shape (m,), days before the last day known.
    """

    place: IntArray
    days: FloatArray
    is_closed: BoolArray
    earlier: IntArray
    own: FloatArray
    spread: FloatArray
    began: FloatArray

    @classmethod
    def of(cls, key: IntArray, day: IntArray, until: int) -> tuple[Gaps, IntArray]:
        """From orders in any order of rows; several of one key and day count once.

        Args:
            key: shape (m,).
            day: shape (m,), days since 1970-01-01.
            until: last day that is known; later orders are not looked at.

        Returns:
            The gaps, and the distinct keys, ascending.

        Raises:
            InputError: not one day for each key.
        """
        if key.shape != day.shape or key.ndim != 1:
            raise InputError(
                f"Gaps: keys of shape {key.shape}, days of shape {day.shape}; each order has both."
            )
        seen = day <= until
        order = np.lexsort((day[seen], key[seen]))
        key, day = key[seen][order], day[seen][order]
        new = np.ones(len(key), dtype=np.bool_)
        new[1:] = (key[1:] != key[:-1]) | (day[1:] != day[:-1])
        return cls._of_distinct(key[new], day[new], until)

    @classmethod
    def _of_distinct(cls, key: IntArray, day: IntArray, until: int) -> tuple[Gaps, IntArray]:
        begins = np.ones(len(key), dtype=np.bool_)
        begins[1:] = key[1:] != key[:-1]
        is_closed = np.zeros(len(key), dtype=np.bool_)
        is_closed[:-1] = ~begins[1:]
        days = np.where(is_closed, np.append(day[1:], until) - day, until - day).astype(np.float64)
        place = np.cumsum(begins) - 1
        starts = np.flatnonzero(begins)
        row = np.arange(len(key))
        earlier = row - starts[place] if len(key) else row
        first = row - np.minimum(earlier, _LATEST)
        logs = np.where(is_closed, np.log(np.maximum(days, 1.0)), 0.0)
        count = np.maximum(row - first, 1)
        own = (_before(logs)[row] - _before(logs)[first]) / count
        squares = (_before(logs * logs)[row] - _before(logs * logs)[first]) / count
        spread = np.sqrt(np.maximum(squares - own * own, 0.0))
        began = (until - day).astype(np.float64)
        return cls(place, days, is_closed, earlier, own, spread, began), key[begins]

    def __len__(self) -> int:
        return len(self.days)

    def where(self, claim: BoolArray) -> Gaps:
        """Some of the rows."""
        return self.pick(np.flatnonzero(claim))

    def pick(self, rows: IntArray) -> Gaps:
        """Some of the rows, by position."""
        return Gaps(
            self.place[rows],
            self.days[rows],
            self.is_closed[rows],
            self.earlier[rows],
            self.own[rows],
            self.spread[rows],
            self.began[rows],
        )

    def middle(self, rows: IntArray) -> FloatArray:
        """The usual gap as people reckon it: the middle of the latest eight that had been closed before.

        It takes the gaps of the same key from the rows above, so all rows must still be there.

        Args:
            rows: shape (n,), positions.

        Returns:
            Shape (n,), whole days, halves rounded up; not a number without any gap.
        """
        known = np.minimum(self.earlier[rows], _LATEST)
        back = np.arange(1, _LATEST + 1)
        days = np.where(back <= known[:, None], self.days[np.maximum(rows[:, None] - back, 0)], np.inf)
        days.sort(axis=1)
        row = np.arange(len(rows))
        both = days[row, np.maximum(known - 1, 0) // 2] + days[row, known // 2]
        return np.where(known > 0, np.floor(both / 2.0 + 0.5), np.nan)

    def and_then(self, ended: FloatArray) -> Gaps:
        """The gaps that begin when these have ended.

        Args:
            ended: shape (m,), after how many days, 1 or more.
        """
        known = np.minimum(self.earlier, _LATEST - 1.0)
        own = (known * self.own + np.log(ended)) / (known + 1.0)
        fresh = np.zeros(len(self))
        open_again = np.zeros(len(self), dtype=np.bool_)
        return Gaps(self.place, fresh, open_again, self.earlier + 1, own, self.spread, fresh)

    @property
    def open(self) -> Gaps:
        """One row per key, ascending: where each stands on the last day known."""
        return self.where(~self.is_closed)


def _before(figure: FloatArray) -> FloatArray:
    """Sum of all rows before each; one longer than `figure`."""
    return np.concatenate([np.zeros(1), np.cumsum(figure)])
