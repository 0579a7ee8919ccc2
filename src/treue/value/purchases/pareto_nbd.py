"""Pareto/NBD: customers order at random at a rate of their own, until they leave at a moment nobody sees.

The oldest of the models. It lets a customer leave at any time, so one who bought once and was not seen again
may well be gone; BG/NBD cannot say that.

Source:
    Schmittlein, Morrison & Colombo (1987), "Counting Your Customers", Management Science 33(1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from treue.units import Unit
from treue.value.histories import FloatArray, Histories
from treue.value.purchases.days import HIDDEN, by_moment
from treue.value.purchases.fitted import DAYS, Fitted
from treue.value.purchases.future_lifetime import LivingCustomers
from treue.value.purchases.lifetime import Evidence, Lifetime
from treue.value.purchases.most_likely import Family, fit

NAME = "pareto-nbd"
LETTERS = ("r", "alpha", "s", "beta")
# Customers who hardly differ in how long they stay: a top of its own in some shops.
_ALL_ALIKE = (1.0, 1.0, 100.0, 100.0)
_FAMILY = Family(
    NAME,
    LETTERS,
    (False, True, False, True),
    lambda seen: Evidence.of(seen).at,
    ((1.0, 1.0, 0.6, 0.6), (0.3, 1.0, 0.1, 0.3), (3.0, 1.0, 2.0, 5.0), (0.5, 0.5, 1.0, 0.05), _ALL_ALIKE),
)


def _read(told: Histories) -> Histories:
    return by_moment(told, last_day=HIDDEN)


_BY_DAY = replace(_FAMILY, hill=lambda seen: Evidence.of(seen, HIDDEN).at, read=_read)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoNbd:
    """Pareto/NBD before any data were seen.

    Args:
        unit: in which alpha and beta are told; it changes no forecast.
        by_day: histories and forecasts count days with an order (see `days`); as in the papers without.
    """

    unit: Unit = Unit.WEEK
    by_day: bool = False
    name: ClassVar[str] = NAME

    @property
    def family(self) -> Family:
        """What a fit climbs."""
        return _BY_DAY if self.by_day else _FAMILY

    def fit(self, histories: Histories) -> FittedParetoNbd:
        """Maximum likelihood; always answers, with warnings where the data say little.

        Raises:
            NothingAccepted: there is no customer.
        """
        values, learned = fit(self.family, histories, self.unit)
        return FittedParetoNbd(**values, unit=self.unit, by_day=self.by_day, learned=learned)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedParetoNbd(Fitted):
    """Pareto/NBD with parameters: rates scatter as Gamma(r, alpha), rates of leaving as Gamma(s, beta)."""

    r: float
    alpha: float
    s: float
    beta: float

    name: ClassVar[str] = NAME
    letters: ClassVar[tuple[str, str, str, str]] = LETTERS
    scales: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    def log_likelihood_of(self, histories: Histories) -> FloatArray:
        """Shape (n,), of one customer of each row, in the timing form of the papers, in `unit`."""
        return self._model().log_likelihood(*self._times(histories))

    def _log_odds_gone(self, histories: Histories) -> FloatArray:
        return self._model().log_odds_gone(*self._times(histories))

    def _living(self, histories: Histories) -> LivingCustomers:
        x, _, T = self._times(histories)
        shape = self.r + x
        left = self.beta + T + self._hidden() * x
        return LivingCustomers(shape, self._rate(shape, self.alpha + T), self.s, left)

    def _with(self, values: FloatArray) -> FittedParetoNbd:
        r, alpha, s, beta = map(float, values)
        return replace(self, r=r, alpha=alpha, s=s, beta=beta)

    def _model(self) -> Lifetime:
        return Lifetime(self.r, self.alpha, self.s, self.beta, self._hidden())

    def _read(self, histories: Histories) -> Histories:
        return _read(histories) if self.by_day else histories

    def _hidden(self) -> float:
        return HIDDEN / DAYS[self.unit] if self.by_day else 0.0
