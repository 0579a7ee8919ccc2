"""What the purchase models miss: a learned factor on each customer's pace.

Trees are grown by gradient boosting (Friedman 2001, Annals of Statistics 29(5)) for the ratio of what came to
what the model expected, with that expectation as exposure, under the Poisson likelihood: minimising

    sum over customers of E (c - (y / E) ln c)

over the factor c is Poisson regression with offset ln E. So where the trees see nothing, the model stands as
it is. Each window's expectations are first scaled to its total: the trees learn who differs, never the level
of a season. Trees see features in bins (`Bins`), and a value beyond all that were seen in the outermost one:
trees do not extrapolate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from treue.value.histories import FloatArray
from treue.value.movers import LARGEST
from treue.value.tournament.bins import MOST, Bins, Codes, told
from treue.value.tournament.features import Features
from treue.value.tournament.trees import Trees

# Small trees, few of them, slowly: a correction is small, or the model should be another one. Each row: up to
# so many orders in the windows, trees, leaves a tree, and among how many leaves customers are shared at most.
_SIZES = ((6_000, 80, 4, 60), (float("inf"), 100, 8, 200))
_STEP, _RIDGE = 0.05, 10.0
_FEWEST_IN_LEAF = 20
# Expectations below this are as good as none; dividing by them would only make noise.
_LEAST_EXPECTED = 1e-3


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of the past whose beginning was forecast.

    Args:
        features: n customers on its first day.
        expected: shape (n,), orders the model expected.
        came: shape (n,), orders that came.
    """

    features: Features
    expected: FloatArray
    came: FloatArray


@dataclass(frozen=True, slots=True)
class Correction:
    """A learned factor on each customer's pace.

    Args:
        trees: from features to the logarithm of the factor.
        names: of the features.
        bins: in which they see them.
        usual: shape (features,), the bin of the middle value.
    """

    trees: Trees
    names: tuple[str, ...]
    bins: Bins
    usual: Codes

    def log_pace(self, features: Features) -> FloatArray:
        """Shape (n,), logarithm of the factor."""
        return _capped(self.trees.total(self.bins.codes(features.table)))

    def shares(self, features: Features) -> FloatArray:
        """How much each feature moved each customer's logarithm of the factor, shape (n, features).

        From a customer in whom everything is usual, features are put in one after the other, first to last
        and last to first; a feature's share is the mean of what it did both times. So shares add up to the
        whole way from the usual customer, and where two features work together each has half of it: Shapley's
        values, in one pair of antithetic orders.

        Source:
            Mitchell, Cooper, Frank & Holmes (2022), Journal of Machine Learning Research 23(43), sec. 4.1.
        """
        codes = self.bins.codes(features.table)
        columns, moved = range(codes.shape[1]), np.zeros(codes.shape)
        for order in (columns, columns[::-1]):
            way = _capped(self.trees.along(codes, self.usual, order))
            moved[:, order] += np.diff(way, axis=1) / 2.0
        return moved


def _capped(log_factor: FloatArray) -> FloatArray:
    most = np.log(LARGEST)
    return np.clip(log_factor, -most, most)


def learn_correction(windows: Sequence[Window], seed: int) -> Correction:
    """Grow the trees.

    Args:
        windows: one or more, with at least one customer and one order between them.
        seed: of the trees' binning.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415  # a second, for who learns only

    table = np.concatenate([window.features.table for window in windows])
    # A feature that nobody has says nothing.
    table[:, np.isnan(table).all(axis=0)] = 0.0
    came = np.concatenate([window.came for window in windows])
    expected = np.concatenate([_at_level(window) for window in windows])
    _, count, leaves, parts = next(size for size in _SIZES if came.sum() <= size[0])
    trees = HistGradientBoostingRegressor(
        loss="poisson",
        learning_rate=_STEP,
        max_iter=count,
        max_leaf_nodes=leaves,
        min_samples_leaf=max(_FEWEST_IN_LEAF, len(table) // parts),
        l2_regularization=_RIDGE,
        early_stopping=False,
        max_bins=MOST,
        random_state=seed,
    )
    # One thread: sums come in the same order on every machine, and small trees are no faster with more.
    bins = Bins.learn(table, expected)
    with threadpool_limits(1):
        trees.fit(told(bins.codes(table)), came / expected, sample_weight=expected)
    usual = bins.codes(np.nanmedian(table, axis=0)[None, :])[0]
    return Correction(Trees.of(trees), windows[0].features.names, bins, usual)


def _at_level(window: Window) -> FloatArray:
    whole = float(window.expected.sum())
    factor = float(window.came.sum()) / whole if whole > 0 else 1.0
    return np.maximum(window.expected * factor, _LEAST_EXPECTED)
