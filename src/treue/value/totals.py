"""What a group of customers will order and be worth together, and how far off that may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaincinv, ndtri

from treue.value.forecast import HIGH, LOW, Customers, Estimate, Models, Outlook, Redrawn
from treue.value.histories import FloatArray, IntArray

# The effect of other parameters on a total is read off this many customers, drawn in proportion to what they
# bring: effects hardly differ between customers, so 1,000 give the total's to some 2 % of its own size.
_SAMPLE = 1_000
# Up to here a total is simulated customer by customer; above, its luck follows a smooth curve.
_SMALL = 300
_LUCKS = 40


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a group; value is None without a spend model."""

    orders: Estimate
    value: Estimate | None


def totals(customers: Customers, outlook: Outlook, redrawn: Redrawn, rng: np.random.Generator) -> Totals:
    """Orders and value of all these customers together.

    Args:
        customers: the group, or part of the shop, by `pick` of both.
        outlook: of the same customers under the fitted models.
        redrawn: the models, drawn once for all groups.
        rng: small groups are simulated, large ones sampled.

    Returns:
        Means alone, the rest no numbers, where nothing was redrawn.
    """
    orders, value = possible_totals(customers, outlook, redrawn, rng)
    return Totals(
        _estimate(float(outlook.orders.sum()), orders),
        None if redrawn.fitted.spend is None else _estimate(float(outlook.value.sum()), value),
    )


def possible_totals(
    customers: Customers, outlook: Outlook, redrawn: Redrawn, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Equally likely totals of orders and value around the expected ones, shape (draws,) each.

    Without a spend model there are no values; where nothing was redrawn, no numbers.
    """
    if not redrawn.others:
        return np.full(1, np.nan), np.full(1, np.nan)
    draw = _simulated if len(customers) <= _SMALL else _curved
    upkeep = float(outlook.upkeep.sum())
    of_orders = replace(outlook, value=outlook.value + outlook.upkeep) if upkeep else outlook
    orders, value = draw(customers, of_orders, redrawn, rng)
    left = _around(float(of_orders.value.sum()), value) - upkeep
    return _around(float(outlook.orders.sum()), orders), left


def _around(mean: float, outcomes: FloatArray) -> FloatArray:
    """Parameters drawn from their doubt lie off the fitted ones on average; the totals must not."""
    if len(outcomes) == 0:
        return outcomes
    centre = float(outcomes.mean())
    stretched = float(outcomes.min()) >= 0 and mean > 0 and centre > 0
    return outcomes * (mean / centre) if stretched else outcomes + (mean - centre)


def _estimate(mean: float, outcomes: FloatArray) -> Estimate:
    if len(outcomes) == 0:
        return Estimate(mean, 0.0, 0.0, 0.0)
    low, median, high = np.quantile(outcomes, [LOW, 0.5, HIGH])
    return Estimate(mean, float(median), float(low), float(high))


def _simulated(
    customers: Customers, outlook: Outlook, redrawn: Redrawn, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Possible totals, customer by customer; shape (draws,) each."""
    rows = np.tile(np.arange(len(customers)), _LUCKS)
    many = customers.pick(rows)
    histories = many.histories()
    discount = outlook.discount[rows]
    orders, value = [], []
    for models, shock in zip(redrawn.others, redrawn.shocks, strict=True):
        came = models.purchases.draw_orders(histories, outlook.ahead.horizon, rng, many.pace * shock)
        orders.append(came.reshape(_LUCKS, -1).sum(axis=1))
        if models.spend is not None:
            paid = came if models.positive_share >= 1 else rng.binomial(came, models.positive_share)
            spent = models.spend.draw_sum(many.counts, many.means, paid, rng)
            left = discount * (many.margin_rate * spent - many.order_cost * came)
            value.append(left.reshape(_LUCKS, -1).sum(axis=1))
    return np.concatenate(orders).astype(np.float64), np.concatenate(value or [np.zeros(0)])


def _curved(
    customers: Customers, outlook: Outlook, redrawn: Redrawn, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Possible totals: means under other parameters, each with luck of the right size around it."""
    luck = float(outlook.orders_variance.sum())
    means = _orders_elsewhere(customers, outlook, redrawn, rng) * redrawn.shocks
    orders = _with_luck(means, outlook.orders.sum(), luck)
    if redrawn.fitted.spend is None:
        return orders, np.zeros(0)
    may_cross = bool((customers.margin_rate < 0).any() or (outlook.value < 0).any())
    luck = float(outlook.value_variance.sum())
    elsewhere = _value_elsewhere(customers, outlook, redrawn, rng) * redrawn.shocks
    return orders, _with_luck(elsewhere, outlook.value.sum(), luck, may_cross=may_cross)


def _orders_elsewhere(
    customers: Customers, outlook: Outlook, redrawn: Redrawn, rng: np.random.Generator
) -> FloatArray:
    """Total orders under each redrawn set of parameters, shape (redraws,)."""
    some = customers.pick(_in_proportion(outlook.orders, rng))
    histories = some.histories()

    def orders(models: Models) -> FloatArray:
        return models.purchases.expected_orders(histories, outlook.ahead.horizon) * some.pace

    return _elsewhere(outlook.orders, outlook.orders, redrawn, orders, orders(redrawn.fitted))


def _value_elsewhere(
    customers: Customers, outlook: Outlook, redrawn: Redrawn, rng: np.random.Generator
) -> FloatArray:
    """Total value under each redrawn set of parameters, shape (redraws,).

    Customers are drawn by value and by cost of orders: where an order leaves little, both may still change
    much. Discounting is left out of the comparison: it hardly depends on the parameters.
    """
    moved = np.abs(outlook.value) + outlook.discount * outlook.orders * np.abs(customers.order_cost)
    some = customers.pick(_in_proportion(moved, rng))
    histories = some.histories()

    def orders(models: Models) -> FloatArray:
        return models.purchases.expected_orders(histories, outlook.ahead.horizon) * some.pace

    def left(models: Models) -> FloatArray:
        if models.spend is None:
            return orders(models)
        amount = models.positive_share * models.spend.expected_amount(some.counts, some.means)
        return orders(models) * (some.margin_rate * amount - some.order_cost)

    fitted = redrawn.fitted
    size = np.abs(left(fitted)) + orders(fitted) * np.abs(some.order_cost)
    return _elsewhere(outlook.value, moved, redrawn, left, size)


def _elsewhere(
    figure: FloatArray,
    moved: FloatArray,
    redrawn: Redrawn,
    of_sample: Callable[[Models], FloatArray],
    size: FloatArray,
) -> FloatArray:
    """The total of a figure under each redrawn set of parameters, from a sample drawn by what moves it."""
    whole = float(moved.sum())
    if whole == 0:
        return np.full(len(redrawn.others), float(figure.sum()))
    before = of_sample(redrawn.fitted)
    changes = np.array([((of_sample(models) - before) / size).mean() for models in redrawn.others])
    return np.asarray(figure.sum() + whole * changes)


def _in_proportion(size: FloatArray, rng: np.random.Generator) -> IntArray:
    """Rows drawn systematically, each as often as its size asks for."""
    running = np.cumsum(size)
    marks = (np.arange(_SAMPLE) + rng.random()) * (running[-1] / _SAMPLE)
    return np.asarray(np.minimum(np.searchsorted(running, marks, side="right"), len(size) - 1))


def _with_luck(means: FloatArray, mean: float, variance: float, *, may_cross: bool = False) -> FloatArray:
    """Shape (redraws * lucks,): each possible mean with evenly spread luck around it.

    A Gamma curve with the right mean and variance where totals cannot cross zero, else a normal one.
    """
    chance = (np.arange(_LUCKS) + 0.5) / _LUCKS
    if mean == 0 or variance == 0:
        return means
    if may_cross:
        return np.asarray(np.add.outer(means, np.sqrt(variance) * ndtri(chance)).ravel())
    shape = mean * mean / variance
    return np.asarray(np.outer(means, gammaincinv(shape, chance) / shape).ravel())
