"""What is different from usual, as people read it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from report_snapshots import write_snapshot

from treue.loop.night.unusual_rows import COUNTS, GOOD, UNUSUAL
from treue.report.numerals import NBSP, Numerals
from treue.report.page import write_report
from treue.report.unusual import (
    COLUMNS,
    LISTED,
    Unusual,
    blanks,
    looked_at,
    sentence,
    thing,
    told_of,
    unusual_finding,
)
from treue.report.voice import Voice
from treue.report.words import read_words

GERMAN, ENGLISH = (Voice(read_words(each), Numerals(each, "EUR")) for each in ("de", "en"))
KINDS = ("returns", "returned_orders", "late_parcels", "second_orders", "answers", "orders",
         "orders_by_weeks", "unpaid", "called_off", "out_of_stock")  # fmt: skip
ROW = Unusual(
    "returns", "A1", "Wäsche 1 Blau", 0.4, 0.18, 0.1, 0.27, 60, 14, -26_400, -36_000, -15_600,
    date(2026, 9, 12), date(2026, 10, 9), "worse", is_told=True,
)  # fmt: skip


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_an_article_of_which_more_comes_back() -> None:
    assert plain(sentence(ROW, GERMAN)) == (
        "Von „Wäsche 1 Blau“ kommt mehr zurück als sonst: 24 von 60 Stück (40 %) binnen 14 Tagen, "
        "üblich sind 18 % (meist 10 bis 27 %). Gezählt sind Käufe vom 12.09.2026 bis 09.10.2026. "
        "Das kostet etwa 264 € (meist 156 € bis 360 €)."
    )
    assert plain(sentence(ROW, ENGLISH)) == (
        "More of “Wäsche 1 Blau” comes back than usual: 24 of 60 pieces (40%) within 14 days; 18% is usual "
        "(mostly 10 to 27%). Counted are purchases from 12 Sep 2026 to 9 Oct 2026. "
        "That costs about €264 (mostly €156 to €360)."
    )


def test_days_on_which_hardly_anything_was_ordered_are_named_where_orders_are_missing() -> None:
    row = replace(
        ROW, kind="orders_by_weeks", name="", now=2460, usual=3026, low=2882, high=3172, counted=2460,
        within_days=None, effect_minor=-1_670_000, effect_low_minor=-2_100_000,
        effect_high_minor=-1_245_000, quiet_days=1,
        quiet_day=date(2026, 12, 25), quiet_orders=405,
    )  # fmt: skip
    assert "Allein am 25.12.2026 fehlen 405 Bestellungen: Feiertag" in sentence(row, GERMAN)
    two = replace(row, quiet_days=2, quiet_orders=700)
    assert "above all on 25 Dec 2026; 700 orders are missing there" in plain(sentence(two, ENGLISH))
    more = replace(
        row, now=4000, effect_minor=1_670_000, effect_low_minor=900_000, effect_high_minor=2_000_000
    )
    assert "25.12.2026" not in sentence(more, GERMAN)


def test_small_shares_have_a_decimal_and_no_money_is_no_sentence() -> None:
    row = replace(
        ROW, kind="unpaid", name="", now=0.031, usual=0.009, low=0.004, high=0.015, effect_minor=None
    )
    said = plain(sentence(row, GERMAN))
    assert "(3,1 %)" in said
    assert "0,9 % (meist 0,4 bis 1,5 %)" in said
    assert "€" not in said


def test_more_orders_bring_money_and_fewer_cost_it() -> None:
    row = replace(
        ROW,
        kind="orders",
        name="",
        now=600.0,
        usual=500.0,
        low=450.0,
        high=560.0,
        effect_minor=200_000,
        effect_low_minor=80_000,
        effect_high_minor=300_000,
    )
    assert plain(sentence(row, GERMAN)).endswith("Das bringt etwa 2.000 € (meist 800 € bis 3.000 €).")
    fewer = sentence(
        replace(row, now=400.0, effect_minor=-200_000, effect_low_minor=-320_000, effect_high_minor=-100_000),
        GERMAN,
    )
    assert fewer.startswith("Es wird weniger bestellt als sonst: 400 Bestellungen")
    assert "kostet etwa 2.000 € (meist 1.000 € bis 3.200 €)" in plain(fewer)


def test_orders_beside_the_weeks_before_claim_no_time_of_year() -> None:
    row = replace(ROW, kind="orders_by_weeks", name="", now=400.0, usual=500.0, low=450.0, high=560.0)
    said = sentence(row, ENGLISH)
    assert said.startswith("Less is ordered than in the weeks before: 400 orders")
    assert said.endswith(
        "The time of year is not taken into account; for that, two years would have to be known."
    )
    assert "um diese Zeit" not in sentence(row, GERMAN)
    assert "um diese Zeit" in sentence(replace(row, kind="orders"), GERMAN)


def test_without_costs_money_is_called_revenue() -> None:
    voice = Voice(GERMAN.words.without(["costs"]), GERMAN.figures)
    assert "Das sind etwa 264" in sentence(ROW, voice)
    assert "Umsatz weniger" in sentence(ROW, voice)


@pytest.mark.parametrize("voice", [GERMAN, ENGLISH], ids=["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_words_in_both_directions(kind: str, voice: Voice) -> None:
    ways = (0.05,) if kind == "out_of_stock" else (0.05, 0.4)
    said = [sentence(replace(ROW, kind=kind, now=now, name="App"), voice) for now in ways]
    said += [sentence(replace(ROW, kind=kind, now=now, name=""), voice) for now in ways]
    assert all("{" not in each for each in said)
    assert thing(replace(ROW, kind=kind), voice)


def test_a_page_without_anything_unusual_is_calm() -> None:
    ordinary = replace(ROW, is_told=False)
    assert unusual_finding([ordinary], GERMAN) == "Nichts fällt aus dem Rahmen."
    assert unusual_finding([ROW, ordinary, ROW], GERMAN) == "2 Dinge fallen aus dem Rahmen."
    assert unusual_finding([ROW], ENGLISH) == "One thing is out of the ordinary."
    assert unusual_finding([], GERMAN).startswith("Noch ist zu wenig bekannt")
    assert looked_at([ordinary] * 3, ENGLISH).startswith("We looked at 3 figures")
    assert told_of([ordinary, ROW]) == [ROW]


def test_the_block_lists_what_is_told_and_stands_after_the_worry(tmp_path: Path) -> None:
    path = tmp_path / "snap.duckdb"
    manifest = write_snapshot(path, 300)
    with duckdb.connect(str(path)) as connection:
        rows = pa.Table.from_pylist(
            [{"rank": 1, **asdict(ROW), "told": True}, {"rank": 2, **asdict(ROW), "told": False}],
            schema=UNUSUAL,
        )
        connection.register("made", rows)
        connection.execute("create table unusual as select * from made")
    write_report(path, manifest, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert (
        page.index('<section id="worry"')
        < page.index('<section id="unusual"')
        < page.index('<section id="data"')
    )
    block = page[page.index('<section id="unusual"') :].partition("</section>")[0]
    assert "Eines fällt aus dem Rahmen." in block
    assert block.count("<li>") == 1
    assert block.count('<tr class="chosen">') == 1
    assert "style=" not in block
    assert "Hier stehen" not in block


def test_a_table_of_some_says_of_how_many_and_needs_know_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "snap.duckdb"
    manifest = write_snapshot(path, 300)
    gone = replace(ROW, kind="out_of_stock", name="Artikel 2", now=0.0, usual=1.7, counted=3, is_told=False)
    with duckdb.connect(str(path)) as connection:
        told = [{"rank": rank, **asdict(gone), "told": False} for rank in range(1, LISTED + 2)]
        connection.register("made", pa.Table.from_pylist(told, schema=UNUSUAL))
        connection.execute("create table unusual as select * from made")
    write_report(path, manifest, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    block = page.partition('<section id="unusual"')[2]
    assert "Hier stehen 12 von 13: zuerst" in block
    assert block.count("<td>3 Tage</td>") == LISTED
    assert page.count('Artikel 2 <span class="quiet">nicht auf Lager</span>') == 1
    assert page.count("nicht auf Lager</span>") == 1


def test_of_an_article_that_is_gone_days_are_told_and_else_cases() -> None:
    assert blanks(replace(ROW, kind="out_of_stock", counted=1), GERMAN)["cases"] == "1 Tag"
    assert blanks(ROW, GERMAN)["cases"] == "60"


def test_the_row_is_the_tables() -> None:
    assert set(COLUMNS) == set(UNUSUAL.names) - {"rank", "chance"}
    assert {*GOOD, *COUNTS} <= set(KINDS)


def test_sentences_load_nothing_heavy() -> None:
    code = "import sys, treue.report.unusual; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"altair", "scipy", "ibis", "pandas", "sklearn", "numpy"} & set(loaded.stdout.split())
