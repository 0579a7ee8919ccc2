"""Small things a home keeps from night to night, as JSON files that are replaced whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from treue.errors import BrokenHome
from treue.facts.manifest import settle as put

T = TypeVar("T")


def keep(path: Path, told: Mapping[str, object]) -> None:
    """Write it durably, in place of an earlier one."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    put(draft, path)


def kept(path: Path, read: Callable[[Mapping[str, object]], T]) -> T | None:
    """What was kept; None where nothing was.

    Args:
        path: of the file.
        read: from its document.

    Raises:
        BrokenHome: it cannot be read; the sentence names the file.
    """
    if not path.exists():
        return None
    try:
        return read(dict(json.loads(path.read_text(encoding="utf-8"))))
    except BrokenHome as wrong:
        raise BrokenHome(f"{path}: {wrong} Delete it; the next run makes a new one.") from wrong
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(
            f"{path} cannot be read ({wrong}). Delete it; the next run makes a new one."
        ) from wrong
