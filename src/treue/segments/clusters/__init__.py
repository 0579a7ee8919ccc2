"""Kinds of customers found in behaviour, history and profit; numbers and names that last from run to run."""

from treue.segments.clusters.features import Ahead, Features, features_of
from treue.segments.clusters.fitted import Cluster, Clusters, Trait
from treue.segments.clusters.grouping import Grouping, group
from treue.segments.clusters.stored import read_clusters
from treue.segments.clusters.words import Speech

__all__ = [
    "Ahead",
    "Cluster",
    "Clusters",
    "Features",
    "Grouping",
    "Speech",
    "Trait",
    "features_of",
    "group",
    "read_clusters",
]
