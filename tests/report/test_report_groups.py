"""Tiers, phases, kinds and frictions on the page."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from pages import QUESTIONS, Language, Published, block_of, outline, shrunk, written

from treue.report.findings import watch_finding
from treue.report.numerals import NBSP, Numerals
from treue.report.rows import Group
from treue.report.voice import Voice
from treue.report.words import read_words
from treue.segments.phases.advice import ADVICE, advice

GERMAN = Voice(read_words("de"), Numerals("de", "EUR"))
ENGLISH = Voice(read_words("en"), Numerals("en", "EUR"))


def test_limits_in_force_are_shown(published: Published, tmp_path: Path) -> None:
    html = written(published, tmp_path, settings={"tiers.limits": "most 100 400 1000"})
    assert "Höchstens 100 Kunden sind Platin, die nächsten 400 Gold, die nächsten 1.000 Eisen" in html
    usual = written(
        published, tmp_path, settings={"tiers.limits": "share 10 20 30", "tiers.losses_are_lead": "no"}
    )
    assert "Die oberen 10 % der Kunden sind Platin" in usual
    assert "ist immer Blei" not in usual
    euros = written(published, tmp_path, "en", settings={"tiers.limits": "from 500 200.5 0"})
    assert "platinum from €500, gold from €200, iron from €0" in euros


def test_learned_days_of_phases_are_shown(published: Published, tmp_path: Path) -> None:
    phases = block_of(written(published, tmp_path), "phases").replace(NBSP, " ")
    rows = re.findall(r'<th scope="row" class="wraps">(.+?)</th><td>(.+?)</td><td>(.+?)</td>', phases)
    plain = [tuple(re.sub("<.+?>", "", cell).strip() for cell in row) for row in rows]
    assert plain == [
        ("nach der ersten Bestellung", "120 Tagen (meist 110 bis 131)", "240 Tagen (meist 230 bis 260)"),
        (
            "wer sonst alle 21 Tage oder öfter bestellt",
            "48 Tagen (meist 45 bis 52)",
            "90 Tagen (meist 84 bis 97)",
        ),
        ("wer sonst seltener als alle 21 Tage bestellt", "77 Tagen (meist 70 bis 85)", "noch nicht zu sagen"),
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_run_without_phases_and_kinds_shows_neither(
    published: Published, tmp_path: Path, language: Language
) -> None:
    snapshot = shrunk(
        published,
        tmp_path / "before.duckdb",
        *(f"drop table {table}" for table in ("phases", "phase_flows", "clusters")),
    )
    html = written((snapshot, published[1]), tmp_path, language)
    outline(html)
    assert re.findall(r'<section id="(\w+)"', html) == [
        each for each in QUESTIONS if each not in ("phases", "kinds")
    ]
    assert "#phases" not in html
    assert "#kinds" not in html


def test_frictions_are_told_with_what_would_tell_the_rest(published: Published, tmp_path: Path) -> None:
    section = block_of(written(published, tmp_path), "frictions")
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", section, flags=re.DOTALL)
    assert "Zusammenhang, kein Beweis" in text
    assert "ausverkaufte Artikel (Datei mit dem Lagerbestand je Tag)" in text
    assert text.index("Probierpaket Tee") < text.index("Stempelkanne")
    assert "−8,7 bis −5,1" in text
    assert "first_" not in text


def test_where_no_friction_is_known_one_sentence_says_so(published: Published, tmp_path: Path) -> None:
    snapshot = shrunk(published, tmp_path / "smooth.duckdb", "delete from frictions")
    html = written((snapshot, published[1]), tmp_path)
    outline(html)
    section = block_of(html, "frictions")
    assert "Nötig wären, jede für sich: ausverkaufte Artikel" in section
    assert "<details>" not in section
    older = shrunk(
        published, tmp_path / "older.duckdb", "drop table frictions", "drop table missing_frictions"
    )
    assert 'id="frictions"' not in written((older, published[1]), tmp_path)


def test_phases_without_months_are_told_but_not_drawn(published: Published, tmp_path: Path) -> None:
    snapshot = shrunk(published, tmp_path / "young.duckdb", "delete from phase_flows")
    html = written((snapshot, published[1]), tmp_path)
    outline(html)
    section = block_of(html, "phases")
    assert "in der Bindung" in section
    assert "<svg" not in section
    assert section.count("<table") == 1  # of the limits


def test_phases_show_the_last_full_month_and_leave_out_who_stayed(
    published: Published, tmp_path: Path
) -> None:
    section = block_of(written(published, tmp_path), "phases")
    assert "Wer im Oktober 2026 die Phase gewechselt hat" in section
    assert "Letzte Säule: Stand 21." in section
    moves = section.split('class="small moves"')[1].split("</table>")[0]
    rows = re.findall(r'<th scope="row".*?>(.+?)</th><td class="left wraps">(.+?)</td>', moves)
    assert ("Bindung", "Reaktivierung") in rows
    assert ("neu in den Daten", "Erstkauf") in rows
    assert all(before != after for before, after in rows)
    ended = written(published, tmp_path, until="2026-11-30")
    assert "Wer im November 2026" in ended
    assert "Letzte Säule" not in ended


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_phase_has_its_advice(published: Published, tmp_path: Path, language: Language) -> None:
    section = block_of(written(published, tmp_path, language), "phases")
    for phase in ADVICE:
        said = advice(phase, language)
        assert all(each in section for each in (said.goal, said.tone, said.offer, said.leave))


def test_who_has_not_ordered_yet_is_in_the_table_and_not_in_the_picture(
    published: Published, tmp_path: Path
) -> None:
    snapshot = shrunk(
        published,
        tmp_path / "known.duckdb",
        "insert into phase_flows select distinct month, null, 'awareness', 70000 from phase_flows",
    )
    section = block_of(written((snapshot, published[1]), tmp_path), "phases")
    assert "70.000" in section.split("<details>")[2]
    assert "80.000" not in section
    assert "Dazu kommen 60 Interessenten" in section


def test_kinds_speak_the_language_of_the_page(published: Published, tmp_path: Path) -> None:
    german = block_of(written(published, tmp_path), "kinds")
    english = block_of(written(published, tmp_path, "en"), "kinds")
    assert german.count("<li>") == english.count("<li>") == 3
    assert german.index("Seltene Besteller mit längerer Pause") < german.index(
        "Stammkunden mit kurzem Abstand"
    )
    assert "2.300 Kunden" in german
    assert "2,300 customers" in english
    assert "These customers have been with you for only 2 months" in english
    assert "Diese Kunden" not in english


# Who ordered once


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_group_says_how_many_ordered_once(
    published: Published, tmp_path: Path, language: Language
) -> None:
    block = block_of(written(published, tmp_path, language), "rfm")
    with duckdb.connect(str(published[0]), read_only=True) as connection:
        groups = connection.execute(
            "select rfm_segment, count(*), count(*) filter (orders = 1), sum(p_alive) from customers"
            " group by all"
        ).fetchall()
    number, share = Numerals(language, "EUR").number, Numerals(language, "EUR").share
    for name, customers, once, active in groups:
        part = f'<span class="quiet">({share(once / customers)})</span>'
        assert f"<td>{number(customers)}</td><td>{number(once)} {part}</td>" in block, name
        assert f"<td>{number(customers)}</td><td>{number(round(active))}</td>" in block, name


def test_good_customers_who_only_came_once_are_counted_in_the_sentence() -> None:
    groups = [Group("at-risk", 30, 5), Group("cannot-lose", 10, 5, once=8), Group("lost", 5, 1, once=5)]
    told = watch_finding(groups, GERMAN)
    assert told == (
        "40 Kunden aus den Gruppen „Gefährdet“ und „Unbedingt halten“ haben länger nicht bestellt als "
        "die meisten. "
        "8 von ihnen haben erst ein einziges Mal bestellt."
    )
    assert watch_finding(groups, ENGLISH).endswith("8 of them have ordered only once so far.")
    assert "einmal" not in watch_finding([Group("cannot-lose", 10, 5)], GERMAN)


def test_one_timers_of_cannot_lose_are_explained_where_there_are_any(
    published: Published, tmp_path: Path
) -> None:
    # A shop whose first lists hold somebody who came once, and one where nobody did.
    some = shrunk(
        published,
        tmp_path / "some.duckdb",
        "update customers set orders = 1 where rfm_segment = 'cannot-lose'",
    )
    assert "mit einer einzigen Bestellung" in block_of(written((some, published[1]), tmp_path), "rfm")
    none = shrunk(
        published,
        tmp_path / "none.duckdb",
        "update customers set orders = 2 where rfm_segment = 'cannot-lose'",
    )
    assert "mit einer einzigen Bestellung" not in block_of(written((none, published[1]), tmp_path), "rfm")


@pytest.mark.parametrize("language", ["de", "en"])
def test_names_in_the_map_are_told_from_the_sizes_of_groups(
    published: Published, tmp_path: Path, language: Language
) -> None:
    groups = block_of(written(published, tmp_path, language), "rfm")
    said = "Namen seiner häufigsten Gruppe" if language == "de" else "name of its most common group"
    assert re.search(rf'<p class="legend wide-only">[^<]*{said}', groups)
