"""The monthly report: one sheet whose figures are those of the snapshot."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pages import Language, Published, outline, shrunk
from pdf_text import embedded_fonts, text_of

from treue.errors import BadOption, BrokenHome
from treue.report.figures import read_figures
from treue.report.manifest import Run, read_manifest
from treue.report.month_told import cards, findings, gaps, last_month
from treue.report.monthly import monthly_sheet, write_monthly
from treue.report.numerals import NBSP
from treue.report.page import voice_for
from treue.report.paper import HEIGHT
from treue.report.rows import Figures

GROWN = (
    """create table worth as select date '2026-10-31' as day, 5000 as customers, 900e0 as expected_orders,
        9000000 as worth_minor""",
    """create table worth_change as select 1 as months, date '2026-10-21' as since, part, amount::bigint
        as amount_minor, 0e0 as orders, low::bigint as low_minor, high::bigint as high_minor,
        null::double as orders_low, null::double as orders_high from (values
        ('before', 10000000, null, null), ('new', 520000, null, null), ('time', -300000, null, null),
        ('basket', 60000, null, null), ('group_new', 520000, null, null),
        ('group_ordered', 210000, null, null),
        ('group_silent', -450000, null, null), ('total', 280000, 100000, 400000),
        ('after', 10280000, null, null)) t(part, amount, low, high)""",
    """create table levers as select * from (values (1, 'repeat', 1e-2, 156000, 146000, 167000),
        (2, 'returns', 1e-2, 777000, 700000, 800000))
        t(rank, lever, step, gain_minor, low_minor, high_minor)""",
    """create table plan as select 'plan' as kind, (date '2026-12-01' + to_months(n))::date as month,
        3000000 + 100000 * n as existing_margin_minor, 1000000 as new_margin_minor,
        4000000 + 100000 * n as margin_minor, 3500000 as margin_low_minor, 4700000 as margin_high_minor,
        90e0 as new_customers, 10000 as acquisition_minor, 0e0 as existing_orders, 0e0 as new_orders,
        0e0 as orders, 0e0 as orders_low, 0e0 as orders_high from range(12) t(n)""",
)
GROWTH = {"verdict": "growing", "months": 12, "new_customers": 12, "repeat": None, "plan_test": None}


@pytest.fixture(scope="module")
def grown(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The invented shop with growth and a plan."""
    path = shrunk(published, tmp_path_factory.mktemp("grown") / "grown.duckdb", *GROWN)
    return path, published[1] | {"growth": GROWTH, "settings": {"shop.name": "Tee & mehr"}}


def told(published: Published, folder: Path, language: Language = "de", **changes: Any) -> str:
    """What the sheet says, without spaces: where a line ends, there is none."""
    write_monthly(*read((published[0], published[1] | changes)), folder / "m.pdf", language)
    return squeezed(text_of((folder / "m.pdf").read_bytes()))


def read(published: Published) -> tuple[Figures, Run]:
    """What the sheet is drawn from."""
    return read_figures(published[0]), read_manifest(published[1])


def squeezed(said: str) -> str:
    return "".join(said.split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("Monatsbericht Oktober 2026", "Datenstand 21. November 2026", "um +2.800 € verändert",
                "Neukunden", "+5.200 €", "Oktober 2026 neben dem Vorjahr", "Verlorene Kunden",
                "wenn die Retouren um einen Prozentpunkt", "7.770 € im Jahr", "Dezember 2026", "40.000 €",
                "Februar 2027", "42.000 €",
                "meist zwischen 35.000 € und 47.000 €", "davon 10.000 € von neuen Kunden", "Platin", "Blei")),
        ("en", ("Monthly report, October 2026", "€7,770 a year", "December 2026", "€40,000",
                "€10,000 of it from",
                "Customers lost", "October 2026 beside the year before")),
    ],
)  # fmt: skip
def test_the_sheet_tells_the_month(
    grown: Published, tmp_path: Path, language: Language, said: tuple[str, ...]
) -> None:
    text = told(grown, tmp_path, language)
    assert [each for each in ("Tee & mehr", *said) if squeezed(each) not in text] == []
    assert not re.search(r"[{}]|None|nan|Undefined|\?\?", text)


def test_it_is_one_page_with_its_fonts_and_says_the_same_twice(grown: Published, tmp_path: Path) -> None:
    told(grown, tmp_path)
    pdf = (tmp_path / "m.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 1
    assert embedded_fonts(pdf) == {"LiberationSans", "LiberationSans-Bold"}
    assert len(pdf) < 200_000
    assert monthly_sheet(*read(grown), "de") == monthly_sheet(*read(grown), "de")


def test_the_cards_are_the_last_full_months(grown: Published) -> None:
    figures, run = read_figures(grown[0]), read_manifest(grown[1])
    voice = voice_for(figures, run, "en")
    with duckdb.connect(str(grown[0]), read_only=True) as con:
        now, then = (
            con.execute(
                f"select revenue_minor, new_customers from months where month = '{month}'"
            ).fetchall()[0]
            for month in ("2026-10-01", "2025-10-01")
        )
        lost = con.execute(
            "select sum(customers) from phase_flows where month = '2026-10-01' and after = 'farewell'"
            " and before <> 'farewell'"
        ).fetchall()[0][0]
    shown = {card.label: card for card in cards(figures, run, voice)}
    assert shown["Revenue"].figure == voice.figures.about(now[0])
    change = voice.figures.signed_share(now[0] / then[0] - 1)
    assert shown["Revenue"].note == f"{change}, a year before {voice.figures.about(then[0])}"
    assert shown["New customers"].figure == voice.figures.number(now[1])
    assert shown["Customers lost"].figure == voice.figures.number(lost)
    assert list(shown) == ["Revenue", "Contribution margin", "New customers", "Customers lost"]


def test_a_margin_is_held_against_last_years_without_what_may_still_come_back(
    published: Published, tmp_path: Path
) -> None:
    back = "create table still_open as select date '2026-10-01' as month, 100000::bigint as still_open_minor"
    path = shrunk(published, tmp_path / "open.duckdb", *GROWN, back)
    figures, run = read_figures(path), read_manifest(published[1] | {"growth": GROWTH})
    voice = voice_for(figures, run, "de")
    now, before = (
        next(each.margin_minor or 0 for each in figures.months if f"{each.month:%Y-%m}" == month)
        for month in ("2026-10", "2025-10")
    )
    card = next(each for each in cards(figures, run, voice) if each.label == "Deckungsbeitrag")
    assert card.figure == voice.figures.about(now)
    assert card.note.startswith(voice.figures.signed_share((now - 100_000) / before - 1))
    said = told((path, published[1] | {"growth": GROWTH}), tmp_path)
    assert squeezed("ist abgezogen, was von ihm voraussichtlich noch zurückkommt") in said


def test_a_month_that_is_not_over_is_not_told(grown: Published) -> None:
    months = read_figures(grown[0])
    run = read_manifest(grown[1] | {"until": "2026-10-31"})
    last = last_month(months, run.until)
    assert last is not None
    assert f"{last.month}" == "2026-10-01"
    earlier = last_month(months, read_manifest(grown[1] | {"until": "2026-10-30"}).until)
    assert earlier is not None
    assert f"{earlier.month}" == "2026-09-01"


def test_findings_begin_with_the_dearest_friction_and_the_strongest_lever(grown: Published) -> None:
    figures, run = read_figures(grown[0]), read_manifest(grown[1])
    found = findings(figures, run, voice_for(figures, run, "de"))
    assert len(found) == 3
    assert "18.400" in found[0]
    assert "kein Beweis" in found[0]
    assert (
        found[1]
        .replace(NBSP, " ")
        .startswith("Am meisten würde es bringen, wenn die Retouren um einen Prozentpunkt")
    )
    assert found[2].startswith("Bei den 20 Kunden")


def test_many_gaps_leave_room_for_the_figures(grown: Published, tmp_path: Path) -> None:
    warned = [
        {"kind": kind, "text": "t"} for kind in ("ThinData", "PoorFit", "Extrapolation", "LeftTruncated")
    ]
    missing = ["supposed_costs", "vat", "refunds", "service_hour", "contact"]
    text = told(grown, tmp_path, missing=missing, warnings=warned)
    assert re.search(r"\dweitereHinweisestehenimausführlichenBericht", text)
    assert "Februar2027" in text
    svg = monthly_sheet(*read((grown[0], grown[1] | {"missing": missing, "warnings": warned})), "de")
    boxes = [
        (float(y), float(h))
        for y, h in re.findall(r'<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', svg)
    ]
    assert max(y + height for y, height in boxes) < HEIGHT - 30
    figures, run = read_figures(grown[0]), read_manifest(grown[1] | {"missing": missing, "warnings": warned})
    assert len(gaps(figures, run, voice_for(figures, run, "de"))) == 9


def test_nothing_missing_is_said_too(grown: Published, tmp_path: Path) -> None:
    text = told(grown, tmp_path, missing=[], warnings=[])
    assert squeezed("Alle Angaben, die wir für diese Zahlen brauchen, sind da.") in text


def test_a_young_shop_has_a_sheet_as_well(published: Published, tmp_path: Path) -> None:
    young = shrunk(
        published,
        tmp_path / "young.duckdb",
        "delete from months where month < '2026-10-01'",
        "drop table phase_flows",
        "drop table frictions",
    )
    text = told((young, published[1]), tmp_path)
    assert squeezed("noch kein Vergleich") in text
    assert squeezed("Für einen Plan reichen Ihre Daten noch nicht weit genug zurück.") in text
    assert squeezed("Für ein Urteil reichen Ihre Daten noch nicht weit genug zurück.") in text
    assert squeezed("Verlorene Kunden") not in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_without_amounts_orders_are_told(published: Published, tmp_path: Path, language: Language) -> None:
    bare = shrunk(
        published,
        tmp_path / "orders.duckdb",
        "update customers set value_minor = null, at_stake_minor = null, margin_24m_minor = null",
        "update months set revenue_minor = null, margin_minor = null",
        "update frictions set yearly_minor = null, yearly_low_minor = null, yearly_high_minor = null",
        "drop table ledger",
    )
    totals = deepcopy(published[1]["totals"]) | {"value_minor": None}
    text = told((bare, published[1]), tmp_path, language, totals=totals, missing=["amounts"])
    assert "€" not in text
    assert ("Bestellungen" if language == "de" else "Orders") in text


def test_without_costs_the_sheet_speaks_of_revenue(grown: Published, tmp_path: Path) -> None:
    text = told(grown, tmp_path, missing=["costs"])
    assert squeezed("erwarteter Umsatz") in text
    assert squeezed("Woher kommt Ihr Umsatz?") in text
    assert "eckungsbeitrag" not in text.replace(
        squeezed("Der Wert ist bis dahin Umsatz, nicht Deckungsbeitrag"), ""
    )


def test_a_shops_name_is_escaped(grown: Published) -> None:
    named = grown[1] | {"settings": {"shop.name": "<i>Tee & mehr</i>"}}
    outline(monthly_sheet(*read((grown[0], named)), "en"))


def test_what_is_no_snapshot_or_language_is_refused(grown: Published, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="speaks de and en"):
        monthly_sheet(*read(grown), "fr")
    (tmp_path / "no.duckdb").write_text("no database", encoding="utf-8")
    with pytest.raises(BrokenHome, match="Run `treue run` again"):
        read((tmp_path / "no.duckdb", grown[1]))
