"""What Django is told of this room."""

from __future__ import annotations

from django.apps import AppConfig


class Api(AppConfig):
    """Keys of programs."""

    name = "treue.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
