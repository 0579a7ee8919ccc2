"""The fixed cast that all tests share, and what each of them bought.

Ana buys monthly, Ben bought once, Chloe has lapsed, Dev asked not to be written to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

UNTIL = date(2026, 6, 30)
"""The last day that anyone in the tests looks at."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who buys for the same amount on each of some days.

    Args:
        key: customer key.
        name: for messages of tests only.
        order_days: ascending.
        amount_minor: of each order, gross, EUR.
        may_be_written_to: whether a message is lawful.
    """

    key: int
    name: str
    order_days: tuple[date, ...]
    amount_minor: int
    may_be_written_to: bool = True


def _monthly(first: date, times: int) -> Iterator[date]:
    for index in range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + times):
        yield date(index // 12, index % 12 + 1, first.day)


ANA = Person(101, "Ana", tuple(_monthly(date(2025, 1, 15), 18)), 3570)
BEN = Person(102, "Ben", (date(2026, 2, 3),), 1190)
CHLOE = Person(103, "Chloe", tuple(_monthly(date(2023, 3, 20), 7)), 11900)
DEV = Person(104, "Dev", tuple(_monthly(date(2025, 9, 1), 4)), 2380, may_be_written_to=False)

CAST = (ANA, BEN, CHLOE, DEV)
