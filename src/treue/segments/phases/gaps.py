"""From order days to gaps: how long each customer stayed away after each order, the running silence too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from treue.errors import InputError
from treue.value.histories import BoolArray, IntArray


@dataclass(frozen=True, slots=True)
class Gaps:
    """One row per customer and day with an order, by ascending customer, then day.

    Args:
        customer: shape (m,), keys.
        day: shape (m,), of the order, days since 1970-01-01.
        category: shape (m,), place in `categories` of what was mainly bought; -1 where unknown.
        categories: names, as the shop calls them.
        until: the last day anybody looked; nothing after it is known.
        is_first: shape (m,), whether it is the customer's first order day in the file.
        is_new: shape (m,), the same, but only where it may be taken for the first of all.
        days: shape (m,), to the next order day; to `until` where none came yet.
        came: shape (m,), whether a next order came.
    """

    customer: IntArray
    day: IntArray
    category: IntArray
    categories: tuple[str, ...]
    until: int
    is_first: BoolArray = field(repr=False)
    is_new: BoolArray = field(repr=False)
    days: IntArray = field(repr=False)
    came: BoolArray = field(repr=False)

    def __len__(self) -> int:
        return len(self.customer)


@dataclass(frozen=True, slots=True)
class Bought:
    """What was mainly bought on each order day.

    Args:
        category: shape (m,), places in `names`; -1 where unknown.
        names: as the shop calls its categories.
    """

    category: IntArray
    names: Sequence[str]


def gaps_of(
    customer: IntArray,
    day: IntArray,
    until: int,
    bought: Bought | None = None,
    unknown_first: IntArray | None = None,
) -> Gaps:
    """The gaps of a shop, from its order days in any order.

    Args:
        customer: shape (m,), keys.
        day: shape (m,), days since 1970-01-01; several rows of one customer and day count once.
        until: the last day that counts; later rows are left out.
        bought: shape (m,) each, the main category; of several rows of a day the first name counts.
        unknown_first: customers whose first order in the file is not known to be their first: they count as
            repeat buyers from it on.

    Raises:
        InputError: columns of different length, or a category that has no name.
    """
    _check(customer, day, bought)
    kind = np.full(len(day), -1) if bought is None else np.asarray(bought.category, np.int64)
    names = () if bought is None else tuple(bought.names)
    customer, day, kind = _in_order(np.asarray(customer, np.int64), np.asarray(day, np.int64), kind, until)
    is_first = np.ones(len(day), bool)
    is_first[1:] = customer[1:] != customer[:-1]
    came = np.zeros(len(day), bool)
    came[:-1] = ~is_first[1:]
    days = np.full(len(day), until, np.int64)
    days[:-1][came[:-1]] = day[1:][came[:-1]]
    days -= day
    is_new = is_first
    if unknown_first is not None and len(unknown_first):
        is_new = is_first & ~np.isin(customer, unknown_first)
    return Gaps(customer, day, kind, names, until, is_first, is_new, days, came)


def _check(customer: IntArray, day: IntArray, bought: Bought | None) -> None:
    told = [customer, day] if bought is None else [customer, day, bought.category]
    if {each.shape for each in told} != {(len(day),)}:
        raise InputError(
            f"Order days: columns of shapes {[each.shape for each in told]}; all have one value a row."
        )
    if bought is not None and len(day):
        low, high = int(bought.category.min()), int(bought.category.max())
        if low < -1 or high >= len(bought.names):
            raise InputError(
                f"Order days: categories run from {low} to {high}; there are names for 0 to "
                f"{len(bought.names) - 1}, and -1 means unknown."
            )


def _in_order(
    customer: IntArray, day: IntArray, kind: IntArray, until: int
) -> tuple[IntArray, IntArray, IntArray]:
    if len(day) and day.max() > until:
        seen = day <= until
        customer, day, kind = customer[seen], day[seen], kind[seen]
    same = customer[1:] == customer[:-1]
    # An engine mostly hands rows over in order; looking is ten times quicker than sorting.
    if not (np.all(customer[1:] >= customer[:-1]) and np.all(day[1:][same] > day[:-1][same])):
        order = np.lexsort((np.where(kind < 0, np.iinfo(np.int64).max, kind), day, customer))
        customer, day, kind = customer[order], day[order], kind[order]
        fresh = np.ones(len(day), bool)
        fresh[1:] = (customer[1:] != customer[:-1]) | (day[1:] != day[:-1])
        customer, day, kind = customer[fresh], day[fresh], kind[fresh]
    return customer, day, kind
