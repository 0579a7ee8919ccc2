"""Who was forgotten: asked by every load, and merged with what a copy of earlier does not know."""

from __future__ import annotations

from django.db import transaction

from treue.people.gone import Gone
from treue.people.records import Forgotten, ForgottenRow


def merge(told: Gone) -> int:
    """Hold them for forgotten here too: pages hide them at once, their data are still to be cleaned.

    Returns:
        How many were not known as forgotten here. Safe to repeat.
    """
    with transaction.atomic():
        known = set(Forgotten.objects.values_list("key", flat=True))
        new = [Forgotten(key=key, at=at) for key, at in sorted(told.keys.items()) if key not in known]
        Forgotten.objects.bulk_create(new, ignore_conflicts=True)
        rows = [ForgottenRow(hash=each) for each in sorted(told.rows)]
        ForgottenRow.objects.bulk_create(rows, ignore_conflicts=True)
    return len(new)


def all_gone() -> Gone:
    """Everybody who was ever forgotten here."""
    rows = ForgottenRow.objects.values_list("hash", flat=True).iterator(chunk_size=10_000)
    return Gone(dict(Forgotten.objects.values_list("key", "at")), frozenset(rows))
