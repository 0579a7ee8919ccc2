"""The mappings in examples/ read their sets, in the currency they were paid in."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from shelf import Shelf

from treue.settings import read_settings
from treue.sources import ReadingTerms
from treue.sources.files import file_mappings

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SETS = {
    ("cdnow", "cdnow/CDNOW_master.txt.gz"): ("orders", 69_659, {"USD": 250_031_563}),
    ("cdnow", "cdnow/CDNOW_sample.txt.gz"): ("orders", 6_919, {"USD": 24_409_194}),
    ("online_retail", "online_retail/online_retail.parquet"): ("order_lines", 541_909, {"GBP": 974_774_793}),
    ("complete_journey", "complete_journey"): ("order_lines", 1_469_307, {"USD": 459_603_958}),
    ("grocery", "btydplus_grocery/groceryElog.parquet"): ("orders", 10_483, {}),
}


@pytest.mark.public_data
@pytest.mark.parametrize(("example", "place"), SETS)
def test_example(shelf: Shelf, public_data: Path, example: str, place: str) -> None:
    document = tomllib.loads((EXAMPLES / example / "treue.toml").read_text())
    shop = document["shop"]
    terms = ReadingTerms(
        currency=shop.get("currency"),
        zone=shop.get("zone", "Europe/Berlin"),
        prices=document.get("vat", {}).get("prices", "unknown"),
        country=shop.get("country"),
    )
    delivery = shelf.read(public_data / place, *file_mappings(document["files"]), terms=terms)
    kind, rows, money = SETS[example, place]
    assert delivery.accounts[kind].rows.read == rows
    assert {code: tally.read for code, tally in delivery.accounts[kind].money.items()} == money
    assert {taken.sure for taken in delivery.recognised} <= {"told", "named", "unused"}
    assert not delivery.questions


@pytest.mark.parametrize("example", sorted({name for name, _ in SETS}))
def test_settings_accept_the_example(example: str) -> None:
    settings = read_settings(EXAMPLES / example / "treue.toml", {})
    assert file_mappings(settings.files)
