"""Who was forgotten, as keyed hashes without a name: a list that outlives the home it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """The list.

    Args:
        keys: of persons -> since when; aware.
        rows: hashes of orders, refunds and payments of theirs that are not loaded again.
    """

    keys: Mapping[int, datetime] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()

    def __or__(self, other: Gone) -> Gone:
        return Gone({**self.keys, **other.keys}, self.rows | other.rows)
