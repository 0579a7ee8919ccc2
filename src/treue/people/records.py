"""The tables of this room. A customer is a key; who did something is `user:7`, `key:3`, `night`."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q


class Contact(models.Model):
    """How one number of a person can be reached; a person with several numbers has several."""

    key = models.BigIntegerField(primary_key=True)
    person = models.BigIntegerField(db_index=True)
    source = models.CharField(max_length=80)
    number = models.CharField(max_length=200, blank=True)
    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=200, blank=True)
    mail = models.CharField(max_length=320, blank=True)
    mailbox = models.BigIntegerField(null=True, blank=True, db_index=True)
    """The key of that address: what consent is given for."""
    phone = models.CharField(max_length=80, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=60, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    """Set by hand: a later load does not overwrite it."""
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"contact {self.key}"


class Bytewise(models.CharField):  # type: ignore[type-arg]  # only checkers may subscript it
    """Text that every database keeps in the order of its bytes: its index then finds how words begin."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        """SQLite does so by itself; PostgreSQL would sort as the language of its cluster does."""
        told = super().db_parameters(connection)
        return told | {"collation": "C"} if connection.vendor == "postgresql" else told


class ContactWord(models.Model):
    """A word by which a contact is found, written as `words_of` writes it."""

    # Two trees are enough: by contact, to see whether it has a word too, and by word, to find it.
    pk = models.CompositePrimaryKey("contact_id", "word")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="words", db_index=False)
    word = Bytewise(max_length=120)

    class Meta:
        indexes = (models.Index(fields=("word", "contact"), name="people_word"),)

    def __str__(self) -> str:
        return f"word of contact {self.contact_id}"


class FormerMailbox(models.Model):
    """An address that somebody corrected: a yes given for it stays with it, a no stays with the person."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="former_mailboxes")
    mailbox = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contact", "mailbox"), name="people_former_once"),)

    def __str__(self) -> str:
        return f"former mailbox of contact {self.contact_id}"


class Task(models.Model):
    """Something to be done, mostly about one customer."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    customer = models.BigIntegerField(null=True, blank=True, db_index=True)
    title = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    at_stake_minor = models.BigIntegerField(null=True, blank=True)
    owner = models.CharField(max_length=40, blank=True)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=40, blank=True)
    remark = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "due"), name="people_task_due"),)

    def __str__(self) -> str:
        return f"task {self.pk}"


class Note(models.Model):
    """What somebody wants to remember of a customer."""

    customer = models.BigIntegerField(db_index=True)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"note {self.pk}"


class Later(models.Model):
    """Not today: until that day a customer is not proposed again."""

    customer = models.BigIntegerField(primary_key=True)
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"later {self.customer}"


class Audience(models.Model):
    """A saved filter under a name; who is in it is asked of each snapshot anew."""

    name = models.CharField(max_length=120, unique=True)
    filter = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"audience {self.pk}"


class AudienceSize(models.Model):
    """How many an audience held as of a snapshot, and what they are worth."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="sizes")
    run = models.CharField(max_length=60)
    day = models.DateField()
    customers = models.BigIntegerField()
    value_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("audience", "run"), name="people_audience_run"),)

    def __str__(self) -> str:
        return f"audience {self.audience_id} in {self.run}"


class Event(models.Model):
    """One event as it arrived, unique by source and key; acknowledged once it is here."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    arrived_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=200, blank=True)
    """Why it could not become a fact; empty otherwise."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "key"), name="people_event_once"),)
        indexes = (models.Index(fields=("id",), name="people_event_due", condition=Q(taken_at=None)),)

    def __str__(self) -> str:
        return f"event {self.pk}"


class Logged(models.Model):
    """Who looked at, took out or changed what; never a name, an address or a text."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=40, db_index=True)
    what = models.CharField(max_length=40)
    customer = models.BigIntegerField(null=True, blank=True, db_index=True)
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"log {self.pk}"


class Forgotten(models.Model):
    """A key that must never come back: the loader asks, and a restored copy is cleaned of it."""

    key = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    is_done = models.BooleanField(default=False)
    """Whether files have followed; pages hide the person at once."""

    def __str__(self) -> str:
        return f"forgotten {self.key}"


class ForgottenRow(models.Model):
    """A keyed hash of the number of an order, refund or payment of somebody forgotten: not loaded again.

    It leads neither to the person nor to the anonymous sale that the order became.
    """

    hash = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"forgotten row {self.hash}"
