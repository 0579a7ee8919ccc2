"""An invented shop, from its own exports to a report page: the whole way in one go."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from treue.errors import Keyed
from treue.loop.home import KEY, SETTINGS, open_home
from treue.loop.intake.loading import Wanted, load
from treue.loop.invented.exporting import check_size
from treue.loop.invented.inventing import settings_of
from treue.loop.night.valuing import SEED
from treue.loop.nightly import nightly
from treue.loop.passing import Say
from treue.report.page import write_report
from treue.simulation.exporting.books import books_of
from treue.simulation.exporting.shapes import SHAPES
from treue.simulation.exporting.writing import write_exports
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import preset
from treue.simulation.writing import history
from treue.warehouse.snapshot import Snapshot

UNTIL = date(2026, 10, 31)
"""The last day of the demo whose figures documents and pictures show."""
REPORT = "report.html"
DAYS, BEFORE = 730, 365
"""Two years of a shop that was a year old when they began."""

PRESET, SHAPE = "fashion", "german"
"""Fashion has most to tell: returns, invoices, vouchers, newsletters, points."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the demo's parts are."""

    report: Path
    home: Path
    exports: Path
    snapshot: Snapshot


def show(folder: Path, customers: int, language: Literal["de", "en"], say: Say, until: date = UNTIL) -> Shown:
    """Invent a shop, export it as a German shop system would, load it, run a night, write the report.

    Args:
        folder: emptied of an earlier demo first.
        customers: how many.
        language: of the report.
        say: told what passes.
        until: last day of its exports; the same size and day give the same shop.
    """
    plan = Plan(seed=SEED, customers=customers, until=until, days=DAYS, before=BEFORE)
    check_size(plan)
    for part in ("exports", "home"):
        shutil.rmtree(folder / part, ignore_errors=True)
    exports = folder / "exports"
    terms = preset(PRESET)
    say(
        Keyed(
            "demo_begins",
            "{name}, an invented fashion shop with {customers} customers, exports two years to {exports}.",
            name=terms.shop.name,
            customers=f"{customers:,}",
            exports=str(exports),
        )
    )
    write_exports(books_of(history(terms, plan)), SHAPES[SHAPE], exports)
    home = folder / "home"
    home.mkdir()
    (home / SETTINGS).write_text(settings_of(terms), encoding="utf-8")
    # Nobody real is in it, and with one secret every demo comes to the same figures.
    (home / KEY).write_text("an invented shop\n", encoding="utf-8")
    (home / KEY).chmod(0o600)
    opened = open_home(home)
    load(Wanted(exports), opened, say)
    snapshot = nightly(opened, say)
    report = folder / REPORT
    write_report(snapshot.database, snapshot.manifest, report, language, str(home))
    return Shown(report, home, exports, snapshot)
