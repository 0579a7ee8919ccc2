from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import duckdb
import pytest
from pages import QUESTIONS, Language, Published, block_of, outline, shrunk, written
from report_snapshots import manifest

from treue.errors import BadOption, TreueWarning
from treue.report.customer_reading import PURCHASE_DAYS
from treue.report.numerals import NBSP, Numerals
from treue.report.page import commands, write_report
from treue.report.words import read_words
from treue.segments.phases.advice import advice


@pytest.fixture(scope="module", params=["de", "en"])
def page(
    request: pytest.FixtureRequest, published: Published, tmp_path_factory: pytest.TempPathFactory
) -> str:
    return written(published, tmp_path_factory.mktemp("page"), request.param)


def test_it_needs_nothing_but_itself(page: str) -> None:
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|\son\w+=", page)
    assert not re.search(r"""(?:href|src)=["'](?!#)""", page)
    assert "http" not in page.replace("http://www.w3.org/", "")


def test_commands_in_sentences_stand_apart() -> None:
    said = "Load it (treue load <FILE> --home a/b) or ask: treue calm CODE --home a/b The list & more."
    assert str(commands(said)) == (
        "Load it (<code>treue load &lt;FILE&gt; --home a/b</code>) or ask: "
        "<code>treue calm CODE --home a/b</code> The list &amp; more."
    )


def test_it_answers_its_questions_in_order(page: str) -> None:
    assert re.findall(r'<section id="(\w+)"', page) == list(QUESTIONS)
    assert page.count('class="finding"') == len(QUESTIONS) - 1


def test_it_is_well_formed_with_one_title_and_no_level_left_out(page: str) -> None:
    found = outline(page)
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert len(set(found.ids)) == len(found.ids)
    assert found.loose_tables == 0


def test_each_picture_says_its_finding(page: str) -> None:
    images = outline(page).images
    assert len(images) == 8
    assert all(len(text) > 40 and any(sign.isdigit() for sign in text) for text in images)


def test_each_block_tells_how(page: str) -> None:
    for section in re.findall(r'<section id="\w+".*?</section>', page, re.DOTALL):
        assert "<details>" in section


def test_no_sentence_has_an_open_blank(page: str) -> None:
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"[{}]|\bNone\b|\bnan\b|Undefined", text)


def test_german_figures_and_umlauts(published: Published, tmp_path: Path) -> None:
    html = written(published, tmp_path).replace(NBSP, " ")
    assert '<html lang="de">' in html
    assert re.search(r"meist zwischen \d{2,3}\.\d{3} € und \d{2,3}\.\d{3} €", html)
    assert "Datenstand 21. November 2026" in html
    assert "So kommen wir darauf" in html
    assert "für" in html


def test_warnings_and_gaps_are_said_aloud(published: Published, tmp_path: Path) -> None:
    told = [{"kind": "ThinData", "text": "only 40 customers <came> back"}]
    html = written(published, tmp_path, warnings=told, missing=["costs", "moon_phase"])
    assert "Modell nicht eindeutig:" in html
    assert "only 40 customers &lt;came&gt; back" in html
    assert "Einkaufspreise (eine Datei der Artikel mit einer Spalte „Einkaufspreis“" in html
    assert "moon_phase" in html


def test_customers_unfold_and_the_model_shows_its_card(page: str) -> None:
    assert page.count('class="unfold"') == 40
    assert ("Modellsteckbrief" in page) == ('lang="de"' in page)
    assert ("Kunden sind stetig." in page) == ('lang="de"' in page)
    assert re.search(r"Pareto/NBD: (lag|its)", page)
    assert ("<p>Eines fehlt hier.</p>" in page) == ('lang="de"' in page)


def test_a_customers_margin_opens_to_its_entries(published: Published, tmp_path: Path) -> None:
    snapshot, _ = published
    html = written(published, tmp_path)
    best = block_of(html, "best")
    with duckdb.connect(str(snapshot), read_only=True) as con:
        code, margin, orders = con.execute(
            "select code, (select sum(amount_minor) from ledger where customer = c.customer), orders"
            " from customers c where value_minor > 0 order by value_minor desc, code limit 1"
        ).fetchall()[0]
    unfolded = best.split("<details>")[1].split("</details>")[0]
    sums = re.findall(r'<tr class="sum">.*?<td>(.+?)</td>', unfolded)
    assert sums[-1] == Numerals("de", "EUR").money(margin)
    assert f"treue entries --home treue-home --customer {code}" in unfolded
    # As many as show the gaps that tell a rhythm.
    assert len(re.findall(r'<td class="left">\d+</td>', unfolded)) >= min(orders, PURCHASE_DAYS)


def test_a_back_test_of_some_customers_says_so(published: Published, tmp_path: Path) -> None:
    tested = published[1]["back_test"] | {"customers": 50_000, "sampled": True}
    assert "50.000 von ihnen ausgelost" in written(published, tmp_path, back_test=tested)
    tested["sampled"] = False
    assert "ausgelost" not in written(published, tmp_path, back_test=tested)


def test_what_is_not_final_is_said(published: Published, tmp_path: Path) -> None:
    assert "Vorläufig sind" in block_of(written(published, tmp_path), "history")
    final = shrunk(published, tmp_path / "final.duckdb", "update customers set return_reserve_minor = 0")
    assert "Vorläufig" not in block_of(written((final, published[1]), tmp_path), "history")


def test_only_scales_have_a_unit(page: str) -> None:
    rows = re.findall(r'<tr><th scope="row"><i>(\w+)</i></th><td>(.*?)</td></tr>', page)
    units = {letter: re.sub(r"[\d.,\s]", "", told.replace(NBSP, "")) for letter, told in rows}
    weeks = "Wochen" if 'lang="de"' in page else "weeks"
    assert units == {"r": "", "alpha": weeks, "s": "", "beta": weeks, "p": "", "q": "", "gamma": "€"}


def test_a_run_from_before_cards_still_makes_a_page(published: Published, tmp_path: Path) -> None:
    html = written(published, tmp_path, card=None, choice="", choice_german="")
    outline(html)
    assert "Kunden sind stetig." not in html


@pytest.mark.parametrize("kind", [each.__name__ for each in TreueWarning.__subclasses__()])
def test_every_kind_of_warning_is_explained_in_german(
    published: Published, tmp_path: Path, kind: str
) -> None:
    html = written(published, tmp_path, warnings=[{"kind": kind, "text": "as told"}], missing=[])
    assert f"<b>{kind}:" not in html
    assert f"</b> {kind}<" not in html
    assert '<summary>Für Fachleute, auf Englisch</summary><p lang="en">as told</p>' in html


def test_what_comes_from_outside_is_escaped(published: Published, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(published[0].read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update customers set code = '<b>&' || code")
        connection.execute("update rules set rule = '<i>odd'")
        connection.execute("update clusters set name_de = '<i>kind', sentence_de = '<i>said'")
        connection.execute("update phases set phase = '<i>phase' where phase = 'retention'")
        connection.execute("update phase_flows set after = '<i>phase' where after = 'retention'")
    html = written((copy, published[1]), tmp_path)
    assert "<b>&K" not in html
    assert not re.search("<i>(kind|said|phase)", html)
    assert "&lt;i&gt;kind" in html
    assert "&lt;b&gt;&amp;K-" in html
    assert "&lt;i&gt;odd" in html


def test_writing_twice_gives_the_same_page(published: Published, tmp_path: Path) -> None:
    assert written(published, tmp_path) == written(published, tmp_path)


WITHOUT_AMOUNTS = (
    """update customers set revenue_minor = null, margin_minor = null, margin_24m_minor = null,
        value_minor = null, value_median_minor = null, value_low_minor = null,
        value_high_minor = null, at_stake_minor = null, provisional_minor = null,
        return_reserve_minor = null, default_reserve_minor = null""",
    "update months set revenue_minor = null, margin_minor = null",
    "update cohorts set margin_minor = null",
    "update frictions set yearly_minor = null, yearly_low_minor = null, yearly_high_minor = null",
    "drop table ledger",
    "update account set money_read_minor = null, money_accepted_minor = null, money_quarantined_minor = null",
)


@pytest.mark.parametrize("language", ["de", "en"])
def test_without_amounts_only_orders_are_forecast(
    published: Published, tmp_path: Path, language: Language
) -> None:
    snapshot = shrunk(published, tmp_path / "orders.duckdb", *WITHOUT_AMOUNTS)
    totals = deepcopy(published[1]["totals"]) | {"value_minor": None}
    html = written(
        (snapshot, published[1] | {"spend_parameters": None}),
        tmp_path,
        language,
        totals=totals,
        missing=["amounts"],
    )
    outline(html)
    assert "€" not in html
    assert "None" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert ("keine Beträge" if language == "de" else "no amounts") in html


@pytest.mark.parametrize(("language", "said"), [("de", "Sie beträgt 52,0\u202f%."), ("en", "It is 52.0%.")])
def test_a_margin_that_estimates_all_costs_is_named_where_the_run_kept_it(
    published: Published, tmp_path: Path, language: Language, said: str
) -> None:
    guessed = shrunk(
        published,
        tmp_path / "guessed.duckdb",
        "update ledger set estimated = true where kind = 'purchase_price'",
    )
    supposed, told = read_words(language).say("history.supposed"), {"value.margin": "0.52"}
    for settings, is_named in (({}, False), (told, True)):
        html = written((guessed, published[1]), tmp_path, language, settings=settings)
        assert supposed in html
        assert (said in html.replace(NBSP, "\u202f")) == is_named


@pytest.mark.parametrize(
    ("language", "margin", "revenue"),
    [("de", "eckungsbeitr", "Erwarteter Umsatz"), ("en", "margin", "Expected revenue")],
)
def test_without_costs_the_page_speaks_of_revenue(
    published: Published, tmp_path: Path, language: Language, margin: str, revenue: str
) -> None:
    words = read_words(language)
    html = written(published, tmp_path, language, missing=["costs", "vat"])
    told = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    told = re.sub(r"\bmargin_\d+m\b", "", told)  # columns of a table are called the same in every shop
    for said in (words.say("missing.costs"), advice("reactivation", language).offer):  # of costs to come
        assert said in told
        told = told.replace(said, "")
    assert margin not in told.lower()
    assert revenue in told
    assert told.count(words.say("history.net")) == 2
    assert margin in written(published, tmp_path, language, missing=["some_costs"]).split("</style>")[1]


def test_revenue_alone_is_drawn_once(published: Published, tmp_path: Path) -> None:
    snapshot = shrunk(
        published, tmp_path / "revenue.duckdb", "update months set margin_minor = revenue_minor"
    )
    html = written((snapshot, published[1]), tmp_path, missing=["costs"])
    assert "bekannten Kosten" not in html
    assert "schon abgezogen" not in html
    assert html.count("Umsatz ohne Mehrwertsteuer") == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_where_people_order_twice_a_day_the_first_figures_say_how_days_count(
    published: Published, tmp_path: Path, language: Language
) -> None:
    often = shrunk(published, tmp_path / "often.duckdb", "update customers set orders = 3 * order_days")
    note = read_words(language).say("worth.order_days")
    facts = block_of(written((often, published[1]), tmp_path, language), "worth").split("</dl>")[0]
    assert f"; {note} " in facts
    assert note not in written(published, tmp_path, language)


def test_one_customer_one_order(published: Published, tmp_path: Path) -> None:
    snapshot = shrunk(
        published,
        tmp_path / "one.duckdb",
        "delete from customers where customer <> (select min(customer) from customers)",
        "update customers set orders = 1",
        "delete from months where month <> (select max(month) from months)",
        *(
            f"delete from {table}"
            for table in ("cohorts", "calibration", "backtest", "ledger", "account", "rules")
        ),
    )
    html = written(
        (snapshot, manifest(customers=1, orders=1, value_minor=900.0, expected=0.4)), tmp_path, back_test=None
    )
    outline(html)
    assert ">Kunde<" in html
    assert "noch nicht weit genug zurück" in html
    assert "Noch liegt keine erste Bestellung lange genug zurück." in html


def test_nobody_at_all(published: Published, tmp_path: Path) -> None:
    snapshot = shrunk(
        published,
        tmp_path / "none.duckdb",
        *(f"delete from {table}" for table in ("customers", "months", "cohorts")),
    )
    html = written((snapshot, manifest(customers=0, orders=0, value_minor=0.0, expected=0.0)), tmp_path)
    outline(html)
    assert "Noch gibt es keinen Monat" in html


def test_a_loss_is_told_as_one(published: Published, tmp_path: Path) -> None:
    snapshot = shrunk(
        published,
        tmp_path / "loss.duckdb",
        """update customers set margin_24m_minor = -margin_24m_minor, value_minor = -value_minor,
            value_low_minor = -value_high_minor, value_high_minor = -value_low_minor""",
        "update months set margin_minor = -margin_minor",
    )
    html = written((snapshot, manifest(customers=5000, orders=9, value_minor=-9e6, expected=9.0)), tmp_path)
    outline(html)
    assert "\u221290.000" in html


def test_a_language_we_do_not_speak_is_refused_before_anything_is_written(
    published: Published, tmp_path: Path
) -> None:
    with pytest.raises(BadOption, match="'fr'"):
        write_report(published[0], published[1], tmp_path / "report.html", "fr")  # type: ignore[arg-type]  # refused
    assert not (tmp_path / "report.html").exists()


def test_files_lead_to_the_ledger_line_by_line(published: Published, tmp_path: Path) -> None:
    snapshot = shrunk(
        published, tmp_path / "bridged.duckdb", "drop table if exists reconciliation",
        "create table reconciliation as select kind, sum(amount_minor)::bigint + 700 as facts_minor,"
        " 0::bigint as left_out_minor, 700::bigint as vat_minor, 0::bigint as derived_minor,"
        " sum(amount_minor)::bigint as ledger_minor, 0::bigint as difference_minor from ledger group by kind",
    )  # fmt: skip
    told = block_of(written((snapshot, published[1]), tmp_path), "data")
    assert "Von Ihren Dateien zur Ergebnisrechnung" in told
    assert told.count(f"<td>−7,00{NBSP}€</td>") == 5
    assert "nicht gezählt" not in told
    assert "Nicht gezählt ist" not in told


def test_what_the_ledger_does_not_count_is_explained_where_there_is_any(
    published: Published, tmp_path: Path
) -> None:
    snapshot = shrunk(
        published, tmp_path / "left.duckdb", "drop table if exists reconciliation",
        "create table reconciliation as select kind, sum(amount_minor)::bigint + 700 as facts_minor,"
        " 700::bigint as left_out_minor, 0::bigint as vat_minor, 0::bigint as derived_minor,"
        " sum(amount_minor)::bigint as ledger_minor, 0::bigint as difference_minor from ledger group by kind",
    )  # fmt: skip
    told = block_of(written((snapshot, published[1]), tmp_path), "data")
    assert "Nicht gezählt ist, was zu Bestellungen oder Kunden gehört, die nicht mitzählen" in told
