"""What customers are expected to order and to be worth, and how far off that may be.

Three things make a forecast uncertain: luck, even if the models were exactly right; the models' parameters,
which were learned from this shop's customers only; and for totals the shock that all customers share: season,
fashion, a campaign. What one customer's chances lack is set right by what earlier forecasts missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from treue.value.discount import days_worth, discounted_orders
from treue.value.distribution.pit_map import PitMap
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.purchases.contract import FittedPurchases, Prospects
from treue.value.purchases.fitted import split_pace
from treue.value.spend import FittedGammaGamma
from treue.value.upkeep.rates import Upkeep

# The interval that every face shows: 80 % of outcomes lie in it.
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure nobody knows yet; `low` to `high` is the 80 % interval."""

    mean: float
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far to look and what later money counts.

    Args:
        days: from the end of the observed window, 1 or more.
        discount_per_year: (1 + rate)^(-d / 365) for an order d days ahead; 0 leaves money as it is.
        business_days: the same days by the shop's clock; None where it is the plain one.
    """

    days: int
    discount_per_year: float = 0.0
    business_days: float | None = None

    @property
    def horizon(self) -> float:
        """What purchase models take: days by the clock of the histories they saw."""
        return float(self.days) if self.business_days is None else self.business_days

    @property
    def discount_by_clock(self) -> float:
        """The rate under which the whole horizon is discounted as by the days of the calendar."""
        return float((1.0 + self.discount_per_year) ** (self.days / self.horizon) - 1.0)


@dataclass(frozen=True, slots=True)
class Models:
    """What was learned from the customers.

    Args:
        purchases: how often they come.
        spend: what they spend; None where amounts are not known, then only orders are forecast.
        positive_share: share of orders that have a positive value, 0 to 1.
    """

    purchases: FittedPurchases
    spend: FittedGammaGamma | None
    positive_share: float = 1.0

    def redraw(self, rng: np.random.Generator) -> Models:
        """The same models with parameters drawn from their uncertainty."""
        spend = None if self.spend is None else self.spend.redraw(rng)
        return Models(self.purchases.redraw(rng), spend, self.positive_share)


@dataclass(frozen=True, slots=True)
class Customers:
    """Whom to forecast: one row each, pointing at a history that many may share.

    Args:
        distinct: shape (k,), the histories that occur.
        row: shape (n,), which of them is the customer's.
        counts: shape (n,), positive orders seen.
        means: shape (n,), their mean value.
        margin_rate: shape (n,), margin as a share of positive order value, before the cost of orders.
        order_cost: shape (n,), cost of an order whatever it is worth, service included; below zero where it
            brings something.
        pace: shape (n,), factor on the orders that the purchase model expects.
        upkeep: what looking after them costs from day to day; None where the shop told nothing of it.
    """

    distinct: Histories
    row: IntArray
    counts: FloatArray
    means: FloatArray
    margin_rate: FloatArray
    order_cost: FloatArray
    pace: FloatArray
    upkeep: Upkeep | None = None

    def __len__(self) -> int:
        return len(self.row)

    def histories(self) -> Histories:
        """One history per customer."""
        return rows_of(self.distinct, self.row)

    def pick(self, rows: IntArray) -> Customers:
        """Some of them, by position."""
        return Customers(
            self.distinct,
            self.row[rows],
            self.counts[rows],
            self.means[rows],
            self.margin_rate[rows],
            self.order_cost[rows],
            self.pace[rows],
            None if self.upkeep is None else self.upkeep.pick(rows),
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """Each customer's future as the fitted models see it, parameters taken as known; shape (n,) each.

    Args:
        alive: chance that the customer will still order, 0 to 1.
        orders: expected number.
        orders_variance: the luck in it.
        value: expected margin less upkeep, discounted; not a number without a spend model.
        value_variance: the luck in it; the same.
        upkeep: expected cost of service and contact from day to day, discounted.
        discount: what an order counts today, on average over the horizon, 0 to 1.
        ahead: the horizon.
    """

    alive: FloatArray
    orders: FloatArray
    orders_variance: FloatArray
    value: FloatArray
    value_variance: FloatArray
    upkeep: FloatArray
    discount: FloatArray
    ahead: Ahead

    def pick(self, rows: IntArray) -> Outlook:
        """That of some customers, by position."""
        return Outlook(
            self.alive[rows],
            self.orders[rows],
            self.orders_variance[rows],
            self.value[rows],
            self.value_variance[rows],
            self.upkeep[rows],
            self.discount[rows],
            self.ahead,
        )


@dataclass(frozen=True, slots=True)
class Shock:
    """What moves all customers at once in the time ahead: season, fashion, a campaign.

    Its logarithm is normal where its size is known, else Student's t: who learned the size from few earlier
    forecasts may have seen quiet ones.

    Args:
        size: standard deviation of the logarithm, as far as it is known.
        degrees: how many forecasts that was learned from, degrees of freedom; infinite where it is known.

    Source:
        Gelman et al. (2013), "Bayesian Data Analysis", sec. 2.6 and 3.2: under a scaled inverse chi-squared
        belief about the variance of a normal, what comes next is a t.
    """

    size: float
    degrees: float = np.inf

    def factors(self, rng: np.random.Generator, times: int) -> FloatArray:
        """Shape (times,), possible ones, spread evenly over their chances, in any order."""
        evenly = stdtrit(self.degrees, (np.arange(times) + 0.5) / times)
        return np.exp(self.size * rng.permutation(evenly))


CALM = Shock(0.0)


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The fitted models, the same with parameters drawn from their uncertainty, and what else is in doubt.

    Args:
        fitted: as learned.
        others: redrawn.
        shocks: one factor for each of these: what all customers share beside the parameters.
        chances: sets the chances of single customers right.
    """

    fitted: Models
    others: tuple[Models, ...]
    shocks: FloatArray
    chances: PitMap

    @classmethod
    def of(
        cls,
        fitted: Models,
        rng: np.random.Generator,
        times: int = 150,
        shock: Shock = CALM,
        chances: PitMap | None = None,
    ) -> Redrawn:
        """Draw once, use for every group: then the groups' intervals share their doubts.

        Args:
            fitted: the models.
            rng: of the doubts.
            times: how often to redraw.
            shock: what all customers share; nothing unless told.
            chances: of single customers; the models' own unless told.
        """
        others = tuple(fitted.redraw(rng) for _ in range(times))
        shocks = shock.factors(rng, times)
        return cls(fitted, others, shocks, PitMap.plain() if chances is None else chances)


def look_ahead(customers: Customers, models: Models, ahead: Ahead, *, with_luck: bool = True) -> Outlook:
    """Means and variances of each customer's orders and value in the horizon.

    Args:
        customers: n of them.
        models: as fitted.
        ahead: how far.
        with_luck: without it the variances are no numbers, and cost nothing.
    """
    prospects, row, pace = models.purchases.prospects(customers.distinct), customers.row, customers.pace
    expected = prospects.expected_orders(ahead.horizon)
    usual, discount = expected[row], _discount(prospects, expected, ahead)[row]
    orders = usual * pace
    luck = value_luck = np.broadcast_to(np.nan, len(customers))
    if with_luck:
        luck = prospects.orders_variance(ahead.horizon)[row]
        # E[N (N - 1)] grows with the pace and once more with its share that is the rate's (`split_pace`).
        pairs = (luck - usual + np.square(usual)) * pace * split_pace(prospects.alive[row], pace)[1]
        luck = np.maximum(pairs + orders - np.square(orders), 0.0)
        value_luck = _value_luck(customers, models, orders, luck) * np.square(discount)
    alive = prospects.alive[row]
    upkeep = _upkeep(customers, alive, ahead)
    return Outlook(
        alive=alive,
        orders=orders,
        orders_variance=luck,
        value=_value(customers, models, orders) * discount - upkeep,
        value_variance=value_luck,
        upkeep=upkeep,
        discount=discount,
        ahead=ahead,
    )


def _upkeep(customers: Customers, alive: FloatArray, ahead: Ahead) -> FloatArray:
    """Shape (n,): cost of looking after them over the horizon, at what it counts today."""
    if customers.upkeep is None:
        return np.broadcast_to(0.0, len(customers))
    return customers.upkeep.per_day(alive) * days_worth(ahead.days, ahead.discount_per_year)


def margin_per_order(customers: Customers, models: Models) -> FloatArray:
    """What one order of each customer is expected to leave, shape (n,), undiscounted; may be below zero.

    Not a number where amounts are not known.
    """
    if models.spend is None:
        return np.full(len(customers), np.nan)
    amount = models.spend.expected_amount(customers.counts, customers.means)
    return customers.margin_rate * models.positive_share * amount - customers.order_cost


def rows_of(histories: Histories, rows: IntArray) -> Histories:
    """Some histories by position, each for one customer."""
    return Histories(
        histories.frequency[rows],
        histories.recency_days[rows],
        histories.tenure_days[rows],
        np.ones(len(rows)),
    )


def orders_by_week(purchases: FittedPurchases, histories: Histories, ends: FloatArray) -> FloatArray:
    """Expected orders of all customers together in each week after the window, shape (weeks,).

    Args:
        purchases: the model.
        histories: weighted.
        ends: shape (weeks,), days to each week's end, by the clock of the histories.
    """
    prospects = purchases.prospects(histories)
    totals = [0.0] + [float(np.dot(histories.weight, prospects.expected_orders(float(end)))) for end in ends]
    return np.diff(totals)


def _discount(prospects: Prospects, expected: FloatArray, ahead: Ahead) -> FloatArray:
    """What an order of each counts today, shape (k,); 1 where none is expected."""
    if ahead.discount_per_year == 0:
        return np.ones(len(expected))
    discounted = discounted_orders(prospects, ahead.horizon, ahead.discount_by_clock)
    return np.divide(discounted, expected, out=np.ones(len(expected)), where=expected > 0)


def _value(customers: Customers, models: Models, orders: FloatArray) -> FloatArray:
    """What orders are expected to leave, shape (n,), undiscounted; no number without a spend model."""
    if models.spend is None:
        return np.full(len(orders), np.nan)
    amount = models.spend.expected_amount(customers.counts, customers.means)
    spent = models.positive_share * orders * amount
    return customers.margin_rate * spent - customers.order_cost * orders


def _value_luck(customers: Customers, models: Models, orders: FloatArray, luck: FloatArray) -> FloatArray:
    """Variance of what a random number of orders leaves, some of them worth nothing; shape (n,).

    With N orders, a share s of them positive, own mean order value M and scatter M^2 / p around it, their
    spending S has E[S] = s E[N] E[M] and E[S^2] = E[M^2] (s E[N] (1 + 1/p) + s^2 E[N (N - 1)]). They leave
    rate * S - cost * N, and Cov[S, N] = s E[M] Var[N].
    """
    if models.spend is None:
        return np.full(len(orders), np.nan)
    amount, square = models.spend.amount_moments(customers.counts, customers.means)
    s, p = models.positive_share, models.spend.p
    spent = s * orders * amount
    pairs = luck + np.square(orders) - orders
    whole = square * (s * orders * (1.0 + 1.0 / p) + s * s * pairs)
    spent_luck = np.maximum(whole - np.square(spent), 0.0)
    rate, cost = customers.margin_rate, customers.order_cost
    value_luck = np.square(rate) * spent_luck + cost * (cost - 2.0 * rate * s * amount) * luck
    return np.maximum(value_luck, 0.0)
