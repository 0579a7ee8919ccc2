"""What Django is told of this room."""

from __future__ import annotations

from django.apps import AppConfig


class Consent(AppConfig):
    """Evidence, objections, suppression."""

    name = "treue.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"
