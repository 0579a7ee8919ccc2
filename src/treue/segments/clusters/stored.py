"""Groups read back from plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from treue.errors import BrokenHome
from treue.segments.clusters.fitted import FORMAT, Cluster, Clusters, Trait
from treue.segments.clusters.scaling import Scale
from treue.segments.warned import read_warnings


def read_clusters(stored: Mapping[str, object]) -> Clusters:
    """What `Clusters.to_json` gave, also after a walk through a JSON file.

    Raises:
        BrokenHome: another format, or a part is missing.
    """
    if stored.get("format") != FORMAT:
        raise BrokenHome(
            f"Stored customer groups: got format {stored.get('format')!r}; this version reads {FORMAT}. "
            "Delete them; the next run finds new ones, with new numbers."
        )
    try:
        scale = cast("Mapping[str, list[Any]]", stored["scale"])
        arrays = (np.array(scale[name], np.float64) for name in ("size", "centre", "spread", "weight"))
        return Clusters(
            scale=Scale(tuple(scale["names"]), *arrays),
            clusters=tuple(_cluster(each) for each in cast("Sequence[dict[str, Any]]", stored["clusters"])),
            next_id=int(cast("int", stored["next_id"])),
            agreement=_by_number(stored["agreement"]),
            clearness=_by_number(stored["clearness"]),
            customers=int(cast("int", stored["customers"])),
            warnings=read_warnings(stored["warnings"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(
            f"Stored customer groups: {wrong} cannot be read. Delete them; the next run finds new ones."
        ) from wrong


def _by_number(stored: object) -> dict[int, float]:
    return {int(many): float(value) for many, value in cast("Mapping[str, float]", stored).items()}


def _cluster(row: Mapping[str, Any]) -> Cluster:
    return Cluster(
        id=int(row["id"]),
        customers=int(row["customers"]),
        share=float(row["share"]),
        traits=tuple(Trait(**each) for each in row["traits"]),
        title=tuple((str(feature), bool(is_high)) for feature, is_high in row["title"]),
        centre=tuple(float(each) for each in row["centre"]),
    )
