"""What is laid over the fitted models before anything is forecast with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from treue.value.distribution.pit_map import PitMap
from treue.value.forecast import CALM, Shock
from treue.value.histories import FloatArray, IntArray
from treue.value.tournament.features import Seen


@dataclass(frozen=True, slots=True)
class Moved:
    """The features that moved each customer's pace most.

    Args:
        names: of all features.
        which: shape (n, 3), positions in `names`, the strongest first.
        by: shape (n, 3), what each did to the logarithm of the pace.
    """

    names: tuple[str, ...]
    which: IntArray
    by: FloatArray


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
