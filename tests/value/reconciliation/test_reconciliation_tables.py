"""The ledger repeats the facts to the cent, and says so when it does not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ledgers import Ledger, statements
from shop import Shop, small_shop
from treue.value.ledger_terms import LedgerTerms
from treue.value.reconciliation.tables import currencies, gaps, gaps_without_lines
from treue.value.sales.tables import Facts
from treue.value.staging import ledger_stages
from treue.warehouse.tables import staged

Make = Callable[[Shop, LedgerTerms], Ledger]
TERMS = (
    LedgerTerms(service_hour_minor=600),
    LedgerTerms(prices="gross", margin_bp=4000, service_hour_minor=3600),
    LedgerTerms(
        prices="gross", margin_bp=2999, service_hour_minor=4450, leave_out=("staff", "test", "marketplace")
    ),
    LedgerTerms(prices="net", back_on_shelf=False, service_hour_minor=6000),
)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_or_doubled(ledger_of: Make, seed: int) -> None:
    terms = TERMS[seed]
    made = ledger_of(small_shop(np.random.default_rng(seed), 150), terms)
    rows = made.rows("SELECT * FROM reconciliation ORDER BY kind")
    assert len(rows) == 16
    assert [row["kind"] for row in rows if row["difference_minor"]] == []
    booked = made.booked()
    assert {row["kind"]: row["ledger_minor"] for row in rows} == booked
    assert all(row["facts_minor"] for row in rows)


def test_a_lost_entry_shows(ledger_of: Make) -> None:
    terms = TERMS[1]
    made = ledger_of(small_shop(np.random.default_rng(5), 50), terms)
    made.engine.con.execute("DELETE FROM ledger WHERE kind = 'goods' AND order_id = 's:00001'")
    rows = made.rows(statements(repr(terms))["reconciliation"])
    assert [row["kind"] for row in rows if row["difference_minor"]] == ["goods"]


def test_the_order_of_rows_changes_nothing(ledger_of: Make) -> None:
    rng = np.random.default_rng(6)
    shop = small_shop(rng, 100)
    one, other = ledger_of(shop, TERMS[1]), ledger_of(shop.shuffled(rng), TERMS[1])
    for table in ("ledger", "customer_days", "histories", "months", "cohorts"):
        query = f"SELECT * FROM {table} ORDER BY ALL"
        assert one.rows(query) == other.rows(query), table


def test_currencies_are_counted(ledger_of: Make) -> None:
    made = ledger_of(small_shop(np.random.default_rng(5), 5), LedgerTerms())
    rows = made.engine.read(currencies(Facts.declared())).read_all().to_pylist()
    assert {row["currency"]: row["orders"] for row in rows if row["orders"]} == {"EUR": 20}
    assert sum(row["rows"] for row in rows) > 20


def test_gaps_are_the_same_without_lines_either_way(ledger_of: Make) -> None:
    shop = small_shop(np.random.default_rng(11), 120)
    bare = Shop({**shop.tables, "order_lines": shop.tables["order_lines"].slice(0, 0)})
    made = ledger_of(bare, TERMS[1])
    orders, sold = (
        staged(stage.name, stage.expression)
        for stage in ledger_stages(TERMS[1])
        if stage.name in ("orders_placed", "sales")
    )
    both = [made.engine.read(ask(orders, sold)).read_all().to_pylist() for ask in (gaps, gaps_without_lines)]
    assert both[0] == both[1]
    assert both[0][0]["without_amount"] > 0
