"""The file that names a table's live files, replaced as a whole or not at all."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from treue.errors import BrokenHome

FORMAT = 1
NAME = "MANIFEST.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a table consists of at one moment.

    Args:
        version: counts the changes of the table.
        files: names of the live files in the table's folder.
        rows: in all of them.
    """

    version: int = 0
    files: tuple[str, ...] = ()
    rows: int = 0


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a table's folder; an empty one where nothing was loaded yet.

    Raises:
        BrokenHome: it is unreadable, of another format, or names a file that is gone.
    """
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError) as error:
        raise BrokenHome(f"{path} cannot be read ({error}); restore it from a backup.") from None
    if content.get("format") != FORMAT:
        raise BrokenHome(f"{path} has format {content.get('format')}; this version of Treue reads {FORMAT}.")
    manifest = Manifest(content["version"], tuple(content["files"]), content["rows"])
    if lost := [name for name in manifest.files if not (folder / name).is_file()]:
        raise BrokenHome(f"{path} names {lost[0]}, which is missing; restore the folder from a backup.")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest; after a crash the old or the new one is there, never half of one."""
    draft = folder / f".{NAME}.tmp"
    content = {"format": FORMAT, "table": folder.name, **asdict(manifest)}
    draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    settle(draft, folder / NAME)


def settle(draft: Path, target: Path) -> None:
    """Move a finished draft to its name so that it survives a power cut."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
