"""The list of who was forgotten, beside the backups and in homes: read and merged, never made shorter."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from treue.errors import UnreadableFile
from treue.facts.manifest import settle
from treue.people.gone import Gone

NAME = "forgotten.jsonl"


def beside_of(backup: Path) -> Path:
    """The list that lies beside a backup."""
    return backup.with_name(NAME)


def refresh(path: Path, shop: str, gone: Gone) -> None:
    """Add to a list beside backups who is not on it yet; those of other shops stay.

    Args:
        path: of the list; made if it is not there.
        shop: as backups name it.
        gone: who is forgotten now.

    Raises:
        UnreadableFile: what stands there is no such list.
    """
    lines = _lines(path) if path.exists() else []
    known = _gone_of(path, lines, shop)
    lines += [
        {"shop": shop, "key": key, "at": at.isoformat()}
        for key, at in sorted(gone.keys.items())
        if key not in known.keys
    ]
    lines += [{"shop": shop, "row": row} for row in sorted(gone.rows - known.rows)]
    draft = path.with_name(f".{path.name}.tmp")
    draft.touch(mode=0o600)
    draft.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    settle(draft, path)


def read_list(path: Path, shop: str) -> Gone:
    """Who of a shop is on a list.

    Raises:
        UnreadableFile: it is not there, or no such list.
    """
    return _gone_of(path, _lines(path), shop)


def read_database(path: Path) -> Gone:
    """Who is forgotten in an operational database in a file of its own; nothing in it is changed.

    Raises:
        UnreadableFile: it cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=20)) as con:
            keys = con.execute("SELECT key, at FROM people_forgotten").fetchall()
            rows = con.execute("SELECT hash FROM people_forgottenrow").fetchall()
    except sqlite3.Error as error:
        raise UnreadableFile(
            f"{path}: the list of who was forgotten cannot be read from it ({error}); name another with "
            "--forgotten."
        ) from None
    since = {int(key): datetime.fromisoformat(str(at)).replace(tzinfo=UTC) for key, at in keys}
    return Gone(since, frozenset(int(row) for (row,) in rows))


def _lines(path: Path) -> list[Mapping[str, object]]:
    """Half a line is one whose writer died: none."""
    lines: list[Mapping[str, object]] = []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            with suppress(json.JSONDecodeError):  # half a line
                lines.append(dict(json.loads(line)))
    except (OSError, TypeError, ValueError) as error:
        raise _no_list(path, error) from None
    return lines


def _gone_of(path: Path, lines: Iterable[Mapping[str, object]], shop: str) -> Gone:
    keys, rows = {}, set()
    try:
        for line in lines:
            if line["shop"] == shop and "key" in line:
                keys[int(str(line["key"]))] = datetime.fromisoformat(str(line["at"]))
            elif line["shop"] == shop:
                rows.add(int(str(line["row"])))
    except (KeyError, ValueError) as error:
        raise _no_list(path, error) from None
    return Gone(keys, frozenset(rows))


def _no_list(path: Path, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"{path}: the list of who was forgotten cannot be read ({error}); name another with --forgotten."
    )
