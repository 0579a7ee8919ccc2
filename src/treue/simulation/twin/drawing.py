"""New people after a law: near somebody who may be, never somebody who is.

Each twin begins at a draw of somebody's traits, is drawn to the mean of all and then moved by luck, so that
mean and covariance of all stay as they are (a shrunken kernel); the day of the first order moves too.

Source:
    West (1993), Journal of the Royal Statistical Society B 55(2), on mixtures that keep the variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.twin.law import Law
from treue.simulation.twin.traits import limits
from treue.simulation.world.chance import About, Chance, FloatArray, IntArray

MOVE = 0.4
"""How far luck moves a twin, in standard deviations of all: .4 leaves 92 % of the distance from the mean."""

_JOIN = 0.08
"""Within which share of all customers, by their order of coming, the first day moves."""

_SOURCE, _WHEN, _STAY, _TRAIT = range(4)


@dataclass(frozen=True)
class Twins:
    """Invented customers; arrays of shape (n,) but `traits`.

    Args:
        number: counts them; what every draw about them hangs on.
        traits: shape (n, d), as the law names them.
        source: shape (n,), row of the law at which each began.
        joined: day of the first order.
        gone: first day on which each is no more a customer.
    """

    number: IntArray
    traits: FloatArray
    source: IntArray
    joined: IntArray
    gone: IntArray

    def __len__(self) -> int:
        return len(self.number)


def draw(law: Law, number: IntArray, seed: int, move: float = MOVE) -> Twins:
    """The twins of these numbers: the same whoever else is asked for.

    Args:
        law: what was learned.
        number: shape (n,).
        seed: of who they are.
        move: how far luck moves them; 0 would give people their models' traits.
    """
    chance = Chance(seed)
    source = np.floor(chance.uniform(About.TWIN, number, _SOURCE) * len(law.traits)).astype(np.int64)
    width = law.traits.shape[1]
    mean = law.traits.mean(axis=0)
    luck = chance.normal(About.TWIN, number[:, None], _TRAIT + np.arange(width)[None, :])
    apart = law.traits - mean
    root = np.linalg.cholesky(apart.T @ apart / len(apart) + 1e-9 * np.eye(width))
    traits = mean + np.sqrt(1 - move**2) * apart[source] + move * luck @ root.T
    low, high = limits(law.names)
    traits = np.clip(traits, low, high)
    joined = _joined(law, source, chance.uniform(About.TWIN, number, _WHEN))
    stay = -np.log(chance.uniform(About.TWIN, number, _STAY)) / np.exp(traits[:, law.place("leave")])
    return Twins(number, traits, source, joined, joined + 1 + np.minimum(stay, 1e6).astype(np.int64))


def _joined(law: Law, source: IntArray, luck: FloatArray) -> IntArray:
    """The first day of somebody who came a little earlier or later than the model, by ranks.

    So as many come on each day as did, the crowd at a file's beginning among them.
    """
    order = np.argsort(law.came, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    at = rank[source] + np.rint((luck - 0.5) * _JOIN * len(order)).astype(np.int64)
    last = len(order) - 1
    at = np.where(at < 0, -at, np.where(at > last, 2 * last - at, at))
    return np.asarray(law.came[order[np.clip(at, 0, last)]], np.int64)
