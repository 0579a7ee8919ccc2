"""Blocks of the page that were drawn when a night had published, for whoever shows them without drawing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from treue.errors import BrokenHome
from treue.report.plain import mapping
from treue.warehouse.snapshot import PAGES

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One question and its answer.

    Args:
        title: the question.
        short: the same in a word, for a way through the page.
        finding: the answer in a sentence.
        html: all of it, from the title as a second heading to "how we got this", safe to include as it is. It
            has no style attributes and no scripts, and takes its looks from `templates/style.css`.
    """

    title: str
    short: str
    finding: str
    html: str


def pages_of(folder: Path, run: str) -> Path:
    """Where the blocks of a run are, a file per language."""
    return folder / f"{PAGES}{run}"


def sheet_of(folder: Path, run: str, language: str) -> Path:
    """Where the monthly sheet of a run is."""
    return pages_of(folder, run) / f"month-{language}.pdf"


def are_drawn(folder: Path, run: str) -> bool:
    """Whether the blocks of a run are there in every language."""
    return all((pages_of(folder, run) / f"{language}.json").is_file() for language in ("de", "en"))


def as_text(blocks: Mapping[str, Block]) -> str:
    """As they are kept."""
    told = {name: asdict(block) for name, block in blocks.items()}
    return json.dumps({"format": FORMAT, "blocks": told}, ensure_ascii=False)


def read_blocks(folder: Path, run: str, language: str) -> Mapping[str, Block]:
    """The blocks of a run by name, in the order of the page.

    Args:
        folder: of the snapshots.
        run: names the snapshot.
        language: "de" or "en".

    Raises:
        BrokenHome: they are not there, or were written by another version.
    """
    path = pages_of(folder, run) / f"{language}.json"
    try:
        return _blocks(mapping(json.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError as error:
        raise BrokenHome(
            f"{path}: the page of this run was not drawn; a night draws it when it has published. "
            "Run `treue run` again."
        ) from error
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BrokenHome(
            f"{path}: {type(error).__name__} {error}; expected blocks of format {FORMAT} as this version of "
            "Treue writes them. Run `treue run` again."
        ) from error


def _blocks(kept: Mapping[str, object]) -> dict[str, Block]:
    if kept["format"] != FORMAT:
        raise ValueError(f"format {kept['format']}")
    blocks = {name: mapping(block) for name, block in mapping(kept["blocks"]).items()}
    return {
        name: Block(*(str(block[part]) for part in ("title", "short", "finding", "html")))
        for name, block in blocks.items()
    }
