"""Finding the customer of a code, also one who is in no snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from treue.consent.objections import objecting_since
from treue.consent.records import ProfilingObjection
from treue.facts.codes import bits_of, code_of
from treue.loop.shelf import Opened
from treue.people.contacts import keys_of
from treue.people.records import Contact, Forgotten
from treue.web.customer_rows import key_of
from treue.web.person_rows import Standing, standing_of
from treue.web.site import shelf

_BITS_BELOW = 13
"""A code stands for the upper fifty bits of a key."""


@dataclass(frozen=True, slots=True)
class Found:
    """A customer somebody wants to see.

    Args:
        customer: the key that stands for them.
        keys: every key known to be theirs.
        code: as pages show it.
        opened: the current snapshot; None before the first night.
        standing: where they stand; None for who is not in it, and for who objects to profiling.
        objected_at: since when they object; None where they do not.
    """

    customer: int
    keys: set[int]
    code: str
    opened: Opened | None
    standing: Standing | None
    objected_at: datetime | None

    @property
    def figures(self) -> tuple[Opened, Standing] | None:
        """The snapshot and where they stand in it, where both may be shown."""
        return None if self.opened is None or self.standing is None else (self.opened, self.standing)


def found_by(code: str) -> Found:
    """The customer of a code, if they are known and were not forgotten.

    Raises:
        Http404: otherwise.
    """
    opened, bits = shelf().latest(), bits_of(code)
    key = None if bits is None else person_behind(opened, bits)
    if key is None or Forgotten.objects.filter(key=key).exists():
        raise Http404
    keys = keys_of([key])[key]
    objected = objecting_since(keys)
    standing = None if opened is None or objected is not None else standing_of(opened, key)
    return Found(key, keys, code_of(key), opened, standing, objected)


def person_behind(opened: Opened | None, bits: int) -> int | None:
    """The key whose code stands for these bits: in the snapshot, or where a name or an objection is kept."""
    if opened is not None and (key := key_of(opened, bits)) is not None:
        return key
    near = {"gte": bits << _BITS_BELOW, "lt": (bits + 1) << _BITS_BELOW}
    for record, name in ((Contact, "person"), (ProfilingObjection, "key")):
        where = {f"{name}__{way}": end for way, end in near.items()}
        known = record.objects.filter(**where).values_list(name, flat=True).first()
        if known is not None:
            return int(known)
    return None
