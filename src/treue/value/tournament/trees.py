"""Boosted trees that can be asked one by one.

The only place that looks inside scikit-learn's learner, which tells only the sum over all its trees.
`tests/value/tournament/test_trees.py` holds the sum of these against it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from treue.value.histories import BoolArray, FloatArray

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

_BLOCK = 65_536  # rows; what every tree says of a block stays near the processor


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of small trees on the log scale.

    Args:
        base: what is said where no tree says anything.
        each: from a table, shape (n, features), to what one tree adds, shape (n,).
        asks: shape (trees, features), which features a tree looks at.
    """

    base: float
    each: Sequence[Callable[[FloatArray], FloatArray]]
    asks: BoolArray

    @classmethod
    def of(cls, learner: HistGradientBoostingRegressor) -> Trees:
        """Those of a fitted learner with a log link, one output and no categories."""
        bitsets, places = learner._bin_mapper.make_known_categories_bitsets()  # noqa: SLF001
        grown = [tree for (tree,) in learner._predictors]  # noqa: SLF001
        threads = len(os.sched_getaffinity(0))  # rows do not depend on one another
        asks = np.zeros((len(grown), learner.n_features_in_), dtype=np.bool_)
        for row, tree in enumerate(grown):
            asks[row, tree.nodes["feature_idx"][tree.nodes["is_leaf"] == 0]] = True

        def ask(tree: object) -> Callable[[FloatArray], FloatArray]:
            return lambda table: tree.predict(table, bitsets, places, threads)  # type: ignore[attr-defined]

        return cls(float(learner._baseline_prediction.item()), [ask(tree) for tree in grown], asks)  # noqa: SLF001

    def total(self, table: FloatArray) -> FloatArray:
        """The logarithm of what the trees say, shape (n,)."""
        said = np.full(len(table), self.base)
        for tree in self.each:
            said += tree(table)
        return said

    def without(self, table: FloatArray, usual: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What the trees say, and what they would say with one feature at a time at its usual value.

        Only trees that look at a feature are asked again.

        Args:
            table: shape (n, features).
            usual: shape (features,).

        Returns:
            As `total`, shape (n,), and shape (n, features).
        """
        whole, others = np.empty(len(table)), np.empty(table.shape)
        for start in range(0, len(table), _BLOCK):
            rows = slice(start, start + _BLOCK)
            block = np.ascontiguousarray(table[rows])
            said = np.array([tree(block) for tree in self.each]).reshape(len(self.each), len(block))
            whole[rows] = self.base + said.sum(axis=0)
            for column, asked in enumerate(self.asks.T):
                kept = block[:, column].copy()
                block[:, column] = usual[column]
                others[rows, column] = whole[rows]
                for place in np.flatnonzero(asked).tolist():
                    others[rows, column] += self.each[place](block) - said[place]
                block[:, column] = kept
        return whole, others
