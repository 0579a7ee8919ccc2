"""BG/NBD: customers order at random at a rate of their own, and may leave for good after any repeat order.

The simplest of the models, and the quickest. Who has not ordered a second time cannot have left yet.

Source:
    Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24(2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from treue.units import Unit
from treue.value.histories import FloatArray, Histories
from treue.value.purchases.beta_geometric import BetaGeometric, Evidence
from treue.value.purchases.days import by_moment
from treue.value.purchases.fitted import Fitted
from treue.value.purchases.future_beta_geometric import LivingCustomers
from treue.value.purchases.most_likely import Family, fit

NAME = "bg-nbd"
LETTERS = ("r", "alpha", "a", "b")
_FIRST_CHANCE = 0
# Customers who hardly differ in their chance to leave: a top of its own in some shops.
_ALL_ALIKE = (1.0, 1.0, 100.0, 1000.0)
_FAMILY = Family(
    NAME,
    LETTERS,
    (False, True, False, False),
    lambda seen: Evidence.of(seen, _FIRST_CHANCE).at,
    ((1.0, 1.0, 0.8, 2.5), (0.3, 1.0, 0.05, 1.0), (3.0, 1.0, 0.5, 5.0), (0.5, 0.3, 2.0, 1.0), _ALL_ALIKE),
)
_BY_DAY = replace(_FAMILY, read=by_moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class BgNbd:
    """BG/NBD before any data were seen.

    Args:
        unit: in which alpha is told; it changes no forecast.
        by_day: histories and forecasts count days with an order (see `days`); as in the papers without.
    """

    unit: Unit = Unit.WEEK
    by_day: bool = False
    name: ClassVar[str] = NAME

    @property
    def family(self) -> Family:
        """What a fit climbs."""
        return _BY_DAY if self.by_day else _FAMILY

    def fit(self, histories: Histories) -> FittedBgNbd:
        """Maximum likelihood; always answers, with warnings where the data say little.

        Raises:
            NothingAccepted: there is no customer.
        """
        values, learned = fit(self.family, histories, self.unit)
        return FittedBgNbd(**values, unit=self.unit, by_day=self.by_day, learned=learned)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedBgNbd(Fitted):
    """BG/NBD with parameters: rates scatter as Gamma(r, alpha), chances to leave as Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    name: ClassVar[str] = NAME
    letters: ClassVar[tuple[str, str, str, str]] = LETTERS

    def log_likelihood_of(self, histories: Histories) -> FloatArray:
        """Shape (n,), of one customer of each row, in the timing form of the papers, in `unit`."""
        return self._model().log_likelihood(*self._times(histories))

    def _log_odds_gone(self, histories: Histories) -> FloatArray:
        return self._model().log_odds_gone(*self._times(histories))

    def _living(self, histories: Histories) -> LivingCustomers:
        x, _, T = self._times(histories)
        shape = self.r + x
        return LivingCustomers(shape, self._rate(shape, self.alpha + T), self.a, self.b + x)

    def _with(self, values: FloatArray) -> FittedBgNbd:
        r, alpha, a, b = map(float, values)
        return replace(self, r=r, alpha=alpha, a=a, b=b)

    def _model(self) -> BetaGeometric:
        return BetaGeometric(self.r, self.alpha, self.a, self.b, _FIRST_CHANCE)
