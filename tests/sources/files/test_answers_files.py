"""Files of scores are answers, not orders: they have a customer and a date, but nothing that was bought."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from treue.cli import main
from treue.loop.home import open_home

NPS = (
    "Antwortnummer;Kundennummer;Datum;Art;Bewertung;Kommentar\n"
    "1;7;01.02.2026;nps;9;gut\n"
    "2;8;03.02.2026;NPS;2;\n"
)
PLAIN = "Kundennummer;Datum;Punkte;Kommentar\n7;01.02.2026;9;gut\n8;03.02.2026;2;langsam\n"
ORDERS = "Bestellnummer;Datum;Kundennummer;Wert\n1;01.02.2026;7;40,00\n2;03.02.2026;8;20,00\n"


@pytest.mark.parametrize("name", ["NPS-Antworten.csv", "export_17.csv", "Umfrage.csv"])
@pytest.mark.parametrize("text", [NPS, PLAIN])
def test_scores_are_answers(tmp_path: Path, name: str, text: str) -> None:
    inbox, home = tmp_path / "in", tmp_path / "home"
    inbox.mkdir()
    (inbox / "bestellungen.csv").write_text(ORDERS, encoding="utf-8")
    (inbox / name).write_text(text, encoding="utf-8")
    assert main(["load", str(inbox), "--home", str(home), "--prices", "net"]) == 0
    facts = open_home(home).facts
    assert (facts.rows("orders"), facts.rows("answers")) == (2, 2)


def test_a_file_called_nps_is_of_nps(tmp_path: Path) -> None:
    (tmp_path / "nps.csv").write_text(PLAIN, encoding="utf-8")
    home = tmp_path / "home"
    assert main(["load", str(tmp_path / "nps.csv"), "--home", str(home)]) == 0
    files = [str(path) for path in open_home(home).facts.files("answers")]
    assert duckdb.execute("SELECT DISTINCT kind FROM read_parquet(?)", [files]).fetchall() == [("nps",)]


def test_a_value_is_an_amount_where_something_was_ordered(tmp_path: Path) -> None:
    (tmp_path / "verkauf.csv").write_text(ORDERS, encoding="utf-8")
    assert main(["load", str(tmp_path / "verkauf.csv"), "--home", str(tmp_path / "home")]) == 0
    facts = open_home(tmp_path / "home").facts
    assert (facts.rows("orders"), facts.rows("answers")) == (2, 0)
