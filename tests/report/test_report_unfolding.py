from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from report_snapshots import manifest

from treue.report.customer_rows import Customer, NextOrder, Reckoning
from treue.report.manifest import Run, read_manifest
from treue.report.numerals import NBSP, Numerals
from treue.report.unfolding import Step, at_stake, chance, unfold
from treue.report.voice import Voice
from treue.report.words import LANGUAGES, read_words
from treue.value.diary import Bookings, Diary
from treue.value.order_days import OrderDays
from treue.value.tournament.features import Seen, features_of

GERMAN = Voice(read_words("de"), Numerals("de", "EUR"))
ENGLISH = Voice(read_words("en"), Numerals("en", "EUR"))
RUN = read_manifest(manifest(customers=10, orders=30, value_minor=50_000.0, expected=12.0))
NEXT = NextOrder(date(2026, 12, 1), date(2026, 11, 23), date(2027, 1, 20), 0.31)
NEXT_TOLD = (
    "in den nächsten 28 Tagen (bis 19.12.2026) zu 31 %; kommt bis zum 20.02.2027 eine, dann im Mittel am "
    "01.12.2026, meist 23.11.2026 bis 20.01.2027"
)
MOVERS = [("idle_by_gap", -0.12), ("order_value", 0.02)]
HOW = Reckoning(
    date(2026, 6, 1), 9000, 3.6, 0.9, 2500, order_days=7, running_minor=17_500, year_minor=13_500, silent=0.6,
    usual_days=21, movers=MOVERS, others=0, next_order=NEXT,
)  # fmt: skip
# The run looks at everything up to 21 November 2026: 48 days of silence, after an order every 21 days.
REGULAR = Customer("K-1", 7, date(2026, 10, 4), 4000, 0.62, 8600, 2000, 30_000, 5000, "gold", HOW)
ONCE = replace(REGULAR, orders=1, how=replace(HOW, first_order=REGULAR.last_order, usual_days=None))

SEEN = Seen.at(
    9,
    Diary(
        OrderDays(np.array([1]), np.array([5]), np.array([2.0])),
        Bookings(np.array([1]), np.array([5]), np.array([1.0])),
    ),
)
FEATURES = features_of(SEEN, np.zeros(1), np.zeros(1)).names


def told(customer: Customer, run: Run = RUN, voice: Voice = GERMAN) -> dict[str, Step]:
    return {step.label: step for step in unfold(customer, run, voice)}


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_a_forecast_unfolds_from_the_history_to_the_value() -> None:
    steps = [(step.label, plain(step.text)) for step in unfold(REGULAR, RUN, GERMAN)]
    assert steps == [
        (
            "Bisher",
            "7 Bestellungen seit dem 01.06.2026, zuletzt meist 21 Tage auseinander, die letzte am 04.10.2026",
        ),
        ("Erwartet das Modell", "4,00 Bestellungen"),
        ("Aus Ihren Daten gelernt", "10 % weniger, also 3,60 Bestellungen"),
        ("Kauft wahrscheinlich noch", "62 %"),
        ("Nächste Bestellung", NEXT_TOLD),
        ("Deckungsbeitrag je Bestellung", "25,00 €"),
        (
            "Ergibt",
            "3,60 × 25,00 €, auf heute abgezinst und nach laufendem Service und Nachrichten 86 €",
        ),
    ]


def test_a_mean_above_its_range_is_explained() -> None:
    gone = replace(REGULAR, value_low_minor=0, value_high_minor=8500)
    step = told(gone)["Warum über der Spanne"]
    assert plain(step.text).startswith(
        "Der Erwartungswert von 86 € liegt über der Spanne (meist 0 € bis 85 €): "
    )
    assert "above the range (usually €0 to €85): " in told(gone, voice=ENGLISH)["Why above the range"].text
    never = told(replace(gone, value_high_minor=0))["Warum über der Spanne"]
    assert "Spanne (meist nichts)" in plain(never.text)
    for high in (8570, 8600):
        assert "Warum über der Spanne" not in told(replace(gone, value_high_minor=high))


def test_features_are_told_as_this_customer_shows_them() -> None:
    assert [plain(each) for each in told(REGULAR)["Aus Ihren Daten gelernt"].movers] == [
        "zuletzt vor 48 Tagen bestellt, sonst meist 21 Tage auseinander: −12 %",
        "im Schnitt 13 € Umsatz je Bestellung: +2 %",
    ]
    assert told(REGULAR, voice=ENGLISH)["Learned from your data"].movers[0] == (
        "last ordered 48 days ago, orders usually 21 days apart: −12%"
    )


def test_who_ordered_once_has_no_gap_to_be_held_against() -> None:
    steps = told(ONCE)
    assert steps["Bisher"].text == "eine Bestellung, am 04.10.2026"
    assert plain(steps["Aus Ihren Daten gelernt"].movers[0]) == "zuletzt vor 48 Tagen bestellt: −12 %"
    twice = told(replace(ONCE, orders=2))
    assert twice["Bisher"].text == "2 Bestellungen, alle am 04.10.2026"


def test_two_gaps_are_no_rhythm() -> None:
    few = replace(REGULAR, orders=3, how=replace(HOW, order_days=3, usual_days=6))
    steps = told(few)
    assert plain(steps["Bisher"].text) == (
        "3 Bestellungen seit dem 01.06.2026, die letzte am 04.10.2026; "
        "für einen Rhythmus sind das noch zu wenige"
    )
    assert plain(steps["Aus Ihren Daten gelernt"].movers[0]) == "zuletzt vor 48 Tagen bestellt: −12 %"
    assert "auseinander" in told(replace(few, how=replace(HOW, order_days=5)))["Bisher"].text


def test_features_that_read_the_same_are_told_once() -> None:
    both = [("idle_days", -0.1), ("idle_by_gap", 0.2), ("order_value", 0.05)]
    steps = told(replace(REGULAR, how=replace(HOW, pace=0.9 * 1.2 * 1.05, movers=both)))
    assert [plain(each) for each in steps["Aus Ihren Daten gelernt"].movers] == [
        "zuletzt vor 48 Tagen bestellt, sonst meist 21 Tage auseinander: +8 %",
        "im Schnitt 13 € Umsatz je Bestellung: +5 %",
    ]
    level = [("idle_days", -0.02), ("idle_by_gap", 0.02), ("order_value", 0.05)]
    told_once = told(replace(REGULAR, how=replace(HOW, pace=0.98 * 1.02 * 1.05, movers=level)))
    assert [plain(each) for each in told_once["Aus Ihren Daten gelernt"].movers] == [
        "im Schnitt 13 € Umsatz je Bestellung: +5 %"
    ]


def test_a_day_is_no_days() -> None:
    yesterday = replace(REGULAR, last_order=date(2026, 11, 20))
    assert "vor einem Tag" in told(yesterday)["Aus Ihren Daten gelernt"].movers[0]
    today = replace(REGULAR, last_order=date(2026, 11, 21))
    assert "zuletzt am 21.11.2026 bestellt" in told(today)["Aus Ihren Daten gelernt"].movers[0]
    daily = replace(REGULAR, how=replace(HOW, usual_days=1))
    assert "zuletzt meist einen Tag auseinander" in told(daily)["Bisher"].text


def test_where_nothing_was_learned_nothing_is_said_of_it() -> None:
    untouched = replace(REGULAR, how=replace(HOW, pace=1.0, movers=[]))
    assert "Aus Ihren Daten gelernt" not in told(untouched)
    level = told(replace(REGULAR, how=replace(HOW, pace=1.2, movers=[])))["Aus Ihren Daten gelernt"]
    assert plain(level.text).startswith("20 % mehr")
    assert not level.movers
    still = told(replace(REGULAR, how=replace(HOW, pace=1.001)))["Aus Ihren Daten gelernt"]
    assert still.text == "keine Änderung: 3,60 Bestellungen"


def test_money_that_is_not_discounted_is_not_said_to_be() -> None:
    step = told(REGULAR, replace(RUN, discount_per_year=0.0))["Ergibt"]
    assert plain(step.text) == "3,60 × 25,00 €, nach laufendem Service und Nachrichten 86 €"


def test_without_amounts_it_ends_with_the_orders() -> None:
    bare = replace(REGULAR, how=replace(HOW, margin_per_order_minor=None, revenue_minor=None))
    assert list(told(bare))[-1] == "Nächste Bestellung"


@pytest.mark.parametrize(("share", "text"), [(0.001, "unter 1 %"), (0.999, "über 99 %"), (0.5, "50 %")])
def test_a_chance_is_never_quite_sure(share: float, text: str) -> None:
    assert plain(chance(share, GERMAN)) == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_has_words(name: str, language: str) -> None:
    voice = Voice(read_words(language), Numerals(language, "EUR"))
    for customer in (REGULAR, ONCE):
        moved = replace(customer, how=replace(customer.how, movers=[(name, 0.1)]))
        said, *_ = next(step.movers for step in unfold(moved, RUN, voice) if step.movers)
        assert name not in said
        assert "{" not in said


def test_a_feature_without_words_stands_for_itself() -> None:
    moved = replace(REGULAR, how=replace(HOW, movers=[("moon_phase", 0.1)]))
    assert plain(told(moved)["Aus Ihren Daten gelernt"].movers[0]) == "moon_phase: +10 %"


# How many movers are told


def movers_of(pace: float, effects: list[float], others: int = 0, voice: Voice = GERMAN) -> list[str]:
    movers = [(f"mover {place}", effect) for place, effect in enumerate(effects)]
    customer = replace(REGULAR, how=replace(HOW, pace=pace, movers=movers, others=others))
    return [plain(each) for each in told(customer, voice=voice)[voice.words.say("unfold.pace")].movers]


def test_what_is_told_comes_to_the_pace() -> None:
    assert movers_of(0.9, [-0.2])[1:] == ["was für alle Ihre Kunden gilt: +12 %"]
    assert len(movers_of(0.8, [-0.2])) == 1


def test_as_many_are_told_as_it_takes_until_the_rest_is_smaller_than_each() -> None:
    effects = [-0.3, -0.2, 0.1, -0.09, 0.08, -0.03]
    whole = float(np.prod(1 + np.array(effects)))
    # Three: what the others did is -5 %, smaller than each of them.
    three = movers_of(whole, effects)
    assert [each.split(":")[0] for each in three] == [
        "mover 0",
        "mover 1",
        "mover 2",
        "alles Übrige zusammen",
    ]
    # Where all the rest pulls one way, it takes more.
    effects = [-0.3, -0.2, -0.1, -0.09, -0.08, -0.03]
    whole = float(np.prod(1 + np.array(effects)))
    assert [each.split(":")[0] for each in movers_of(whole, effects)][-1] == "alles Übrige zusammen"
    assert len(movers_of(whole, effects)) == 6


def test_else_it_is_said_how_many_others_there_are_and_that_each_is_weaker() -> None:
    effects = [0.05, 0.04, 0.03, 0.02, 0.02, 0.02, 0.02, 0.02]
    told_ = movers_of(1.6, effects, others=5)
    assert len(told_) == 9
    assert told_[-1].startswith(
        "5 weitere Merkmale, jedes schwächer als diese, und was für alle Ihre Kunden gilt: +"
    )
    english = movers_of(1.6, effects, others=1, voice=ENGLISH)
    assert english[-1].startswith(
        "one more feature, weaker than these, and what holds for all your customers: +"
    )
    # What nobody would see is counted, not told.
    assert movers_of(1.6, [0.05, 0.004, 0.003], others=2)[-1].startswith("4 weitere Merkmale")


def test_one_rhythm_everywhere() -> None:
    texts = told(REGULAR)
    assert "21 Tage auseinander" in texts["Bisher"].text
    assert "21 Tage auseinander" in texts["Aus Ihren Daten gelernt"].movers[0]


def test_a_date_holds_within_the_days_that_are_looked_ahead() -> None:
    assert plain(told(REGULAR)["Nächste Bestellung"].text) == NEXT_TOLD
    brisk = told(REGULAR, replace(RUN, warned_days=28), ENGLISH)["Next order"]
    assert plain(brisk.text).startswith(
        "31% within the next 28 days (until 19 Dec 2026); if one comes by then,"
    )


def test_what_an_order_left_so_far_stands_beside_what_it_is_expected_to() -> None:
    shrunk = told(replace(REGULAR, how=replace(HOW, running_minor=21_000)))["Deckungsbeitrag je Bestellung"]
    assert plain(shrunk.text) == "25,00 € (bisher im Schnitt 30,00 €, ohne Kosten der Gewinnung)"


def test_orders_on_fewer_days_say_so() -> None:
    twice = told(replace(REGULAR, how=replace(HOW, order_days=5)))["Bisher"]
    assert plain(twice.text).startswith("7 Bestellungen an 5 Tagen seit dem 01.06.2026")


def test_what_is_at_stake_is_the_product_it_says() -> None:
    regular = replace(REGULAR, at_stake_minor=round(13_500 * 0.6 * 0.62))
    step = at_stake(regular, RUN, GERMAN)
    assert step.label == "Auf dem Spiel"
    assert plain(step.text) == (
        "135,00 € Deckungsbeitrag in den letzten zwölf Monaten (ohne Kosten der Gewinnung) × 60 % "
        "Wahrscheinlichkeit, dass in den nächsten 91 Tagen keine Bestellung kommt, × 62 % "
        "Wahrscheinlichkeit, dass der Kunde noch nicht verloren ist = 50 €"
    )


def test_chances_have_as_many_digits_as_it_takes_to_do_the_sum_again() -> None:
    how = replace(HOW, year_minor=1_350_000, silent=0.6004)
    customer = replace(REGULAR, how=how, p_alive=0.6216, at_stake_minor=round(1_350_000 * 0.6004 * 0.6216))
    text = plain(at_stake(customer, RUN, GERMAN).text)
    assert "× 60,0 % " in text
    assert "× 62,2 % " in text
    assert text.endswith("= 5.038 €")


def test_what_was_learned_is_said_to_be_cut_off() -> None:
    assert RUN.card is not None
    card = replace(RUN.card, strength=1.0, level=1.0, naive="")
    run = replace(RUN, card=card)
    label = "Aus Ihren Daten gelernt"
    most, least, more = (
        told(replace(REGULAR, how=replace(HOW, pace=pace)), run)[label].text for pace in (8.0, 0.125, 7.0)
    )
    assert plain(most).startswith(
        "8,0-mal so viele, also 3,60 Bestellungen; weiter folgen wir dem Gelernten nicht"
    )
    assert "eher zu niedrig" in most
    assert plain(least).startswith("88 % weniger, also 3,60 Bestellungen; weiter")
    assert plain(more) == "7,0-mal so viele, also 3,60 Bestellungen"
    half = replace(run, card=replace(card, strength=0.5))
    assert "; weiter folgen" in told(replace(REGULAR, how=replace(HOW, pace=8.0**0.5)), half)[label].text


def test_where_no_service_is_known_nothing_of_it_is_said() -> None:
    bare = replace(RUN, missing=("service", "contact"))
    assert plain(told(REGULAR, bare)["Ergibt"].text) == "3,60 × 25,00 €, auf heute abgezinst 86 €"
    flat = replace(bare, discount_per_year=0.0)
    assert plain(told(REGULAR, flat)["Ergibt"].text) == "3,60 × 25,00 € = 86 €"
