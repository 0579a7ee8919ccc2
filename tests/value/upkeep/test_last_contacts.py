"""The latest contacts with a customer, of all kinds together, held against what a person would list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from ledgers import Ledger
from people import UNTIL
from shop import Row, Shop, instant, shop_of
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.upkeep.tables import MOST_CONTACTS, last_contacts

Make = Callable[[Shop, LedgerTerms], Ledger]
TERMS = LedgerTerms(leave_out=("staff",))


def message(number: int, customer: int | None, days_ago: int, **told: object) -> Row:
    at = instant(UNTIL - timedelta(days=days_ago))
    return {"touch_id": f"m{number}", "customer": customer, "at": at, "channel": "mail", **told}


def listed(made: Ledger) -> list[Row]:
    """The latest first, as a page shows them."""
    rows = made.engine.read(last_contacts(Facts.declared(), TERMS)).read_all().to_pylist()
    return sorted(rows, key=lambda row: (row["customer"], -row["contacted_at"].timestamp()))


def test_messages_requests_and_talks_stand_in_one_list_with_what_came_of_them(ledger_of: Make) -> None:
    at = [instant(UNTIL - timedelta(days=days)) for days in range(6)]
    shop = shop_of(
        touches=[message(1, 1, 1, campaign="Herbst", outcome="bounced")],
        tickets=[
            {"ticket_id": "t1", "customer": 1, "opened_at": at[2], "topic": "Lieferung"},
            {"ticket_id": "t2", "customer": 1, "opened_at": at[3], "answered_at": at[2]},
            {"ticket_id": "t3", "customer": 1, "opened_at": at[4], "answered_at": at[3], "solved_at": at[2]},
        ],
        interactions=[
            {"interaction_id": "i1", "customer": 1, "at": at[0], "kind": "call", "outcome": "ruft an"},
        ],
    )  # fmt: skip
    told = [
        tuple(row[name] for name in ("kind", "channel", "about", "outcome"))
        for row in listed(ledger_of(shop, TERMS))
    ]
    assert told == [
        ("talk", "call", None, "ruft an"),
        ("message", "mail", "Herbst", "bounced"),
        ("request", None, "Lieferung", "open"),
        ("request", None, None, "answered"),
        ("request", None, None, "solved"),
    ]


def test_only_the_latest_of_each_customer_are_kept(ledger_of: Make) -> None:
    sent = [message(10 * customer + days, customer, days) for customer in (1, 2) for days in range(9)]
    rows = listed(ledger_of(shop_of(touches=[*sent, message(99, 3, 400)]), TERMS))
    assert [row["customer"] for row in rows] == [1] * MOST_CONTACTS + [2] * MOST_CONTACTS + [3]
    for customer in (1, 2):
        days = [(UNTIL - row["contacted_at"].date()).days for row in rows if row["customer"] == customer]
        assert days == list(range(MOST_CONTACTS))


def test_two_numbers_are_one_person_and_nobody_else_is_told_of(ledger_of: Make) -> None:
    shop = shop_of(
        customers=[{"customer": 5, "kind": "staff"}],
        identities=[{"identity": 8, "customer": 1}],
        touches=[message(1, 1, 3), message(2, 8, 1), message(3, None, 1), message(4, 5, 1)],
    )
    rows = listed(ledger_of(shop, TERMS))
    assert [(row["customer"], (UNTIL - row["contacted_at"].date()).days) for row in rows] == [(1, 1), (1, 3)]
