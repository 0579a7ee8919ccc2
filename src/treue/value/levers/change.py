"""Why all customers together are worth more or less than on an earlier day.

From the customers of the earlier day to those of today in steps that add up: what was to be expected of them
anyway as time passed (what they then ordered is cash now and expected no more), what turned out other than
expected, split by driver (`parts.split`), and who is new. The same change is also told by who made it: new
customers, customers who ordered, customers of whom nothing was heard.

How sure is it? Both days are measured with the same models, and redrawn parameters move both, so that only
what they do to the difference counts; the shock that all customers share moves both alike, in proportion.
On top comes chance: had other customers happened to come and to order, with d_i what customer i added, the
change would scatter with a variance of the sum of d_i^2 (the Poisson bootstrap; Chamandy et al. 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.forecast import Customers, Models, Redrawn
from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.levers.parts import DRIVERS, split
from treue.value.levers.standing import Measure, Standing

Z80 = 1.2815515655446004
"""So many standard deviations around the mean lie 80 % of a normal."""

STEPS = ("new", "time", *DRIVERS)
GROUPS = ("group_new", "group_ordered", "group_silent")
_REDRAWS, _SAMPLE = 60, 1_500
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """Between two days, in whole currency units; of orders where amounts are not known.

    Args:
        before: worth of all customers of the earlier day.
        after: worth of all customers of the later one.
        steps: `STEPS` -> its part; they add up to the change.
        groups: `GROUPS` -> its part; they add up to it too.
        deviation: standard deviation of the change.
        customers_new: how many are new.
    """

    before: float
    after: float
    steps: dict[str, float]
    groups: dict[str, float]
    deviation: float
    customers_new: float

    @property
    def total(self) -> float:
        """The change."""
        return self.after - self.before

    @property
    def low(self) -> float:
        """Where the 80 % interval begins."""
        return self.total - Z80 * self.deviation

    @property
    def high(self) -> float:
        """Where it ends."""
        return self.total + Z80 * self.deviation

    def times(self, factor: float) -> Change:
        """Of so many times as many customers, of whom these are a sample."""
        return Change(
            self.before * factor,
            self.after * factor,
            {step: part * factor for step, part in self.steps.items()},
            {group: part * factor for group, part in self.groups.items()},
            self.deviation * factor,
            self.customers_new * factor,
        )


def change_between(measure: Measure, before: Standing, after: Standing, rng: np.random.Generator) -> Change:
    """Split the change of worth between two days.

    Args:
        measure: what both were measured with.
        before: the earlier day; nobody in it is missing in `after`.
        after: the later day.
        rng: of the sample whose parameters are redrawn.
    """
    redrawn = measure.redrawn
    place, known = _places(before.customer, after.customer)
    was = before.parts
    aged = measure.as_expected(before, after.day - before.day)
    now = after.parts.pick(place)
    fresh = ~known
    worth, added = after.worth, after.worth.copy()
    added[place] -= before.worth
    ordered = known & (after.last_day > before.day)
    steps = {
        "new": float(worth[fresh].sum()),
        "time": float(aged.worth.sum() - was.worth.sum()),
        **split(aged, now),
    }
    groups = dict(
        zip(GROUPS, (float(added[who].sum()) for who in (fresh, ordered, known & ~ordered)), strict=True)
    )
    total = float(added.sum())
    deviation = np.sqrt(
        float(np.square(added).sum())
        + _parameter_variance(before, after, place, redrawn, rng)
        + total**2 * _shock_variance(redrawn)
    )
    return Change(
        float(was.worth.sum()), float(worth.sum()), steps, groups, float(deviation), float(fresh.sum())
    )


def _places(earlier: IntArray, later: IntArray) -> tuple[IntArray, BoolArray]:
    """Where the customers of the earlier day stand on the later one, and who of the later was there."""
    place = np.searchsorted(later, earlier)
    known = np.zeros(len(later), dtype=np.bool_)
    known[place] = True
    return place, known


def _shock_variance(redrawn: Redrawn) -> float:
    """Of the factor all share; as its quantiles tell, for its tail may have no variance."""
    if not len(redrawn.shocks):
        return 0.0
    low, high = np.quantile(redrawn.shocks, [0.1, 0.9])
    return float(((high - low) / (2 * Z80)) ** 2)


def _parameter_variance(
    before: Standing, after: Standing, place: IntArray, redrawn: Redrawn, rng: np.random.Generator
) -> float:
    """Of the change, if both days are measured with parameters drawn from their doubt."""
    others = redrawn.others[:_REDRAWS]
    earlier = np.zeros(len(after.customer))
    earlier[place] = np.abs(before.worth)
    size = np.abs(after.worth) + earlier + _LEAST
    if len(others) < 2 or not len(size):
        return 0.0
    back = np.full(len(size), -1)
    back[place] = np.arange(len(place))
    rows = _in_proportion(size, rng)
    old = back[rows]
    was = old >= 0

    def added(models: Models) -> FloatArray:
        change = _worth(after, rows, models, redrawn.fitted)
        change[was] -= _worth(before, old[was], models, redrawn.fitted)
        return change / size[rows]

    fitted = added(redrawn.fitted)
    effects = np.array([(added(models) - fitted).mean() for models in others]) * size.sum()
    return float(effects.var(ddof=1))


def _worth(stood: Standing, rows: IntArray, models: Models, fitted: Models) -> FloatArray:
    """Shape (rows,), under other parameters; discounting and upkeep as fitted."""
    customers, parts = stood.customers.pick(rows), stood.parts.pick(rows)
    orders = _orders(customers, models, stood) * stood.outlook.discount[rows]
    ratio = np.ones(len(rows))
    if models.spend is not None and fitted.spend is not None:
        ratio = models.spend.expected_amount(customers.counts, customers.means)
        ratio = ratio / fitted.spend.expected_amount(customers.counts, customers.means)
    left = parts.amount * ratio * (parts.gross - parts.returned) - parts.cost - parts.service
    return orders * left - parts.stay * parts.service_by_day - parts.contact


def _orders(customers: Customers, models: Models, stood: Standing) -> FloatArray:
    histories = customers.histories()
    return models.purchases.expected_orders(histories, stood.outlook.ahead.horizon) * customers.pace


def _in_proportion(size: FloatArray, rng: np.random.Generator) -> IntArray:
    running = np.cumsum(size)
    marks = (np.arange(_SAMPLE) + rng.random()) * (running[-1] / _SAMPLE)
    return np.asarray(np.minimum(np.searchsorted(running, marks, side="right"), len(size) - 1))
