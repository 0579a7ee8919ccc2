"""`treue report`: one page that can be sent, or one sheet of paper a month."""

from __future__ import annotations

from pathlib import Path

from treue.cli.asking import Language
from treue.cli.voice import voice_of
from treue.errors import InputError
from treue.loop.home import open_home
from treue.report.figures import read_figures
from treue.report.manifest import read_manifest
from treue.report.monthly import write_monthly
from treue.report.page import write_report
from treue.warehouse.snapshot import current


def report(
    *,
    home: Path = Path("treue-home"),
    out: Path | None = None,
    language: Language | None = None,
    monthly: bool = False,
) -> None:
    """Write a self-contained page about the shop's latest snapshot, or its last month on one sheet.

    treue report --home shop --monthly --out august.pdf

    Args:
        home: the shop's folder.
        out: the page, report.html unless set; with --monthly the PDF, report.pdf unless set.
        language: de or en; the shop's own unless set.
        monthly: one sheet of A4 for management, as a PDF: the last full month beside the year before.
    """
    opened = open_home(home)
    snapshot = current(opened.snapshots)
    if snapshot is None:
        raise InputError(f"{home} has no snapshot yet; run one first: treue run --home {home}")
    out = out or Path("report.pdf" if monthly else "report.html")
    if out.is_dir():
        raise InputError(f"--out is {out}, which is a folder; name a file in it.")
    if not out.absolute().parent.is_dir():
        raise InputError(f"--out is {out}, but there is no folder {out.parent}; make it first.")
    spoken: Language = language or ("en" if opened.settings.shop.language == "en" else "de")
    if monthly:
        write_monthly(read_figures(snapshot.database), read_manifest(snapshot.manifest), out, spoken)
    else:
        write_report(snapshot.database, snapshot.manifest, out, spoken, str(home))
    print(voice_of(opened.settings).text("report.done", out=out))
