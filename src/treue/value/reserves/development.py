"""How much is still to come back, by the days that have passed: learned from what came back earlier.

Returns. Of orders that are at least l days old, a share h(l) of their revenue was lost exactly l days after
the order. What an order of age a has still to lose is, per unit of revenue,

    open(a) = sum over l > a of h(l)

Each h(l) is learned from all orders old enough to show it, so that young orders help with short delays (the
additive chain ladder of claims reserving: Mack 2002, "Schadenversicherungsmathematik").

Defaults. Of invoices that could be followed to the end, what was unpaid a days after it was due was finally
written off to the share

    open(a) = written off after a / unpaid after a
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray

MOST_DAYS = 180
"""Later losses are not waited for."""

LEAST_WINDOW = 14
"""Days in which any distance seller in the EU must take goods back."""

_NEARLY_ALL = 0.95
_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Development:
    """What is still to be lost, by days passed.

    Args:
        open_share: shape (MOST_DAYS + 1,), of one unit after 0, 1, 2 ... days; falls to 0.
    """

    open_share: FloatArray

    @property
    def open_ppm(self) -> IntArray:
        """The same in millionths, for whole-number arithmetic on an engine."""
        return np.rint(self.open_share * _PPM).astype(np.int64)

    @property
    def window_days(self) -> int:
        """Until nineteen twentieths of what comes back have come; what is younger is provisional."""
        whole = float(self.open_share[0])
        settled = np.flatnonzero(self.open_share <= (1.0 - _NEARLY_ALL) * whole)
        return max(int(settled[0]), LEAST_WINDOW)

    @classmethod
    def of_returns(cls, revenue: FloatArray, lost: FloatArray) -> Development:
        """From what was sold and what came back.

        Args:
            revenue: shape (MOST_DAYS + 1,), of orders by age in days, the last entry of all older ones too.
            lost: shape (MOST_DAYS + 1,), by days between order and booking; later losses left out.
        """
        exposed = np.cumsum(revenue[::-1])[::-1]
        hazard = np.divide(lost, exposed, out=np.zeros(len(lost)), where=exposed > 0)
        return cls(_still(hazard))

    @classmethod
    def of_invoices(cls, due: float, paid: FloatArray, written_off: FloatArray) -> Development:
        """From invoices that are at least MOST_DAYS old.

        Args:
            due: their sum.
            paid: shape (MOST_DAYS + 1,), by days after they were due, the last entry of all later ones too.
            written_off: the same.
        """
        unpaid = due - np.cumsum(paid + written_off)
        share = np.divide(_still(written_off), unpaid, out=np.zeros(len(paid)), where=unpaid > 0)
        # Who is not heard of after the last day is asked no more.
        return cls(np.clip(share, 0.0, 1.0))


def _still(amount: FloatArray) -> FloatArray:
    """Shape (n,): the sum of all later entries, zero or more."""
    from_here = np.cumsum(amount[::-1])[::-1]
    return np.asarray(np.maximum(np.append(from_here[1:], 0.0), 0.0))
