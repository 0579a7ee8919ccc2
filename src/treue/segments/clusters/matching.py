"""Which group of today is which of the last run: numbers that people got used to stay with their group."""

from __future__ import annotations

import numpy as np

from treue.value.histories import FloatArray

# Two centres farther apart than this share of the usual distance between groups are not the same kind.
_FARTHEST = 0.5


def matched(centres: FloatArray, before: FloatArray, ids: tuple[int, ...], next_id: int) -> tuple[int, ...]:
    """The number of each of today's groups: that of its predecessor, or a new one that nobody had.

    Pairs are taken so that all distances together are least (Kuhn 1955, the Hungarian method).

    Args:
        centres: shape (k, features), today's.
        before: shape (j, features), of the last run, on the same scale.
        ids: the j numbers of the last run.
        next_id: the first number never used.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # for who groups only

    apart = np.sqrt(((centres[:, None, :] - before[None, :, :]) ** 2).sum(axis=2))
    among = np.sqrt(((before[:, None, :] - before[None, :, :]) ** 2).sum(axis=2))
    others = among[np.triu_indices(len(before), 1)]
    farthest = _FARTHEST * float(np.median(others)) if len(others) else np.inf
    heirs = {
        int(new): ids[old]
        for new, old in zip(*linear_sum_assignment(apart), strict=True)
        if apart[new, old] <= farthest
    }
    fresh = iter(range(next_id, next_id + len(centres)))
    return tuple(heirs[place] if place in heirs else next(fresh) for place in range(len(centres)))
