"""What Django is told of this room."""

from __future__ import annotations

from django.apps import AppConfig


class Loop(AppConfig):
    """Jobs: what is to be done, is at work, and was done."""

    name = "treue.loop"
    label = "loop"
    default_auto_field = "django.db.models.BigAutoField"
