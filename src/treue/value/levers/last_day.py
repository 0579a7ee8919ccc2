"""The last day of a file: by its orders, whether it is over."""

from __future__ import annotations

from dataclasses import dataclass

_MANY = 20
"""Orders a day from which half of them is no chance."""


@dataclass(frozen=True, slots=True)
class LastDay:
    """Orders of the last day of the data, and of a day of the four weeks before on average."""

    orders: int
    usual: float | None

    @property
    def is_open(self) -> bool:
        """Whether it looks as if the day is not over yet."""
        return self.usual is not None and self.usual >= _MANY and self.orders < self.usual / 2
