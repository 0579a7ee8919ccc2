"""k-means: groups around centres, each customer in the group whose centre is nearest.

Starts by k-means++ (Arthur & Vassilvitskii 2007, SODA) among some customers, then mini-batches of all
(Sculley 2010, Web-Scale K-Means Clustering, WWW), then a few plain rounds, which settle what mini-batches
leave trembling.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray, IntArray

_BATCH = 4096
# So many starts by chance among so many customers find the best centres to begin with: worse ones make groups
# look less stable than they are.
_STARTS, _MOST_AT_START = 10, 5_000
_ROUNDS = 10
# Rounds over more customers than this change nothing one could see.
_MOST_SETTLED = 100_000
# Distances are taken of so many customers at once, which bounds memory.
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Nearest:
    """Of each customer the nearest centre.

    Args:
        centre: shape (n,), its place.
        distance: shape (n,), to it, squared.
        second: shape (n,), to the next nearest, squared; infinite with one centre.
    """

    centre: IntArray
    distance: FloatArray
    second: FloatArray

    @property
    def clearness(self) -> FloatArray:
        """Shape (n,), 1 at a centre, 0 on the border between two."""
        apart = np.sqrt(self.distance / np.maximum(self.second, np.finfo(np.float64).tiny))
        return 1.0 - np.minimum(apart, 1.0)


def centres_of(points: FloatArray, many: int, seed: int, start: FloatArray | None = None) -> FloatArray:
    """Centres of `many` groups, shape (many, features).

    Args:
        points: shape (n, features), scaled.
        many: groups, not more than customers.
        seed: of batches and starts.
        start: centres to begin with, instead of several starts by chance.
    """
    if start is None:
        start = _best_start(points, many, seed)
    if len(points) > _MOST_AT_START:
        from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415  # half a second, for who groups only

        means = MiniBatchKMeans(
            many,
            init=start,
            n_init=1,
            batch_size=_BATCH,
            max_iter=20,
            random_state=seed,
            reassignment_ratio=0.0,
        )
        start = means.fit(points).cluster_centers_
    return _settled(_some(points, _MOST_SETTLED), start)


def _best_start(points: FloatArray, many: int, seed: int) -> FloatArray:
    from sklearn.cluster import KMeans  # noqa: PLC0415  # as above

    means = KMeans(many, n_init=_STARTS, max_iter=50, tol=1e-3, random_state=seed)
    centres: FloatArray = means.fit(_some(points, _MOST_AT_START)).cluster_centers_
    return centres


def _some(points: FloatArray, most: int) -> FloatArray:
    """About that many rows, evenly spread; all where there are no more."""
    return points[:: 1 + (len(points) - 1) // most]


def _settled(points: FloatArray, centres: FloatArray) -> FloatArray:
    """Plain rounds (Lloyd 1982): customers to the nearest centre, centres to their customers' mean."""
    for _ in range(_ROUNDS):
        own = nearest(points, centres).centre
        count = np.bincount(own, minlength=len(centres))
        sums = np.column_stack([np.bincount(own, each, len(centres)) for each in points.T])
        moved = np.where(count[:, None] > 0, sums / np.maximum(count, 1)[:, None], centres)
        if np.allclose(moved, centres, atol=1e-4):
            return moved
        centres = moved
    return centres


def nearest(points: FloatArray, centres: FloatArray) -> Nearest:
    """The nearest centre of each point."""
    own = np.zeros(len(points), np.int64)
    first, second = np.zeros(len(points)), np.full(len(points), np.inf)
    for at in range(0, len(points), _AT_ONCE):
        part = slice(at, at + _AT_ONCE)
        here = points[part]
        apart = (here**2).sum(axis=1)[:, None] - 2.0 * here @ centres.T + (centres**2).sum(axis=1)
        own[part] = apart.argmin(axis=1)
        first[part] = np.maximum(apart.min(axis=1), 0.0)
        if len(centres) > 1:
            second[part] = np.maximum(np.partition(apart, 1, axis=1)[:, 1], 0.0)
    return Nearest(own, first, second)
