"""How far off each single customer's forecast may be, parameters and luck both in it.

Customers with the same history and the same number of positive orders have the same future up to the scale of
their spending, so possible futures are drawn once for each such kind of customer: orders, and what is spent.
What that leaves is each customer's own. In large shops, days close together count as one: drawing costs far
more precision than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.forecast import HIGH, LOW, Customers, Outlook, Redrawn, rows_of
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.spend import FittedGammaGamma

# Draws held at a time: memory stays the same for a hundred customers or ten million.
_FLOATS = 2_000_000
# Each kind of customer sees this many sets of parameters, and this much luck under each: 200 draws place the
# 10 % quantile between the 8th and the 12th per cent.
_DOUBTS, _LUCKS = 20, 10
# Days are told apart as finely as leaves at most about this many kinds.
_KINDS = 25_000
_GRIDS = (1, 2, 4, 7, 14, 28)
# Paces that differ by less count as the same.
_PACE_STEP = 0.1


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of each customer's possible outcomes.

    Args:
        levels: ascending, for example 0.1, 0.5, 0.9.
        quantiles: shape (n, levels).
    """

    levels: tuple[float, ...]
    quantiles: FloatArray

    def at(self, level: float) -> FloatArray:
        """Shape (n,), the quantile at one of the levels."""
        return np.asarray(self.quantiles[:, self.levels.index(level)])


@dataclass(frozen=True, slots=True)
class Intervals:
    """Of each customer's orders, in whole numbers, and value; the latter None without a spend model."""

    orders: Spread
    value: Spread | None


@dataclass(frozen=True, slots=True)
class _Earned:
    """What a customer's future leaves, counted at what it is worth today; shape (n,) each.

    Args:
        scale: margin of what is spent, for one unit of the kind's spending.
        cost: of one order.
    """

    scale: FloatArray
    cost: FloatArray

    @classmethod
    def of(cls, customers: Customers, share: FloatArray, spend: FittedGammaGamma) -> _Earned:
        own = spend.gamma + customers.counts * customers.means
        return cls(own * customers.margin_rate * share, customers.order_cost * share)

    def quantiles(
        self, levels: tuple[float, ...], rows: IntArray, place: IntArray, futures: tuple[FloatArray, ...]
    ) -> FloatArray:
        """Shape (rows, levels), of customers whose kinds stand at some places of the futures."""
        came, spent = futures
        scale, cost = self.scale[rows, None], self.cost[rows, None]
        # A loss turns the order round: its low end is where most is bought.
        gains = scale >= 0
        if not cost.any():
            unit = _at(levels, spent)[place]
            return np.asarray(np.where(gains, unit, unit[:, ::-1]) * scale)
        step = _FLOATS // came.shape[1]
        parts = [slice(start, start + step) for start in range(0, len(rows), step)]
        turned = np.where(gains, 1.0, -1.0)
        gained = (
            turned[part] * (scale[part] * spent[place[part]] - cost[part] * came[place[part]])
            for part in parts
        )
        ends = np.concatenate([_at(levels, draws) for draws in gained])
        return np.asarray(np.where(gains, ends, -ends[:, ::-1]))


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Customers who share a history, on the grid of days, and a number of positive orders.

    Args:
        histories: shape (kinds,), with the mean days of those who share it.
        counts: shape (kinds,), the number of positive orders.
        sums: shape (kinds,), mean total of those orders, to judge what another scale parameter does.
        pace: shape (kinds,), mean factor on the orders that the model expects.
    """

    histories: Histories
    counts: FloatArray
    sums: FloatArray
    pace: FloatArray

    def __len__(self) -> int:
        return len(self.counts)

    def pick(self, rows: IntArray) -> _Kinds:
        return _Kinds(rows_of(self.histories, rows), self.counts[rows], self.sums[rows], self.pace[rows])


def customer_intervals(
    customers: Customers,
    outlook: Outlook,
    redrawn: Redrawn,
    rng: np.random.Generator,
    levels: tuple[float, ...] = (LOW, 0.5, HIGH),
) -> Intervals:
    """Quantiles of every customer's orders and value in the horizon.

    Args:
        customers: shape (n,).
        outlook: of the same customers.
        redrawn: the models; the first twenty redraws are used.
        rng: gives each batch of rows a generator of its own, so it does not matter which batch runs first.
        levels: ascending and symmetric around one half.
    """
    kinds, kind = _kinds(customers)
    near = _against_kind(outlook.orders, kinds, kind, redrawn, outlook.ahead.horizon)
    spend = redrawn.fitted.spend
    earned = None if spend is None else _Earned.of(customers, outlook.discount * near, spend)
    # The models' levels at which the wanted ones honestly lie.
    places = tuple(redrawn.chances.level(level) for level in levels)
    orders, value = np.empty((2, len(customers), len(levels)))
    batches = _batches(kinds, rng)
    members = _members(kind, [len(part) for part, _ in batches])
    for (part, own), (rows, place) in zip(batches, members, strict=True):
        futures = _futures(part, redrawn, outlook.ahead.horizon, own)
        orders[rows] = _at(places, futures[0])[place]
        if earned is not None:
            value[rows] = earned.quantiles(places, rows, place, futures) - outlook.upkeep[rows, None]
    return Intervals(Spread(levels, orders), None if earned is None else Spread(levels, value))


def _kinds(customers: Customers) -> tuple[_Kinds, IntArray]:
    """The kinds that occur, and shape (n,) which of them each customer is."""
    shared = _on_grid(customers.distinct)[customers.row]
    counts = customers.counts.astype(np.int64)
    width = int(counts.max(initial=0)) + 1
    step = np.rint(np.log(customers.pace) / _PACE_STEP).astype(np.int64)
    step -= int(step.min(initial=0))
    keys = (step * len(customers.distinct) + shared) * width + counts
    keys, kind, size = np.unique(keys, return_inverse=True, return_counts=True)

    def mean(figures: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(kind, figures, minlength=len(keys)) / size)

    of, row = customers.distinct, customers.row
    histories = Histories(
        mean(of.frequency[row]), mean(of.recency_days[row]), mean(of.tenure_days[row]), np.ones(len(keys))
    )
    sums = mean(customers.counts * customers.means)
    return _Kinds(histories, (keys % width).astype(np.float64), sums, mean(customers.pace)), kind


def _on_grid(distinct: Histories) -> IntArray:
    """Shape (k,): which histories count as the same, on the finest grid that leaves few enough."""
    cells: IntArray = np.arange(len(distinct))
    if len(distinct) <= _KINDS:
        return cells
    for step in _GRIDS[1:]:
        late, long = (
            np.floor(days / step).astype(np.int64) for days in (distinct.recency_days, distinct.tenure_days)
        )
        width = int(long.max()) + 1
        keys = (distinct.frequency.astype(np.int64) * width + late) * width + long
        seen, cells = np.unique(keys, return_inverse=True)
        if len(seen) <= _KINDS:
            break
    return cells


def _against_kind(
    orders: FloatArray, kinds: _Kinds, kind: IntArray, redrawn: Redrawn, days: float
) -> FloatArray:
    """Shape (n,), how many orders a customer is expected to place for each of the kind's: near 1."""
    usual = (redrawn.fitted.purchases.expected_orders(kinds.histories, days) * kinds.pace)[kind]
    return np.divide(orders, usual, out=np.ones(len(orders)), where=usual > 0)


def _batches(kinds: _Kinds, rng: np.random.Generator) -> list[tuple[_Kinds, np.random.Generator]]:
    size = _FLOATS // (_DOUBTS * _LUCKS)
    starts = range(0, max(len(kinds), 1), size)
    return [
        (kinds.pick(np.arange(start, min(start + size, len(kinds)))), own)
        for start, own in zip(starts, rng.spawn(len(starts)), strict=True)
    ]


def _members(kind: IntArray, sizes: Sequence[int]) -> Iterator[tuple[IntArray, IntArray]]:
    """For each batch of kinds the customers in it, and each one's place in the batch."""
    order = np.argsort(kind, kind="stable")
    starts = np.cumsum([0, *sizes[:-1]])
    for start, rows in zip(starts, np.split(order, np.searchsorted(kind[order], starts[1:])), strict=True):
        yield rows, kind[rows] - start


def _futures(
    kinds: _Kinds, redrawn: Redrawn, days: float, rng: np.random.Generator
) -> tuple[FloatArray, ...]:
    """Orders and, with a spend model, spending in units of each kind's scale; shape (kinds, draws) each."""
    many = kinds.pick(np.repeat(np.arange(len(kinds)), _LUCKS))
    orders, spending = [], []
    for models in redrawn.others[:_DOUBTS]:
        came = models.purchases.draw_orders(many.histories, days, rng, many.pace)
        orders.append(came.reshape(len(kinds), _LUCKS))
        if models.spend is not None and redrawn.fitted.spend is not None:
            paid = came if models.positive_share >= 1 else rng.binomial(came, models.positive_share)
            spent = models.spend.draw_sum(many.counts, many.sums / np.maximum(many.counts, 1), paid, rng)
            unit = redrawn.fitted.spend.gamma + many.sums
            spending.append((spent / unit).reshape(len(kinds), _LUCKS))
    return tuple(np.concatenate(draws, axis=1) for draws in (orders, spending) if draws)


def _at(levels: tuple[float, ...], draws: FloatArray) -> FloatArray:
    """Shape (rows, levels): the lowest draw that at least this share of draws does not exceed."""
    places = np.ceil(np.array(levels) * draws.shape[1]).astype(np.int64) - 1
    return np.sort(draws, axis=1)[:, np.maximum(places, 0)]
