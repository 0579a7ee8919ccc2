"""What a shop may say, and what it may not."""

from __future__ import annotations

import pytest

from treue.errors import BadOption
from treue.facts import TABLES, Kind
from treue.facts.stored import ARROW_TYPES, arrow_schema
from treue.value.ledger_terms import REDUCED_VAT_BP, STANDARD_VAT_BP, LedgerTerms
from treue.value.reads import READS

EU = "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


def test_every_country_of_the_union_and_switzerland_has_its_rate() -> None:
    assert set(STANDARD_VAT_BP) == {*EU.split(), "CH"}
    assert [STANDARD_VAT_BP[country] for country in ("DE", "AT", "CH")] == [1900, 2000, 810]
    assert all(rate < STANDARD_VAT_BP[country] for country, rates in REDUCED_VAT_BP.items() for rate in rates)


def test_prices_are_gross_net_or_unknown() -> None:
    with pytest.raises(BadOption, match="prices are 'brutto'; they are gross, net or unknown"):
        LedgerTerms(prices="brutto")


@pytest.mark.parametrize("margin_bp", [-1, 10_001])
def test_a_margin_is_a_share(margin_bp: int) -> None:
    with pytest.raises(BadOption, match=f"margin is {margin_bp} basis points; it is 0 to 10000"):
        LedgerTerms(margin_bp=margin_bp)


def test_every_facts_table_has_arrow_types() -> None:
    assert set(ARROW_TYPES) == set(Kind)
    assert arrow_schema(TABLES["orders"]).names[:2] == ["order_id", "customer"]
    assert {"orders", "order_lines", "refunds", "identities"} <= set(READS)
