"""Draws what an app shows of a snapshot, once, when it is published: an app only reads."""

from __future__ import annotations

import os
from typing import Literal

from treue.loop.home import Home
from treue.report.blocks import write_blocks
from treue.report.figures import read_figures
from treue.report.kept_blocks import pages_of, sheet_of
from treue.report.manifest import read_manifest
from treue.report.monthly import write_monthly
from treue.warehouse.snapshot import Snapshot

LANGUAGES: tuple[Literal["de", "en"], ...] = ("de", "en")


def draw(home: Home, snapshot: Snapshot) -> None:
    """Draw the blocks of a snapshot and its monthly sheet beside it, replacing those that are there.

    Safe to do twice and beside itself: readers see the old blocks of a language or the new ones.

    Args:
        home: of the shop.
        snapshot: published in it; also an earlier one.

    Raises:
        BrokenHome: the snapshot does not hold what it should.
    """
    folder = pages_of(home.snapshots, snapshot.run)
    figures, run = read_figures(snapshot.database), read_manifest(snapshot.manifest)
    write_blocks(figures, run, folder, str(home.folder))
    for language in LANGUAGES:
        draft = folder / f".{language}-{os.getpid()}.pdf"
        write_monthly(figures, run, draft, language)
        draft.replace(sheet_of(home.snapshots, snapshot.run, language))
