"""Every snapshot that is kept, and what was drawn of them, without some persons."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from treue.errors import BrokenHome
from treue.loop.home import Home
from treue.loop.night.drawing import draw
from treue.report.kept_blocks import pages_of
from treue.warehouse.snapshot import current, kept, rewrite_without


def build_anew(home: Home, keys: Collection[int], tables: Collection[str] | None = None) -> int:
    """Take them out of the snapshots that hold them; the published one is drawn anew, which alone is shown.

    Args:
        home: of the shop; no night is at work.
        keys: of those who go.
        tables: only out of these; None: out of all.

    Returns:
        How many snapshots were built anew.
    """
    shown = _drawn_one(home)
    anew = rewrite_without(home.snapshots, "customer", keys, tables, home.settings.engine.memory)
    if shown in anew:
        draw(home, kept(home.snapshots, anew[shown]))
    return len(anew)


def _drawn_one(home: Home) -> str:
    """The run that pages show, if anything of it is drawn; a broken one keeps nobody from being forgotten."""
    with suppress(
        BrokenHome
    ):  # pages of a snapshot that cannot be read are not drawn anew, but forgetting goes on
        published = current(home.snapshots)
        if published is not None and pages_of(home.snapshots, published.run).exists():
            return published.run
    return ""
