"""What is laid over the fitted models before anything is forecast with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from treue.value.distribution.pit_map import PitMap
from treue.value.forecast import CALM, Shock
from treue.value.histories import FloatArray, IntArray
from treue.value.movers import MOST
from treue.value.tournament.features import Seen


@dataclass(frozen=True, slots=True)
class Moved:
    """The features that moved each customer's pace most.

    Args:
        names: of all features.
        which: shape (n, up to `MOST`), positions in `names`, the strongest first.
        by: of the same shape, what each did to the logarithm of the pace.
        more: shape (n,), how many others moved it, each no more than the last of these.
    """

    names: tuple[str, ...]
    which: IntArray
    by: FloatArray
    more: IntArray

    @classmethod
    def strongest(cls, names: tuple[str, ...], shares: FloatArray) -> Moved:
        """Of all features the ones to be named.

        Args:
            names: of the features.
            shares: shape (n, features), what each did to the logarithm of the pace.
        """
        order = np.argsort(-np.abs(shares), axis=1, kind="stable")[:, :MOST].copy()
        by = np.take_along_axis(shares, order, axis=1)
        return cls(names, order, by, (shares != 0).sum(axis=1) - (by != 0).sum(axis=1))


class Paces(Protocol):
    """What was learned of customers' paces, for any day."""

    def at(self, seen: Seen) -> FloatArray:
        """Shape (n,), factor on each customer's expected orders, by what is known of them on that day."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Learned at earlier origins.

    Args:
        pace: shape (n,), factor on each customer's expected orders.
        chances: sets the chances of the distribution right.
        shock: what all customers share: season, fashion, a campaign.
        moved: why a customer's pace is what it is; None where nobody asked, or nothing was learned.
        paces: the same lesson for other days; None where all customers have one pace.
    """

    pace: FloatArray
    chances: PitMap
    shock: Shock
    moved: Moved | None = None
    paces: Paces | None = None

    @classmethod
    def none(cls, customers: int, shock: Shock = CALM) -> Adjustment:
        """The models as they are."""
        return cls(np.ones(customers), PitMap.plain(), shock)
