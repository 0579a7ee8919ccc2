"""`treue report`: one page that can be sent."""

from __future__ import annotations

from pathlib import Path

from treue.cli.asking import Language
from treue.cli.voice import voice_of
from treue.errors import InputError
from treue.loop.home import open_home
from treue.report import write_report
from treue.warehouse.snapshot import current


def report(
    *,
    home: Path = Path("treue-home"),
    out: Path = Path("report.html"),
    language: Language | None = None,
) -> None:
    """Write a self-contained page about the shop's latest snapshot.

    Args:
        home: the shop's folder.
        out: the page.
        language: de or en; the shop's own unless set.
    """
    opened = open_home(home)
    snapshot = current(opened.snapshots)
    if snapshot is None:
        raise InputError(f"{home} has no snapshot yet; run one first: treue run --home {home}")
    if out.is_dir():
        raise InputError(f"--out is {out}, which is a folder; name a file in it.")
    if not out.absolute().parent.is_dir():
        raise InputError(f"--out is {out}, but there is no folder {out.parent}; make it first.")
    spoken: Language = language or ("en" if opened.settings.shop.language == "en" else "de")
    write_report(snapshot.database, snapshot.manifest, out, spoken, str(home))
    print(voice_of(opened.settings).text("report.done", out=out))
