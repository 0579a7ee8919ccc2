"""An invented shop, from its own exports to a report page: the whole way in one go."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from treue.errors import Keyed
from treue.loop.home import KEY, SETTINGS, open_home
from treue.loop.loading import Wanted, load
from treue.loop.nightly import nightly
from treue.loop.valuing import SEED, Say
from treue.report import write_report
from treue.simulation import write_shop
from treue.warehouse.snapshot import Snapshot

UNTIL = date(2026, 10, 31)
REPORT = "report.html"
_SETTINGS = """\
[shop]
name = "Kaffee & Blatt"
currency = "EUR"
country = "DE"

[vat]
prices = "gross"
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the demo's parts are."""

    report: Path
    home: Path
    exports: Path
    snapshot: Snapshot


def show(folder: Path, customers: int, language: Literal["de", "en"], say: Say) -> Shown:
    """Invent a shop, export it as a German shop system would, load it, run a night, write the report.

    Args:
        folder: emptied of an earlier demo first.
        customers: how many.
        language: of the report.
        say: told what passes.
    """
    for part in ("exports", "home"):
        shutil.rmtree(folder / part, ignore_errors=True)
    exports = folder / "exports"
    exports.mkdir(parents=True)
    say(
        Keyed(
            "demo_begins",
            "An invented coffee and tea shop with {customers} customers exports its orders to {exports}.",
            customers=f"{customers:,}",
            exports=str(exports),
        )
    )
    write_shop(exports, customers, rng=np.random.default_rng(SEED), until=UNTIL)
    home = folder / "home"
    home.mkdir()
    (home / SETTINGS).write_text(_SETTINGS, encoding="utf-8")
    # Nobody real is in it, and with one secret every demo comes to the same figures.
    (home / KEY).write_text("an invented shop\n", encoding="utf-8")
    (home / KEY).chmod(0o600)
    opened = open_home(home)
    load(Wanted(exports), opened, say)
    snapshot = nightly(opened, say)
    report = folder / REPORT
    write_report(snapshot.database, snapshot.manifest, report, language)
    return Shown(report, home, exports, snapshot)
