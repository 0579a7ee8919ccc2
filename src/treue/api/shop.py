"""The shop whose figures are asked for."""

from __future__ import annotations

from django.conf import settings

from treue.api.problems import Problem
from treue.loop.home import Home
from treue.loop.shelf import Opened, shelf_of


def home() -> Home:
    """The shop's home."""
    found: Home = settings.HOME
    return found


def figures() -> Opened:
    """The published snapshot.

    Raises:
        Problem: no_run_yet.
    """
    opened = shelf_of(home().snapshots).latest()
    if opened is None:
        raise Problem(
            "no_run_yet", "Nothing was computed yet; load orders and wait for the night, or `treue run`."
        )
    return opened
