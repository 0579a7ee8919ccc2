"""sBG: subscriptions, where customers order once a period, and at each renewal may cancel.

Others in this room wonder who has left without a word; in a contract that is known: whoever is overdue has
cancelled. What is not known is who will renew next. The chance to cancel is each customer's own and scatters
as Beta(a, b), so

    P(T = t) = a / (a + b + t - 1) * S(t - 1),    S(t) = B(a, b + t) / B(a, b)

are the chances to cancel at the t-th renewal and to have made t of them. After x renewals, the
chance of who is still there is Beta(a, b + x).

Source:
    Fader & Hardie (2007), "How to Project Customer Retention", Journal of Interactive Marketing 21(1), eq. 5
    and 6; Fader & Hardie (2010), "Customer-Base Valuation in a Contractual Setting", Marketing Science 29(1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from treue.errors import BadOption, InputError, NothingAccepted, PoorFit, ThinData, TreueWarning
from treue.units import Unit
from treue.value.climb import climb
from treue.value.histories import BoolArray, FloatArray, Histories, IntArray
from treue.value.purchases.fitted import FORMAT, GIVEN, Learned
from treue.value.purchases.most_likely import VAGUE, covariance_of
from treue.value.purchases.renewals import (
    FEWEST_KEEP,
    Evidence,
    due_day,
    is_running,
    median_gap,
    outcomes,
    renewals_due,
    share_on_time,
)
from treue.value.purchases.rising import log_rising

NAME = "sbg"
LETTERS = ("a", "b")
_BOX = np.log(np.full(2, 1e-6)), np.log(np.full(2, 1e5))
_STARTS = ((1.0, 1.0), (0.3, 3.0), (5.0, 20.0))
# As for the other models: how far a drawn parameter may lie from the fitted one.
_FURTHEST, _WIDEST = 3.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sbg:
    """sBG before any data were seen.

    Args:
        unit: taken as with other models; no parameter here is a time.
        period_days: from one order to the next; the customers' median gap where not given.

    Raises:
        BadOption: a period shorter than a day.
    """

    unit: Unit = Unit.WEEK
    period_days: float | None = None
    name: ClassVar[str] = NAME

    def __post_init__(self) -> None:
        if self.period_days is not None and not 1.0 <= self.period_days < np.inf:
            raise BadOption(
                f"{NAME}: a period of {self.period_days} days; it is 1 or more. Give 30.44 for a month."
            )

    def fit(self, histories: Histories) -> FittedSbg:
        """Maximum likelihood; always answers, with warnings where the data say little or are no contract's.

        Raises:
            NothingAccepted: there is no customer.
        """
        if not histories.weight.sum() > 0:
            raise NothingAccepted(
                f"{NAME}: there is no customer with an order; a fit needs at least one. "
                "Check the file and the day up to which orders are read."
            )
        period = self.period_days or median_gap(histories)
        evidence = Evidence.of(histories, period)
        # What is left to gain must stay above the rounding of a sum over all customers.
        enough = 3e-14 * max(float(histories.weight.sum()), 10.0)
        ends = (climb(evidence.at, np.log(start), _BOX, enough) for start in _STARTS)
        point, top, _ = max(ends, key=lambda end: end[1].value)
        covariance, _ = covariance_of(top.hessian)
        walled = (point <= _BOX[0] + 1e-9) | (point >= _BOX[1] - 1e-9)
        vague = walled | (np.sqrt(np.diag(covariance)) > VAGUE)
        rows = tuple(tuple(float(cell) for cell in row) for row in covariance)
        warnings = (*_irregular(histories, period), *_thin(evidence, vague))
        a, b = map(float, np.exp(point))
        learned = Learned(rows, top.value, histories.fingerprint(), warnings)
        return FittedSbg(a=a, b=b, period_days=period, unit=self.unit, learned=learned)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedSbg:
    """sBG with parameters: chances to cancel at a renewal scatter as Beta(a, b).

    Args:
        a: first shape of the chances to cancel; the papers' alpha.
        b: second shape of the same; the papers' beta.
        period_days: from one order to the next, 1 or more.
        unit: has no parameter to be told in; everything is in days.
        learned: where the parameters come from.
    """

    a: float
    b: float
    period_days: float
    unit: Unit = Unit.WEEK
    learned: Learned = GIVEN

    name: ClassVar[str] = NAME
    letters: ClassVar[tuple[str, str]] = LETTERS
    scales: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for letter, value in self.parameters.items():
            if not 0.0 < value < np.inf:
                raise InputError(f"{NAME}: {letter} is {value}; each parameter is a number above zero.")
        if not 1.0 <= self.period_days < np.inf:
            raise InputError(f"{NAME}: a period of {self.period_days} days; it is 1 or more.")

    @property
    def parameters(self) -> Mapping[str, float]:
        """Under letters that other models share; the papers write alpha and beta."""
        return MappingProxyType({"a": self.a, "b": self.b})

    @property
    def whole_numbers(self) -> Mapping[str, int]:
        """None here."""
        return MappingProxyType({})

    @property
    def covariance(self) -> FloatArray:
        """Shape (2, 2), of the logarithms of a and b; zeros if they were given."""
        return np.array(self.learned.covariance)[:2, :2]

    @property
    def log_likelihood(self) -> float:
        """Of how many renewals each customer made, and who cancelled."""
        return self.learned.log_likelihood

    @property
    def fingerprint(self) -> str:
        """Of the histories seen."""
        return self.learned.fingerprint

    @property
    def warnings(self) -> tuple[TreueWarning, ...]:
        """What a face must show beside every figure."""
        return self.learned.warnings

    def log_likelihood_of(self, histories: Histories) -> FloatArray:
        """Shape (n,), ln P(T = x + 1) of who cancelled after x renewals, ln S(x) of who has not."""
        x, cancelled = outcomes(histories, self.period_days)
        made, tried = log_rising(self.b, x), log_rising(self.a + self.b, x + cancelled)
        return np.asarray(made + cancelled * np.log(self.a) - tried)

    def prospects(self, histories: Histories) -> Contracts:
        """What is expected of these customers, in the order of `histories`."""
        return Contracts(self, histories)

    def p_alive(self, histories: Histories) -> FloatArray:
        """Shape (n,), 1 for who is not overdue, 0 for who is: a contract leaves no doubt."""
        return is_running(histories, self.period_days).astype(np.float64)

    def expected_orders(self, histories: Histories, horizon_days: float) -> FloatArray:
        """How many renewals each customer is expected to make before the horizon ends.

        Args:
            histories: one row per customer or group.
            horizon_days: counted from the end of the observed window, zero or more.

        Returns:
            Shape (n,), zero or more: the chance to stay, summed over the renewals due in the horizon.

        Source:
            Fader & Hardie (2010), eq. 6, up to a horizon and without a discount.
        """
        return self.orders_worth(histories, horizon_days, np.ones_like)

    def orders_variance(self, histories: Histories, horizon_days: float) -> FloatArray:
        """Shape (n,), variance of that number: the customer's luck, parameters taken as known."""
        mean, pairs = np.zeros(len(histories)), np.zeros(len(histories))
        for nth, chance in self._chances(histories, horizon_days):
            mean += chance
            pairs += 2.0 * (nth - 1) * chance
        return np.maximum(pairs + mean * (1.0 - mean), 0.0)

    def orders_worth(
        self, histories: Histories, horizon_days: float, worth: Callable[[FloatArray], FloatArray]
    ) -> FloatArray:
        """Shape (n,), expected renewals, each times what one of its day is worth.

        Args:
            histories: one row per customer or group.
            horizon_days: counted from the end of the observed window, zero or more.
            worth: from days ahead, 1 or more, to what an order of that day counts.

        Source:
            Fader & Hardie (2010), eq. 6, discounted expected residual lifetime, up to a horizon.
        """
        total = np.zeros(len(histories))
        for nth, chance in self._chances(histories, horizon_days):
            total += chance * worth(np.ceil(due_day(histories, self.period_days, nth) - 1e-9))
        return total

    def chance_of_at_least(
        self,
        histories: Histories,
        horizon_days: float,
        most: int,
        pace: FloatArray | None = None,  # noqa: ARG002  # the contract sets the pace
    ) -> FloatArray:
        """Chance of one renewal or more, two or more, up to `most` or more: shape (n, most).

        The contract sets the pace, so `pace` is not looked at.
        """
        chances = np.zeros((len(histories), most))
        for nth, chance in self._chances(histories, horizon_days):
            if nth > most:
                break
            chances[:, nth - 1] = chance
        return chances

    def expected_orders_of_new(self, age_days: FloatArray) -> FloatArray:
        """Shape of `age_days`: mean renewals of a customer, not seen yet, up to that age."""
        due = np.floor(np.ravel(age_days) / self.period_days + 1e-9).astype(np.int64)
        stays = np.cumprod(self._staying(np.arange(due.max(initial=0), dtype=np.float64)))
        return np.reshape(np.concatenate([[0.0], np.cumsum(stays)])[due], np.shape(age_days))

    def draw_orders(
        self,
        histories: Histories,
        horizon_days: float,
        rng: np.random.Generator,
        pace: FloatArray | None = None,  # noqa: ARG002  # the contract sets the pace
    ) -> IntArray:
        """Shape (n,), one possible future number of renewals per row, parameters taken as known.

        The contract sets the pace, so `pace` is not looked at.
        """
        theta = np.maximum(rng.beta(self.a, self.b + histories.frequency), 1e-12)
        renewals = rng.geometric(theta) - 1
        return np.asarray(np.minimum(renewals, self._due(histories, horizon_days)))

    def redraw(self, rng: np.random.Generator) -> FittedSbg:
        """The same model with a and b drawn from their uncertainty, on the log scale."""
        variances, axes = np.linalg.eigh(self.covariance)
        steps = np.clip(rng.standard_normal(2), -_FURTHEST, _FURTHEST)
        moved = np.clip(axes @ (np.sqrt(np.maximum(variances, 0.0)) * steps), -_WIDEST, _WIDEST)
        a, b = map(float, np.array([self.a, self.b]) * np.exp(moved))
        return replace(self, a=a, b=b)

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `treue.value.purchases.load` gives the same object back."""
        height = self.log_likelihood
        return {
            "format": FORMAT,
            "model": NAME,
            "unit": self.unit.value,
            "parameters": dict(self.parameters),
            "period_days": self.period_days,
            "covariance": [list(row) for row in self.learned.covariance],
            "log_likelihood": None if np.isnan(height) else height,
            "fingerprint": self.fingerprint,
            "warnings": [{"kind": said.kind, "text": str(said)} for said in self.warnings],
        }

    def _chances(self, histories: Histories, horizon_days: float) -> Iterator[tuple[int, FloatArray]]:
        """For each renewal due in the horizon: which one, and the chance that it is made, shape (n,)."""
        due = self._due(histories, horizon_days)
        made = np.ones(len(histories))
        for nth in range(1, int(due.max(initial=0)) + 1):
            made = made * self._staying(histories.frequency + nth - 1.0)
            yield nth, np.where(due >= nth, made, 0.0)

    def _staying(self, renewals: FloatArray) -> FloatArray:
        """Chance of one renewal more, after so many."""
        return (self.b + renewals) / (self.a + self.b + renewals)

    def _due(self, histories: Histories, horizon_days: float) -> IntArray:
        if not 0.0 <= horizon_days < np.inf:
            raise InputError(f"{NAME}: a horizon of {horizon_days} days; it is zero or more.")
        return renewals_due(histories, self.period_days, horizon_days)


@dataclass(frozen=True, slots=True)
class Contracts:
    """What is expected of n subscribers; each figure is counted when it is asked for."""

    fitted: FittedSbg
    histories: Histories

    @property
    def alive(self) -> FloatArray:
        """Shape (n,), 1 for who is not overdue, 0 for who is."""
        return self.fitted.p_alive(self.histories)

    def expected_orders(self, horizon_days: float) -> FloatArray:
        """Shape (n,), mean number of renewals in the horizon."""
        return self.fitted.expected_orders(self.histories, horizon_days)

    def orders_variance(self, horizon_days: float) -> FloatArray:
        """Shape (n,), variance of that number."""
        return self.fitted.orders_variance(self.histories, horizon_days)

    def orders_worth(self, horizon_days: float, worth: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Shape (n,), expected renewals, each times what one of its day is worth."""
        return self.fitted.orders_worth(self.histories, horizon_days, worth)


def _irregular(histories: Histories, period_days: float) -> tuple[TreueWarning, ...]:
    share = share_on_time(histories, period_days)
    if not share < FEWEST_KEEP:
        return ()
    return (
        PoorFit(
            f"{NAME}: {share:.0%} of the customers who came back order once in {period_days:.4g} days; of "
            f"subscribers {FEWEST_KEEP:.0%} or more do. Who is overdue is taken for gone, wrongly so; "
            "take --model auto."
        ),
    )


def _thin(evidence: Evidence, vague: BoolArray) -> tuple[TreueWarning, ...]:
    if not vague.any():
        return ()
    letters = ", ".join(letter for letter, is_vague in zip(LETTERS, vague, strict=True) if is_vague)
    w = evidence.weight
    return (
        ThinData(
            f"{NAME}: {w.sum():,.0f} customers with {np.dot(w, evidence.renewals):,.0f} renewals and "
            f"{np.dot(w, evidence.cancelled):,.0f} cancellations do not tell {letters}; many values fit them "
            "alike. Read the forecast as a rough guide, or give a longer time of orders."
        ),
    )
