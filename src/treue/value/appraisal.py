"""From customers' past to what they are worth: fit, look ahead, say how sure we are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import Extrapolation, TreueWarning
from treue.units import Unit
from treue.value.adjustment import Adjustment
from treue.value.forecast import Ahead, Customers, Models, Outlook, Redrawn, look_ahead
from treue.value.histories import FloatArray
from treue.value.left_truncation import learned_from
from treue.value.left_truncation import warnings_of as opening_warnings
from treue.value.margin import OwnRates
from treue.value.past import Past
from treue.value.purchases import named, with_returning
from treue.value.spend import FittedGammaGamma, GammaGamma
from treue.value.totals import Totals, totals
from treue.value.upkeep.rates import Upkeep

REDRAWS = 150
"""Sets of parameters drawn from their doubt: enough for the width of a total's interval."""

_FARTHEST = 2.0


@dataclass(frozen=True, slots=True)
class Settled:
    """How the appraisal is made, once nothing is left to choose.

    Args:
        model: a name in `treue.value.purchases.MODELS`.
        spend: orders the spend model learns from: "all" or "repeat".
        unit: in which scale parameters are told.
        ahead: horizon and discount.
        phases: the k of MBG/CNBD-k, which histories on an engine do not tell; None where it is not known.
        first_orders: what to do with customers whose first order in the file may not be their first: "keep",
            or "drop" them from the purchase model's fit.
        by_day: whether days with an order are read as such.
        returning: chance that who is gone by the model comes back all the same; 0 as published.
        redraws: sets of parameters the intervals are made of; 0 gives means alone.
    """

    model: str
    spend: str
    unit: Unit
    ahead: Ahead
    phases: int | None = None
    first_orders: str = "keep"
    by_day: bool = False
    returning: float = 0.0
    redraws: int = REDRAWS


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What the customers are worth, and by what models.

    Args:
        adjustment: what is laid over the models.
        redrawn: the fitted models and their doubts.
        customers: whom it is about, in the order of the past.
        outlook: each one's future.
        totals: of all together; its value is None where amounts are not known.
        warnings: to be shown beside every figure.
    """

    adjustment: Adjustment
    redrawn: Redrawn
    customers: Customers
    outlook: Outlook
    totals: Totals
    warnings: tuple[TreueWarning, ...]

    @property
    def models(self) -> Models:
        """As fitted."""
        return self.redrawn.fitted


def learn(past: Past, settled: Settled) -> Models:
    """Fit purchases and, where amounts are known, spend."""
    learned = learned_from(past.histories, settled.first_orders)
    published = named(settled.model, settled.unit, settled.phases, by_day=settled.by_day).fit(learned)
    purchases = with_returning(published, settled.returning)
    if not past.has_amounts:
        return Models(purchases, None)
    days = past.histories.frequency.sum() + len(past)
    return Models(purchases, _spend(past, settled.spend), float(past.spend_days.sum() / days))


def _spend(past: Past, orders: str) -> FittedGammaGamma:
    if orders == "repeat" and past.repeat_spend_days.any():
        return GammaGamma(orders="repeat").fit(
            past.repeat_spend_days, _ratio(past.repeat_spend, past.repeat_spend_days)
        )
    return GammaGamma(orders="all").fit(past.spend_days, _ratio(past.spend, past.spend_days))


def customers_of(past: Past, spend: str, pace: FloatArray) -> Customers:
    """Customers as the forecast takes them: shared histories, order values, what an order leaves.

    Args:
        past: n customers.
        spend: orders the spend model learns from: "all" or "repeat".
        pace: shape (n,), factor on the orders that the purchase model expects.
    """
    distinct, row = past.histories.compress()
    counts, amounts = (
        (past.repeat_spend_days, past.repeat_spend) if spend == "repeat" else (past.spend_days, past.spend)
    )
    by_value = (past.spend_days, past.spend, past.margin_of_orders + past.order_cost)
    order_days = past.histories.frequency + 1.0
    by_order = (order_days, order_days, past.order_cost)
    upkeep = _upkeep(past)
    order_cost = OwnRates.fit(*by_order).rates(*by_order)
    return Customers(
        distinct=distinct,
        row=row,
        counts=counts,
        means=_ratio(amounts, counts),
        margin_rate=OwnRates.fit(*by_value).rates(*by_value),
        order_cost=order_cost if upkeep is None else order_cost + upkeep.service_per_order,
        pace=pace,
        upkeep=upkeep,
    )


def _upkeep(past: Past) -> Upkeep | None:
    if not (past.service.any() or past.contact.any()):
        return None
    order_days, days = past.histories.frequency + 1.0, past.histories.tenure_days + 1.0
    return Upkeep.fit(order_days, days, past.service, past.contact)


def appraise(
    past: Past, models: Models, settled: Settled, adjustment: Adjustment, rng: np.random.Generator
) -> Appraisal:
    """Look ahead with fitted models.

    Args:
        past: at least one customer.
        models: as `learn` fits them.
        settled: how far.
        adjustment: what earlier forecasts taught, for the same customers.
        rng: decides nothing but the noise in the intervals.
    """
    customers = customers_of(past, settled.spend, adjustment.pace)
    outlook = look_ahead(customers, models, settled.ahead, with_luck=settled.redraws > 0)
    redrawn = Redrawn.of(models, rng, settled.redraws, shock=adjustment.shock, chances=adjustment.chances)
    return Appraisal(
        adjustment=adjustment,
        redrawn=redrawn,
        customers=customers,
        outlook=outlook,
        totals=totals(customers, outlook, redrawn, rng),
        warnings=(
            *warnings_of(models),
            *opening_warnings(past.histories, settled.first_orders),
            *_too_far(past, settled.ahead),
        ),
    )


def warnings_of(models: Models) -> tuple[TreueWarning, ...]:
    """What both fitted models have to say."""
    return (*models.purchases.warnings, *(() if models.spend is None else models.spend.warnings))


def _too_far(past: Past, ahead: Ahead) -> tuple[TreueWarning, ...]:
    seen = float(past.histories.tenure_days.max())
    if ahead.days <= _FARTHEST * max(seen, 1.0):
        return ()
    return (
        Extrapolation(
            f"the forecast looks {ahead.days} days ahead, the file reaches {seen:.0f} days back; "
            "take a shorter --horizon, or read the interval generously."
        ),
    )


def _ratio(amount: FloatArray, count: FloatArray) -> FloatArray:
    return np.divide(amount, count, out=np.zeros(len(count)), where=count > 0)
