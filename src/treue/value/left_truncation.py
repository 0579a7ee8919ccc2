"""Where a file begins in the middle of a business, its first orders are not all first orders.

Customers who had been there before appear as new, so at first there are more of those than later. That alone
says little: a shop may have opened with a campaign, or the file may hold one cohort only. But a business that
had been running shows how many there must be. Its repeat orders come at some rate, and one of them, t days
after the file begins, looks like a first order if the order before it lies more than t days back. With the
gaps between orders that these customers keep, the first d days have

    rate of repeat orders * sum over t < d of P(gap > t)

customers too many. Where about as many are found, the file begins in the middle; a cohort has several times
as many (CDNOW 4.7, a grocer 3.6), a shop that opened then has none. A cohort of people who hardly ever leave
would have as many, but nobody new comes after it, whereas of earlier customers some show themselves late.

A customer's gaps are taken as scattered at random around their mean; what came as new in the first d days is
compared with the d days after. d is where nine in ten of the earlier customers have shown themselves, half
the file at most. The argument is that of forward recurrence times: Cox (1962), "Renewal Theory", chapter 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import LeftTruncated
from treue.value.histories import BoolArray, FloatArray, Histories, IntArray

_SHOWN = 0.9
# Found over expected: within these bounds the file begins in the middle of a business.
_LEAST, _MOST = 0.5, 2.2
# Of earlier customers a tenth show themselves after the stretch; a cohort has no such tail.
_TAIL = 0.02
# Fewer customers too many than this, or a smaller share of all, are not worth a word.
_FEWEST, _SMALLEST = 100.0, 0.05


@dataclass(frozen=True, slots=True)
class Opening:
    """The first stretch of a file that begins in the middle of a business.

    Args:
        days: its length.
        customers: whose first order falls into it.
        later: the same in as many days after it.
        remaining: customers who came after it.
    """

    days: int
    customers: float
    later: float
    remaining: float

    @property
    def can_be_dropped(self) -> bool:
        """Whether enough customers would be left to learn from."""
        return self.remaining >= _FEWEST

    @property
    def hides_new(self) -> bool:
        """Whether most first orders may not be first, so that nothing can be said of new customers.

        Who comes later is then mostly not new either, but somebody of before who shows late.
        """
        return self.customers > self.remaining


def opening_of(histories: Histories) -> Opening | None:
    """The first stretch, if first orders in it are probably not all first; None for all other files.

    Args:
        histories: all customers of the file, seen up to the same day.
    """
    again = histories.frequency > 0
    if not again.any():
        return None
    repeats = histories.weight * histories.frequency
    gaps, share = _gaps(histories.recency_days[again] / histories.frequency[again], repeats[again])
    window = int(histories.tenure_days.max()) + 1
    days = _stretch(gaps, share, window)
    begun = _begun(histories)
    customers = float(histories.weight[begun < days].sum())
    later = float(histories.weight[(begun >= days) & (begun < 2 * days)].sum())
    everybody = float(histories.weight.sum())
    too_many = customers - later
    expected = float(repeats.sum()) / window * _days_unseen(gaps, share, days)
    if later < _TAIL * too_many or too_many < max(_FEWEST, _SMALLEST * everybody):
        return None
    if not _LEAST <= too_many / expected <= _MOST:
        return None
    return Opening(days, customers, later, everybody - customers)


def is_first_known(histories: Histories, opening: Opening | None) -> BoolArray:
    """Shape (n,), whether a customer's first order in the file may be taken for their first."""
    return np.asarray(_begun(histories) >= (0 if opening is None else opening.days))


def learned_from(histories: Histories, first_orders: str) -> Histories:
    """The customers to fit a purchase model to.

    Args:
        histories: all customers.
        first_orders: "keep" for all of them; "drop" leaves out whose first order is not known to be one,
            if enough others are there.
    """
    opening = opening_of(histories) if first_orders == "drop" else None
    if opening is None or not opening.can_be_dropped:
        return histories
    known = is_first_known(histories, opening)
    return Histories(*(column[known] for column in histories.columns()))


def warnings_of(histories: Histories, first_orders: str) -> tuple[LeftTruncated, ...]:
    """What to say of first orders that may not be first; `first_orders` as in `learned_from`."""
    opening = opening_of(histories)
    if opening is None:
        return ()
    found = (
        f"{opening.customers:,.0f} customers seem new in the file's first {opening.days} days, "
        f"{opening.later:,.0f} in as many days after: the file begins in the middle of a business, and "
        f"some {opening.customers - opening.later:,.0f} of them or more had probably ordered before. "
    )
    if first_orders != "drop":
        advice = "Add older orders, or leave those customers out of the fit with --first-orders drop."
    elif opening.can_be_dropped:
        advice = f"The models learned from the {opening.remaining:,.0f} who came later; all are forecast."
    else:
        advice = f"Only {opening.remaining:,.0f} came later, so none was dropped. Add older orders."
    return (LeftTruncated(found + advice),)


def _begun(histories: Histories) -> FloatArray:
    """Shape (n,), days from the file's first order to the customer's."""
    return np.asarray(histories.tenure_days.max(initial=0.0) - histories.tenure_days)


def _gaps(gaps: FloatArray, repeats: FloatArray) -> tuple[IntArray, FloatArray]:
    """Distinct gaps in whole days, and the share of repeat orders that keep each."""
    counted = np.bincount(np.rint(gaps).astype(np.int64), repeats)
    days = np.flatnonzero(counted)
    return days, counted[days] / counted.sum()


def _days_unseen(gaps: IntArray, share: FloatArray, days: float) -> float:
    """Sum over t < days of P(gap > t): how many days of repeat orders look like first ones."""
    return float(np.dot(share, np.expm1(-days / gaps) / np.expm1(-1.0 / gaps)))


def _stretch(gaps: IntArray, share: FloatArray, window: int) -> int:
    """Days until nine in ten of the earlier customers have shown themselves, half the window at most."""
    wanted = _SHOWN * _days_unseen(gaps, share, window)
    low, high = 1, max(window // 2, 1)
    while low < high:
        middle = (low + high) // 2
        if _days_unseen(gaps, share, middle) >= wanted:
            high = middle
        else:
            low = middle + 1
    return low
