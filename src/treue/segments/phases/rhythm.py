"""Each customer's usual gap, as known after each order: own gaps so far, leaning on the shop's.

The logarithm of a gap is that of its category plus the customer's own deviation plus chance. The deviation is
the mean of the customer's gaps so far, shrunk by the ratio of the two variances (Efron & Morris 1975, Journal
of the American Statistical Association 70(350)): after one gap the shop speaks, after ten the customer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.phases.gaps import Gaps
from treue.value.histories import FloatArray, IntArray

# Where customers do not differ, or nothing says how, own gaps count as good as nothing.
_NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is needed to say how long a customer usually stays away.

    Args:
        log_gap: mean logarithm of the shop's gaps in days.
        by_category: the same of each category with enough gaps, by name.
        shrinkage: how many gaps of one's own weigh as much as the shop's mean.
    """

    log_gap: float
    by_category: dict[str, float]
    shrinkage: float

    @classmethod
    def learned(cls, gaps: Gaps, fewest: int) -> Rhythm:
        """From all gaps that ended; a category needs `fewest` of them for a mean of its own."""
        logs = np.log(gaps.days[gaps.came].astype(np.float64))
        if not len(logs):
            return cls(0.0, {}, _NEVER)
        mean = float(logs.mean())
        kind = gaps.category[gaps.came] + 1
        count = np.bincount(kind, minlength=len(gaps.categories) + 1)
        total = np.bincount(kind, logs, minlength=len(gaps.categories) + 1)
        means = {
            name: float(total[place] / count[place])
            for place, name in enumerate(gaps.categories, 1)
            if count[place] >= fewest
        }
        logs -= cls(mean, means, _NEVER).means(gaps.category[gaps.came], gaps.categories)
        return cls(mean, means, _shrinkage(logs, gaps))

    def means(self, category: IntArray, names: tuple[str, ...]) -> FloatArray:
        """Shape (m,), the mean logarithm of the gap that follows an order of each of these categories."""
        if not self.by_category:
            return np.full(len(category), self.log_gap)
        table = [self.log_gap, *(self.by_category.get(name, self.log_gap) for name in names)]
        return np.array(table)[category + 1]

    def usual_days(self, gaps: Gaps) -> FloatArray:
        """Shape (m,), how long this customer usually stays away, as known on the day of each order."""
        means = self.means(gaps.category, gaps.categories)
        came = np.flatnonzero(gaps.came)
        sums = np.zeros(len(gaps))
        sums[came + 1] = np.log(gaps.days[came].astype(np.float64)) - means[came]
        np.cumsum(sums, out=sums)
        # Both the sum and the count of own gaps start anew with each customer.
        starts = np.flatnonzero(gaps.is_first)
        many = np.diff(np.append(starts, len(gaps)))
        sums -= np.repeat(sums[starts], many)
        counts = np.arange(len(gaps)) - np.repeat(starts, many)
        # Where nobody ever varies nothing is shrunk, and who has no gap of their own has the mean.
        weight = counts + self.shrinkage
        np.divide(sums, weight, out=sums, where=weight > 0)
        sums += means
        usual: FloatArray = np.exp(sums, out=sums)
        return usual


def _shrinkage(deviations: FloatArray, gaps: Gaps) -> float:
    """Variance within customers by variance between them, from the analysis of variance."""
    person = (np.cumsum(gaps.is_first) - 1)[gaps.came]
    count = np.bincount(person).astype(np.float64)
    own = count > 0
    total = np.bincount(person, deviations)[own]
    squares = float((deviations**2).sum())
    count = count[own]
    customers, many = len(count), float(count.sum())
    if customers < 2 or many <= customers:
        return _NEVER
    explained = float((total**2 / count).sum())
    within = (squares - explained) / (many - customers)
    between = (explained - float(total.sum()) ** 2 / many) / (customers - 1) - within
    usual = (many - float((count**2).sum()) / many) / (customers - 1)
    return min(within * usual / between, _NEVER) if between > 0 else _NEVER


def bands_of(usual: FloatArray, cuts: tuple[float, ...]) -> IntArray:
    """Shape (m,), 1 for the briskest customers, and one more beyond each cut."""
    bands = np.ones(len(usual), np.int64)
    for cut in cuts:  # a few comparisons are quicker than a search for each
        bands += usual >= cut
    return bands
