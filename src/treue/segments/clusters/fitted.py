"""Groups as found: who they are, how stable they are, and how to tell which one a customer belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from treue.errors import TreueWarning
from treue.segments.clusters.features import Features
from treue.segments.clusters.means import nearest
from treue.segments.clusters.scaling import Scale
from treue.segments.warned import plain
from treue.value.histories import FloatArray, IntArray

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing by which a group stands out.

    Args:
        feature: key of `FAMILIES`.
        is_high: whether its customers have more of it than the others, or less.
        typical: median of the group: days, a count, a share, whole currency units.
        elsewhere: median of all other customers.
        effect: difference of the means on the scale, in robust standard deviations.
    """

    feature: str
    is_high: bool
    typical: float
    elsewhere: float
    effect: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A kind of customers.

    Args:
        id: stays with the group from run to run; never given to another.
        customers: how many.
        share: of all customers.
        traits: up to three, the most telling first.
        title: the traits that make its name, feature and direction; stays while it is true.
        centre: on the scale of the run.
    """

    id: int
    customers: int
    share: float
    traits: tuple[Trait, ...]
    title: tuple[tuple[str, bool], ...]
    centre: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Clusters:
    """All kinds of customers of a shop.

    Args:
        scale: how figures become comparable.
        clusters: by ascending id.
        next_id: the first id that nobody has had.
        agreement: number of groups -> adjusted Rand index between halves of the customers.
        clearness: number of groups -> mean clearness of the customers.
        customers: how many they were found in.
        warnings: what to say beside them.
    """

    scale: Scale
    clusters: tuple[Cluster, ...]
    next_id: int
    agreement: Mapping[int, float]
    clearness: Mapping[int, float]
    customers: int
    warnings: tuple[TreueWarning, ...] = ()

    @property
    def centres(self) -> FloatArray:
        """Shape (k, features)."""
        return np.array([each.centre for each in self.clusters]).reshape(len(self.clusters), -1)

    @property
    def ids(self) -> IntArray:
        """Shape (k,)."""
        return np.array([each.id for each in self.clusters], np.int64)

    def assign(self, features: Features) -> tuple[IntArray, FloatArray]:
        """The group of each customer, and how clearly it is that one.

        Between two runs this needs no new fit.

        Args:
            features: with the features the groups were found by.

        Returns:
            Ids, shape (n,), and clearness, shape (n,): 1 at the centre, 0 on the border to the next group.
        """
        if len(self.clusters) < 2:
            return np.full(len(features), self.ids[0], np.int64), np.ones(len(features))
        found = nearest(self.scale.apply(features), self.centres)
        return self.ids[found.centre], found.clearness

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `read_clusters` gives the same object back."""
        scale = self.scale
        return {
            "format": FORMAT,
            "scale": {
                "names": list(scale.names),
                **{name: getattr(scale, name).tolist() for name in ("size", "centre", "spread", "weight")},
            },
            "clusters": [asdict(each) for each in self.clusters],
            "next_id": self.next_id,
            "agreement": {str(many): rand for many, rand in self.agreement.items()},
            "clearness": {str(many): clear for many, clear in self.clearness.items()},
            "customers": self.customers,
            "warnings": plain(self.warnings),
        }
