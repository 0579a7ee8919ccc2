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


def scores(home: Path, table: str) -> list[int]:
    files = [str(path) for path in open_home(home).facts.files(table)]
    return [
        row[0] for row in duckdb.execute("SELECT score FROM read_parquet(?) ORDER BY 1", [files]).fetchall()
    ]


def test_a_score_off_its_surveys_scale_is_set_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "1;7;01.02.2026;nps;12;\n2;7;02.02.2026;nps;-1;\n3;7;03.02.2026;Zufriedenheit;11;\n"
    kept = "4;7;04.02.2026;NPS;0;\n5;7;05.02.2026;nps;10;\n6;7;06.02.2026;exit;55;\n"
    (tmp_path / "a.csv").write_text(NPS.splitlines()[0] + "\n" + rows + kept, encoding="utf-8")
    assert main(["load", str(tmp_path / "a.csv"), "--home", str(tmp_path / "home")]) == 0
    # A survey without a scale we know keeps what it says.
    assert scores(tmp_path / "home", "answers") == [0, 10, 55]
    assert "outside the survey" in capsys.readouterr().out


def test_a_file_called_nps_has_its_scale(tmp_path: Path) -> None:
    (tmp_path / "nps.csv").write_text(PLAIN + "9;04.02.2026;12;\n", encoding="utf-8")
    assert main(["load", str(tmp_path / "nps.csv"), "--home", str(tmp_path / "home")]) == 0
    assert scores(tmp_path / "home", "answers") == [2, 9]


def test_stars_end_at_five(tmp_path: Path) -> None:
    text = "review_id;customer;at;product;stars;text\na;7;2026-02-01;T1;5;\nb;7;2026-02-01;T1;6;\n"
    (tmp_path / "reviews.csv").write_text(text, encoding="utf-8")
    assert main(["load", str(tmp_path / "reviews.csv"), "--home", str(tmp_path / "home")]) == 0
    assert open_home(tmp_path / "home").facts.rows("reviews") == 1
