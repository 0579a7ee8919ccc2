"""What an open query answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answered:
    """Rows as they come.

    Args:
        columns: their names.
        rows: one pass, a few thousand held at a time.
    """

    columns: Sequence[str]
    rows: Iterator[Sequence[object]]
