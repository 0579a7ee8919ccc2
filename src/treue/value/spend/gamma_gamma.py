"""Gamma-Gamma by maximum likelihood: how order values scatter within and between customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from treue.errors import BadOption, InputError, PoorFit, ThinData, TreueWarning
from treue.value.climb import Curvature, climb
from treue.value.histories import BoolArray, FloatArray
from treue.value.spend.fingerprint import fingerprint
from treue.value.spend.fitted import LOWEST_Q, FittedGammaGamma
from treue.value.spend.likelihood import Evidence

# Walls for ln p, ln q and ln gamma, the last in units of the shop's usual order. Beyond them orders are
# all equal (p), customers are all equal (q), or the figures lose their digits.
_BOX = (np.log([1e-2, LOWEST_Q, 1e-8]), np.log([1e4, 1e4, 1e8]))
# As near as this to a wall is at it.
_NEAR = 1e-3
# The first climb looks at this many customers; the last few steps look at all.
_SAMPLE = 20_000
# Nobody's parameter is believed to be less certain than a factor of e^1 either way: data that leave it
# wider say nothing about it, and draws from there would be noise.
_WIDEST = 1.0
_THIN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaGamma:
    """The spend model before any data were seen.

    Args:
        orders: which orders the counts and means tell of. "all" sharpens the ranking of customers by value;
            "repeat" leaves each customer's first order out, as the papers do.
    """

    orders: Literal["all", "repeat"] = "all"

    def __post_init__(self) -> None:
        if self.orders not in ("all", "repeat"):
            raise BadOption(
                f"Gamma-Gamma was asked for {self.orders!r} orders; it takes 'all' or 'repeat'. Choose one."
            )

    def fit(
        self, counts: FloatArray, means: FloatArray, weights: FloatArray | None = None
    ) -> FittedGammaGamma:
        """Maximum likelihood; always answers, with warnings where the data say little.

        Args:
            counts: shape (n,), positive orders of each customer, those of one day as one; rows with 0 are
                left out.
            means: shape (n,), mean value of these orders, before returns, VAT off.
            weights: shape (n,), customers who share a row; 1 each unless told.

        Raises:
            InputError: no customer has a positive order value, or a value is negative or not a number.
        """
        every = np.ones(len(counts)) if weights is None else np.asarray(weights, dtype=np.float64)
        x, m, w = _seen(np.asarray(counts, dtype=np.float64), np.asarray(means, dtype=np.float64), every)
        usual = float(np.exp(np.dot(w, np.log(m)) / w.sum()))
        point, top = _summit(x, m / usual, w)
        p, q, gamma = (float(figure) for figure in np.exp(point))
        return FittedGammaGamma(
            p=p,
            q=q,
            gamma=gamma * usual,
            covariance=_covariance(point, top),
            log_likelihood=top.value - float(w.sum()) * float(np.log(usual)),
            orders=self.orders,
            customers=float(w.sum()),
            fingerprint=fingerprint(x, m, w),
            warnings=tuple(_doubts(x, w, point)),
        )


def _seen(x: FloatArray, m: FloatArray, w: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    bought = (x > 0) & (w > 0)
    x, m, w = x[bought], m[bought], w[bought]
    if not len(x):
        raise InputError(
            "Gamma-Gamma, order values: none above zero; at least one customer with one is needed. "
            "Without amounts, forecast orders only."
        )
    wrong = np.flatnonzero(~(np.isfinite(m) & (m > 0) & np.isfinite(x)))
    if len(wrong):
        raise InputError(
            f"Gamma-Gamma, row {wrong[0]} of those with orders: mean order value {m[wrong[0]]:g}; it is a "
            "number above zero. Leave out orders without a positive value before counting."
        )
    return x, m, w


def _summit(x: FloatArray, m: FloatArray, w: FloatArray) -> tuple[FloatArray, Curvature]:
    """The maximum on all customers, from the maximum on a few."""
    start = np.log([5.0, 4.0, 0.6])
    if len(x) > 2 * _SAMPLE:
        some = np.linspace(0, len(x) - 1, _SAMPLE).astype(np.int64)
        start, _, _ = climb(Evidence.of(x[some], m[some], w[some]).at, start, _BOX)
    point, top, _ = climb(Evidence.of(x, m, w).at, start, _BOX)
    return point, top


def _walls(point: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Which parameters stand at their lowest, and which at their highest; shape (3,) each."""
    return point <= _BOX[0] + _NEAR, point >= _BOX[1] - _NEAR


def _covariance(point: FloatArray, top: Curvature) -> FloatArray:
    """Inverse of the observed information, shape (3, 3); a parameter at its wall is taken as known."""
    covariance = np.zeros((3, 3))
    low, high = _walls(point)
    free = ~(low | high)
    if free.any():
        curves, axes = np.linalg.eigh(-top.hessian[np.ix_(free, free)])
        covariance[np.ix_(free, free)] = (axes / np.maximum(curves, _WIDEST**-2)) @ axes.T
    return covariance


def _doubts(x: FloatArray, w: FloatArray, point: FloatArray) -> list[TreueWarning]:
    customers, several = float(w.sum()), float(w[x > 1].sum())
    low, high = _walls(point)
    if customers < _THIN:
        thin = f"Only {customers:g} customer(s) with an order value: too few to say how such values differ."
        return [ThinData(thin)]
    said: list[TreueWarning] = []
    if several < _THIN:
        said.append(
            ThinData(
                f"Only {several:g} of {customers:g} customers have two orders with a value: how much one "
                "customer's orders scatter is mostly a guess."
            )
        )
    if low[1]:
        said.append(
            PoorFit(
                "A few customers spend so much more than the others that an average order value hardly "
                f"exists; the tail is held at q = {LOWEST_Q:g}. Look at the largest orders first."
            )
        )
    if high[0]:
        said.append(ThinData("Each customer's orders are all worth the same: no scatter to learn from."))
    if high[1]:
        said.append(ThinData("All customers spend alike: the differences between them cannot be learned."))
    if low[0] or low[2] or high[2]:
        said.append(PoorFit("Order values scatter in a way Gamma-Gamma does not describe."))
    return said
