"""What all fitted purchase models carry beside their formulas."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Protocol, Self

import numpy as np

from treue.errors import InputError, TreueWarning
from treue.units import Unit
from treue.value.histories import FloatArray, Histories, IntArray, distinct_rows
from treue.value.purchases.days import by_moment, rate_by_day

FORMAT = 2

# Mean lengths; a forecast takes days, so no calendar is needed here.
DAYS: Mapping[Unit, float] = MappingProxyType(
    {Unit.DAY: 1.0, Unit.WEEK: 7.0, Unit.MONTH: 365.25 / 12.0, Unit.YEAR: 365.25}
)
# A drawn parameter is at most this many standard deviations away, and at most this far on the log scale.
_FURTHEST = 3.0
_WIDEST = 4.0
_NO_COVARIANCE = ((0.0,) * 4,) * 4


def split_pace(alive: FloatArray, pace: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A factor on expected orders, split between who is there and how fast they order.

    It multiplies the odds of being alive, and what is left of it the rate of ordering. Of customers who are
    surely there it moves the rate; of those the model gave up, the chance that they are there.

    Args:
        alive: shape (n,), the model's chance that the customer will still order.
        pace: shape (n,), the factor.

    Returns:
        Chance and factor on the rate, shape (n,) each; their product is `pace` times `alive`.
    """
    speed = 1.0 - alive + pace * alive
    return pace * alive / speed, speed


class LivingCustomers(Protocol):
    """What is believed of customers, should they be alive; times in the model's unit."""

    def mean(self, t: FloatArray) -> FloatArray:
        """E[N] until t, shape (n,)."""

    def pairs(self, t: FloatArray) -> FloatArray:
        """E[N(N-1)] until t, shape (n,)."""

    def chance_of_at_least(self, t: FloatArray, most: int) -> FloatArray:
        """P(N >= k) for k = 1 to most, shape (n, most)."""

    def draw(self, t: FloatArray, rng: np.random.Generator) -> IntArray:
        """One possible N each, shape (n,)."""

    def at_pace(self, pace: FloatArray) -> Self:
        """The same customers, from now on each ordering so many times as fast; shape (n,)."""


@dataclass(frozen=True, slots=True)
class Prospects:
    """What is expected of n customers.

    Args:
        kinds: how many differ in what their future depends on, k.
        living: shape (k,), should they be alive.
        place: shape (n,), each customer's kind.
        doubt: shape (n,), negative logarithm of the chance that he is.
        horizon: from days and a number of rows to an array of that horizon in the model's unit.
    """

    kinds: int
    living: LivingCustomers
    place: IntArray
    doubt: FloatArray
    horizon: Callable[[float, int], FloatArray]

    @property
    def alive(self) -> FloatArray:
        """Shape (n,), chance that the customer will still order, 0 to 1."""
        return np.exp(-self.doubt)

    def expected_orders(self, horizon_days: float) -> FloatArray:
        """Shape (n,), mean number of orders in the horizon after the observed window."""
        # One exponential of a sum, because a tiny chance times a number rounds twice.
        with np.errstate(divide="ignore"):
            if_alive = np.log(self.living.mean(self._t(horizon_days)))[self.place]
        return np.asarray(np.exp(if_alive - self.doubt))

    def orders_variance(self, horizon_days: float) -> FloatArray:
        """Shape (n,), variance of that number: the customer's luck, parameters taken as known."""
        t, alive = self._t(horizon_days), self.alive
        mean, pairs = alive * self.living.mean(t)[self.place], alive * self.living.pairs(t)[self.place]
        return np.maximum(pairs + mean * (1.0 - mean), 0.0)

    def _t(self, horizon_days: float) -> FloatArray:
        return self.horizon(horizon_days, self.kinds)


@dataclass(frozen=True, slots=True)
class Learned:
    """Where the parameters come from.

    Args:
        covariance: four rows of four, of the logarithms of the parameters.
        log_likelihood: of all customers, in the model's unit; not a number if the parameters were given.
        fingerprint: of the histories seen; empty if the parameters were given.
        warnings: what a face must show beside every figure.
    """

    covariance: tuple[tuple[float, ...], ...] = _NO_COVARIANCE
    log_likelihood: float = float("nan")
    fingerprint: str = ""
    warnings: tuple[TreueWarning, ...] = ()


GIVEN = Learned()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted(ABC):
    """A purchase model with parameters.

    Args:
        unit: of the scale parameters; everything else is told in days.
        by_day: histories and forecasts count days with an order (see `days`), else orders at any moment.
        learned: where the parameters come from; nothing is known about parameters that were given.
        returning: chance that who is gone by the model comes back all the same, 0 as published to below 1.
    """

    name: ClassVar[str]
    letters: ClassVar[tuple[str, str, str, str]]
    scales: ClassVar[tuple[str, ...]] = ("alpha",)
    # Of whole numbers that shape the model beside its parameters; no doubt is told of them.
    whole_letters: ClassVar[tuple[str, ...]] = ()

    unit: Unit = Unit.WEEK
    by_day: bool = False
    learned: Learned = GIVEN
    returning: float = 0.0

    def __post_init__(self) -> None:
        for letter, value in self.parameters.items():
            if not 0.0 < value < np.inf:
                raise InputError(f"{self.name}: {letter} is {value}; each parameter is a number above zero.")
        if not 0.0 <= self.returning < 1.0:
            raise InputError(f"{self.name}: returning is {self.returning}; it is zero or more and below one.")

    @property
    def whole_numbers(self) -> Mapping[str, int]:
        """Under the letters of the papers; empty for most models."""
        return MappingProxyType({letter: int(getattr(self, letter)) for letter in self.whole_letters})

    @property
    def parameters(self) -> Mapping[str, float]:
        """Under the letters of the papers."""
        return MappingProxyType({letter: float(getattr(self, letter)) for letter in self.letters})

    @property
    def covariance(self) -> FloatArray:
        """Shape (4, 4), of the logarithms of the parameters, in the order of `parameters`."""
        return np.array(self.learned.covariance)

    @property
    def log_likelihood(self) -> float:
        """Of all customers, in the timing form of the papers, in `unit`."""
        return self.learned.log_likelihood

    @property
    def fingerprint(self) -> str:
        """Of the histories seen."""
        return self.learned.fingerprint

    @property
    def warnings(self) -> tuple[TreueWarning, ...]:
        """What a face must show beside every figure of this model."""
        return self.learned.warnings

    @abstractmethod
    def log_likelihood_of(self, histories: Histories) -> FloatArray:
        """Shape (n,), of one customer of each row, in the timing form of the papers, in `unit`."""

    @abstractmethod
    def _log_odds_gone(self, histories: Histories) -> FloatArray: ...

    @abstractmethod
    def _living(self, histories: Histories) -> LivingCustomers: ...

    @abstractmethod
    def _with(self, values: FloatArray) -> Self:
        """The same with other parameters, in the order of `letters`."""

    def at(self, values: FloatArray) -> Self:
        """The same model with other parameters, in the order of `letters`; nothing else is learned anew."""
        return self._with(values)

    def prospects(self, histories: Histories) -> Prospects:
        """What is expected of these customers, in the order of `histories`."""
        kinds, place = self._kinds(histories)
        doubt = np.logaddexp(0.0, self._log_odds_lost(histories))
        return Prospects(len(kinds), self._living(kinds), place, doubt, self._horizon)

    def p_alive(self, histories: Histories) -> FloatArray:
        """Shape (n,), chance that the customer will still order, 0 to 1."""
        return np.exp(-np.logaddexp(0.0, self._log_odds_lost(histories)))

    def _log_odds_lost(self, histories: Histories) -> FloatArray:
        """With the chance of being alive raised to alive + returning (1 - alive)."""
        gone = self._log_odds_gone(histories)
        if self.returning == 0.0:
            return gone
        return np.asarray(np.log1p(-self.returning) - np.logaddexp(-gone, np.log(self.returning)))

    def expected_orders(self, histories: Histories, horizon_days: float) -> FloatArray:
        """How many more times each customer is expected to order before the horizon ends.

        Args:
            histories: one row per customer or group.
            horizon_days: counted from the end of the observed window, zero or more.

        Returns:
            Shape (n,), orders, zero or more, in the order of `histories`.
        """
        return self.prospects(histories).expected_orders(horizon_days)

    def orders_variance(self, histories: Histories, horizon_days: float) -> FloatArray:
        """Shape (n,), variance of that number: the customer's luck, parameters taken as known."""
        return self.prospects(histories).orders_variance(horizon_days)

    def chance_of_at_least(
        self, histories: Histories, horizon_days: float, most: int, pace: FloatArray | None = None
    ) -> FloatArray:
        """Chance of one order or more, two or more, up to `most` or more: shape (n, most).

        Args:
            histories: shape (n,).
            horizon_days: zero or more.
            most: 1 or more.
            pace: shape (n,), factor on each customer's expected orders (see `split_pace`); 1 where not given.
        """
        alive = self.p_alive(histories)
        if pace is not None:
            alive, speed = split_pace(alive, pace)
            living, t = self._living(histories), self._horizon(horizon_days, len(histories))
            return alive[:, None] * living.at_pace(speed).chance_of_at_least(t, most)
        kinds, place = self._kinds(histories)
        t = self._horizon(horizon_days, len(kinds))
        return alive[:, None] * self._living(kinds).chance_of_at_least(t, most)[place]

    def expected_orders_of_new(self, age_days: FloatArray) -> FloatArray:
        """Shape of `age_days`: mean repeat orders of a customer, not seen yet, up to that age."""
        ages = np.ravel(age_days) / DAYS[self.unit]
        nothing = np.zeros(len(ages))
        fresh = Histories(nothing, nothing, nothing, np.ones(len(ages)))
        return np.reshape(self.p_alive(fresh) * self._living(fresh).mean(ages), np.shape(age_days))

    def draw_orders(
        self,
        histories: Histories,
        horizon_days: float,
        rng: np.random.Generator,
        pace: FloatArray | None = None,
    ) -> IntArray:
        """Shape (n,), one possible future number of orders per row, parameters taken as known.

        Args:
            histories: shape (n,).
            horizon_days: zero or more.
            rng: of the customers' luck.
            pace: shape (n,), factor on each customer's expected orders (see `split_pace`); 1 where not given.
        """
        t = self._horizon(horizon_days, len(histories))
        alive, living = self.p_alive(histories), self._living(histories)
        if pace is not None:
            alive, speed = split_pace(alive, pace)
            living = living.at_pace(speed)
        return np.where(rng.random(len(histories)) < alive, living.draw(t, rng), 0)

    def redraw(self, rng: np.random.Generator) -> Self:
        """The same model with parameters drawn from their uncertainty, on the log scale."""
        variances, axes = np.linalg.eigh(self.covariance)
        steps = np.clip(rng.standard_normal(4), -_FURTHEST, _FURTHEST)
        moved = axes @ (np.sqrt(np.maximum(variances, 0.0)) * steps)
        factors = np.exp(np.clip(moved, -_WIDEST, _WIDEST))
        return self._with(np.array(list(self.parameters.values())) * factors)

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `treue.value.purchases.load` gives the same object back."""
        height = self.log_likelihood
        return {
            "format": FORMAT,
            "model": self.name,
            "unit": self.unit.value,
            "whole_numbers": dict(self.whole_numbers),
            "by_day": self.by_day,
            "returning": self.returning,
            "parameters": dict(self.parameters),
            "covariance": [list(row) for row in self.learned.covariance],
            "log_likelihood": None if np.isnan(height) else height,
            "fingerprint": self.fingerprint,
            "warnings": [{"kind": said.kind, "text": str(said)} for said in self.warnings],
        }

    def _kinds(self, histories: Histories) -> tuple[Histories, IntArray]:
        """Those who share what their future depends on as one each, and every customer's place in it."""
        if len(histories) == 0:
            return histories, np.zeros(0, dtype=np.int64)
        first, place = distinct_rows(*self._what_matters(histories))
        some = Histories(
            histories.frequency[first],
            histories.recency_days[first],
            histories.tenure_days[first],
            histories.weight[first],
        )
        return some, place

    def _what_matters(self, histories: Histories) -> tuple[FloatArray, ...]:
        """The columns on which the future of the living depends: frequency and tenure in most models."""
        return histories.frequency, histories.tenure_days

    def _times(self, histories: Histories) -> tuple[FloatArray, FloatArray, FloatArray]:
        """x, t_x and T in the model's unit."""
        seen, days = self._read(histories), DAYS[self.unit]
        return seen.frequency, seen.recency_days / days, seen.tenure_days / days

    def _read(self, histories: Histories) -> Histories:
        return by_moment(histories) if self.by_day else histories

    def _rate(self, shape: FloatArray, rate: FloatArray) -> FloatArray:
        """Of a customer's Gamma of what is forecast: order days or orders; in the model's unit."""
        days = DAYS[self.unit]
        return rate_by_day(shape, rate * days) / days if self.by_day else rate

    def _horizon(self, horizon_days: float, rows: int) -> FloatArray:
        if not 0.0 <= horizon_days < np.inf:
            raise InputError(f"{self.name}: a horizon of {horizon_days} days; it is zero or more.")
        return np.full(rows, horizon_days / DAYS[self.unit])
