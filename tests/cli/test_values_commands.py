"""`questionnaire` and `forget`, as a shop uses them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from spoken import Spoken

from treue.segments.radar.questionnaire import questionnaire

Treue = Callable[..., Spoken]


def test_the_questionnaire_is_a_table_for_survey_tools(treue: Treue) -> None:
    said = treue("questionnaire", "--language", "de")
    rows = list(csv.reader(said.out.splitlines(), delimiter=";"))
    assert said.code == 0
    assert rows[0][:3] == ["Nummer", "Aussage", "1 = passt gar nicht"]
    assert {row[0] for row in rows[1:-1]} == {each.id for each in questionnaire().statements}
    assert {len(row) for row in rows} == {7}
    assert rows[-1][0] == "consent"
    assert "widerrufen" in rows[-1][1]


@pytest.mark.parametrize(("language", "title"), [("de", "Was ist Ihnen"), ("en", "What matters to you")])
def test_the_questionnaire_is_a_page_to_print(
    treue: Treue, tmp_path: Path, language: str, title: str
) -> None:
    out = tmp_path / "fragen.html"
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "treue.toml").write_text('[shop]\nname = "Tee & mehr"\n', encoding="utf-8")
    said = treue("questionnaire", "--language", language, "--out", out, "--home", tmp_path / "shop")
    page = out.read_text(encoding="utf-8")
    assert said.code == 0
    assert title in page
    assert "Tee &amp; mehr" in page
    assert page.count('type="radio"') == 22 * 5
    assert "{" not in page[page.index("<body>") :]
    assert "http" not in page


def test_a_table_in_a_file_opens_with_umlauts(treue: Treue, tmp_path: Path) -> None:
    treue("questionnaire", "--out", tmp_path / "fragen.csv")
    assert (tmp_path / "fragen.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Qualität" in (tmp_path / "fragen.csv").read_text(encoding="utf-8-sig")


def test_a_questionnaire_as_it_is_handed_out_comes_back_as_answers(treue: Treue, tmp_path: Path) -> None:
    home, answers = tmp_path / "shop", tmp_path / "antworten.csv"
    rows = [f"{who};{each.id};4;01.06.2026;ja" for who in ("1", "2") for each in questionnaire().statements]
    head = "Kundennummer;Aussage;Antwort;Datum;Einwilligung"
    answers.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    loaded = treue("load", answers, "--home", home, "--json").json()
    assert loaded["written"] == {"values": 44}
    gone = treue("forget", "2", "--values", "--home", home)
    assert (gone.code, "Deleted 22 answers" in gone.err + gone.out) == (0, True)
    assert treue("forget", "2", "--values", "--home", home, "--json").json() == {
        "answers": 0,
        "said": 0,
        "snapshots": 0,
    }
    again = treue("forget", "2", "--values", "--home", home)
    assert "nothing was changed" in again.err + again.out


def test_a_home_that_is_not_there_is_the_callers_mistake(treue: Treue, tmp_path: Path) -> None:
    assert treue("forget", "2", "--values", "--home", tmp_path / "nowhere").code == 2
