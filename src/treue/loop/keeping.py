"""Keeping changed settings in a home's treue.toml, whole or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping

from treue.errors import BadSetting
from treue.facts.manifest import settle
from treue.loop.home import SETTINGS, Home, open_home
from treue.settings import edited, read_settings, with_setting

FROM_ENVIRONMENT = "TREUE_"
"""How the origin of a setting begins that a file cannot change."""


def is_fixed(home: Home, key: str) -> bool:
    """Whether the environment says what holds, so that a file cannot change it."""
    return home.settings.origins.get(key, "").startswith(FROM_ENVIRONMENT)


def keep(home: Home, changes: Mapping[str, str | None]) -> Home:
    """Change settings; the home as it is from now on, for whoever opens it next.

    Args:
        home: the shop's.
        changes: key, as in value.margin, -> text as a person writes it; None for the usual value.

    Raises:
        BadSetting: one is not allowed, a secret, or the environment's; then nothing was changed.
    """
    for key, value in changes.items():
        _refuse(home, key, value)
    path = home.folder / SETTINGS
    home.work.mkdir(parents=True, exist_ok=True)
    with (home.work / ".settings").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        for key, value in changes.items():
            text = edited(text, key, value)
        draft = path.with_name(f".{SETTINGS}.tmp")
        try:
            draft.write_bytes(text.encode("utf-8"))
            if path.exists():
                draft.chmod(path.stat().st_mode & 0o777)
            read_settings(draft, os.environ)
            settle(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    return open_home(home.folder)


def _refuse(home: Home, key: str, value: str | None) -> None:
    if key.startswith("secret."):
        raise BadSetting(f"{key}: secrets do not belong in a file; set them in the environment.")
    if is_fixed(home, key):
        raise BadSetting(
            f"{key} comes from {home.settings.origins[key]}, which wins over treue.toml; change it there."
        )
    if value is not None:
        with_setting(home.settings, key, value, SETTINGS)
