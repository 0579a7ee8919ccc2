"""Boosted trees that can be asked one by one.

The only place that looks inside scikit-learn's learner, which tells only the sum over all its trees.
`tests/value/tournament/test_trees.py` holds the sum of these against it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from treue.value.histories import BoolArray, FloatArray
from treue.value.tournament.bins import MOST, Codes

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

_BLOCK = 65_536  # rows; what every tree says of a block stays near the processor


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of small trees on the log scale.

    Args:
        base: what is said where no tree says anything.
        each: from codes (`Bins`), shape (n, features), to what one tree adds, shape (n,).
        asks: shape (trees, features), which features a tree looks at.
    """

    base: float
    each: Sequence[Callable[[Codes], FloatArray]]
    asks: BoolArray

    @classmethod
    def of(cls, learner: HistGradientBoostingRegressor) -> Trees:
        """Those of a learner with a log link and one output, fitted on `told` codes.

        Its own bins are then ours, each code one of them.
        """
        grown = [tree for (tree,) in learner._predictors]  # noqa: SLF001  # no public way
        asks = np.zeros((len(grown), learner.n_features_in_), dtype=np.bool_)
        for row, tree in enumerate(grown):
            asks[row, tree.nodes["feature_idx"][tree.nodes["is_leaf"] == 0]] = True

        def ask(tree: object) -> Callable[[Codes], FloatArray]:
            return lambda codes: tree.predict_binned(codes, MOST, 1)  # type: ignore[attr-defined]  # untyped

        base = learner._baseline_prediction.item()  # noqa: SLF001  # nor here
        return cls(float(base), [ask(tree) for tree in grown], asks)

    def total(self, codes: Codes) -> FloatArray:
        """The logarithm of what the trees say, shape (n,)."""
        return _in_blocks(self._total, codes, ())

    def along(self, codes: Codes, usual: Codes, order: Sequence[int]) -> FloatArray:
        """What the trees say while features are put in one after the other.

        Only trees that look at a feature are asked again.

        Args:
            codes: shape (n, features).
            usual: shape (features,), what everybody begins with.
            order: features, each once.

        Returns:
            As `total`, shape (n, features + 1): with everything usual, and after each feature.
        """
        return _in_blocks(lambda some: self._along(some, usual, order), codes, (len(order) + 1,))

    def _total(self, codes: Codes) -> FloatArray:
        said = np.full(len(codes), self.base)
        for tree in self.each:
            said += tree(codes)
        return said

    def _along(self, codes: Codes, usual: Codes, order: Sequence[int]) -> FloatArray:
        now = np.tile(usual, (len(codes), 1))
        each = np.array([tree(now) for tree in self.each]).reshape(len(self.each), len(codes))
        said = np.empty((len(codes), len(order) + 1))
        said[:, 0] = self.base + each.sum(axis=0)
        for place, column in enumerate(order):
            now[:, column] = codes[:, column]
            said[:, place + 1] = said[:, place]
            for tree in np.flatnonzero(self.asks[:, column]).tolist():
                after = self.each[tree](now)
                said[:, place + 1] += after - each[tree]
                each[tree] = after
        return said


def _in_blocks(ask: Callable[[Codes], FloatArray], codes: Codes, shape: tuple[int, ...]) -> FloatArray:
    """As many blocks at a time as there are processors: rows do not depend on one another.

    The learner's own threads would wait for each other after every tree, which takes ten times as long where
    another process works beside.
    """
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(codes), _BLOCK)]
    said = np.empty((len(codes), *shape))

    def answer(rows: slice) -> None:
        said[rows] = ask(codes[rows])

    if len(blocks) == 1:
        answer(blocks[0])
    else:
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(answer, blocks))
    return said
