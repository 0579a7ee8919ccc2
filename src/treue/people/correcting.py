"""Correcting how a person is called and reached (Art. 16 GDPR): what a hand wrote stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime

from django.db import transaction

from treue.people.keeping import Reached, write
from treue.people.log import log
from treue.people.records import Contact, FormerMailbox

FIELDS = (
    "first_name", "last_name", "company", "mail", "phone", "street", "postcode", "town", "country",
)  # fmt: skip
"""What can be corrected."""


def correct(
    key: int, told: Mapping[str, str], key_of: Callable[[str], int], by: str, now: datetime
) -> tuple[str, ...]:
    """Write down what is right; the words by which the person is found follow, consent does not.

    Args:
        key: of the contact.
        told: every one of `FIELDS`.
        key_of: gives the key of a mail address.
        by: who corrects it.
        now: aware.

    Returns:
        Which fields changed; nothing is written, and nothing logged, where none did.
    """
    with transaction.atomic():
        row = Contact.objects.select_for_update().get(key=key)
        before = Reached(**{each.name: getattr(row, each.name) for each in fields(Reached)})
        changed = tuple(name for name in FIELDS if told[name] != getattr(before, name))
        if not changed:
            return ()
        mailbox = key_of(told["mail"]) if told["mail"] else None
        if before.mailbox not in (None, mailbox):
            values = {"at": now}
            FormerMailbox.objects.update_or_create(contact=row, mailbox=before.mailbox, defaults=values)
        write([_with(before, told, mailbox)], [key])
        Contact.objects.filter(key=key).update(corrected_at=now)
        log(by, "corrected", row.person, {"fields": list(changed)})
    return changed


def _with(before: Reached, told: Mapping[str, str], mailbox: int | None) -> Reached:
    return replace(
        before,
        first_name=told["first_name"],
        last_name=told["last_name"],
        company=told["company"],
        mail=told["mail"],
        mailbox=mailbox,
        phone=told["phone"],
        street=told["street"],
        postcode=told["postcode"],
        town=told["town"],
        country=told["country"],
    )


def follow(key: int, by: str) -> None:
    """Let the source say again what holds; it does so when it is loaded next. Safe to do twice."""
    with transaction.atomic():
        row = Contact.objects.filter(key=key).exclude(corrected_at=None).first()
        if row is not None:
            Contact.objects.filter(key=key).update(corrected_at=None)
            log(by, "followed", row.person)
