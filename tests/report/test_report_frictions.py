"""What frictions cost, in words and in the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from treue.report import frictions as find
from treue.report.charts.frame import NARROW, WIDE, Size
from treue.report.charts.frictions import friction_chart
from treue.report.numerals import NBSP, Numerals
from treue.report.rows import Friction, Unseen
from treue.report.voice import Voice
from treue.report.words import read_words

GERMAN = Voice(read_words("de"), Numerals("de", "EUR"))
ENGLISH = Voice(read_words("en"), Numerals("en", "EUR"))
LATE = Friction(
    "late_delivery", "promised", None, 812, 0.31, 0.38, -0.07, -0.09, -0.05,
    -1_842_000, -2_400_000, -1_200_000, 590, 91, is_told=True,
)  # fmt: skip
SLOW = replace(LATE, kind="slow_answer", detail="", beyond=24, again=0.4, like_them=0.45, change=-0.05)
BACK = replace(LATE, kind="return", detail="", again=0.6, like_them=0.55, change=0.05, low=0.02, high=0.08)
UNSURE = replace(
    LATE, kind="checkout", detail="payment", change=0.01, low=-0.03, high=0.05, is_told=False,
    yearly_low_minor=-1, yearly_high_minor=1,
)  # fmt: skip
LESS = (
    "Die Betroffenen eines Jahres bringen im Vierteljahr danach zusammen etwa 18.400 € weniger (meist "
    "zwischen 12.000 € und 24.000 €)."
).replace(" €", f"{NBSP}€")
MISSING = [
    Unseen("late_delivery", "orders.delivered_day"),
    Unseen("checkout", "more"),
    Unseen("first_article", "more"),
]


def article(name: str, again: float, change: float, *, is_told: bool) -> Friction:
    return replace(
        LATE,
        kind="first_article",
        detail=name,
        again=again,
        like_them=again - change,
        change=change,
        is_told=is_told,
    )


def test_the_dearest_is_told_with_how_many_it_touched_and_that_it_proves_nothing() -> None:
    dearer = replace(LATE, yearly_minor=-2_842_000)
    assert find.friction_finding([SLOW, UNSURE, dearer], [], GERMAN) == (
        "Wer sein Paket erst nach dem zugesagten Tag bekam (590 Kunden in zwölf Monaten), "
        "bestellte im Vierteljahr danach seltener wieder: 31 statt 38 von 100. "
        + LESS.replace("18.400", "28.400")
    )
    [other] = find.other_frictions([SLOW, UNSURE, dearer], GERMAN)
    assert other == (
        "Wer länger als 24 Stunden auf eine Antwort wartete (590 Kunden in zwölf Monaten), "
        f"bestellte im Vierteljahr danach seltener wieder: 40 statt 45 von 100. {LESS}"
    )
    assert find.friction_sure([SLOW, dearer], GERMAN) == "Das ist ein Zusammenhang, kein Beweis."
    one = replace(LATE, horizon_days=28, touched_12m=1)
    assert find.friction_finding([one], [], ENGLISH) == (
        "Customers whose parcel came after the promised day (one customer in twelve months) ordered "
        "again less often in the four weeks after: 31 instead of 38 in 100. Those touched in a year "
        "together bring about €18,400 less in the four weeks after (usually between €12,000 and €24,000)."
    )


def test_what_costs_more_but_may_be_chance_is_named_and_why_it_is_grey() -> None:
    grey = replace(BACK, change=-0.009, yearly_minor=-3_000_000, is_told=False)
    said = find.friction_sure([LATE, grey], GERMAN).replace(NBSP, " ")
    assert "„Retoure“ oben (590 Kunden, 30.000 € im Jahr), aber grau: Dass weniger wiederkommen" in said
    unsure = replace(grey, yearly_high_minor=1)
    assert "yet grey and uncertain" in find.friction_sure([LATE, unsure], ENGLISH)
    assert find.friction_sure([grey], GERMAN) == ""
    assert find.friction_sure([LATE, replace(grey, yearly_minor=-1)], GERMAN).endswith("kein Beweis.")


def test_rows_stand_by_money() -> None:
    small, dear = replace(LATE, yearly_minor=-5), replace(BACK, yearly_minor=-2_000_000)
    assert find.frictions_of([small, LATE, dear]) == [dear, LATE, small]
    bare = [replace(each, yearly_minor=None) for each in (SLOW, LATE)]
    assert find.frictions_of(bare) == bare[::-1]


def test_what_goes_the_other_way_says_so() -> None:
    told = " ".join(find.other_frictions([LATE, BACK], GERMAN))
    assert (
        "Wer etwas zurückschickte (590 Kunden in zwölf Monaten), bestellte im Vierteljahr danach "
        "häufiger wieder: 60 statt 55 von 100." in told
    )


def test_what_costs_comes_before_what_goes_the_other_way_however_strong() -> None:
    gain = replace(BACK, again=0.9, change=0.35)
    told = find.friction_finding([gain, LATE], [], GERMAN)
    assert told.startswith("Wer sein Paket erst nach dem zugesagten Tag bekam")
    assert "häufiger wieder" in find.other_frictions([gain, LATE], GERMAN)[0]


def test_shares_that_round_alike_get_a_decimal() -> None:
    near = replace(LATE, again=0.312, like_them=0.308, change=0.004)
    assert "31,2 statt 30,8 von 100" in find.friction_finding([near], [], GERMAN)


def test_where_chance_explains_all_nothing_is_claimed() -> None:
    told = find.friction_finding([UNSURE], [], GERMAN)
    assert "kaum Zufall sein kann" in told
    assert "Zusammenhang" not in told
    assert "Geld" not in told


# Shares and money


def test_money_that_points_the_other_way_is_explained() -> None:
    more_but_less = replace(BACK, yearly_minor=-64_700, yearly_low_minor=-102_200, yearly_high_minor=-27_200)
    told = find.friction_finding([more_but_less], [], GERMAN).replace(NBSP, " ")
    assert (
        "häufiger wieder: 60 statt 55 von 100. Trotzdem bringen die Betroffenen eines Jahres im "
        "Vierteljahr danach zusammen etwa 647 € weniger" in told
    )
    assert "(meist zwischen 272 € und 1.020 €): Es kommen mehr wieder, doch sie kaufen für weniger" in told
    less_but_more = replace(LATE, yearly_minor=90_000, yearly_low_minor=50_000, yearly_high_minor=130_000)
    english = find.friction_finding([less_but_more], [], ENGLISH)
    assert "Even so those touched in a year together bring about €900 more in the quarter after" in english
    assert "fewer come again, but those who do buy for more" in english


def test_money_that_chance_explains_is_called_so() -> None:
    unsure = replace(LATE, yearly_low_minor=-90_000, yearly_high_minor=20_000)
    told = find.friction_finding([unsure], [], GERMAN).replace(NBSP, " ")
    assert (
        "In Geld ist das nicht nachweisbar: Die Spanne für die Betroffenen eines Jahres (−900 € bis 200 €) "
        "enthält die Null." in told
    )
    assert "In money this cannot be shown" in find.friction_finding([unsure], [], ENGLISH)


def test_without_amounts_money_is_not_spoken_of() -> None:
    bare = replace(LATE, yearly_minor=None, yearly_low_minor=None, yearly_high_minor=None)
    assert "Geld" not in find.friction_finding([bare], [], GERMAN)
    assert find.money_sentence(bare, GERMAN) == ""


def test_money_alone_is_a_hint() -> None:
    alone = replace(UNSURE, yearly_minor=-64_700, yearly_low_minor=-102_200, yearly_high_minor=-27_200)
    told = find.friction_finding([alone], [], GERMAN).replace(NBSP, " ")
    assert (
        "In Geld gibt es einen Hinweis: Wer bei der Zahlung abbrach (590 Kunden in zwölf "
        "Monaten), bringt danach weniger, alle zusammen etwa 647 € im Jahr" in told
    )
    more = replace(UNSURE, yearly_minor=500, yearly_low_minor=100, yearly_high_minor=900)
    english = find.friction_finding([more], [], ENGLISH)
    assert (
        "In money there is a hint. Customers who broke off at payment (590 customers in twelve "
        "months) bring more afterwards, all of them together about €5 a year" in english
    )


def test_where_nothing_is_known_one_sentence_names_the_files() -> None:
    assert find.friction_finding([], MISSING, GERMAN) == (
        "Das wissen wir noch nicht. Nötig wären, jede für sich: verspätete Pakete (Liefertag und zugesagter "
        "Tag je Bestellung); "
        "abgebrochene Besuche (bisher zu wenige Fälle). Was Ihr Shop nicht hat, lassen Sie weg."
    )


@pytest.mark.parametrize("voice", [GERMAN, ENGLISH])
def test_every_kind_has_its_words(voice: Voice) -> None:
    for kind, detail in (
        ("late_delivery", "promised"), ("late_delivery", "usual"), ("return", ""), ("slow_refund", ""),
        ("out_of_stock", ""),
        ("slow_answer", ""), ("checkout", "cart"), ("checkout", "checkout"), ("checkout", "payment"),
        ("checkout", "basket"),
    ):  # fmt: skip
        each = replace(LATE, kind=kind, detail=detail, beyond=7)
        assert find.name_of(each, voice)
        assert find.friction_finding([each], [], voice)
    assert find.within(45, voice).count("45") == 1


def test_first_articles_are_told_where_they_are_clear() -> None:
    best, plain = article("Probierpaket", 0.4, 0.06, is_told=True), article("Sencha", 0.3, 0.0, is_told=False)
    worst = article("Kanne", 0.2, -0.09, is_told=True)
    told = find.first_finding([best, plain, worst], GERMAN)
    assert told == (
        "Nach einem ersten Kauf von „Probierpaket“ bestellten mehr wieder als sonst: 40 statt 34 von 100. "
        "Nach einem ersten Kauf von „Kanne“ waren es weniger: 20 statt 29 von 100."
    )
    assert "keinen Unterschied" in find.first_finding([plain], GERMAN)
    assert find.first_finding([], GERMAN) == ""
    assert find.first_finding([best], GERMAN).count("Nach") == 1


def test_articles_come_before_categories_and_of_many_only_the_ends_are_shown() -> None:
    many = [article(f"A{number:02d}", 0.1 + number / 100, 0.0, is_told=False) for number in range(30)]
    group = replace(many[0], kind="first_category", detail="Tee")
    firsts = find.firsts_of([LATE, group, *many])
    assert [each.detail for each in find.ends_of(firsts)] == [
        "A29", "A28", "A27", "A26", "A25", "A04", "A03", "A02", "A01", "A00",
    ]  # fmt: skip
    assert find.firsts_of([LATE, group]) == [group]
    assert find.ends_of(firsts[:10]) == firsts[:10]
    assert find.frictions_of([LATE, group, *many]) == [LATE]


def drawn_rows(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that stand for frictions."""
    tables = [*drawn.get("datasets", {}).values(), *(each.get("values", []) for each in _data(drawn))]
    return next(rows for rows in tables if rows and "name" in rows[0])


def _data(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [drawn.get("data", {}), *(layer.get("data", {}) for layer in drawn["layer"])]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_picture_has_room_on_both_sides_of_no_change(size: Size) -> None:
    drawn = friction_chart([LATE, SLOW, UNSURE], GERMAN, size).to_dict(validate=False)
    bars = next(layer for layer in drawn["layer"] if layer["mark"].get("type") == "bar")
    low, high = bars["encoding"]["x"]["scale"]["domain"]
    assert low <= -9
    assert high > 0
    told = [row["yearly"] for row in drawn_rows(drawn)]
    assert len(told) == 3
    assert [text.endswith("unsicher") for text in told] == [False, False, True]


def test_an_amount_whose_range_holds_nothing_is_called_uncertain() -> None:
    wide = replace(LATE, yearly_high_minor=100)
    assert not wide.is_yearly_sure
    rows = drawn_rows(friction_chart([wide], ENGLISH, WIDE).to_dict(validate=False))
    assert rows[0]["yearly"] == "−€18,400 a year, uncertain"


def test_without_amounts_no_amount_is_drawn() -> None:
    bare = replace(LATE, yearly_minor=None, yearly_low_minor=None, yearly_high_minor=None)
    layers = friction_chart([bare], GERMAN, WIDE).to_dict(validate=False)["layer"]
    assert [layer["encoding"].get("text", {}).get("field") for layer in layers].count("yearly") == 0


def test_what_is_known_for_less_than_a_year_says_so() -> None:
    short = replace(LATE, known_days=180)
    told = find.friction_finding([short], [], GERMAN)
    assert "(590 Kunden in den letzten 180 Tagen; weiter reichen die Daten dazu nicht)" in told
    assert "(590 Kunden in zwölf Monaten)" in find.friction_finding([LATE], [], GERMAN)
