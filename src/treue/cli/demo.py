"""`treue demo`: look at everything with an invented shop."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from treue.cli.summary import print_manifest
from treue.cli.terminal import print_json, say, silent
from treue.loop.demo import show


def demo(
    *,
    folder: Path = Path("treue-demo"),
    customers: int = 5000,
    language: Literal["de", "en"] = "de",
    json: bool = False,
) -> None:
    """Invent a shop, load its exports, value its customers and write a report page.

    Args:
        folder: where; an earlier demo there is replaced.
        customers: how many to invent.
        language: of the report.
        json: the run's manifest, for programs.
    """
    shown = show(folder, customers, language, silent if json else say)
    if json:
        print_json(shown.snapshot.manifest)
        return
    print_manifest(shown.snapshot.manifest)
    print(f"The report is in {shown.report}; open it in a browser.")
    print(f"Look around: treue doctor --home {shown.home}, treue value {shown.exports}")
