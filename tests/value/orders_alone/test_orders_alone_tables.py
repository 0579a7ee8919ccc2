"""The short way for orders alone against the ledger, to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from shop import Row, Shop, instant, shop_of
from treue.value.ledger_terms import LedgerTerms
from treue.value.making import make
from treue.value.reads import READS
from treue.value.reconciliation.tables import gaps_without_lines
from treue.value.staging import ledger_stages, order_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions

FIRST = date(2026, 1, 1)
TERMS = {
    "plain": LedgerTerms(),
    "gross": LedgerTerms(prices="gross"),
    "rate": LedgerTerms(margin_bp=3333, prices="gross", country="FI", leave_out=("staff",)),
    "one currency": LedgerTerms(margin_bp=4000, currency="EUR"),
}


def any_order(rng: np.random.Generator, number: int) -> Row:
    """An order in which every figure may be missing."""

    def maybe(figure: object) -> object:
        return figure if rng.random() < 0.6 else None

    day = FIRST + timedelta(days=int(rng.integers(5)))
    amounts = {
        f"{name}_minor": maybe(int(rng.integers(-2000 if name == "margin" else 0, 20_000)))
        for name in ("amount", "tax", "voucher", "shipping_charged", "shipping_paid", "payment_fee",
                     "unit_costs", "margin")
    }  # fmt: skip
    return {
        "order_id": str(number),
        "customer": maybe(int(rng.integers(1, 30))),
        "ordered_at": instant(day),
        "day": maybe(day),
        "country": maybe(str(rng.choice(["DE", "AT", "CH", "US"]))),
        "currency": maybe(str(rng.choice(["EUR", "EUR", "CHF"]))),
        "prices": maybe(str(rng.choice(["gross", "net", "unknown"]))),
        "kind": maybe(str(rng.choice(["shop", "staff"]))),
        "status": maybe(str(rng.choice(["paid", "paid", "Cancelled"]))),
        "vat_bp": maybe(int(rng.choice([0, 700, 1900]))),
        **amounts,
    }


@pytest.fixture(scope="module")
def orders() -> Shop:
    rng = np.random.default_rng(11)
    return shop_of(orders=[any_order(rng, number) for number in range(3000)])


@pytest.mark.parametrize("terms", TERMS)
def test_the_short_way_brings_what_the_ledger_books(orders: Shop, terms: str, tmp_path: Path) -> None:
    files = orders.write(tmp_path)
    absent = set(READS) - {"orders"}
    days, open_figures = [], []
    for stages in (ledger_stages(TERMS[terms]), order_stages(TERMS[terms])):
        with DuckDBEngine.open(EngineOptions(threads=1)) as engine:
            for name, schema in READS.items():
                engine.load(name, schema, files[name])
            make(engine, stages, {"customer_days"}, absent)
            made = {stage.name: stage.made for stage in stages}
            asked = gaps_without_lines(made["orders_placed"], made["sales"])
            open_figures.append(engine.read(asked).read_all().to_pylist())
            days.append(engine.con.execute("SELECT * FROM customer_days ORDER BY ALL").fetchall())
    assert len(days[0]) > 100
    assert days[1] == days[0]
    assert open_figures[1] == open_figures[0]
