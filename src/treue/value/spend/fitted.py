"""What a customer's orders are worth on average, once Gamma-Gamma has seen the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from treue.errors import TreueWarning
from treue.value.histories import FloatArray, IntArray

FORMAT = 1
NAME = "gamma-gamma"

# Below this tail the mean of all customers runs away (it does not exist at 1), so we do not go there.
LOWEST_Q = 1.25
# No single draw of a parameter is further than this many standard deviations from the estimate.
_FURTHEST = 3.0


@dataclass(frozen=True, slots=True)
class FittedGammaGamma:
    """Gamma-Gamma with its parameters, their uncertainty and a fingerprint of the data.

    Order values of a customer scatter as Gamma(shape p) around the customer's own mean, and these means
    scatter between customers as an inverse Gamma with shape q and scale p * gamma.

    Args:
        p: shape of one customer's order values; has no unit.
        q: shape between customers, above 1; has no unit.
        gamma: scale, in the unit of the amounts.
        covariance: shape (3, 3), of the logarithms of p, q, gamma.
        log_likelihood: of all customers' means, in the unit of the amounts.
        orders: which orders were counted: "all", or "repeat" for those after the first.
        customers: how many had a positive order value.
        fingerprint: of the amounts seen.
        warnings: what a face must show beside every figure of this model.
    """

    p: float
    q: float
    gamma: float
    covariance: FloatArray
    log_likelihood: float
    orders: str
    customers: float
    fingerprint: str
    warnings: tuple[TreueWarning, ...] = ()

    @property
    def parameters(self) -> Mapping[str, float]:
        """Under the letters of the paper."""
        return {"p": self.p, "q": self.q, "gamma": self.gamma}

    @property
    def population_mean(self) -> float:
        """Mean positive order value of a customer nobody knows yet.

        Source:
            Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value", eq. 3.
        """
        return self.p * self.gamma / (self.q - 1.0)

    def expected_amount(self, counts: FloatArray, means: FloatArray) -> FloatArray:
        """Mean value of each customer's next positive order.

        Args:
            counts: shape (n,), positive orders seen; 0 gives the population mean.
            means: shape (n,), their mean value; not looked at where the count is 0.

        Returns:
            Shape (n,), in the unit of the amounts.

        Source:
            Fader & Hardie (2013), eq. 5.
        """
        return self.p * self._rate(counts, means) / (self._shape(counts) - 1.0)

    def amount_moments(self, counts: FloatArray, means: FloatArray) -> tuple[FloatArray, FloatArray]:
        """First and second moment of the customer's own mean order value, shape (n,) each.

        The second moment does not exist where p * count + q is 2 or less; it is cut off there, at the
        value it has half a unit above that pole.
        """
        rate, shape = self.p * self._rate(counts, means), self._shape(counts)
        first = rate / (shape - 1.0)
        return first, first * rate / np.maximum(shape - 2.0, 0.5)

    def draw_amount(self, counts: FloatArray, means: FloatArray, rng: np.random.Generator) -> FloatArray:
        """Shape (n,), one possible value of each customer's own mean order value."""
        return self.p * self._rate(counts, means) / rng.standard_gamma(self._shape(counts))

    def draw_sum(
        self, counts: FloatArray, means: FloatArray, orders: IntArray, rng: np.random.Generator
    ) -> FloatArray:
        """Shape (n,), one possible total value of the given number of future positive orders."""
        own = self.draw_amount(counts, means, rng)
        return own / self.p * rng.standard_gamma(self.p * orders)

    def log_likelihood_of(self, counts: FloatArray, means: FloatArray) -> FloatArray:
        """Shape (n,), how likely each customer's mean is; counts are 1 or more.

        Source:
            Fader & Hardie (2013), eq. 1a.
        """
        p, q, x = self.p, self.q, counts
        gammas = gammaln(p * x + q) - gammaln(p * x) - gammaln(q)
        total = self.gamma + x * means
        return np.asarray(
            gammas + q * np.log(self.gamma / total) + p * x * np.log(x * means / total) - np.log(means)
        )

    def redraw(self, rng: np.random.Generator) -> FittedGammaGamma:
        """The same model with parameters drawn from their uncertainty."""
        axes, sizes = _root(self.covariance)
        steps = np.clip(rng.standard_normal(3), -_FURTHEST, _FURTHEST)
        p, q, gamma = np.exp(np.log([self.p, self.q, self.gamma]) + axes @ (sizes * steps))
        return self._with(float(p), max(float(q), LOWEST_Q), float(gamma))

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `from_json` gives the same object back."""
        return {
            "format": FORMAT,
            "model": NAME,
            "orders": self.orders,
            "parameters": dict(self.parameters),
            "covariance": self.covariance.tolist(),
            "log_likelihood": self.log_likelihood,
            "customers": self.customers,
            "fingerprint": self.fingerprint,
            "warnings": [{"kind": said.kind, "text": str(said)} for said in self.warnings],
        }

    def _shape(self, counts: FloatArray) -> FloatArray:
        return self.p * counts + self.q

    def _rate(self, counts: FloatArray, means: FloatArray) -> FloatArray:
        return self.gamma + np.where(counts > 0, counts * means, 0.0)

    def _with(self, p: float, q: float, gamma: float) -> FittedGammaGamma:
        return FittedGammaGamma(
            p,
            q,
            gamma,
            self.covariance,
            self.log_likelihood,
            self.orders,
            self.customers,
            self.fingerprint,
            self.warnings,
        )


def _root(covariance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Axes, shape (3, 3), and standard deviations along them, shape (3,)."""
    variances, axes = np.linalg.eigh(covariance)
    return axes, np.sqrt(np.maximum(variances, 0.0))
