"""A home of its own with an operational database, for tests of what happens in the background."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from treue.loop.database import open_database
from treue.loop.home import Home, open_home


def working_home(folder: Path) -> Home:
    """Empty, with all its tables."""
    home = open_home(folder, create=True)
    open_database(home)
    return home


def write_orders(path: Path, customers: int = 60, first: int = 1, uneven: int = 1) -> Path:
    """Two years of plain orders, each customer at a gap of their own, up to so many days late."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Bestellnummer", "Kundennummer", "Bestelldatum", "Gesamtbetrag"])
        number = first
        for customer in range(customers):
            for turn in range(2 + customer % 9):
                day = date(2024, 1, 10) + timedelta(
                    days=customer * 5 + turn * (20 + customer % 40) + number * 7919 % uneven
                )
                out.writerow([number, f"K{customer}", f"{day:%d.%m.%Y}", f"{20 + customer % 70},90"])
                number += 1
    return path


def started(home: Home) -> subprocess.Popen[bytes]:
    """A worker in a process of its own."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("TREUE_HOME", "DJANGO_SETTINGS_MODULE")
    }
    command = [sys.executable, "-m", "treue", "worker", "--home", str(home.folder)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
