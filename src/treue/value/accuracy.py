"""How good a forecast was, once the truth is known.

A figure that does not exist, for example the ranking of a forecast that is the same for everybody, is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from treue.value.histories import FloatArray, IntArray

Figure: TypeAlias = float | None
TOP = 0.1


@dataclass(frozen=True, slots=True)
class Errors:
    """How far the forecast lies from what came, per customer and in total.

    Args:
        mae: mean absolute error of the predicted mean, in orders.
        mae_median: the same of the predicted median; None where no median was given.
        rmse: root of the mean squared error of the predicted mean, in orders.
        bias: predicted total less actual total, as a share of the actual; None where nothing came.
        spearman: rank correlation; None where all forecasts or all outcomes are equal.
    """

    mae: float
    mae_median: Figure
    rmse: float
    bias: Figure
    spearman: Figure


@dataclass(frozen=True, slots=True)
class Decile:
    """One tenth of the customers, by prediction: what was predicted for them and what came."""

    predicted_mean: float
    actual_mean: float
    customers: int


def errors(actual: FloatArray, mean: FloatArray, median: FloatArray | None = None) -> Errors:
    """Errors of a forecast for each customer.

    Args:
        actual: shape (n,), what came.
        mean: shape (n,), predicted means; judged by RMSE and bias, and by the classical MAE.
        median: shape (n,), predicted medians, which are what the absolute error rewards.
    """
    off = mean - actual
    return Errors(
        mae=float(np.abs(off).mean()),
        mae_median=None if median is None else float(np.abs(median - actual).mean()),
        rmse=float(np.sqrt(np.square(off).mean())),
        bias=_ratio(float(off.sum()), float(actual.sum())),
        spearman=spearman(actual, mean),
    )


def spearman(actual: FloatArray, predicted: FloatArray) -> Figure:
    """Rank correlation as it comes out on average when ties among the predictions are broken at random.

    A forecast that cannot tell customers apart is not rewarded for it, as averaged ranks on both sides would;
    ties among the outcomes are averaged.
    """
    ties = _Ties.of(predicted)
    if _all_equal(actual) or ties.is_one_group:
        return None
    n = len(actual)
    outcome = _averaged_ranks(actual)
    together = float(np.mean((ties.ranks() - (n + 1) / 2) * (outcome - (n + 1) / 2)))
    return together / (float(np.sqrt((n * n - 1) / 12)) * float(outcome.std()))


def gini(actual: FloatArray, predicted: FloatArray) -> Figure:
    """How well the forecast sorts: the Gini coefficient of the outcome by prediction, as a share of the best.

    Args:
        actual: shape (n,), orders or value; outcomes may be negative, their sum must not.
        predicted: shape (n,); what customers with equal predictions bring is shared equally among them, the
            average over all ways to break the tie.

    Returns:
        1 for a perfect order, about 0 for a random one; None where the forecast does not sort at all or there
        is nothing to sort.

    Source:
        Wang, Liu & Miao (2019), arXiv 1912.07753, section 3.3.
    """
    ties = _Ties.of(predicted)
    if ties.is_one_group or actual.sum() <= 0:
        return None
    best = _concentration(np.sort(actual)[::-1])
    return _ratio(_concentration(ties.shared(actual)), best)


def top_share(actual: FloatArray, predicted: FloatArray, top: float = TOP) -> Figure:
    """Share of the outcome that came from the tenth predicted to be best; None as with `gini`."""
    ties = _Ties.of(predicted)
    return None if ties.is_one_group else _share_of_first(ties.shared(actual), top)


def oracle_top_share(actual: FloatArray, top: float = TOP) -> Figure:
    """The same share had we known who would be best: no forecast can exceed it."""
    return _share_of_first(np.sort(actual)[::-1], top)


def coverage(actual: FloatArray, low: FloatArray, high: FloatArray) -> float:
    """Share of customers whose outcome lies in the closed interval from `low` to `high`, shape (n,) each.

    Counts are whole numbers, so the true share of an 80 % interval is 80 % or more, often near 90.
    """
    return float(((actual >= low) & (actual <= high)).mean())


def deciles(actual: FloatArray, predicted: FloatArray, groups: int = 10) -> list[Decile]:
    """Ten groups from the lowest prediction to the highest, as equal in size as whole customers allow.

    What customers with equal predictions bring is shared equally among them, so the order of rows does not
    matter; fewer customers than groups give fewer groups.
    """
    ties = _Ties.of(predicted)
    came = np.array_split(ties.shared(actual)[::-1], groups)
    expected = np.array_split(predicted[ties.order][::-1], groups)
    return [
        Decile(float(these.mean()), float(those.mean()), len(these))
        for these, those in zip(expected, came, strict=True)
        if len(these)
    ]


def weekly_error(actual: FloatArray, predicted: FloatArray) -> Figure:
    """Mean absolute error of each week's orders, as a share of the week's actual orders.

    Args:
        actual: shape (weeks,), orders of the week, from the split on.
        predicted: shape (weeks,).

    Returns:
        None without weeks. A week without an order counts as one order, so that the share exists.
    """
    if not len(actual):
        return None
    return float((np.abs(predicted - actual) / np.maximum(actual, 1.0)).mean())


def four_weekly_excess(actual: FloatArray, predicted: FloatArray) -> Figure:
    """How far four-weekly totals miss beyond what chance alone does, as a share of their orders.

    Orders that come at random miss their own mean by sqrt(2 / (pi n)) of n on average, however well it is
    known: that floor is taken off each stretch's error.

    Args:
        actual: shape (weeks,), orders of the week from the split on; fewer than four at the end do not count.
        predicted: shape (weeks,).

    Returns:
        Zero for a forecast as good as chance allows; below zero by luck. None with less than four weeks.
    """
    stretches = len(actual) // 4
    if stretches == 0:
        return None
    came, expected = (each[: 4 * stretches].reshape(stretches, 4).sum(axis=1) for each in (actual, predicted))
    orders = np.maximum(came, 1.0)
    return float((np.abs(expected - came) / orders - np.sqrt(2.0 / (np.pi * orders))).mean())


def cumulative_error(actual: FloatArray, predicted: FloatArray) -> Figure:
    """The same of the running totals, which start at zero at the split.

    Counting the calibration's orders in would make any forecast look good.
    """
    return weekly_error(np.cumsum(actual), np.cumsum(predicted))


@dataclass(frozen=True, slots=True)
class _Ties:
    """Customers from the best prediction to the worst, and where groups of equal predictions begin.

    Args:
        order: shape (n,), rows by falling prediction.
        starts: shape (groups,), positions in `order`.
    """

    order: IntArray
    starts: IntArray

    @classmethod
    def of(cls, predicted: FloatArray) -> _Ties:
        """Predictions that differ by rounding only count as equal."""
        order = np.argsort(-predicted, kind="stable")
        falling = predicted[order]
        gap = 1e-12 * np.maximum(1.0, np.abs(falling[1:]))
        opens = np.concatenate(
            [np.ones(min(1, len(order)), dtype=np.bool_), falling[:-1] - falling[1:] > gap]
        )
        return cls(order, np.flatnonzero(opens))

    @property
    def is_one_group(self) -> bool:
        return len(self.starts) < 2

    def sizes(self) -> IntArray:
        return np.diff(self.starts, append=len(self.order))

    def shared(self, outcome: FloatArray) -> FloatArray:
        """Shape (n,): outcomes from the best prediction to the worst, each group's shared equally in it."""
        sizes = self.sizes()
        return np.repeat(np.add.reduceat(outcome[self.order], self.starts) / sizes, sizes)

    def ranks(self) -> FloatArray:
        """Shape (n,), rising with the prediction from 1 to n, averaged within groups; in the rows' order."""
        sizes = self.sizes()
        ranks = np.empty(len(self.order))
        ranks[self.order] = np.repeat(len(self.order) - self.starts - (sizes - 1) / 2, sizes)
        return ranks


def _averaged_ranks(figures: FloatArray) -> FloatArray:
    """From 1 to n, ties averaged; scipy.stats has the same, but takes half a second to load."""
    _, place, count = np.unique(figures, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place])


def _concentration(outcome: FloatArray) -> float:
    running = np.cumsum(outcome) / outcome.sum()
    return float(2.0 * (running.mean() - 0.5))


def _share_of_first(outcome: FloatArray, top: float) -> Figure:
    first = outcome[: max(1, round(len(outcome) * top))]
    return _ratio(float(first.sum()), float(outcome.sum()))


def _all_equal(figures: FloatArray) -> bool:
    return len(figures) == 0 or bool((figures == figures[0]).all())


def _ratio(part: float, whole: float) -> Figure:
    return part / whole if whole != 0 else None
