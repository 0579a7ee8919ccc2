"""MBG/CNBD-k: MBG/NBD for shops whose customers come with a rhythm, as for groceries, coffee or pet food.

Gaps between orders are Erlang-k: with k = 1 pure chance, which is MBG/NBD; the larger k, the more even.
Whoever is late by such a rhythm is more likely gone, and whoever is nearly due will soon order.

Source:
    Reutterer, Platzer & Schröder (2021), "Leveraging Purchase Regularity for Predicting Customer Behavior the
    Easy Way", IJRM 38(1); Platzer & Reutterer (2016), "Ticking Away the Moments", Marketing Science 35(5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from treue.errors import InputError, ThinData
from treue.units import Unit
from treue.value.histories import FloatArray, Histories
from treue.value.purchases.fitted import DAYS, Fitted
from treue.value.purchases.future_regular import LivingCustomers
from treue.value.purchases.most_likely import Family, Hill, fit
from treue.value.purchases.regular import Evidence, Regular, log_spacing
from treue.value.purchases.rhythm import likeliest_k

NAME = "mbg-cnbd"
LETTERS = ("r", "alpha", "a", "b")
# Gaps more even than this are a subscription, which needs another model.
MOST_PHASES = 50
# Customers who hardly differ in their chance to leave: a top of its own in some shops.
_ALL_ALIKE = (1.0, 1.0, 100.0, 1000.0)
_STARTS = (
    (1.0, 1.0, 0.8, 2.5),
    (0.3, 1.0, 0.05, 1.0),
    (3.0, 1.0, 0.5, 5.0),
    (0.5, 0.3, 2.0, 1.0),
    _ALL_ALIKE,
)


def family(k: int) -> Family:
    """The model with so many phases from order to order: each must be k times as quick."""
    starts = tuple((r, alpha / k, a, b) for r, alpha, a, b in _STARTS)
    return Family(NAME, LETTERS, (False, True, False, False), partial(_hill, k), starts)


def _hill(k: int, seen: Histories) -> Hill:
    return Evidence.of(seen, k).at


@dataclass(frozen=True, slots=True, kw_only=True)
class MbgCnbd:
    """MBG/CNBD-k before any data were seen.

    Args:
        k: phases from order to order, 1 to 50; None to take the likeliest of 1 to 8. That needs the gaps
            between orders (`Histories.log_gaps`). Frequency, recency and tenure alone hardly tell a rhythm
            from customers who differ, so without gaps none is assumed: k is 1, and a warning says so.
        unit: in which alpha is told; it changes no forecast.
    """

    k: int | None = None
    unit: Unit = Unit.WEEK
    name: ClassVar[str] = NAME

    def __post_init__(self) -> None:
        if self.k is not None:
            _check(self.k)

    def fit(self, histories: Histories) -> FittedMbgCnbd:
        """Maximum likelihood; always answers, with warnings where the data say little.

        The log-likelihood counts how even the gaps are. Where they are not known, it is averaged over all
        ways to place the orders between the first and the last.

        Raises:
            NothingAccepted: there is no customer.
        """
        k = likeliest_phases(histories) if self.k is None else self.k
        values, learned = fit(family(k), histories, self.unit)
        if self.k is None and histories.log_gaps is None:
            learned = replace(learned, warnings=(*learned.warnings, _NO_GAPS))
        return FittedMbgCnbd(k=k, by_day=False, **values, unit=self.unit, learned=learned)


def likeliest_phases(histories: Histories) -> int:
    """The k that `MbgCnbd` takes by itself: 1 where the gaps between orders are not known."""
    return 1 if histories.log_gaps is None else likeliest_k(family, histories)


_NO_GAPS = ThinData(
    f"{NAME}: the gaps between orders are not known, so no rhythm is assumed (k = 1, which is MBG/NBD). "
    "Make the histories with Histories.from_orders, or give k."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedMbgCnbd(Fitted):
    """MBG/CNBD-k with parameters: rates of phases are Gamma(r, alpha), chances to leave Beta(a, b)."""

    k: int
    r: float
    alpha: float
    a: float
    b: float

    name: ClassVar[str] = NAME
    letters: ClassVar[tuple[str, str, str, str]] = LETTERS
    whole_letters: ClassVar[tuple[str, ...]] = ("k",)

    def __post_init__(self) -> None:
        Fitted.__post_init__(self)
        _check(self.k)

    def log_likelihood_of(self, histories: Histories) -> FloatArray:
        """Shape (n,), of one customer of each row, in the timing form of the papers, in `unit`."""
        spacing = log_spacing(histories, self.k, DAYS[self.unit])
        return self._model().log_likelihood(*self._times(histories)) + spacing

    def _log_odds_gone(self, histories: Histories) -> FloatArray:
        return self._model().log_odds_gone(*self._times(histories))

    def _living(self, histories: Histories) -> LivingCustomers:
        x, t_x, T = self._times(histories)
        rate = self.alpha + T
        return LivingCustomers(self.k, self.r + self.k * x, rate, (T - t_x) / rate, self.a, self.b + x + 1.0)

    def _what_matters(self, histories: Histories) -> tuple[FloatArray, ...]:
        """With a rhythm, it also matters how long ago the last order was."""
        return histories.frequency, histories.recency_days, histories.tenure_days

    def _with(self, values: FloatArray) -> FittedMbgCnbd:
        r, alpha, a, b = map(float, values)
        return replace(self, r=r, alpha=alpha, a=a, b=b)

    def _model(self) -> Regular:
        return Regular(self.k, self.r, self.alpha, self.a, self.b)


def _check(k: int) -> None:
    if k != int(k) or not 1 <= k <= MOST_PHASES:
        raise InputError(
            f"{NAME}: k is {k}; it is a whole number from 1 (pure chance) to {MOST_PHASES} (by the clock). "
            "Leave it out to have it found."
        )
