"""The radar's block: what it says of gaps, of few answers, of none."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any, Literal

import duckdb
import pytest

from treue.report.charts.frame import NARROW, WIDE
from treue.report.charts.values import values_chart
from treue.report.numerals import NBSP, Numerals
from treue.report.page import write_report
from treue.report.radar import Overview, RadarRows, Said, Scale
from treue.report.radar_findings import (
    agreement_finding,
    behaviour_finding,
    radar_finding,
    radar_more,
    risk_sentence,
)
from treue.report.radar_lanes import value_lanes
from treue.report.voice import Voice
from treue.report.words import read_words
from treue.segments.radar.questionnaire import VALUES

GERMAN, ENGLISH = (Voice(read_words(name), Numerals(name, "EUR")) for name in ("de", "en"))
OWN = dict(zip(VALUES, (0.9, -1.1, 0.8, 0.4, -1.0, 0.0), strict=True))
DONE = Overview(5000, 443, 29, 5000, 90, 535, 443, 0.3, 0.24, 0.36)


def said(name: str, scale: str, mean: float, wide: float = 0.05) -> Said:
    return Said("all" if name == "all" else "tier", name, scale, 100, 30, mean, mean - wide, mean + wide)


def radar(
    overview: Overview = DONE, *, profile: bool = True, apart: float = 1.0, wide: float = 0.05
) -> RadarRows:
    """All customers a share of the way from the shop; platinum cares for what is proven."""
    scales = [Scale(name, 443, 0.6, 0.5, 0.7, OWN[name] if profile else None) for name in VALUES]
    figures = [said("all", name, OWN[name] * (1 - apart), wide) for name in VALUES]
    figures += [said("platinum", name, 1.2 if name == "tradition" else OWN[name], wide) for name in VALUES]
    figures += [said("all", "risk", 2.9), said("platinum", "risk", 2.6)]
    if profile:
        figures += [said("all", "alignment", 0.52), said("platinum", "alignment", 0.6)]
    return RadarRows([overview], [*scales, Scale("risk", 90, None, None, None, None)], figures)


def test_the_strongest_gap_is_told_with_what_to_do() -> None:
    found = radar_finding(radar(), GERMAN)
    assert found.startswith("Ihre Kunden legen mehr Wert auf den Preis, als Ihr Auftritt zeigt.")
    assert found.endswith("womit man bei Ihnen spart.")
    more = radar_more(radar(), GERMAN).replace(NBSP, " ")
    assert "stimmen Ihre Werte zu 52 %" in more
    assert "Ihre Platinkunden legen mehr Wert auf Bewährtes, als Ihr Auftritt zeigt." in more
    assert "Your platinum customers care more about what has proven itself" in radar_more(radar(), ENGLISH)


def test_nobody_is_told_to_show_more_of_what_matters_least_to_their_customers() -> None:
    told = radar()
    least = [
        replace(each, mean=each.mean - 0.6, low=each.low - 0.6, high=each.high - 0.6) for each in told.said
    ]
    assert "mehr Wert auf" not in radar_finding(replace(told, said=least), GERMAN)


def test_nobody_is_told_to_show_less_of_what_matters_most_to_their_customers() -> None:
    told = radar()
    most = [
        replace(each, mean=each.mean + 0.1, low=each.low + 0.1, high=each.high + 0.1) for each in told.said
    ]
    assert "weniger Wert auf" not in radar_finding(replace(told, said=most), GERMAN)
    stressed = [scale for scale in told.values if (scale.company or 0) > 0]
    only = replace(
        told, scales=[replace(s, company=s.company if s in stressed else 0.1) for s in told.scales]
    )
    assert "weniger Wert auf" in radar_finding(only, GERMAN)
    assert "weniger Wert auf" not in radar_finding(replace(only, said=most), GERMAN)


def test_a_gap_that_is_small_or_unsure_is_none() -> None:
    assert "Im Großen und Ganzen passt" in radar_finding(radar(apart=0.2), GERMAN)
    assert "Im Großen und Ganzen passt" in radar_finding(radar(wide=3.0), GERMAN)
    assert "Platinkunden" not in radar_more(radar(wide=3.0), GERMAN)


def early(answered: int = 64) -> RadarRows:
    told = radar(replace(DONE, answered=answered))
    return replace(told, scales=[replace(scale, answers=64, alpha=None) for scale in told.scales])


def test_below_a_hundred_answers_the_fit_is_no_headline() -> None:
    more = radar_more(early(), GERMAN).replace(NBSP, " ")
    assert more.startswith("Wie gut alles zusammen passt, lässt sich erst vorläufig sagen: etwa 52 %")
    assert "meist zwischen 47 % und 57 %. Ab 100 Antworten" in more
    assert "Insgesamt stimmen" not in more
    assert "provisionally" in radar_more(early(), ENGLISH)
    assert "erst 64 Kunden" in radar_finding(early(), GERMAN)


def test_a_gap_must_outlast_the_doubt_about_the_statements() -> None:
    sure = radar()
    unsure = replace(sure, scales=[replace(scale, doubt=2.0) for scale in sure.scales])
    assert sure.gap("all", "all") is not None
    assert unsure.gap("all", "all") is None
    assert "Im Großen und Ganzen passt" in radar_finding(unsure, GERMAN)


def test_a_gap_on_a_scale_that_measures_nothing_is_a_hint() -> None:
    told = radar()
    # On service, customers and company are at one; every other scale is weak.
    some = [replace(scale, alpha=0.8 if scale.name == "service" else -0.5) for scale in told.scales]
    weak = replace(told, scales=some)
    assert radar_finding(weak, GERMAN).endswith("messen bei Ihren Kunden nicht verlässlich dasselbe.")
    assert radar_finding(weak, ENGLISH).endswith("do not reliably measure one thing with your customers.")
    assert "Hinweis" not in radar_finding(told, GERMAN)
    assert "nicht verlässlich sagen" in radar_more(weak, GERMAN)
    assert "cannot be said reliably" in radar_more(weak, ENGLISH)
    assert radar_more(told, GERMAN).startswith("Insgesamt stimmen")
    assert [replace(told.scales[0], alpha=alpha).verdict for alpha in (0.49, 0.5, 0.7)] == [
        "weak",
        "fair",
        "good",
    ]


def test_where_no_scale_measures_anything_nothing_is_advised() -> None:
    told = radar()
    none = replace(told, scales=[replace(scale, alpha=-0.5) for scale in told.scales])
    assert radar_finding(none, GERMAN).startswith(
        "Die Antworten Ihrer Kunden sagen noch nichts Verlässliches"
    )
    assert radar_more(none, ENGLISH) == ""


def test_a_narrow_range_gets_a_decimal_more() -> None:
    told = radar()
    narrow = replace(
        told, said=[replace(each, low=each.mean - 0.01, high=each.mean + 0.01) for each in told.said]
    )
    assert "2,90 (meist zwischen 2,89 und 2,91)" in risk_sentence(narrow, GERMAN)
    wide = replace(
        told, said=[replace(each, low=each.mean - 0.1, high=each.mean + 0.1) for each in told.said]
    )
    assert "2,9 (meist zwischen 2,8 und 3,0)" in risk_sentence(wide, GERMAN)


def test_without_a_profile_it_says_where_to_tell_it() -> None:
    told = radar(profile=False, apart=0.0)
    assert radar_finding(told, GERMAN) == "Am meisten zählt für Ihre Kunden: Qualität. Am wenigsten: Preis."
    assert "[values_profile]" in radar_more(told, GERMAN)


def test_few_answers_say_how_many_are_needed() -> None:
    few = RadarRows([Overview(5000, 12, 0, None, None, None, None, None, None, None)])
    assert radar_finding(few, GERMAN).startswith("12 von mindestens 20 Antworten")
    one = RadarRows([Overview(5000, 1, 0, None, None, None, None, None, None, None)])
    assert radar_finding(one, ENGLISH).startswith("One of at least 20 answers")
    assert radar_more(few, GERMAN) == ""


def test_behaviour_is_told_apart_from_answers() -> None:
    assert "90 von 5.000 Kunden probierfreudig und 535 sicherheitsorientiert" in behaviour_finding(
        DONE, GERMAN
    )
    nobody = Overview(5000, 0, 0, 5000, 0, 0, None, None, None, None)
    assert behaviour_finding(nobody, GERMAN) == ""
    assert agreement_finding(nobody, GERMAN) == ""
    assert agreement_finding(DONE, GERMAN).startswith(
        "Wer sich selbst probierfreudiger einschätzt, kauft auch so"
    )
    # Sure of its sign, and next to nothing.
    weak = agreement_finding(
        replace(DONE, correlation=-0.06, correlation_low=-0.1, correlation_high=-0.02), GERMAN
    )
    assert "hat hier wenig miteinander zu tun (443 Kunden, die geantwortet haben; Korrelation −0,06" in weak


def test_every_mark_stands_on_the_ground() -> None:
    lanes, ground = value_lanes(radar(), GERMAN)
    ends = [end for lane in lanes for mark in lane.marks for end in (mark.low, mark.high)]
    assert ground.low < min(*ends, *OWN.values())
    assert ground.high > max(*ends, *OWN.values())
    for size in (WIDE, NARROW):
        assert values_chart(lanes, ground, size).to_dict(validate=False)["height"] > 6 * 60


@pytest.fixture
def told(published: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A snapshot with the radar's tables, empty."""
    path = tmp_path / "snap.duckdb"
    copyfile(published[0], path)
    with duckdb.connect(str(path)) as con:
        con.execute("""create table radar (customers bigint, answered bigint, refused bigint, seen bigint,
            bold bigint, careful bigint, compared bigint, correlation double, correlation_low double,
            correlation_high double)""")
        con.execute("""create table radar_scales (scale text, answers bigint, alpha double, alpha_low double,
            alpha_high double, company double, company_centred double, doubt double)""")
        con.execute("""create table radar_groups (grouping text, name text, scale text, customers bigint,
            answers bigint, effective double, score double, mean double, low double, high double)""")
    return path


def section(path: Path, manifest: dict[str, Any], language: Literal["de", "en"] = "de") -> str:
    out = path.with_name("report.html")
    write_report(path, manifest, out, language)
    found = re.search(r'<section id="radar".*?</section>', out.read_text(encoding="utf-8"), re.DOTALL)
    return found[0] if found else ""


def fill(path: Path, overview: tuple[object, ...], rows: RadarRows | None = None) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(f"insert into radar values ({', '.join('?' * 10)})", list(overview))
        for scale in rows.scales if rows else []:
            con.execute(
                "insert into radar_scales values (?, ?, ?, ?, ?, null, ?, 0.1)",
                [scale.name, scale.answers, scale.alpha, scale.alpha_low, scale.alpha_high, scale.company],
            )
        for each in rows.said if rows else []:
            con.execute(
                "insert into radar_groups values (?, ?, ?, ?, ?, 30, 3, ?, ?, ?)",
                [
                    each.grouping,
                    each.name,
                    each.scale,
                    each.customers,
                    each.answers,
                    each.mean,
                    each.low,
                    each.high,
                ],
            )


def test_nothing_known_is_no_block(told: Path, published: tuple[Path, dict[str, Any]]) -> None:
    assert section(told, published[1]) == ""
    fill(told, (5000, 0, 0, 5000, 0, 0, None, None, None, None))
    assert section(told, published[1]) == ""


def test_answers_without_consent_are_told_and_not_used(
    told: Path, published: tuple[Path, dict[str, Any]]
) -> None:
    fill(told, (5000, 0, 7, None, None, None, None, None, None, None))
    html = section(told, published[1])
    assert "7 Kunden haben geantwortet, doch ihre Einwilligung fehlt" in html
    assert 'class="picture"' not in html


def test_behaviour_alone_is_a_line_and_no_picture(told: Path, published: tuple[Path, dict[str, Any]]) -> None:
    fill(told, (5000, 0, 0, 5000, 90, 535, None, None, None, None))
    html = section(told, published[1])
    assert "Was Ihren Kunden wichtig ist, hat uns noch niemand gesagt." in html
    assert "probierfreudig" in html
    assert 'class="picture"' not in html


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_block_draws_answers_and_tells_behaviour(
    told: Path, published: tuple[Path, dict[str, Any]], language: Literal["de", "en"]
) -> None:
    fill(told, (5000, 443, 29, 5000, 90, 535, 443, 0.3, 0.24, 0.36), radar())
    html = section(told, published[1], language)
    assert html.count("<svg viewBox") == 4
    assert ("noch nicht verlässlich" if language == "de" else "not yet reliable") in html
    least = "mindestens 0,3 Punkte abweicht" if language == "de" else "at least 0.3 points off"
    assert least in html
    text = re.sub(r"<[^>]+>", " ", html)
    assert not re.search(r"[{}]|\bNone\b|\bnan\b|Undefined", text)
    assert ("Kunden-Werte-Radar" if language == "de" else "Values radar") in told.with_name(
        "report.html"
    ).read_text(encoding="utf-8")


def test_nobody_reads_euros_where_values_are_meant() -> None:
    assert not [text for text in GERMAN.words.sentences.values() if "Kundenwerte-" in text]
