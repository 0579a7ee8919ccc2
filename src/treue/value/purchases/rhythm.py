"""How even the gaps between orders are: the number of phases under which they are likeliest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from treue.value.histories import Histories
from treue.value.purchases.most_likely import Family, top_of

MOST_TRIED = 8
# Enough to tell one k from the next, which differ by hundreds of nats in a shop of this size.
_CUSTOMERS = 20_000


def likeliest_k(family: Callable[[int], Family], histories: Histories) -> int:
    """The first k, from 1 on, after which the likelihood falls; at most 8.

    Args:
        family: the model with k phases.
        histories: with the gaps; of more than 20,000 customers an even selection is asked.

    Returns:
        1 where nobody has ordered again.
    """
    seen = _selection(histories.compress()[0])
    if not seen.frequency.any():
        return 1
    point, top = top_of(family(1), seen)
    for k in range(2, MOST_TRIED + 1):
        # The same rate of orders from phases that are as much quicker.
        faster = np.array([0.0, np.log((k - 1) / k), 0.0, 0.0])
        point, ahead = top_of(family(k), seen, point + faster)
        if ahead.value <= top.value:
            return k - 1
        top = ahead
    return MOST_TRIED


def _selection(seen: Histories) -> Histories:
    """Every so manieth customer in the order of their histories: always the same for the same customers."""
    everyone = float(seen.weight.sum())
    if everyone <= _CUSTOMERS:
        return seen
    marks = np.floor(np.cumsum(seen.weight) * (_CUSTOMERS / everyone) + 0.5)
    weight = np.diff(marks, prepend=0.0)
    kept = weight > 0
    gaps = None if seen.log_gaps is None else seen.log_gaps[kept]
    return Histories(
        seen.frequency[kept], seen.recency_days[kept], seen.tenure_days[kept], weight[kept], gaps
    )
