"""When an article is new, and what each sign of behaviour is held against."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from treue.segments.radar.answers import FloatArray, IntArray
from treue.segments.radar.appetite import Counts

LAUNCH_DAYS = 60
"""Bought within so many days of its first sale, an article was bought early."""

WATCH_DAYS = 90
"""What is sold in the first days of a file was perhaps sold long before: nothing there is a launch."""

_PPM = 1e6


def counts_of(signs: Mapping[str, IntArray]) -> tuple[Counts, ...]:
    """The four signs with what is usual.

    Launches and discounts are held against what all customers did in the same months; variety against
    customers who bought about as much, for whoever has bought a lot finds less that is new; returns against
    all.

    Args:
        signs: columns of `tables.signs`, each of shape (n,).
    """
    lines, later = signs["lines"], signs["later"]
    returned = np.minimum(signs["returned"], lines)
    share = returned.sum() / lines.sum() if lines.sum() else 0.0
    return (
        Counts(signs["early"], signs["watched"], signs["early_ppm"] / _PPM),
        Counts(signs["fresh"], later, _alike(signs["fresh"], later)),
        Counts(signs["discount"], lines, signs["discount_ppm"] / _PPM),
        Counts(returned, lines, lines * share),
    )


def _alike(hits: IntArray, trials: IntArray) -> FloatArray:
    """What is usual among customers with about as many trials: within a factor of the root of two."""
    steps = np.rint(2 * np.log2(np.maximum(trials, 1))).astype(np.int64)
    of_hits = np.bincount(steps, weights=hits)
    of_trials = np.bincount(steps, weights=trials)
    shares = np.divide(of_hits, of_trials, out=np.zeros(len(of_hits)), where=of_trials > 0)
    usual: FloatArray = trials * shares[steps]
    return usual
