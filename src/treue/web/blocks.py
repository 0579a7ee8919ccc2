"""Blocks of the report that a night has drawn, to stand on pages."""

from __future__ import annotations

from collections.abc import Mapping

from treue.loop.shelf import Opened
from treue.report.kept_blocks import Block, are_drawn, read_blocks
from treue.web.site import home


def kept(opened: Opened, language: str) -> Mapping[str, Block]:
    """Those of a snapshot by name; none where it was not drawn yet, as right after somebody was forgotten."""
    if not are_drawn(home().snapshots, opened.name):
        return {}
    return opened.kept.get(("blocks", language), lambda: read_blocks(home().snapshots, opened.name, language))
