"""The tables of this room."""

from __future__ import annotations

from django.db import models


class ApiKey(models.Model):
    """What a program shows to be let in; only a hash of it is kept, so nobody can read it here."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    """The part of it that may be shown, by which it is found."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the whole: 256 random bits need no slow hash."""
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    last_used = models.DateTimeField(null=True, blank=True)
    """To the minute."""
    expires_at = models.DateTimeField(null=True, blank=True)
    """It opens nothing from then on; empty for one that holds until it is ended."""
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"key {self.pk}"
