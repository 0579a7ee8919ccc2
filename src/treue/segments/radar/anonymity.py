"""Which groups may be shown, so that nobody can be found in them, not even by subtracting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from treue.segments.radar.answers import BoolArray

FEWEST = 20
"""People among whom anybody can hide."""


def may_show(groups: Sequence[BoolArray], fewest: int = FEWEST) -> list[bool]:
    """Which of these groups may be shown together; earlier ones go first.

    Two people are alike if every shown group holds both or neither. A group is shown only if afterwards
    everybody is alike with at least `fewest` people, himself counted. Whatever can be had by adding and
    subtracting shown groups is made of whole sets of people who are alike; so each group, its complement,
    the difference of any two, and what is left of everybody when all others are taken away, holds nobody or
    at least `fewest`.

    Args:
        groups: each of shape (n,), over the same n people who answered: who is in it. Groups may overlap.
            Name everybody first if figures of everybody are shown.
        fewest: at least 1.

    Source:
        Samarati & Sweeney (1998), SRI-CSL-98-04: k-anonymity, here over memberships in published groups.
    """
    alike = np.zeros(len(groups[0]) if groups else 0, np.int64)
    shown = []
    for group in groups:
        split = 2 * alike + group
        _, place, counts = np.unique(split, return_inverse=True, return_counts=True)
        fits = bool(group.any()) and bool(len(counts)) and int(counts.min()) >= fewest
        shown.append(fits)
        alike = place.astype(np.int64) if fits else alike
    return shown
