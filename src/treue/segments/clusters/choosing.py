"""How many groups there are: as many as come out the same when only half of the customers are looked at.

Fits on several random halves each group the same onlookers; where two of them agree, the groups are in the
customers and not in the draw. Agreement is the adjusted Rand index of Hubert & Arabie (1985), Journal of
Classification 2: 1 is the same groups, 0 is chance. Dolnicar & Leisch (2010), Evaluation of structure and
reproducibility of cluster solutions using the bootstrap, Marketing Letters 21.

Agreement alone asks for too many: with enough customers even a cut through the middle of a kind comes out the
same each time (Ben-David, von Luxburg & Pal 2006, COLT). So among the stable numbers clearness decides: how
much nearer customers are to their own centre than to the next (the simplified silhouette; Vendramin, Campello
& Hruschka 2010, Statistical Analysis and Data Mining 3(4)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from treue.segments.clusters.means import centres_of, nearest
from treue.value.histories import FloatArray, IntArray

FEWEST, MOST = 3, 8
_HALVES = 8
_MOST_IN_HALF = 5_000
_MOST_ONLOOKERS = 5_000
# A shop learns more from more groups, as long as they are about as stable and as clear.
_AS_STABLE, _AS_CLEAR = 0.08, 0.03
# The number of the run before stays unless another is better by more than that.
_LOYAL_STABLE, _LOYAL_CLEAR = 0.15, 0.06
# Groups smaller than this are oddities, not kinds.
_SMALLEST = 0.02


@dataclass(frozen=True, slots=True)
class Agreement:
    """How good a number of groups is.

    Args:
        rand: how alike the groups of several halves are: mean adjusted Rand index of all pairs.
        clearness: 1 minus the distance to the own centre by that to the next; mean over customers and halves.
        smallest: share of the customers in the smallest group, median over the halves.
    """

    rand: float
    clearness: float
    smallest: float


def agreements(points: FloatArray, rng: np.random.Generator) -> dict[int, Agreement]:
    """For each number of groups from 3 to 8, how stable they are.

    Args:
        points: shape (n, features), scaled.
        rng: draws the halves.
    """
    onlookers = points[rng.permutation(len(points))[:_MOST_ONLOOKERS]]
    size = min(len(points) // 2, _MOST_IN_HALF)
    halves = [points[rng.permutation(len(points))[:size]] for _ in range(_HALVES)]
    return {many: _agreement(many, halves, onlookers, rng) for many in range(FEWEST, MOST + 1)}


def _agreement(
    many: int, halves: list[FloatArray], onlookers: FloatArray, rng: np.random.Generator
) -> Agreement:
    seeds = rng.integers(2**31, size=len(halves))
    found = [
        nearest(onlookers, centres_of(half, many, int(seed)))
        for half, seed in zip(halves, seeds, strict=True)
    ]
    groups = [each.centre for each in found]
    return Agreement(
        rand=float(np.mean([adjusted_rand(one, other) for one, other in combinations(groups, 2)])),
        clearness=float(np.mean([each.clearness.mean() for each in found])),
        smallest=float(
            np.median([np.bincount(each, minlength=many).min() / len(onlookers) for each in groups])
        ),
    )


def adjusted_rand(one: IntArray, other: IntArray) -> float:
    """How alike two groupings of the same customers are: 1 is the same, 0 is what chance gives."""
    table = np.bincount(one * (int(other.max()) + 1) + other).astype(np.float64)
    pairs = _pairs(table)
    first, second = _pairs(np.bincount(one)), _pairs(np.bincount(other))
    expected = first * second / _pairs(np.array([len(one)]))
    most = (first + second) / 2.0
    return (pairs - expected) / (most - expected) if most > expected else 1.0


def _pairs(counts: IntArray | FloatArray) -> float:
    return float((counts * (counts - 1.0) / 2.0).sum())


def choose(found: Mapping[int, Agreement], before: int | None = None) -> int:
    """The largest number of groups that is about as stable and as clear as the best.

    Args:
        found: what `agreements` gives.
        before: the number of the run before, if it shall stay where it may.
    """
    able = {many: each for many, each in found.items() if each.smallest >= _SMALLEST}
    if not able:
        return min(found)
    most = max(each.rand for each in able.values())
    stable = {many: each for many, each in able.items() if each.rand >= most - _AS_STABLE}
    clearest = max(each.clearness for each in stable.values())
    if before in able:
        old = able[before]
        if old.rand >= most - _LOYAL_STABLE and old.clearness >= clearest - _LOYAL_CLEAR:
            return before
    return max(many for many, each in stable.items() if each.clearness >= clearest - _AS_CLEAR)
