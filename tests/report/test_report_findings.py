from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pages import Published
from report_snapshots import manifest

from treue.report import check_findings as check_says
from treue.report import findings as find
from treue.report import tier_findings as tiers_say
from treue.report.customer_rows import CalmTest, Customer, NextOrder, Reckoning
from treue.report.figures import read_figures
from treue.report.manifest import Run, read_manifest
from treue.report.numerals import NBSP, Numerals
from treue.report.rows import (
    CohortMonth,
    Decile,
    Flow,
    Group,
    Input,
    Kind,
    Month,
    Shift,
    Stakes,
    TierSum,
    Trial,
)
from treue.report.voice import Voice
from treue.report.words import read_words
from treue.report.years import Year

SPAN = date(2025, 1, 1), date(2025, 12, 31)
GERMAN = Voice(read_words("de"), Numerals("de", "EUR"))
ENGLISH = Voice(read_words("en"), Numerals("en", "EUR"))


NEXT = NextOrder(date(2026, 12, 1), date(2026, 11, 23), date(2027, 1, 20), 0.31)
HOW = Reckoning(
    date(2025, 11, 3), 9000, 4.0, 0.8, 2500, order_days=3, running_minor=7500, year_minor=5000, silent=0.4,
    usual_days=24, movers=[("idle_by_gap", -0.1)], others=0, next_order=NEXT,
)  # fmt: skip


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.fixture
def run() -> Run:
    return read_manifest(manifest(customers=10, orders=30, value_minor=50_000.0, expected=12.0))


def customer(**changes: Any) -> Customer:
    given = Customer("K-1", 3, date(2026, 1, 2), 4000, 0.5, 10_000, 2000, 30_000, 5000, "gold", HOW)
    return replace(given, **changes)


def test_history_compares_full_years() -> None:
    year, before = Year(1200, 0, 1_500_000, *SPAN), Year(1000, 0, 1_200_000, *SPAN)
    assert plain(find.history_finding(year, (year, before), "Jan. 2024", GERMAN)) == (
        "In den letzten zwölf vollen Monaten brachten 1.200 Bestellungen 15.000 € Deckungsbeitrag. "
        "Das sind 25 % mehr als in den zwölf Monaten davor."
    )
    assert find.history_finding(before, (before, year), "", ENGLISH).endswith(
        "That is 20% less than in the twelve months before."
    )


def test_where_only_some_months_can_be_compared_they_are_named() -> None:
    year = Year(1200, 0, 1_500_000, *SPAN)
    some = date(SPAN[0].year, 3, 1), SPAN[1]
    now, before = Year(1000, 0, 1_300_000, *some, open_minor=40_000), Year(900, 0, 1_200_000, *some)
    assert plain(find.history_finding(year, (now, before), "", GERMAN)).endswith(
        "Mit dem Jahr davor vergleichen lassen sich März 2025 bis Dez. 2025: 5 % mehr, wenn man abzieht, was "
        "davon voraussichtlich noch zurückkommt oder unbezahlt bleibt."
    )


def test_a_year_of_which_goods_may_still_come_back_is_held_against_the_other_without_them() -> None:
    year, before = Year(120, 0, 125_000, *SPAN, open_minor=5_000), Year(110, 0, 100_000, *SPAN)
    assert plain(find.history_finding(year, (year, before), "", GERMAN)).endswith(
        "brachten 120 Bestellungen 1.250 € Deckungsbeitrag. Zieht man ab, was davon voraussichtlich noch "
        "zurückkommt oder unbezahlt bleibt, sind das 20 % mehr als in den zwölf Monaten davor."
    )
    fewer = replace(year, open_minor=45_000)
    assert "taken off, that is 20% less than" in find.history_finding(fewer, (fewer, before), "", ENGLISH)


def test_a_last_month_that_will_still_lose_much_says_so() -> None:
    month = Month(date(2026, 11, 1), 1400, 1300, 300, 12_000_000, 5_600_000, open_minor=2_900_000)
    assert plain(find.running_finding(month, GERMAN)) == (
        "Von allem, was noch verloren geht, stammen 29.000 € aus Bestellungen vom November 2026. "
        "Gebucht wird es erst, wenn das Geld zurückgezahlt ist; in den Zahlen vom November 2026 stecken "
        "umgekehrt schon Erstattungen für ältere Bestellungen."
    )
    assert find.running_finding(replace(month, open_minor=500_000), GERMAN) == ""
    assert find.running_finding(replace(month, margin_minor=None, open_minor=0), ENGLISH) == ""


def test_history_makes_no_comparison_without_a_basis() -> None:
    year, lost = Year(9, 0, 100, *SPAN), Year(9, 0, -100, *SPAN)
    assert "davor" not in find.history_finding(year, None, "", GERMAN)
    assert "davor" not in find.history_finding(year, (year, lost), "", GERMAN)
    assert "Dez. 2025" in find.history_finding(None, None, "Dez. 2025", GERMAN)
    assert "9 Bestellungen ein" in find.history_finding(Year(9, 0, None, *SPAN), None, "", GERMAN)


def test_tiers_name_what_the_best_bring_and_what_the_last_cost() -> None:
    tiers = [Group("platinum", 20, 80_000), Group("gold", 30, 30_000), Group("lead", 50, -10_000)]
    sums = [TierSum("platinum", 50_000, 0, 30_000, 20), TierSum("lead", -12_000, 500, 2_500, 50)]
    assert plain(tiers_say.tier_finding(tiers, sums, GERMAN)) == (
        "Platin: 20 % Ihrer Kunden, 80 % des Deckungsbeitrags der letzten 24 und der nächsten 12 Monate. "
        "50 Kunden in der Klasse Blei kosten Sie unter dem Strich 100 €: −120 € in den letzten 24 Monaten, "
        "+20 € sind in den nächsten zwölf zu erwarten, abzüglich dessen, was noch zurückkommt."
    )
    one = [Group("platinum", 20, 80_000), Group("lead", 1, -10_000)]
    assert plain(tiers_say.tier_finding(one, sums[1:], ENGLISH)).endswith(
        "One customer in the Lead tier costs you €100 on balance: −€120 in the last 24 months, +€20 to be "
        "expected in the next twelve, less what will still come back."
    )
    assert "Blei: 50 % der Kunden, −10 % des Deckungsbeitrags." in plain(tiers_say.tier_shares(tiers, GERMAN))


def test_tiers_of_a_shop_without_profit() -> None:
    assert (
        tiers_say.tier_finding([Group("platinum", 1, 0)], [], ENGLISH)
        == "100% of your customers are in the Platinum tier."
    )
    assert "keine Beträge" in tiers_say.tier_finding([], [], GERMAN)


def test_rfm_names_the_group_that_brings_most() -> None:
    segments = [Group("champions", 10, 900), Group("lost", 90, 100)]
    assert find.rfm_finding(segments, ENGLISH).startswith(
        "Champions: 10% of your customers, 90% of the margin"
    )
    without = [Group("champions", 10, None), Group("lost", 90, None)]
    assert find.rfm_finding(without, ENGLISH).startswith("Lost: with 90%")


def test_watch_counts_the_once_good() -> None:
    assert find.watch_finding([Group("at-risk", 4, 1), Group("cannot-lose", 3, 1)], ENGLISH).startswith(
        "7 customers"
    )
    assert find.watch_finding([Group("cannot-lose", 1, 1)], GERMAN).startswith("Ein Kunde")
    assert find.watch_finding([Group("lost", 3, 1)], ENGLISH) == ""


def test_who_is_called_lost_and_still_buys_is_said() -> None:
    lost = Group("lost", 313, 1, active=280.4)
    assert find.watch_finding([lost], ENGLISH).endswith(
        "By their chances, added up, about 280 of these 313 still buy."
    )
    assert find.watch_finding([replace(lost, active=31.0)], GERMAN) == ""


def test_cohorts_weigh_by_customers() -> None:
    first, second = date(2026, 1, 1), date(2026, 2, 1)
    cells = [
        CohortMonth(first, 0, 10, 10),
        CohortMonth(first, 1, 10, 5),
        CohortMonth(second, 1, 30, 3),
        CohortMonth(first, 3, 10, 2),
    ]
    assert plain(find.cohort_finding(cells, GERMAN)) == (
        "Im ersten Monat nach der ersten Bestellung kaufen 20 % wieder, im 3. Monat danach 20 %."
    )
    assert "lange genug" in find.cohort_finding(cells[:1], GERMAN)


@pytest.mark.parametrize(
    ("predicted", "verdict"), [(1.1, "10 % zu hoch"), (0.9, "10 % zu niedrig"), (1.0, "richtig")]
)
def test_the_check_says_how_far_off(predicted: float, verdict: str, run: Run) -> None:
    found = plain(check_says.check_finding([Decile(1, 100, predicted, 1.0)], run, GERMAN))
    assert "21. Mai 2026" in found
    assert "Gekommen sind 100" in found
    assert verdict in found


def test_the_check_without_a_known_split(run: Run) -> None:
    found = check_says.check_finding(
        [Decile(1, 10, 1.0, 0.0)], replace(run, test_split=None, test_ranges={}), ENGLISH
    )
    assert found.startswith("We would have forecast 10 orders. 0 came")


def trial(model: str, mae: float | None = None, coverage_80: float | None = None) -> Trial:
    is_chosen = model == "combined"
    return Trial(
        model,
        is_naive=not is_chosen,
        is_chosen=is_chosen,
        mae=mae,
        crps=None,
        bias=None,
        gini_value=None,
        coverage_80=coverage_80,
    )


def test_rivals_put_the_best_simple_rule_beside_the_model() -> None:
    trials = [trial("combined", mae=0.7, coverage_80=0.81), trial("zero", mae=0.9), trial("average")]
    assert check_says.rivals_finding(trials, ENGLISH) == (
        "Per customer we were off by 0.70 orders on average; "
        "the best simple rule (nobody buys again) by 0.90. "
        "The 80% ranges of single customers kept their word: 81% of the customers fell within their own."
    )
    assert check_says.rivals_finding(trials[1:], ENGLISH) == ""


@pytest.mark.parametrize(
    ("share", "said"), [(0.77, "hielten Wort: 77 %"), (0.85, "vorsichtiger als nötig"), (0.7, "nur 70 %")]
)
def test_a_range_is_honest_when_it_holds_what_it_says(share: float, said: str) -> None:
    assert said in plain(check_says.rivals_finding([trial("combined", 0.7, share)], GERMAN))


def test_the_check_gives_its_range_where_the_run_tells_it(run: Run) -> None:
    deciles = [Decile(1, 2500, 1.0, 1.1)]
    found = plain(check_says.check_finding(deciles, run, GERMAN))
    assert (
        "2.500 Bestellungen vorhergesagt, meist zwischen 2.200 und 2.700 (80‑%‑Spanne der Summe). Gek"
        in found
    )
    bare = check_says.check_finding(deciles, replace(run, test_ranges={}), GERMAN)
    assert "vorhergesagt. Gekommen" in bare


@pytest.mark.parametrize(
    ("actual", "where"),
    [
        (2300, "zu hoch, aber innerhalb dieser Spanne"),
        (
            2150,
            "zu hoch und außerhalb dieser Spanne, aber innerhalb der 95‑%‑Spanne der Summe (2.100 bis 2.800)",
        ),
        (2900, "zu niedrig und auch außerhalb der 95‑%‑Spanne der Summe (2.100 bis 2.800)"),
    ],
)
def test_the_check_says_which_range_of_the_total_held(actual: float, where: str, run: Run) -> None:
    deciles = [Decile(1, 1, 2500.0, actual)]
    assert plain(check_says.check_finding(deciles, run, GERMAN)).endswith(f"{where}.")
    only_80 = replace(run, test_ranges={"80": run.test_ranges["80"]})
    found = check_says.check_finding(deciles, only_80, ENGLISH)
    assert found.endswith("but within this range." if actual == 2300 else "and outside this range.")
    for share, is_odd in ((0.81, actual != 2300), (0.7, False)):
        told = check_says.apart_finding(deciles, [trial("combined", 0.7, share)], run, GERMAN)
        assert ("kein Widerspruch" in told) == is_odd


def test_the_choice_is_told_with_the_names_of_the_page(run: Run) -> None:
    assert check_says.choice_sentence(run, GERMAN).startswith("Pareto/NBD: lag am nächsten")
    assert check_says.choice_sentence(replace(run, choices={"de": "", "en": ""}), GERMAN) == ""
    assert run.card is not None
    told = replace(
        run,
        card=replace(run.card, naive="own-rate"),
        choices={"en": "pareto-nbd: best; the simple forecast own-rate was closer still."},
    )
    assert check_says.choice_sentence(told, ENGLISH) == (
        "Pareto/NBD: best; the simple forecast “own average continues” was closer still."
    )


def test_best_and_worrying(run: Run) -> None:
    assert "20,0 %" in plain(find.best_finding([customer()], run, GERMAN))
    assert "50 € auf dem Spiel" in plain(find.worry_finding([customer()], run, GERMAN))
    assert find.worry_finding([], run, GERMAN) == "Zurzeit braucht Sie niemand besonders dringend."
    bare = replace(run, value_minor=None)
    assert "Ohne Beträge" in find.best_finding([], bare, GERMAN)
    assert "Ohne Beträge" in find.worry_finding([], bare, GERMAN)


def test_who_is_off_the_list_is_counted_and_who_said_so_is_held_to_it() -> None:
    assert find.calm_sentences(0, [], GERMAN) == ""
    assert find.calm_sentences(1, [], ENGLISH).startswith("You said of one more customer")
    told = find.calm_sentences(1_200, [CalmTest(91, 40, 31, 22, 29)], GERMAN)
    assert "Zu 1.200 weiteren Kunden" in told
    assert "Von den 40 Kunden" in told
    assert "haben 31 in den folgenden 91 Tagen bestellt" in told
    assert "meist zwischen 22 und 29" in told
    # Of nine nobody can tell whether they are right.
    assert find.calm_sentences(0, [CalmTest(91, 9, 9, 1, 5)], GERMAN) == ""


def test_data_names_every_row() -> None:
    clean, stained = Input("orders", 5, 5, 0, 1, 1, 0), Input("refunds", 3, 1, 2, 1, 1, 0)
    assert find.data_finding([clean], GERMAN) == "Wir haben alle 5 Zeilen übernommen."
    assert "Of 8 rows we accepted 6; 2 were" in find.data_finding([clean, stained], ENGLISH)
    assert "keinen Abgleich" in find.data_finding([], GERMAN)


def test_time_is_set_against_what_a_tier_brings() -> None:
    tiers = [Group("platinum", 20, 90_000, 100), Group("lead", 80, 10_000, 300)]
    assert plain(tiers_say.attention_finding(tiers, GERMAN)) == (
        "Die Klasse Blei bekommt 75 % Ihrer Servicezeit und bringt 10 % des Deckungsbeitrags."
    )
    assert "75 % Ihrer Servicezeit." in plain(tiers_say.tier_shares(tiers, GERMAN))
    cheap = [Group("platinum", 20, 90_000, 70, 0, 10), Group("iron", 20, 10_000, 30, 8_000, 10)]
    assert plain(tiers_say.attention_finding(cheap, GERMAN)) == (
        "Die Klasse Eisen bekommt 100 % Ihrer Rabatte und Gutscheine und bringt 10 % des Deckungsbeitrags."
    )
    assert tiers_say.attention_finding([Group("platinum", 20, 90_000)], GERMAN) == ""
    assert tiers_say.attention_finding([Group("lead", 20, -90_000, 7)], GERMAN) == ""


def test_moves_are_counted_with_the_commonest_reason() -> None:
    shifts = [
        Shift(is_up=True, reason="outlook", customers=7),
        Shift(is_up=True, reason="orders", customers=5),
        Shift(is_up=False, reason="silence", customers=1),
    ]
    assert tiers_say.shift_finding(shifts, GERMAN) == (
        "12 Kunden sind in den letzten vier Wochen aufgestiegen, vor allem wegen besserer Aussichten. "
        "Ein Kunde ist abgestiegen, wegen 24 Monaten ohne Bestellung."
    )
    assert tiers_say.shift_finding([], ENGLISH) == ""


@pytest.mark.parametrize("voice", [GERMAN, ENGLISH])
def test_every_reason_of_a_move_has_words(voice: Voice) -> None:
    up = ("orders", "outlook", "service", "returns", "limits", "return")
    down = ("orders", "outlook", "service", "returns", "limits", "silence")
    for is_up, reasons in ((True, up), (False, down)):
        for reason in reasons:
            assert tiers_say.shift_finding([Shift(is_up, reason, 2)], voice)


OCTOBER = date(2026, 10, 1)
PHASES = [
    Group(name, customers, None)
    for name, customers in (("retention", 1170), ("acquisition", 630), ("farewell", 2), ("awareness", 60))
]


def moved(before: str | None, after: str, customers: int) -> Flow:
    return Flow(OCTOBER, before, after, customers)


def test_phases_say_who_stands_where_and_who_moved() -> None:
    moves = [
        moved("retention", "reactivation", 88),
        moved("acquisition", "farewell", 2),
        moved("reactivation", "farewell", 40),
        moved("farewell", "retention", 7),
        moved(None, "acquisition", 216),
    ]
    assert find.phase_finding(PHASES, OCTOBER, moves, GERMAN) == (
        "Ihre Kunden heute: 630 nach dem Erstkauf, 1.170 in der Bindung und 2, bei denen es um "
        "Rückgewinnung oder Abschied geht. Im Oktober 2026 wurden 90 Kunden überfällig, 7 kamen zurück."
    )
    assert find.phase_finding(PHASES, OCTOBER, moves, ENGLISH) == (
        "Your customers today: 630 after their first purchase, 1,170 in retention and "
        "2 in win back or farewell. In October 2026, 90 customers became overdue and 7 came back."
    )


def test_phases_of_few_customers() -> None:
    one = [moved("retention", "reactivation", 1), moved("reactivation", "retention", 1)]
    assert find.phase_finding(PHASES[:1], OCTOBER, one, GERMAN) == (
        "Ihre Kunden heute: 1.170 in der Bindung. Im Oktober 2026 wurde ein Kunde überfällig, einer kam "
        "zurück."
    )
    assert find.phase_finding(PHASES, OCTOBER, [], ENGLISH).endswith(
        "In October 2026, nobody became overdue and nobody came back."
    )
    assert "überfällig" not in find.phase_finding(PHASES, None, [], GERMAN)
    assert find.phase_finding(PHASES[3:], OCTOBER, [], GERMAN) == "Noch hat niemand bestellt."


def test_who_has_not_ordered_yet_is_told_apart() -> None:
    assert find.interest_finding(PHASES, GERMAN) == (
        "Dazu kommen 60 Interessenten, die noch nicht bestellt haben."
    )
    assert find.interest_finding([Group("awareness", 1, None)], ENGLISH).startswith("One more person")
    assert find.interest_finding(PHASES[:3], GERMAN) == ""


def test_kinds_name_the_largest() -> None:
    kinds = [
        Kind(count, count / 100, {"de": f"Typ {count}", "en": f"Kind {count}"}, {"de": "", "en": ""})
        for count in (40, 60)
    ]
    assert plain(find.kinds_finding(kinds, GERMAN)) == (
        "In Ihren Daten zeigen sich 2 Kundentypen. Der größte ist „Typ 60“ mit 60 % Ihrer Kunden."
    )
    assert find.kinds_finding(kinds, ENGLISH).endswith(
        "The largest is “Kind 60”, with 60% of your customers."
    )
    assert "keine Typen" in find.kinds_finding(kinds[:1], GERMAN)


def test_late_is_not_gone() -> None:
    late = Group("reactivation", 761, None, active=675.2)
    assert find.overdue_finding([late], ENGLISH) == (
        "Reactivation means later than usual, not gone: by their chances, added up, about 675 of these 761 "
        "still buy."
    )
    assert find.overdue_finding([replace(late, active=300.0)], ENGLISH) == ""
    assert find.overdue_finding([], ENGLISH) == ""


def test_what_is_at_stake_with_all_is_told_beside_the_listed() -> None:
    stakes = Stakes(748, 11_580_000)
    told = plain(find.stakes_finding([customer()], stakes, GERMAN))
    assert told.startswith("Insgesamt sind es 116.000 € bei 748 Kunden. Auf dem Spiel heißt hier:")
    assert find.stakes_finding([customer()], Stakes(1, 5_000), GERMAN).startswith("Auf dem Spiel heißt hier:")
    assert find.stakes_finding([], Stakes(0, 0), GERMAN) == ""


def test_the_check_says_what_it_adjusted_and_what_it_did_not_try(run: Run) -> None:
    assert run.card is not None
    deciles = [Decile(1, 100, 0.88, 1.0)]
    cut = replace(run, card=replace(run.card, level=0.87, origins=3))
    said = plain(check_says.level_finding(deciles, cut, GERMAN))
    assert said.startswith(
        "An 3 früheren Stichtagen lagen unsere Prognosen bei Ihnen im Ganzen zu hoch; darum"
    )
    assert "um 13 % gekürzt" in said
    assert "Ohne die Anpassung stünden oben rund" in said
    once = replace(cut, card=replace(run.card, level=0.87, origins=1))
    assert check_says.level_finding(deciles, once, GERMAN).startswith("An einem früheren Stichtag lagen")
    # Right or off the other way in the test: nothing to explain.
    assert check_says.level_finding([Decile(1, 100, 1.1, 1.0)], cut, GERMAN) == ""
    assert check_says.level_finding(deciles, replace(run, card=replace(run.card, level=1.0)), GERMAN) == ""
    tried = check_says.tried_finding(replace(run, test_horizon_days=121), GERMAN)
    assert tried.startswith("Dieser Test betrifft die Bestellungen über 121 Tage, nicht das Geld")
    assert check_says.tried_finding(replace(run, test_horizon_days=None), GERMAN) == ""


def test_how_much_is_missing_is_counted_where_it_can_be(published: Published) -> None:
    figures = read_figures(published[0])
    nobody = replace(figures, reserves=replace(figures.reserves, anonymous_orders=338))
    assert find.missing_size("anonymous", nobody, GERMAN) == (
        "Seit Beginn Ihrer Daten sind das 338 Bestellungen."
    )
    assert find.missing_size("contact", nobody, GERMAN) == ""
