"""Who is shown in no list of figures from now on, though the last night may have counted them in."""

from __future__ import annotations

from treue.consent.records import ProfilingObjection
from treue.people.records import Contact, Forgotten


def hidden() -> frozenset[int]:
    """Keys of those who objected to profiling, and of whom files still hold although they are forgotten."""
    said = set(ProfilingObjection.objects.values_list("key", flat=True))
    persons = Contact.objects.filter(key__in=said).values_list("person", flat=True)
    gone = Forgotten.objects.filter(is_done=False).values_list("key", flat=True)
    return frozenset(said | set(persons) | set(gone))
