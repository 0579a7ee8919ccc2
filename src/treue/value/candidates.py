"""Trying the purchase models on the shop's own past, to take one for its future."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.units import Unit
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.order_days import OrderDays
from treue.value.purchases import MODELS, FittedPurchases, likeliest_phases
from treue.value.selection import Choice, Trial, choose, inner_split, validation_rows
from treue.value.spend import GammaGamma


@dataclass(frozen=True, slots=True)
class Tried:
    """The model taken, and the day up to which the candidates had seen.

    Args:
        choice: with its reason.
        inner_day: last day of the inner calibration, days since 1970-01-01.
    """

    choice: Choice
    inner_day: int


def try_models(days: OrderDays, until: int) -> Tried:
    """Fit every model on the first two thirds of the past and judge it by the last third.

    Args:
        days: at least one row up to `until`; later ones are not looked at.
        until: last day that may be seen, days since 1970-01-01.
    """
    seen = days.until(until)
    inner = inner_split(int(seen.day.min()), until)
    before = seen.until(inner)
    known = np.unique(before.customer)
    sample = known[validation_rows(known)]
    before, after = before.of_customers(sample), seen.where(seen.day > inner).of_customers(sample)
    if len(sample) == 0:
        return Tried(choose([], np.zeros(0), np.zeros(0)), inner)
    histories, customers = Histories.from_orders(before.customer, before.day, until=inner)
    orders, value = after.counts(customers), after.sums(customers)
    worth = _expected_amounts(before, customers)
    fitted = [model(unit=Unit.WEEK).fit(histories) for model in MODELS.values()]
    trials = [
        _trial(each, histories, float(until - inner), worth) for each in fitted if not _is_mbg_nbd(each)
    ]
    return Tried(choose(trials, orders, value if seen.revenue.any() else orders), inner)


def phases_of(days: OrderDays, until: int) -> int:
    """The k of MBG/CNBD-k: how even the gaps between orders are, 1 for pure chance.

    Args:
        days: later ones than `until` are not looked at; of many customers about 20,000 are asked.
        until: last day that may be seen, days since 1970-01-01.
    """
    seen = days.until(until)
    known = np.unique(seen.customer)
    seen = seen.of_customers(known[validation_rows(known)])
    return likeliest_phases(Histories.from_orders(seen.customer, seen.day, until=until)[0])


def _is_mbg_nbd(fitted: FittedPurchases) -> bool:
    """Whether it is MBG/NBD under another name, because these customers have no rhythm."""
    return fitted.whole_numbers.get("k") == 1


def _trial(fitted: FittedPurchases, histories: Histories, horizon_days: float, worth: FloatArray) -> Trial:
    distinct, row = histories.compress()
    orders = fitted.expected_orders(distinct, horizon_days)[row]
    return Trial(fitted.name, orders, orders * worth)


def _expected_amounts(before: OrderDays, customers: IntArray) -> FloatArray:
    """What an order of each customer is expected to be worth; 1 where amounts are not known."""
    paid = before.where(before.revenue > 0)
    if len(paid.day) == 0:
        return np.ones(len(customers))
    counts, sums = paid.counts(customers), paid.sums(customers)
    means = np.divide(sums, counts, out=np.zeros(len(counts)), where=counts > 0)
    return GammaGamma().fit(counts, means).expected_amount(counts, means)
