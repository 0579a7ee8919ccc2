"""Attention against profit, held against what a person would count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest

from ledgers import Ledger
from shop import Row, Shop, instant, shop_of
from treue.segments.attention.tables import (
    GIVEN,
    MOST_WAITING,
    NOBODY,
    attended,
    attention,
    discounts,
    waiting,
)
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import ledger_stages
from treue.value.upkeep.tables import cases, messages, minutes
from treue.warehouse.tables import Expression, declare

Make = Callable[[Shop, LedgerTerms], Ledger]
TERMS = LedgerTerms(prices="net", service_hour_minor=6_000)
STAGES = {stage.name: stage.made for stage in ledger_stages(TERMS)}
DAYS, FACTS = STAGES["customer_days"], Facts.declared()
CUT = discounts(FACTS.order_lines, STAGES["orders_placed"], STAGES["ledger"])
GIFTS = dict(zip(GIVEN, (minutes(FACTS, TERMS), CUT, messages(FACTS, TERMS)), strict=True))
SHEET = declare("sheet", pa.schema([("customer", pa.int64()), ("tier", pa.string())]))
MONDAY = date(2026, 3, 2)
TIERS = {1: "platinum", 2: "gold", 3: "lead", 4: "lead", 5: "iron"}


def ticket(number: int, customer: int, hour: int, answered: int | None, minutes: int | None = None) -> Row:
    """Opened and answered so many hours after Monday's midnight."""
    start = datetime.combine(MONDAY, datetime.min.time())
    return {
        "ticket_id": f"t{number:03d}", "customer": customer, "opened_at": start + timedelta(hours=hour),
        "day": MONDAY + timedelta(days=hour // 24), "minutes": minutes,
        "answered_at": None if answered is None else start + timedelta(hours=answered),
    }  # fmt: skip


def order(customer: int, amount: int) -> Row:
    return {"order_id": f"o{customer}", "customer": customer, "ordered_at": instant(MONDAY), "day": MONDAY,
            "amount_minor": amount}  # fmt: skip


def rows(made: Ledger, asked: Expression) -> list[Row]:
    made.engine.write("sheet", pa.table({"customer": list(TIERS), "tier": list(TIERS.values())}))
    return [dict(row) for row in made.engine.read(asked).read_all().to_pylist()]


def test_each_tier_gets_what_its_customers_got(ledger_of: Make) -> None:
    shop = shop_of(
        orders=[order(1, 50_000), order(2, 20_000), order(3, 1_000), order(4, 3_000)],
        tickets=[
            ticket(1, 1, 0, 5, 10),
            ticket(2, 3, 0, 1, 60),
            ticket(3, 4, 0, 1, 30),
            ticket(4, 9, 0, 1, 6),
        ],
        touches=[{"touch_id": "m", "customer": 3, "at": instant(MONDAY), "day": MONDAY, "cost_minor": 70}],
    )
    made = ledger_of(shop, TERMS)
    asked = attention(SHEET, DAYS, GIFTS, MONDAY - timedelta(days=1))
    told = {row["tier"]: row for row in rows(made, asked)}
    assert told["platinum"] == {
        "tier": "platinum", "customers": 1, "margin_minor": 49_000, "service_minor": 1_000,
        "contact_minor": 0, "minutes": 10, "discount_minor": 0, "messages": 0,
    }  # fmt: skip
    assert told["lead"] == {
        "tier": "lead", "customers": 2, "margin_minor": 4_000 - 9_000 - 70, "service_minor": 9_000,
        "contact_minor": 70, "minutes": 90, "discount_minor": 0, "messages": 1,
    }  # fmt: skip
    assert (told["iron"]["customers"], told["iron"]["minutes"]) == (1, 0)
    assert (told[NOBODY]["customers"], told[NOBODY]["minutes"]) == (0, 6)
    [whole] = made.rows("SELECT CAST(sum(amount_minor) AS BIGINT) AS minor FROM ledger")
    assert sum(int(str(row["margin_minor"])) for row in told.values()) == whole["minor"]
    each = rows(made, attended(SHEET, GIFTS, MONDAY - timedelta(days=1)))
    for tier in ("platinum", "lead"):
        of_tier = [row for row in each if row["tier"] == tier]
        assert {name: sum(int(str(row[name])) for row in of_tier) for name in GIVEN} == {
            name: told[tier][name] for name in GIVEN
        }
    # Who got nothing, or is no customer, is not in it.
    assert {row["tier"] for row in each} == {"platinum", "lead"}
    later = attention(SHEET, DAYS, GIFTS, MONDAY)
    assert {row["minutes"] for row in rows(made, later)} == {0}


def test_discounts_are_those_of_lines_and_vouchers(ledger_of: Make) -> None:
    def line(position: int, **told: object) -> Row:
        return {"order_id": "o3", "position": position, "kind": "goods", **told}

    shop = shop_of(
        orders=[order(1, 50_000) | {"voucher_minor": 700}, order(3, 0)],
        order_lines=[
            line(1, price_minor=5_000, discount_minor=900, amount_minor=4_100),
            line(2, amount_minor=2_000),
            line(3, kind="discount", amount_minor=-300),
        ],
        touches=[{"touch_id": "m", "customer": 1, "at": instant(MONDAY), "day": MONDAY}],
    )
    told = {row["tier"]: row for row in rows(ledger_of(shop, TERMS), attention(
        SHEET, DAYS, GIFTS, MONDAY - timedelta(days=1)
    ))}  # fmt: skip
    assert (told["platinum"]["discount_minor"], told["lead"]["discount_minor"]) == (700, 1_200)
    assert told["platinum"]["messages"] == 1  # also where nobody says what it cost
    assert told["gold"]["discount_minor"] == 0


def test_who_waited_while_lead_customers_were_served(ledger_of: Make) -> None:
    tickets = [
        ticket(1, 1, 0, 30),  # platinum: thirty hours
        ticket(2, 2, 1, None),  # gold: still waiting
        ticket(3, 3, 2, 3),
        ticket(4, 4, 5, 40),
        ticket(5, 2, 10, 11),
        ticket(6, 5, 0, None),
        ticket(7, 3, 4, None),
    ]
    told = rows(
        ledger_of(shop_of(tickets=tickets), TERMS),
        waiting(cases(Facts.declared(), TERMS), SHEET, MONDAY - timedelta(days=1)),
    )
    by_ticket = {row["ticket_id"]: (row["hours"], row["served_before"]) for row in told}
    # Ticket 3 was opened after both and answered first; ticket 4 was answered after the platinum one.
    assert by_ticket == {"t001": (30, 1), "t002": (None, 2), "t005": (1, 0)}


@pytest.mark.parametrize("count", [MOST_WAITING, MOST_WAITING + 30])
def test_the_longest_are_kept(ledger_of: Make, count: int) -> None:
    tickets = [ticket(number, 1 + number % 2, 0, 1 + number) for number in range(count)]
    told = rows(
        ledger_of(shop_of(tickets=tickets), TERMS),
        waiting(cases(Facts.declared(), TERMS), SHEET, MONDAY - timedelta(days=1)),
    )
    assert sorted(int(str(row["hours"])) for row in told) == list(range(count - MOST_WAITING + 1, count + 1))
