"""What was mainly bought on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ledgers import Ledger
from shop import instant, shop_of
from treue.segments.phases.tables import main_categories
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.staging import ledger_stages
from treue.warehouse.tables import compiled

DAY, LATER = date(2026, 3, 1), date(2026, 3, 9)
SOLD = next(stage.made for stage in ledger_stages(LedgerTerms()) if stage.name == "sales")
QUERY = compiled(main_categories(SOLD, Facts.declared()), "duckdb")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    orders = {
        "o1": (1, DAY),
        "o2": (1, DAY),
        "o3": (1, LATER),
        "o4": (2, DAY),
        "o5": (None, DAY),
        "o6": (3, DAY),
    }
    lines = [
        ("o1", 1, "tea", 500), ("o1", 2, "pot", 900), ("o2", 1, "tea", 600),  # tea 11, pots 9 on one day
        ("o3", 1, "pot", 700), ("o3", 2, "tea", 700),  # alike: the first
        ("o4", 1, "gift", 900), ("o4", 2, "tea", 100),  # a gift is of no category
        ("o5", 1, "tea", 100), ("o6", 1, "gift", 100),
    ]  # fmt: skip
    shop = shop_of(
        orders=[
            {"order_id": key, "customer": customer, "ordered_at": instant(day), "day": day}
            for key, (customer, day) in orders.items()
        ],
        order_lines=[
            {"order_id": key, "position": position, "product": product, "amount_minor": amount}
            for key, position, product, amount in lines
        ],
        products=[
            {"product": "tea", "category": "Tea"},
            {"product": "pot", "category": "Pots"},
            {"product": "gift"},
        ],
    )
    folder: Path = tmp_path_factory.mktemp("facts")
    made = Ledger(shop, folder, LedgerTerms())
    yield made
    made.close()


def test_the_category_with_the_most_money_is_the_day_s(ledger: Ledger) -> None:
    found = {(row["customer"], row["day"]): row["category"] for row in ledger.rows(QUERY)}
    assert found == {(1, DAY): "Tea", (1, LATER): "Pots", (2, DAY): "Tea"}
