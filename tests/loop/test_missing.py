"""Whatever is said beside every figure has a name by which a page says it, and nothing else has."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from treue.loop.night.missing import Gaps, missing_ids, warnings_of
from treue.report.words import LANGUAGES, read_words
from treue.value.ledger_terms import LedgerTerms
from treue.warehouse.engine import EngineOptions
from treue.warehouse.opening import open_engine
from treue.warehouse.tables import declare

SOUND = Gaps(orders=100, anonymous=0, without_amount=0, vat_unknown=0, revenue_minor=9_000, uncosted_minor=0,
             estimated_minor=0)  # fmt: skip
TERMS = LedgerTerms(prices="gross", margin_bp=4_000, service_hour_minor=3_000)
KINDS = pa.schema([("kind", pa.string())])
ALL = ["refund", "shipping_paid", "payment_fee", "service", "contact", "acquisition"]


def ids(found: Gaps, terms: LedgerTerms = TERMS, *, kinds: list[str] = ALL) -> tuple[str, ...]:
    with open_engine("duckdb", EngineOptions()) as engine:
        engine.write("entries", pa.table([kinds], schema=KINDS))
        return missing_ids(engine, declare("entries", KINDS), found, terms, has_minutes=True)


@pytest.mark.parametrize(
    ("found", "terms", "name"),
    [
        (replace(SOUND, uncosted_minor=9_000), TERMS, "costs"),
        (replace(SOUND, uncosted_minor=900), TERMS, "some_costs"),
        (replace(SOUND, estimated_minor=900), TERMS, "supposed_costs"),
        (replace(SOUND, vat_unknown=7), TERMS, "vat"),
        (SOUND, replace(TERMS, country="US"), "vat_rate"),
        (SOUND, replace(TERMS, service_hour_minor=None), "service_hour"),
        (replace(SOUND, anonymous=3), TERMS, "anonymous"),
        (replace(SOUND, without_amount=100), TERMS, "amounts"),
    ],
)
def test_what_is_warned_of_has_a_name_and_a_sentence(found: Gaps, terms: LedgerTerms, name: str) -> None:
    assert len(warnings_of(found, terms, has_minutes=True)) == 1
    assert ids(found, terms) == (name,)
    for language in LANGUAGES:
        assert read_words(language).name("missing", name) != name


def test_where_nothing_is_missing_nothing_is_said() -> None:
    assert warnings_of(SOUND, TERMS, has_minutes=True) == ()
    assert ids(SOUND) == ()


def test_goods_that_all_go_by_the_margin_somebody_named_lack_nothing() -> None:
    assert ids(replace(SOUND, estimated_minor=9_000)) == ()


def test_minutes_without_a_price_are_named_once() -> None:
    unpriced = replace(TERMS, service_hour_minor=None)
    assert ids(SOUND, unpriced, kinds=[kind for kind in ALL if kind != "service"]) == ("service_hour",)
    assert ids(SOUND, kinds=["refund"]) == ("shipping", "payment_fees", "service", "contact", "acquisition")
