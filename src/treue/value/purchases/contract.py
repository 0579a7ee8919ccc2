"""What every purchase model promises, so that the rest of the room need not know which one it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

import numpy as np

from treue.errors import TreueWarning
from treue.units import Unit
from treue.value.histories import FloatArray, Histories, IntArray


class PurchaseModel(Protocol):
    """Settings before any data were seen."""

    @property
    def name(self) -> str:
        """As `--model` takes it."""

    def fit(self, histories: Histories) -> FittedPurchases:
        """Maximum likelihood; always answers, with warnings where the data say little."""


class Prospects(Protocol):
    """What is expected of some customers: their histories are read once, for any number of horizons."""

    @property
    def alive(self) -> FloatArray:
        """Shape (n,), chance that the customer will still order, 0 to 1."""

    def expected_orders(self, horizon_days: float) -> FloatArray:
        """Shape (n,), mean number of orders in the horizon after the observed window."""

    def orders_variance(self, horizon_days: float) -> FloatArray:
        """Shape (n,), variance of that number: the customer's luck, parameters taken as known."""


class FittedPurchases(Protocol):
    """A model with its parameters, their uncertainty and a fingerprint of the data; frozen."""

    @property
    def name(self) -> str:
        """As `--model` takes it."""

    @property
    def unit(self) -> Unit:
        """The unit in which the scale parameters are told; everything else takes days."""

    @property
    def scales(self) -> tuple[str, ...]:
        """Letters of the parameters that are told in `unit`; the others are shapes and have none."""

    @property
    def whole_numbers(self) -> Mapping[str, int]:
        """What shapes the model beside its parameters, under the letters of the papers; mostly nothing."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """Under the letters of the papers."""

    @property
    def covariance(self) -> FloatArray:
        """Shape (k, k), of the logarithms of the parameters, in the order of `parameters`."""

    @property
    def log_likelihood(self) -> float:
        """Of all customers, in the timing form of the papers, in `unit`."""

    @property
    def fingerprint(self) -> str:
        """Of the histories seen."""

    @property
    def warnings(self) -> tuple[TreueWarning, ...]:
        """What a face must show beside every figure of this model."""

    def prospects(self, histories: Histories) -> Prospects:
        """What is expected of these customers; ask it for more than one figure."""

    def p_alive(self, histories: Histories) -> FloatArray:
        """Shape (n,), chance that the customer will still order, 0 to 1."""

    def expected_orders(self, histories: Histories, horizon_days: float) -> FloatArray:
        """Shape (n,), mean number of orders in the horizon after the observed window."""

    def orders_variance(self, histories: Histories, horizon_days: float) -> FloatArray:
        """Shape (n,), variance of that number: the customer's luck, parameters taken as known."""

    def expected_orders_of_new(self, age_days: FloatArray) -> FloatArray:
        """Shape of `age_days`: mean repeat orders of a customer, not seen yet, up to that age."""

    def chance_of_at_least(
        self, histories: Histories, horizon_days: float, most: int, pace: FloatArray | None = None
    ) -> FloatArray:
        """Shape (n, most), chance of one order or more, two or more, ...; `pace` multiplies expectations."""

    def draw_orders(
        self,
        histories: Histories,
        horizon_days: float,
        rng: np.random.Generator,
        pace: FloatArray | None = None,
    ) -> IntArray:
        """Shape (n,), one possible future number of orders per row, parameters taken as known."""

    def redraw(self, rng: np.random.Generator) -> FittedPurchases:
        """The same model with parameters drawn from their uncertainty."""

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number."""


@runtime_checkable
class OnDueDays(Protocol):
    """Prospects of customers whose orders fall on days that are known beforehand."""

    def orders_worth(self, horizon_days: float, worth: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Shape (n,), expected orders, each times what one of its day is worth."""
