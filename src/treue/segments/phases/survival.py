"""How silences end: the share of customers who have not come again after so many days, censoring included.

Who is still silent today may yet come, so a silence that runs is no silence that lasts: it counts among those
who could have come up to today, and not after. Kaplan & Meier (1958), Journal of the American Statistical
Association 53(282).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray

# Half the width of an 80 % interval, in standard errors.
_WIDTH = 1.2815515655446004
# Below so many who could still come, a share is anybody's guess.
FEWEST_SILENT = 30


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days with its 80 % interval."""

    days: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Survival:
    """Share still silent after each day, counted as long as enough customers could be watched.

    Args:
        silent: shape (days + 1,), the share at the end of each day; 1 on day 0.
        at_risk: shape (days + 1,), silences as long as that, watched on that day.
        came: how many silences ended.
    """

    silent: FloatArray
    at_risk: IntArray
    came: int

    @classmethod
    def of(cls, ended: IntArray, running: IntArray) -> Survival:
        """From counts by length in days: silences that ended with an order, and such that still run."""
        both = ended + running
        at_risk = both[::-1].cumsum()[::-1]
        watched = int(np.flatnonzero(at_risk >= min(FEWEST_SILENT, at_risk[0]))[-1]) if len(both) else 0
        cut = slice(0, watched + 1)
        ends = np.divide(ended[cut], at_risk[cut], out=np.zeros(watched + 1), where=at_risk[cut] > 0)
        return cls(np.cumprod(1.0 - ends), at_risk[cut], int(ended.sum()))

    @property
    def watched_days(self) -> int:
        """The longest silence about which anything is known."""
        return len(self.silent) - 1

    @property
    def again(self) -> float:
        """Share of all who came again within the days watched."""
        return float(1.0 - self.silent[-1])

    def days_until(self, share: float) -> Days:
        """When this share of those who come again have come.

        The interval reads the share plus or minus its sampling error, as for any quantile: Woodruff (1952),
        Journal of the American Statistical Association 47(260). Gaps count as independent.
        """
        error = _WIDTH * (share * (1.0 - share) / max(self.came, 1)) ** 0.5
        return Days(*(self._day_of(each) for each in (share, share - error, share + error)))

    def _day_of(self, share: float) -> int:
        wanted = min(max(share, 0.0), 1.0) * self.again
        return int(np.argmax(1.0 - self.silent >= wanted * (1.0 - 1e-12)))

    def chance_within(self, ahead: int) -> FloatArray:
        """Of those silent for 0, 1, 2 ... days, the share who come in the next `ahead` days; while known."""
        if ahead > self.watched_days:
            return np.zeros(0)
        now = self.silent[: self.watched_days - ahead + 1]
        return 1.0 - np.divide(self.silent[ahead:], now, out=np.ones(len(now)), where=now > 0)

    def days_until_hardly(self, share: float, ahead: int) -> Days | None:
        """From which silence on fewer than `share` come in the next `ahead` days; None if never seen."""
        chance = self.chance_within(ahead)
        error = _WIDTH * np.sqrt(share * (1.0 - share) / np.maximum(self.at_risk[: len(chance)], 1))
        found = [chance < share, chance < share + error, chance < share - error]
        # On day 0 nobody is silent yet.
        firsts = [int(np.argmax(each[1:])) + 1 if each[1:].any() else self.watched_days for each in found]
        return Days(*firsts) if found[0][1:].any() else None
