"""What Django is told of this room."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    """Contacts, tasks, notes, audiences, events, the log."""

    name = "treue.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
