"""Kinds of customers, told in words."""

from __future__ import annotations

import numpy as np
import pytest

from treue.errors import BadOption
from treue.segments.clusters import (
    Cluster,
    Speech,
    Trait,
)
from treue.segments.clusters.features import FAMILIES
from treue.segments.clusters.words import _CLAUSES, _NOUNS, _WITH

NBSP = "\u00a0"
HIGH, LOW = True, False


def seeded(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


MUCH = f"1.234{NBSP}€"


def told(*traits: Trait, title: tuple[tuple[str, bool], ...] = ()) -> Cluster:
    return Cluster(1, 10, 0.1, traits, title, ())


def test_every_trait_has_words() -> None:
    every = {(feature, is_high) for feature in FAMILIES for is_high in (True, False)}
    assert set(_CLAUSES) == set(_WITH) == every
    assert set(_NOUNS) < every
    for table in (_NOUNS, _WITH, _CLAUSES):
        for place in (0, 1):
            assert len({said[place] for said in table.values()}) == len(table)


def test_sentences_read_well() -> None:
    busy = told(
        Trait("orders", HIGH, 12, 1, 2.0),
        Trait("silence_days", LOW, 9, 140, -1.5),
        Trait("basket", HIGH, 84.6, 30, 1.0),
        title=(("orders", True), ("basket", True)),
    )
    german, english = Speech("de", "EUR"), Speech("en", "GBP")
    assert german.sentence(busy) == (
        "Diese Kunden haben öfter bestellt (12-mal, andere einmal), haben vor kürzerer Zeit bestellt "
        "(zuletzt vor "
        f"9 Tagen, andere vor 5 Monaten) und geben je Bestellung mehr aus (85{NBSP}€, andere 30{NBSP}€)."
    )
    assert english.sentence(busy) == (
        "These customers have ordered more often (12 times, others once), have ordered more recently (last 9 "
        "days ago, others 5 months ago) and spend more on an order (£85, others £30)."
    )
    assert german.name(busy) == "Vielbesteller mit großen Warenkörben"
    assert english.name(busy) == "Frequent buyers with large baskets"


def test_names_are_phrases_and_follow_what_is_known() -> None:
    title = (("profit", True), ("orders", False), ("silence_days", True))
    worth = told(Trait("profit", HIGH, 90, 30, 1), title=title)
    assert Speech("de", "EUR").name(worth) == (
        "Kunden mit hohem Deckungsbeitrag, wenigen Bestellungen und langer Pause"
    )
    assert Speech("en", "EUR", has_costs=False).name(worth) == (
        "Customers with high revenue, few orders and a long silence"
    )
    alone = told(Trait("tenure_days", LOW, 9, 300, -1), title=(("tenure_days", False),))
    assert (Speech("de", "EUR").name(alone), Speech("en", "EUR").name(alone)) == (
        "Neuere Kunden",
        "Newer customers",
    )


@pytest.mark.parametrize(
    ("trait", "german", "english"),
    [
        (
            Trait("orders", LOW, 1, 4, -1),
            "haben seltener bestellt (einmal, andere 4-mal)",
            "have ordered less often (once, others 4 times)",
        ),
        (
            Trait("gap_days", LOW, 39, 90, -1),
            "lassen weniger Zeit zwischen zwei Bestellungen (etwa 39 Tage, andere 90 Tage)",
            "let less time pass between two orders (about 39 days, others 90 days)",
        ),
        (
            Trait("gap_days", HIGH, 152, 30, 1),
            "lassen mehr Zeit zwischen zwei Bestellungen (etwa 5 Monate, andere 30 Tage)",
            "let more time pass between two orders (about 5 months, others 30 days)",
        ),
        (
            Trait("silence_days", HIGH, 800, 30, 1),
            "haben länger nichts mehr bestellt (zuletzt vor 2 Jahren, andere vor 30 Tagen)",
            "have been silent for longer (last 2 years ago, others 30 days ago)",
        ),
        (
            Trait("silence_days", LOW, 1, 30, -1),
            "haben vor kürzerer Zeit bestellt (zuletzt vor 1 Tag, andere vor 30 Tagen)",
            "have ordered more recently (last 1 day ago, others 30 days ago)",
        ),
        (
            Trait("tenure_days", LOW, 70, 300, -1),
            "sind kürzer dabei (seit 2 Monaten, andere seit 10 Monaten)",
            "have been with you for less time (2 months, others 10 months)",
        ),
        (
            Trait("profit", LOW, -9.5, 30, -1),
            f"haben in den letzten zwölf Monaten mehr gekostet als gebracht (−9,50{NBSP}€, andere 30{NBSP}€)",
            "cost more than they brought in the last twelve months (−€9.50, others €30)",
        ),
        (
            Trait("profit", LOW, 0, 30, -1),
            f"haben in den letzten zwölf Monaten keinen Deckungsbeitrag gebracht (andere 30{NBSP}€)",
            "brought no margin in the last twelve months (others €30)",
        ),
        (
            Trait("profit", HIGH, 0, -30, 1),
            f"haben in den letzten zwölf Monaten mehr Deckungsbeitrag gebracht (0{NBSP}€, andere −30{NBSP}€)",
            "brought more margin in the last twelve months (€0, others −€30)",
        ),
        (
            Trait("profit", HIGH, 1234.4, 30, 1),
            f"haben in den letzten zwölf Monaten mehr Deckungsbeitrag gebracht ({MUCH}, andere 30{NBSP}€)",
            "brought more margin in the last twelve months (€1,234, others €30)",
        ),
        (
            Trait("expected_orders", HIGH, 2.46, 1, 1),
            "bestellen in den nächsten zwölf Monaten voraussichtlich öfter (2,5-mal, andere 1,0-mal)",
            "will probably order more often in the next twelve months (2.5 times, others 1.0 times)",
        ),
        (
            Trait("margin_rate", LOW, 0.49, 0.61, -1),
            f"kaufen mit geringerer Marge (49{NBSP}% vom Umsatz, andere 61{NBSP}%)",
            "leave a lower margin (49% of revenue, others 61%)",
        ),
        (
            Trait("care_cost", HIGH, 4.2, 0.1, 1),
            f"brauchen mehr Betreuung (4,20{NBSP}€ je Bestellung, andere 0,10{NBSP}€)",
            "need more care (€4.20 an order, others €0.10)",
        ),
    ],
)
def test_clauses(trait: Trait, german: str, english: str) -> None:
    assert Speech("de", "EUR").clause(trait) == german
    assert Speech("en", "EUR").clause(trait) == english


@pytest.mark.parametrize("trait", [Trait(name, side, 8, 4, 1) for name in FAMILIES for side in (HIGH, LOW)])
def test_every_trait_is_told_against_the_others(trait: Trait) -> None:
    assert "andere" in Speech("de", "EUR").clause(trait)
    assert "others" in Speech("en", "EUR").clause(trait)


def test_values_that_look_alike_are_not_told_twice() -> None:
    trait = Trait("orders", HIGH, 1.0, 1.2, 0.4)
    assert Speech("de", "EUR").clause(trait) == "haben öfter bestellt"
    assert Speech("en", "EUR").clause(trait) == "have ordered more often"


def test_spans_near_each_other_share_a_unit() -> None:
    told = Speech("de", "EUR").clause(Trait("silence_days", HIGH, 64, 58, 1))
    assert told.endswith("(zuletzt vor 64 Tagen, andere vor 58 Tagen)")


def test_nobody_orders_zero_times() -> None:
    trait = Trait("expected_orders", LOW, 0.02, 1, -1)
    assert Speech("de", "EUR").clause(trait).endswith("seltener (weniger als 0,1-mal, andere 1,0-mal)")
    assert Speech("en", "EUR").clause(trait).endswith("(less than 0.1 times, others 1.0 times)")


def test_where_costs_are_unknown_margin_is_called_revenue() -> None:
    trait = Trait("profit", HIGH, 100.0, 30, 1)
    assert Speech("de", "CHF", has_costs=False).clause(trait) == (
        f"haben in den letzten zwölf Monaten mehr Umsatz gebracht (100{NBSP}CHF, andere 30{NBSP}CHF)"
    )
    assert "revenue" in Speech("en", "EUR", has_costs=False).clause(trait)
    assert f"CHF{NBSP}100" in Speech("en", "CHF").clause(trait)


def test_a_language_we_do_not_speak_is_refused() -> None:
    with pytest.raises(BadOption, match="we speak de and en"):
        Speech("fr", "EUR")
