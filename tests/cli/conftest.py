"""A file of orders as a shop would export it, and a way to run a command as a person would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from spoken import FEW, Spoken

from treue.cli import main


@pytest.fixture
def treue(capsys: pytest.CaptureFixture[str]) -> Callable[..., Spoken]:
    def run(*arguments: object) -> Spoken:
        code = main([str(each) for each in arguments])
        spoken = capsys.readouterr()
        return Spoken(code, spoken.out, spoken.err)

    return run


@pytest.fixture(scope="session")
def orders_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of 600 customers: German headers, decimal comma, one bad row."""
    rng = np.random.default_rng(7)
    lines = ["Kundennummer;Bestelldatum;Betrag"]
    for customer in range(600):
        rate, leaves = rng.gamma(0.8, 1 / 90), rng.exponential(500)
        day = float(rng.uniform(0, 400))
        alive_until = min(day + leaves, 729)
        while day <= alive_until:
            when = np.datetime64("2024-07-01") + int(day)
            year, month, dom = str(when).split("-")
            amount = f"{rng.gamma(4, 9):.2f}".replace(".", ",")
            lines.append(f"K{customer:04d};{dom}.{month}.{year};{amount}")
            day += float(rng.exponential(1 / rate)) + 0.5
    lines.append("K9999;31.02.2025;12,00")
    path = tmp_path_factory.mktemp("orders") / "bestellungen.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def few_orders_csv(orders_csv: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the first `FEW` customers, too few for a tournament, and the bad row."""
    head, *rows = orders_csv.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if int(row[1:5]) < FEW or row.startswith("K9999")]
    path = tmp_path_factory.mktemp("few") / "bestellungen.csv"
    path.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    return path
