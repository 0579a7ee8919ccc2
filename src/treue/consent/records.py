"""The tables of this room; nothing in them is ever changed, only added, but for a person who is forgotten."""

from __future__ import annotations

from django.db import models


class Evidence(models.Model):
    """What somebody did about being written to: once per key, channel, purpose, instant and kind."""

    class Kind(models.TextChoices):
        """What was done."""

        GIVEN = "given"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"
        OBJECTED = "objected"

    key = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    proof = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key", "channel", "purpose", "kind", "at"), name="consent_evidence_once"
            ),
        )

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class Suppressed(models.Model):
    """A key that is never written to on a channel, whatever evidence says; `channel` empty: on none."""

    key = models.BigIntegerField()
    channel = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "channel"), name="consent_suppressed_once"),)

    def __str__(self) -> str:
        return f"suppressed {self.key}"


class ProfilingObjection(models.Model):
    """Who objects to being profiled (Art. 21 GDPR): no forecast, tier or audience until they take it back."""

    key = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"objection {self.key}"
