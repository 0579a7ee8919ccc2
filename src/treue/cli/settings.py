"""`treue settings`: what holds, and where it comes from."""

from __future__ import annotations

from pathlib import Path

from treue.cli.terminal import print_json, print_table
from treue.loop.home import SETTINGS
from treue.settings import described, read_settings


def settings(*, config: Path = Path("treue.toml"), home: Path | None = None, json: bool = False) -> None:
    """Print every setting with its value and origin; secrets are masked.

    Args:
        config: the settings file.
        home: a shop's folder, whose treue.toml it is.
        json: one object per setting, for programs.
    """
    rows = described(read_settings(config if home is None else home / SETTINGS))
    if json:
        print_json(
            [
                {"key": row.key, "value": row.value, "origin": row.origin, "meaning": row.meaning}
                for row in rows
            ]
        )
    else:
        print_table(
            ("setting", "value", "from", "meaning"),
            [(row.key, row.value, row.origin, row.meaning) for row in rows],
        )
