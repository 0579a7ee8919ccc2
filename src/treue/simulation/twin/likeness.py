"""How like a twin is, and how unlike anybody: a judge who tries to tell, and distances to the nearest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from treue.simulation.twin.seen import Seen
from treue.simulation.world.chance import FloatArray

FEATURES = (
    "recency", "orders", "spent", "tenure",
    "gap_mean", "gap_median", "gap_spread", "gap_shortest", "gap_longest", "gap_last",
    "amount_mean", "amount_spread", "amount_least", "amount_most",
    "lines_mean", "lines_spread", "pieces_per_line", "amount_per_piece",
    "orders_returned", "share_returned",
)  # fmt: skip
"""What the judge sees of each customer: days, counts, minor units, shares; nan where there is none."""

_FOLDS, _SEED = 5, 0


def features_of(seen: Seen) -> FloatArray:
    """Shape (n, features), in the order of `FEATURES`."""
    count = seen.count.astype(np.float64)
    gaps = np.diff(seen.day).astype(np.float64)
    own = np.flatnonzero(seen.customer[1:] == seen.customer[:-1])
    gaps, of = gaps[own], seen.customer[1:][own]
    mean, spread, middle, least, most, last = _told(gaps, of, len(seen))
    amount = _told(seen.amount, seen.customer, len(seen))
    lines = _told(seen.lines.astype(np.float64), seen.customer, len(seen))
    pieces = np.bincount(seen.customer, seen.pieces, minlength=len(seen))
    spent, back = amount[0] * count, seen.returned * seen.amount
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.column_stack([
            (seen.until - seen.last).astype(np.float64), count, spent, seen.until - seen.came,
            mean, middle, spread / mean, least, most, last,
            amount[0], amount[1] / amount[0], amount[3], amount[4],
            lines[0], lines[1] / lines[0], pieces / (lines[0] * count), spent / pieces,
            np.bincount(seen.customer, seen.returned > 0, minlength=len(seen)),
            np.bincount(seen.customer, np.nan_to_num(back), minlength=len(seen)) / spent,
        ])  # fmt: skip


def _told(values: FloatArray, of: np.ndarray, count: int) -> tuple[FloatArray, ...]:
    """Mean, spread (of two or more), median, least, most and last by customer; shape (count,) each."""
    many = np.bincount(of, minlength=count)
    start = np.cumsum(many) - many
    order = np.lexsort((values, of))
    sums = np.bincount(of, values, minlength=count)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums / many
        spread = np.sqrt(np.bincount(of, (values - mean[of]) ** 2, minlength=count) / (many - 1))
    spread = np.where(many > 1, spread, np.nan)
    some = many > 0
    found = [np.full(count, np.nan) for _ in range(4)]
    ranked = values[order]
    at, n = start[some], many[some]
    for kept, each in zip(
        found,
        (
            (ranked[at + (n - 1) // 2] + ranked[at + n // 2]) / 2,
            ranked[at],
            ranked[at + n - 1],
            values[at + n - 1],
        ),
        strict=True,
    ):
        kept[some] = each
    return mean, spread, *found


def told_apart(real: FloatArray, twins: FloatArray) -> tuple[float, float]:
    """How well a judge tells twins from real customers it has not seen: AUC and its standard error.

    .5 is guessing, 1 certainty. Boosted trees in five folds, always the same.

    Args:
        real: features, shape (n, f).
        twins: features, shape (m, f).

    Source:
        Hanley & McNeil (1982), Radiology 143(1), eq. 2, for the error.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  # a second, for who judges only
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415  # as above
    from sklearn.model_selection import StratifiedKFold, cross_val_predict  # noqa: PLC0415  # as above

    both = np.vstack([real, twins])
    is_real = np.repeat([1, 0], [len(real), len(twins)])
    judge = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.06, max_leaf_nodes=15, random_state=_SEED
    )
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    score = cross_val_predict(judge, both, is_real, cv=folds, method="predict_proba")[:, 1]
    area = float(roc_auc_score(is_real, score))
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    rest = (len(real) - 1) * (one - area**2) + (len(twins) - 1) * (two - area**2)
    return area, float(np.sqrt((area * (1 - area) + rest) / (len(real) * len(twins))))


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near twins come to customers they were learned from, beside strangers who do.

    Args:
        nearer: chance that a twin is nearer to its nearest than a stranger to theirs; .5 where alike.
        error: its standard error.
        very_near: share of twins nearer than all but 1 in 100 strangers; .01 where they are alike.
        copies: twins whose whole history, two orders or more, is somebody's.
    """

    nearer: float
    error: float
    very_near: float
    copies: int


def nearness(trained: Seen, strangers: Seen, twins: Seen) -> Nearness:
    """Distances in ranks of features, so that none counts more than another.

    Args:
        trained: customers the law was learned from.
        strangers: as many or fewer others of the same shop.
        twins: invented.
    """
    table = [features_of(each) for each in (trained, strangers, twins)]
    ranked = [_ranks(table[0], each) for each in table]
    tree = cKDTree(ranked[0])
    own, others = (np.asarray(tree.query(each)[0]) for each in (ranked[2], ranked[1]))
    others = np.sort(others)
    below = np.searchsorted(others, own, "right") + np.searchsorted(others, own, "left")
    nearer = float(1 - below.mean() / (2 * len(others)))
    error = np.sqrt((len(own) + len(others) + 1) / (12 * len(own) * len(others)))
    return Nearness(
        nearer, float(error), float((own < np.quantile(others, 0.01)).mean()), _copies(trained, twins)
    )


def _ranks(by: FloatArray, table: FloatArray) -> FloatArray:
    """Places among the trained customers' values, 0 to 1; -.5 where there is none."""
    columns = []
    for place in range(by.shape[1]):
        known = np.sort(by[np.isfinite(by[:, place]), place])
        if not len(known):
            continue
        at = (np.searchsorted(known, table[:, place]) + np.searchsorted(known, table[:, place], "right")) / 2
        columns.append(np.where(np.isfinite(table[:, place]), at / len(known), -0.5))
    return np.column_stack(columns)


def _copies(trained: Seen, twins: Seen) -> int:
    known = set(_histories(trained))
    return sum(each in known for each in _histories(twins))


def _histories(seen: Seen) -> list[bytes]:
    """Days and amounts of who ordered twice or more."""
    both = np.column_stack([seen.day.astype(np.float64), np.nan_to_num(seen.amount)])
    return [both[a:b].tobytes() for a, b in pairwise(seen.start.tolist()) if b - a > 1]
