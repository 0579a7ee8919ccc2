"""Static files under names that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Named(StaticFilesStorage):
    """Adds a fingerprint as a query: nothing has to be collected beforehand."""

    def url(self, name: str | None) -> str:
        """Where a browser finds it."""
        plain = str(super().url(name))
        return f"{plain}?{_fingerprint(name)}" if name else plain


@cache
def _fingerprint(name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if path else ""
