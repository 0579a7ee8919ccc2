"""German words where a table knows only ours; and what is said of those nobody understands."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from treue.cli import main
from treue.loop.home import open_home

ORDERS = "Bestellnummer;Datum;Kundennummer;Betrag\n1;01.02.2026;7;40,00\n2;03.02.2026;8;20,00\n"


def loaded(folder: Path, name: str, text: str) -> Path:
    inbox, home = folder / "in", folder / "home"
    inbox.mkdir()
    (inbox / "bestellungen.csv").write_text(ORDERS, encoding="utf-8")
    (inbox / name).write_text(text, encoding="utf-8")
    assert main(["load", str(inbox), "--home", str(home), "--prices", "net"]) == 0
    return home


def kinds(home: Path, table: str) -> list[str]:
    files = [str(path) for path in open_home(home).facts.files(table)]
    found = duckdb.execute("SELECT kind FROM read_parquet(?) ORDER BY day, kind", [files]).fetchall()
    return [row[0] for row in found]


PAYMENTS = "Zahlungsnummer;Bestellnummer;Kundennummer;Datum;Art;Betrag\n"


def test_payments_speak_german(tmp_path: Path) -> None:
    rows = (
        "a;1;7;01.02.2026;offen;40,00\nb;1;7;09.02.2026;Bezahlt;40,00\nc;2;8;20.02.2026;ausgefallen;20,00\n"
    )
    assert kinds(loaded(tmp_path, "zahlungen.csv", PAYMENTS + rows), "payments") == ["due", "paid", "default"]


def test_points_speak_german(tmp_path: Path) -> None:
    head = "Buchungsnummer;Kundennummer;Datum;Art;Punkte;Wert\n"
    rows = (
        "a;7;01.02.2026;gesammelt;40;0,40\n"
        "b;7;09.02.2026;eingelöst;-20;-0,20\n"
        "c;7;10.02.2026;verfallen;-20;-0,20\n"
    )
    assert kinds(loaded(tmp_path, "punkte.csv", head + rows), "points") == ["earned", "redeemed", "expired"]


def test_what_is_not_understood_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "a;1;7;01.02.2026;offen;40,00\nb;1;7;09.02.2026;gestundet;40,00\n"
    loaded(tmp_path, "zahlungen.csv", PAYMENTS + rows)
    said = capsys.readouterr().err
    assert "column Art: not understood: 'gestundet' (1 rows). Understood are due, paid, default" in said
