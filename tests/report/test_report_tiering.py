"""Tiers on the page: what their sums are made of, who is fuller than its limit, and how to care for each."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
from pages import Language, Published, block_of, shrunk, written

from treue.report.numerals import Numerals
from treue.report.rows import Group, TierSum
from treue.report.tiering import care_shown, counted_since, fuller_finding
from treue.report.voice import Voice
from treue.report.words import read_words

GERMAN = Voice(read_words("de"), Numerals("de", "EUR"))
ENGLISH = Voice(read_words("en"), Numerals("en", "EUR"))
TIERS = [
    Group("platinum", 600, 900_000, 3600),
    Group("gold", 900, 300_000, 1200),
    Group("lead", 700, -5, 2400),
]


def by_limits(*counts: int) -> list[TierSum]:
    return [TierSum(tier.name, 0, 0, 0, count) for tier, count in zip(TIERS, counts, strict=True)]


def test_who_is_fuller_than_the_limits_is_said_with_how_many_and_why() -> None:
    told = fuller_finding(TIERS, by_limits(588, 925, 699), GERMAN)
    assert told.startswith(
        "Größer, als es die Grenzen allein ergäben: Platin (12 Kunden mehr); Blei (ein Kunde mehr)."
    )
    assert "80 %" in told
    assert "at least 80% sure" in fuller_finding(TIERS, by_limits(588, 925, 699), ENGLISH)


def test_where_limits_hold_nothing_is_said() -> None:
    assert fuller_finding(TIERS, by_limits(600, 900, 700), GERMAN) == ""
    assert fuller_finding(TIERS, [], GERMAN) == fuller_finding([], [], GERMAN) == ""


@pytest.mark.parametrize(
    ("until", "first"),
    [(date(2026, 10, 31), date(2024, 11, 1)), (date(2024, 2, 29), date(2022, 3, 1)),
     (date(2026, 2, 28), date(2024, 2, 29))],
)  # fmt: skip
def test_the_24_months_begin_on_the_day_after_the_same_day(until: date, first: date) -> None:
    assert counted_since(until) == first


def test_time_is_told_as_it_is_and_as_profit_would_grant_it() -> None:
    platinum, gold, lead = care_shown(TIERS, GERMAN)
    assert (platinum.now, gold.now, lead.now) == ("60", "20", "40")
    assert (platinum.granted, gold.granted, lead.granted) == ("90", "30", "0")
    assert "Rechte" in lead.plan.answer
    bare = care_shown([Group("platinum", 600, 900_000)], ENGLISH)
    assert (bare[0].now, bare[0].granted) == ("", "")
    assert care_shown([], GERMAN) == []


# On the page


@pytest.mark.parametrize("language", ["de", "en"])
def test_past_and_forecast_stand_apart_and_come_to_the_sum(
    published: Published, tmp_path: Path, language: Language
) -> None:
    block = block_of(written(published, tmp_path, language), "tiers")
    with duckdb.connect(str(published[0]), read_only=True) as connection:
        past, lost, ahead, whole = connection.execute(
            "select sum(margin_24m_minor), sum(return_reserve_minor + default_reserve_minor), "
            "sum(year_value_minor),"
            " sum(profit_minor) from customers where tier = 'platinum'"
        ).fetchall()[0]
    assert past - lost + ahead == whole
    money = Numerals(language, "EUR").money
    for amount in (past, -lost, ahead, whole):
        assert f"<td>{money(float(amount))}</td>" in block
    assert "treue entries --home treue-home --tier platinum" in block
    assert "year_value" in block


def test_a_fuller_tier_is_named_beside_the_table(published: Published, tmp_path: Path) -> None:
    assert "Größer, als es die Grenzen allein ergäben: Eisen (" in block_of(
        written(published, tmp_path), "tiers"
    )
    same = shrunk(published, tmp_path / "same.duckdb", "update customers set tier_by_limits = tier")
    assert "Voller" not in block_of(written((same, published[1]), tmp_path), "tiers")


def test_the_care_plan_names_who_what_and_how_fast(published: Published, tmp_path: Path) -> None:
    bare = block_of(written(published, tmp_path), "tiers")
    for part in (
        "Betreuungsplan",
        "Erste Antwort",
        "Am selben Werktag",
        "Das lassen Sie weg",
        "Datei mit Serviceanfragen",
    ):
        assert part in bare
    assert "nach dem, was sie bringen" not in bare
    spent = shrunk(
        published, tmp_path / "spent.duckdb", "drop table if exists attention",
        "create table attention as select tier, 120::bigint as minutes, 0::bigint as discount_minor,"
        " 0::bigint as messages from customers group by tier",
    )  # fmt: skip
    timed = block_of(written((spent, published[1]), tmp_path), "tiers")
    assert "nach dem, was sie bringen" in timed
    assert "Datei mit Serviceanfragen" not in timed


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_waiting_ticket_has_its_number(published: Published, tmp_path: Path, language: Language) -> None:
    waiting = shrunk(
        published, tmp_path / "waits.duckdb", "drop table if exists waiting",
        "create table waiting as select 'zammad:T7041' as ticket_id, customer, tier, timestamp '2026-11-02 "
        "09:00' opened_at,"
        " null::timestamp as answered_at, null::bigint as hours, 2::bigint as served_before"
        " from customers where tier = 'gold' order by customer limit 1",
    )  # fmt: skip
    html = written((waiting, published[1]), tmp_path, language)
    block = block_of(html, "tiers")
    assert '<th scope="row">T7041</th>' in block
    assert "zammad:" not in html
    # Here customers are listed first: here it is said how a code leads to a person, and nowhere else.
    said = read_words(language).say("customer.codes")
    assert said in block
    assert html.count(said) == html.count('id="codes"') == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_who_is_behind_a_code_is_said_once_and_linked_elsewhere(
    published: Published, tmp_path: Path, language: Language
) -> None:
    html = written(published, tmp_path, language)
    assert html.count('id="codes"') == 1
    assert 'id="codes"' in block_of(html, "best")
    assert 'href="#codes"' in block_of(html, "worry")
    nobody = shrunk(published, tmp_path / "nobody.duckdb", "update customers set value_minor = null",
                    "delete from due")  # fmt: skip
    told = re.sub(r"<style>.*?</style>", "", written((nobody, published[1]), tmp_path), flags=re.DOTALL)
    assert 'id="codes"' not in told
    assert 'href="#codes"' not in told
