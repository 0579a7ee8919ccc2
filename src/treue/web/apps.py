"""What Django is told of this room."""

from __future__ import annotations

from django.apps import AppConfig


class Web(AppConfig):
    """Users, and the pages."""

    name = "treue.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
