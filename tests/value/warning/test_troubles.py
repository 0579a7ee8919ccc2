"""Late parcels and bad scores: read from facts, and spoken of where they speak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np

from ledgers import Ledger
from shop import Row, Shop, shop_of
from treue.value.experience.tables import parcels
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import ledger_stages
from treue.value.warning.tables import last_parcels, last_scores
from treue.value.warning.troubles import trouble_grounds

Make = Callable[[Shop, LedgerTerms], Ledger]
TERMS = LedgerTerms(prices="net")
UNTIL = date(2026, 6, 30)
PLACED = ledger_stages(TERMS)[0].made
ANA, BEN, CHLOE = 1, 2, 3


def order(number: int, customer: int, placed: date, promised: int | None, took: int | None) -> Row:
    return {
        "order_id": f"o{number}", "customer": customer, "day": placed, "amount_minor": 1_000,
        "ordered_at": datetime.combine(placed, datetime.min.time()),
        "promised_day": None if promised is None else placed + timedelta(days=promised),
        "delivered_day": None if took is None else placed + timedelta(days=took),
    }  # fmt: skip


def answer(number: int, customer: int, day: date, score: int | None, kind: str = "nps") -> Row:
    at = datetime.combine(day, datetime.min.time()) + timedelta(hours=9)
    return {"answer_id": f"a{number}", "customer": customer, "at": at, "kind": kind, "score": score}


def told(made: Ledger, asked: object) -> dict[int, int]:
    rows = made.engine.read(asked).read_all().to_pylist()
    return {row.pop("customer"): next(iter(row.values())) for row in rows}


def test_the_last_parcel_counts_where_a_day_was_promised(ledger_of: Make) -> None:
    may, june = date(2026, 5, 4), date(2026, 6, 1)
    orders = [
        order(1, ANA, may, 3, 20),
        order(2, ANA, june, 3, 9),
        order(3, BEN, may, 3, 2),
        order(4, BEN, june, None, 30),
        order(5, CHLOE, UNTIL + timedelta(days=1), 3, 9),
    ]
    made = ledger_of(shop_of(orders=orders), TERMS)
    assert told(made, last_parcels(parcels(PLACED), UNTIL)) == {ANA: 6, BEN: -1}


def test_the_last_score_counts_while_it_is_fresh(ledger_of: Make) -> None:
    spring, long_ago = date(2026, 5, 4), date(2025, 5, 4)
    answers = [
        answer(1, ANA, spring, 9),
        answer(2, ANA, spring + timedelta(days=3), 2),
        answer(3, BEN, long_ago, 0),
        answer(4, BEN, spring, 1, kind="csat"),
        answer(5, CHLOE, spring, None),
    ]
    made = ledger_of(shop_of(orders=[order(1, ANA, spring, None, None)], answers=answers), TERMS)
    asked = last_scores(Facts.declared(), TERMS, UNTIL - timedelta(days=182), UNTIL)
    assert told(made, asked) == {ANA: 2}


def test_troubles_speak_only_where_they_are_told() -> None:
    customer = np.array([ANA, BEN, CHLOE])
    late, bad = trouble_grounds(customer, {ANA: 6, BEN: 0}, {BEN: 3, CHLOE: 9})
    assert (late.kind, (late.strength > 0).tolist()) == ("late_parcel", [True, False, False])
    assert late.numbers["late_days"][0] == 6
    assert (bad.kind, (bad.strength > 0).tolist()) == ("detractor", [False, True, False])
    worse, _ = trouble_grounds(customer, {ANA: 12}, {})
    assert worse.strength[0] > late.strength[0]
