"""What is kept of a shop to make twins: traits people can have, how orders scatter around them, its pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from treue.simulation.twin.clock import Clock
from treue.simulation.twin.learning import Learned
from treue.simulation.twin.seen import Seen
from treue.simulation.twin.traits import Scale, names_of
from treue.simulation.world.chance import FloatArray, IntArray

_DRAWS = 4
"""Draws of each customer's traits that are kept: what is not known of them differs between these."""

_OTHERS = 12
"""Customers with baskets alike from whom scatter is taken."""


@dataclass(frozen=True)
class Law:
    """The law that twins follow. It stays in memory, for it holds traits of single customers.

    Args:
        names: of the traits.
        traits: shape (s, d), people as they may be, doubt included.
        came: shape (s,), first order day of each.
        scales: of what an order has beside its day: `amount`, `lines`, `pieces`, as far as known.
        scatter: shape (rows, scales), how orders lie around their customer's means, in own spreads.
        begins: shape (n + 1,), where each customer's rows of it begin.
        alike: shape (s, others), customers whose baskets are like those of the people of `traits`, not they.
        back: shape (b,), shares that went back of orders of which something did.
        lag: shape (b,), days until they did.
        clock: from the first day to the last.
        by_weekday: shape (7,), Monday first.
        first: first day of the facts.
        until: their last day.
    """

    names: tuple[str, ...]
    traits: FloatArray
    came: IntArray
    scales: Mapping[str, Scale]
    scatter: FloatArray
    begins: IntArray
    alike: IntArray
    back: FloatArray
    lag: IntArray
    clock: Clock
    by_weekday: FloatArray
    first: int
    until: int

    def place(self, name: str) -> int:
        """Column of a trait."""
        return self.names.index(name)


def law_of(seen: Seen, learned: Learned) -> Law:
    """Keep of what was learned what twins are made of."""
    count = len(learned.traits)
    drawn = np.unique(np.linspace(0, count - 1, min(_DRAWS, count)).astype(np.int64))
    known = learned.columns.known
    last = learned.traits[-1][seen.customer]
    names = names_of(seen, learned.columns)
    apart = [
        (values - last[:, names.index(name)]) / np.exp(last[:, names.index(f"{name}_spread")])
        for name, values in known.items()
    ]
    went = seen.lag >= 0
    traits = learned.traits[drawn].reshape(-1, learned.traits.shape[2])
    baskets = [place for place, name in enumerate(names) if name.removesuffix("_spread") in known]
    return Law(
        names=learned.names,
        traits=traits,
        came=np.tile(seen.came, len(drawn)),
        scales=learned.columns.scales,
        scatter=np.column_stack(apart) if apart else np.zeros((len(seen.day), 0)),
        begins=seen.start,
        alike=_alike(traits[:, baskets], learned.traits[-1][:, baskets]),
        back=seen.returned[went],
        lag=seen.lag[went],
        clock=learned.clock,
        by_weekday=learned.by_weekday,
        first=seen.first,
        until=seen.until,
    )


def _alike(traits: FloatArray, customers: FloatArray) -> IntArray:
    """For each row of traits the customers nearest to it, the one it belongs to left out."""
    count, others = len(customers), min(_OTHERS, len(customers) - 1)
    own = np.arange(len(traits)) % count
    if not customers.shape[1]:
        return np.asarray((own[:, None] + 1 + np.arange(others)) % count, np.int64)
    scale = customers.std(axis=0) + 1e-9
    near = cKDTree(customers / scale).query(traits / scale, k=others + 1)[1]
    # Whoever is not among their own nearest gives up the farthest instead.
    is_own = near == own[:, None]
    is_own[~is_own.any(axis=1), -1] = True
    return np.asarray(near[~is_own].reshape(len(traits), others), np.int64)
