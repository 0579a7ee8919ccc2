"""What kinds of customers there are, in groups that keep their numbers and names from night to night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from treue.loop.kept import keep, kept
from treue.segments.clusters.features import Features
from treue.segments.clusters.grouping import group
from treue.segments.clusters.stored import read_clusters
from treue.segments.clusters.words import Speech

CLUSTERS = "clusters.json"
"""The groups of the last run, in a home."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Tables of the snapshot.

    Args:
        members: customer, cluster (its number), clearness (1 at the centre of the group, 0 on its border).
        clusters: cluster, customers, share, and name and sentence in both languages.
    """

    members: pa.Table
    clusters: pa.Table


def kinds_of(
    folder: Path, features: Features, rng: np.random.Generator, speeches: Mapping[str, Speech]
) -> Kinds:
    """Group customers, near the groups of the last night.

    Args:
        folder: the home's.
        features: of every customer.
        rng: seeds every draw.
        speeches: language -> who says names and sentences.

    Raises:
        BrokenHome: the groups of the last night cannot be read.
    """
    path = folder / CLUSTERS
    found = group(features, rng, kept(path, read_clusters))
    keep(path, found.clusters.to_json())
    told = found.clusters.clusters
    return Kinds(
        members=pa.table(
            {"customer": found.customer, "cluster": found.cluster, "clearness": found.clearness}
        ),
        clusters=pa.table(
            {
                "cluster": pa.array([each.id for each in told], pa.int64()),
                "customers": pa.array([each.customers for each in told], pa.int64()),
                "share": pa.array([each.share for each in told], pa.float64()),
                **{
                    f"{what}_{language}": pa.array([getattr(say, what)(each) for each in told], pa.string())
                    for language, say in speeches.items()
                    for what in ("name", "sentence")
                },
            }
        ),
    )
