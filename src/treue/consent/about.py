"""Which evidence speaks of a matter, as a condition of the database."""

from __future__ import annotations

from django.db.models import Q

from treue.facts.purposes import Matter


def about(matter: Matter) -> Q:
    """Evidence that speaks of it; its purposes are kept in small letters."""
    doubted = Q(kind__in=matter.doubted) & ~Q(purpose__in=matter.apart)
    return Q(purpose__in=matter.said) | doubted
