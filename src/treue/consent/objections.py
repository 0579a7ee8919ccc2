"""Who objects to being profiled (Art. 21 GDPR)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from treue.consent.about import about
from treue.consent.records import Evidence, ProfilingObjection
from treue.facts.purposes import NO_MORE, PROFILING


def taken_down() -> set[int]:
    """Keys of those who said so to somebody of the shop."""
    return set(ProfilingObjection.objects.values_list("key", flat=True))


def objecting(keys: Collection[int]) -> set[int]:
    """Keys under which somebody objects, whoever took it down; of evidence the last word counts.

    Args:
        keys: asked for.
    """
    return set(_since(keys))


def objecting_since(keys: Collection[int]) -> datetime | None:
    """Since when the person of these keys objects, aware; None where they do not."""
    return min(_since(keys).values(), default=None)


def _since(keys: Collection[int]) -> dict[int, datetime]:
    told = Evidence.objects.filter(about(PROFILING), key__in=keys).order_by("at", "id")
    said: dict[int, datetime] = {}
    for key, kind, at in told.values_list("key", "kind", "at"):
        if kind in NO_MORE:
            said[key] = at
        elif key in said and at > said[key]:  # of two at one instant the no counts
            del said[key]
    return said | dict(ProfilingObjection.objects.filter(key__in=keys).values_list("key", "at"))
