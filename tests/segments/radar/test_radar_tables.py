"""What an engine counts of each customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from ledgers import Ledger
from shop import Row, instant, shop_of
from treue.facts import TABLES
from treue.facts.stored import arrow_schema
from treue.segments.radar.launches import LAUNCH_DAYS, WATCH_DAYS
from treue.segments.radar.tables import acts, answers, bought_articles, given_back, signs
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import ledger_stages
from treue.warehouse.tables import compiled, staged

BEGIN = date(2025, 1, 1)
TERMS = LedgerTerms()
MADE = {stage.name: stage.made for stage in ledger_stages(TERMS)}
FACTS = Facts.declared()
BOUGHT = bought_articles(FACTS, MADE["orders_placed"], TERMS)
SIGNS = signs(staged("bought", BOUGHT), given_back(FACTS, MADE["orders_placed"], TERMS))


def day(number: int) -> date:
    return BEGIN + timedelta(number)


LATE = WATCH_DAYS + 10
ORDERS: dict[str, tuple[int, int, int]] = {
    # order: customer, day, voucher
    "a1": (1, 0, 0), "a2": (1, LATE, 0), "a3": (1, LATE + LAUNCH_DAYS, 500),
    "b1": (2, 0, 0), "b2": (2, LATE + LAUNCH_DAYS - 1, 0), "c1": (3, LATE + LAUNCH_DAYS, 0),
}  # fmt: skip
LINES: list[tuple[str, int, str, int]] = [
    # order, position, product, discount
    ("a1", 1, "old", 0), ("a2", 1, "old", 100), ("a2", 2, "new", 0), ("a3", 1, "new", 0),
    ("b1", 1, "old", 0), ("b1", 2, "pot", 0), ("b2", 1, "new", 0),
    ("c1", 1, "new", 0), ("c1", 2, "dated", 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Row]]:
    orders: list[Row] = [
        {"order_id": key, "customer": who, "ordered_at": instant(day(when)), "day": day(when),
         "prices": "net", "currency": "EUR", "voucher_minor": voucher}
        for key, (who, when, voucher) in ORDERS.items()
    ]  # fmt: skip
    lines: list[Row] = [
        {"order_id": order, "position": position, "product": product, "kind": "goods", "price_minor": 1000,
         "discount_minor": off, "amount_minor": 1000 - off, "currency": "EUR", "quantity_milli": 1000}
        for order, position, product, off in LINES
    ]  # fmt: skip
    refunds: list[Row] = [
        {"refund_id": "r1", "order_id": "b1", "position": 2, "refunded_at": instant(day(9)),
         "day": day(9), "amount_minor": 1000, "currency": "EUR"},
        {"refund_id": "r2", "order_id": "a1", "kind": "shipping", "refunded_at": instant(day(9)),
         "day": day(9), "amount_minor": 400, "currency": "EUR"},
    ]  # fmt: skip
    products: list[Row] = [{"product": "dated", "launch_day": day(LATE + LAUNCH_DAYS - 30)}]
    shop = shop_of(orders=orders, order_lines=lines, refunds=refunds, products=products)
    ledger = Ledger(shop, tmp_path_factory.mktemp("radar"), TERMS)
    ledger.engine.con.execute(f"CREATE TABLE bought AS {compiled(BOUGHT, 'duckdb')}")
    yield {row["customer"]: row for row in ledger.rows(compiled(SIGNS, "duckdb"))}  # type: ignore[misc]  # rows hold anything
    ledger.close()


def told(row: Row, *names: str) -> tuple[object, ...]:
    return tuple(row[name] for name in names)


def test_a_launch_is_bought_early_within_its_days_only(counted: dict[int, Row]) -> None:
    # "new" is first sold on day LATE; what the file begins with is no launch.
    assert told(counted[1], "early", "watched") == (1, 3)
    assert told(counted[2], "early", "watched") == (1, 1)
    assert told(counted[3], "early", "watched") == (1, 2), "a stated launch day counts"


def test_what_is_usual_is_that_of_the_months(counted: dict[int, Row]) -> None:
    early = sum(int(str(row["early"])) for row in counted.values())
    usual = sum(int(str(row["early_ppm"])) for row in counted.values())
    assert usual / 1e6 == pytest.approx(early, abs=0.001)
    cheap = sum(int(str(row["discount_ppm"])) for row in counted.values())
    assert cheap / 1e6 == pytest.approx(2, abs=0.001)


def test_variety_is_what_was_never_bought_before_after_the_first_day(counted: dict[int, Row]) -> None:
    assert told(counted[1], "fresh", "later") == (1, 3)
    assert told(counted[2], "fresh", "later") == (1, 1)
    assert told(counted[3], "fresh", "later") == (0, 0)


def test_discounts_are_those_of_lines_and_of_vouchers(counted: dict[int, Row]) -> None:
    assert [told(counted[who], "discount", "lines") for who in (1, 2, 3)] == [(2, 4), (0, 3), (0, 2)]


def test_goods_sent_back_are_counted_and_shipping_is_not(counted: dict[int, Row]) -> None:
    assert [counted[who]["returned"] for who in (1, 2, 3)] == [0, 1, 0]


def test_answers_belong_to_the_person_behind_the_number(tmp_path: Path) -> None:
    shop = shop_of(
        identities=[{"identity": 12, "known_as": "number", "customer": 1, "reason": "same address"}],
        customers=[{"customer": 5, "kind": "staff"}],
    )
    ledger = Ledger(shop, tmp_path, TERMS)
    rows: dict[str, list[Row]] = {
        "values": [
            {"customer": 12, "statement": "Quality.1", "score": 4, "at": instant(BEGIN), "consent": True},
            {"customer": 5, "statement": "quality.1", "score": 2, "at": instant(BEGIN), "consent": True},
        ],
        "consents": [
            {"customer": 12, "channel": "web", "purpose": "Values", "at": instant(BEGIN), "act": "withdrawn"},
            {"customer": 1, "channel": "mail", "purpose": "newsletter", "at": instant(BEGIN), "act": "given"},
            {
                "customer": 2,
                "channel": "sms",
                "purpose": "Gewinnspiel",
                "at": instant(BEGIN),
                "act": "withdrawn",
            },
            {"customer": 3, "channel": "sms", "purpose": "Gewinnspiel", "at": instant(BEGIN), "act": "given"},
            {
                "customer": 3,
                "channel": "mail",
                "purpose": "Advertising",
                "at": instant(BEGIN),
                "act": "objected",
            },
        ],
    }
    for name, told_ in rows.items():
        schema = arrow_schema(TABLES[name])
        ledger.engine.write(name, pa.Table.from_pylist(told_, schema=schema))
    terms = LedgerTerms(leave_out=("staff",))
    found = ledger.rows(compiled(answers(FACTS, terms), "duckdb"))
    assert [(row["customer"], row["statement"]) for row in found] == [(1, "quality.1")]
    said = ledger.rows(compiled(acts(FACTS, terms), "duckdb"))
    assert sorted((row["customer"], row["act"]) for row in said) == [(1, "withdrawn"), (2, "withdrawn")]
    ledger.close()
