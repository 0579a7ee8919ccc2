"""The tables of this room."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OwnMonth(models.Model):
    """What the shop's own system says of a month, typed in by somebody: held against ours."""

    month = models.DateField(primary_key=True)
    orders = models.BigIntegerField(null=True, blank=True)
    revenue_minor = models.BigIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"own figures of {self.month:%Y-%m}"


class Job(models.Model):
    """Something the worker does in a process of its own: a load, a night, a calm word."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        AT_WORK = "at work"
        DONE = "done"
        FAILED = "failed"

    class Lane(models.TextChoices):
        """What changes a home goes one after the other; looking at files keeps nobody waiting."""

        HOME = "home"
        LOOK = "look"

    kind = models.CharField(max_length=20)
    lane = models.CharField(max_length=10, choices=Lane, default=Lane.HOME)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True, blank=True)
    """Not before then: the home was held by somebody else."""
    tries = models.IntegerField(default=0)
    """How often it was begun and died."""
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    pid = models.IntegerField(null=True, blank=True)
    progress = models.CharField(max_length=300, blank=True)
    """The last thing it told, in English."""
    told = models.JSONField(default=list)
    """All it told: key, values, english and when, for pages to say in their reader's language."""
    result = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=("state", "id"), name="loop_job_due"),)
        constraints = (
            models.UniqueConstraint(
                fields=("lane",), condition=Q(state="at work"), name="loop_one_job_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"job {self.pk}"


class Arrival(models.Model):
    """Files somebody brought, from their arrival until they are loaded or sent away."""

    class State(models.TextChoices):
        """Where they stand."""

        BROUGHT = "brought"
        LOADED = "loaded"
        DROPPED = "dropped"

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    folder = models.CharField(max_length=500, blank=True)
    """A folder or file on the server that was named; empty for files that were uploaded."""
    names = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    """What a person said about them, before it is kept in treue.toml."""
    state = models.CharField(max_length=10, choices=State, default=State.BROUGHT)
    load = models.IntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class SourceState(models.Model):
    """How a source that is asked by the clock stands."""

    name = models.CharField(max_length=60, unique=True)
    known_since = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    brought_at = models.DateTimeField(null=True, blank=True)
    """When something came last that was not known before."""
    error = models.JSONField(default=dict)
    """Why the last try failed, as a job's result; empty where it did not."""
    brought = models.JSONField(default=dict)
    """Table -> rows that the last delivery with news made or changed."""

    def __str__(self) -> str:
        return f"source {self.name}"


class FetchedFile(models.Model):
    """A file of a watched folder as it was loaded; another size or time makes it a new one."""

    source = models.CharField(max_length=60)
    name = models.CharField(max_length=500)
    size = models.BigIntegerField()
    changed_ns = models.BigIntegerField()
    loaded_at = models.DateTimeField(null=True, blank=True)
    """Empty as long as it was only seen: a file still being written is left alone until it rests."""
    refused = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "name"), name="loop_file_once"),)

    def __str__(self) -> str:
        return f"file {self.pk} of {self.source}"
