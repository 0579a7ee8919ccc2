"""How far off each single customer's forecast may be, parameters and luck both in it.

Customers with the same history and the same number of positive orders have the same future up to the scale of
their spending, so possible futures are drawn once for each such kind of customer. In large shops, days close
together count as one: drawing costs far more precision than that.
"""

from __future__ import annotations

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
class _Kinds:
    """Customers who share a history, on the grid of days, and a number of positive orders.

    Args:
        histories: shape (kinds,), with the mean days of those who share it.
        counts: shape (kinds,), the number of positive orders.
        sums: shape (kinds,), mean total of those orders, to judge what another scale parameter does.
    """

    histories: Histories
    counts: FloatArray
    sums: FloatArray

    def __len__(self) -> int:
        return len(self.counts)

    def pick(self, rows: IntArray) -> _Kinds:
        return _Kinds(rows_of(self.histories, rows), self.counts[rows], self.sums[rows])


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
    parts = [
        [_at(levels, future) for future in _futures(part, redrawn, outlook.days, own)]
        for part, own in _batches(kinds, rng)
    ]
    orders = np.concatenate([part[0] for part in parts])[kind]
    spend = redrawn.fitted.spend
    if spend is None:
        return Intervals(Spread(levels, orders), None)
    unit = np.concatenate([part[1] for part in parts])[kind]
    scale = (spend.gamma + customers.counts * customers.means) * outlook.discount * customers.margin_rate
    scale *= _against_kind(outlook.orders, kinds, kind, redrawn, outlook.days)
    # A loss turns the order round: its low end is where most is bought.
    value = np.where(scale[:, None] >= 0, unit, unit[:, ::-1]) * scale[:, None]
    return Intervals(Spread(levels, orders), Spread(levels, value))


def _kinds(customers: Customers) -> tuple[_Kinds, IntArray]:
    """The kinds that occur, and shape (n,) which of them each customer is."""
    shared = _on_grid(customers.distinct)[customers.row]
    counts = customers.counts.astype(np.int64)
    width = int(counts.max(initial=0)) + 1
    keys, kind, size = np.unique(shared * width + counts, return_inverse=True, return_counts=True)

    def mean(figures: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(kind, figures, minlength=len(keys)) / size)

    of, row = customers.distinct, customers.row
    histories = Histories(
        mean(of.frequency[row]), mean(of.recency_days[row]), mean(of.tenure_days[row]), np.ones(len(keys))
    )
    sums = mean(customers.counts * customers.means)
    return _Kinds(histories, (keys % width).astype(np.float64), sums), kind


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
    orders: FloatArray, kinds: _Kinds, kind: IntArray, redrawn: Redrawn, days: int
) -> FloatArray:
    """Shape (n,), how many orders a customer is expected to place for each of the kind's: near 1."""
    usual = redrawn.fitted.purchases.expected_orders(kinds.histories, days)[kind]
    return np.divide(orders, usual, out=np.ones(len(orders)), where=usual > 0)


def _batches(kinds: _Kinds, rng: np.random.Generator) -> list[tuple[_Kinds, np.random.Generator]]:
    size = _FLOATS // (_DOUBTS * _LUCKS)
    starts = range(0, max(len(kinds), 1), size)
    return [
        (kinds.pick(np.arange(start, min(start + size, len(kinds)))), own)
        for start, own in zip(starts, rng.spawn(len(starts)), strict=True)
    ]


def _futures(kinds: _Kinds, redrawn: Redrawn, days: int, rng: np.random.Generator) -> list[FloatArray]:
    """Orders, and value in units of each customer's own scale; shape (kinds, draws) each."""
    many = kinds.pick(np.repeat(np.arange(len(kinds)), _LUCKS))
    orders, value = [], []
    for models in redrawn.others[:_DOUBTS]:
        came = models.purchases.draw_orders(many.histories, days, rng)
        orders.append(came.reshape(len(kinds), _LUCKS))
        if models.spend is not None and redrawn.fitted.spend is not None:
            paid = came if models.positive_share >= 1 else rng.binomial(came, models.positive_share)
            spent = models.spend.draw_sum(many.counts, many.sums / np.maximum(many.counts, 1), paid, rng)
            value.append((spent / _scale(redrawn.fitted.spend, many)).reshape(len(kinds), _LUCKS))
    return [np.concatenate(draws, axis=1) for draws in (orders, value) if draws]


def _scale(spend: FittedGammaGamma, kinds: _Kinds) -> FloatArray:
    return spend.gamma + kinds.sums


def _at(levels: tuple[float, ...], draws: FloatArray) -> FloatArray:
    """Shape (rows, levels): the lowest draw that at least this share of draws does not exceed."""
    places = np.ceil(np.array(levels) * draws.shape[1]).astype(np.int64) - 1
    return np.sort(draws, axis=1)[:, np.maximum(places, 0)]
