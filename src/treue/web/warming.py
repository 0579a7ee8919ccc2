"""When a night has published, each page is drawn once for nobody: in the morning nobody waits for it."""

from __future__ import annotations

import logging
import threading

from django.db import connections
from django.http import HttpRequest
from django.urls import resolve

from treue.loop.lights import lights_in
from treue.report.words import LANGUAGES
from treue.web.reader import Reader
from treue.web.records import User
from treue.web.site import home, shelf
from treue.web.voice import voice_of

PAGES = ("/", "/customers/", "/groups/", "/forecast/", "/audiences/", "/tasks/", "/reconciliation/")
"""What is opened in the morning; all but the first are a click away from it."""
PAUSE = 2.0
"""Seconds between two looks at what is published."""
_LOGGER = logging.getLogger("treue.web")


def warm() -> None:
    """Draw the pages in each language: what all readers share is kept with the snapshot from then on.

    For somebody who may see no persons, so that none are looked at.
    """
    for language in LANGUAGES:
        for address in PAGES:
            _ask(address, language)
    if (opened := shelf().whole()) is not None:
        lights_in(opened)


def keep_warm(is_over: threading.Event, pause: float = PAUSE) -> None:
    """Warm the pages for each snapshot that appears, the one that is there first, until it is over.

    Args:
        is_over: set to end it.
        pause: seconds between two looks.
    """
    seen = ""
    while not is_over.is_set():
        try:
            opened = shelf().whole()
            if opened is not None and opened.name != seen:
                seen = opened.name
                warm()
        except Exception as error:  # noqa: BLE001 - the first reader meets it as well, and is told what it is
            _LOGGER.warning("pages of %s were not made ready: %s", seen, type(error).__name__)
        finally:
            connections.close_all()
        is_over.wait(pause)


def _ask(address: str, language: str) -> None:
    request, currency = HttpRequest(), home().settings.shop.currency
    request.method, request.path = "GET", address
    request.resolver_match = resolve(address)
    reader = Reader("", User.Role.VIEWER, language, voice_of(language, currency), "")
    request.reader = reader  # type: ignore[attr-defined]  # as `reader_of` keeps it
    request.resolver_match.func(request)
