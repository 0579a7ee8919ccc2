"""A twin as a home: written whole, the same by seed, and nobody's copy; clear words where it cannot be."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from treue.cli import main
from treue.errors import BadOption, NothingAccepted
from treue.loop.home import open_home
from treue.loop.invented.twin_card import Card, Figure, Trial, supposed
from treue.loop.invented.twin_words import card_text
from treue.loop.invented.twinning import CARD, Asked, make_twin, read_original, sample
from treue.simulation.twin.likeness import Nearness
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import preset
from treue.simulation.writing import history, write_world

PLAN = Plan(seed=2, customers=700, until=date(2026, 10, 31), days=420, before=0)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "shop"
    write_world(preset("fashion"), PLAN, folder, truth=False)
    (folder / "treue.toml").write_text('[shop]\nname = "Mode"\ncountry = "DE"\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def twin(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "twin"
    make_twin(open_home(home), folder, Asked(300, 4), lambda _: None)
    return folder


def rows(folder: Path, table: str) -> dict[str, list[object]]:
    files = sorted((folder / "facts" / table).glob("*.parquet"))
    return pq.read_table(files).to_pydict()


def test_what_is_read_is_what_was_sold(home: Path) -> None:
    sold = history(preset("fashion"), PLAN).sold
    seen = read_original(open_home(home)).seen
    # Guests and second accounts are customers of their own to whoever reads these facts.
    assert len(seen.day) <= len(sold)
    assert len(np.unique(seen.day)) == len(np.unique(sold.day))
    assert seen.amount.sum() == pytest.approx(sold.lines.net.sum(), rel=0.02)
    assert seen.lines.sum() == len(sold.lines)
    assert seen.pieces.sum() == sold.lines.pieces.sum()
    assert seen.has_returns


def test_a_twin_is_a_home_whose_rows_agree(twin: Path) -> None:
    orders, lines, refunds = (rows(twin, name) for name in ("orders", "order_lines", "refunds"))
    assert len(rows(twin, "customers")["customer"]) == 300
    assert set(orders["customer"]) == set(rows(twin, "customers")["customer"])
    total: dict[object, int] = {}
    for order, amount in zip(lines["order_id"], lines["amount_minor"], strict=True):
        assert isinstance(amount, int)
        total[order] = total.get(order, 0) + amount
    assert total == dict(zip(orders["order_id"], orders["amount_minor"], strict=True))
    assert set(lines["product"]) <= set(rows(twin, "products")["product"])
    assert min(lines["quantity_milli"]) >= 1000  # type: ignore[type-var]  # no nulls
    owed = dict(zip(orders["order_id"], orders["amount_minor"], strict=True))
    pairs = list(zip(refunds["order_id"], refunds["amount_minor"], strict=True))
    assert pairs
    assert all(0 <= back <= owed[order] for order, back in pairs)  # type: ignore[operator]  # no nulls


def test_a_night_can_be_run_on_a_twin(twin: Path) -> None:
    assert main(["run", "--home", str(twin), "--json"]) == 0


def test_the_same_seed_writes_the_same_twin(home: Path, twin: Path, tmp_path: Path) -> None:
    make_twin(open_home(home), tmp_path / "again", Asked(300, 4), lambda _: None)
    for name in ("orders", "order_lines", "refunds", "customers"):
        assert rows(tmp_path / "again", name) == rows(twin, name)
    assert (tmp_path / "again" / CARD).read_text() == (twin / CARD).read_text()


def test_the_card_tells_intervals_ranges_and_tests(twin: Path) -> None:
    card = json.loads((twin / CARD).read_text(encoding="utf-8"))
    for name in ("gap_days", "regularity", "stay_months", "amount_minor", "lines", "returned", "shock"):
        told = card["learned"][name]
        assert told["low"] <= told["value"] <= told["high"], name
    assert card["supposed"]["helped"][0] == 0
    assert card["passed"] == {"like": True, "nobody": True}
    assert card["trial"]["judged"] > 200
    assert "recency" in card["features"]


def test_other_folders_are_never_overwritten(home: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "love.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(BadOption, match="holds something that is no twin"):
        make_twin(open_home(home), tmp_path / "letters", Asked(), lambda _: None)
    with pytest.raises(BadOption, match="ask for one at least"):
        make_twin(open_home(home), tmp_path / "new", Asked(0), lambda _: None)


def test_too_few_customers_and_no_orders_are_told(tmp_path: Path) -> None:
    write_world(preset("fashion"), Plan(1, 60, date(2026, 10, 31), days=100), tmp_path / "few", truth=False)
    with pytest.raises(NothingAccepted, match="learned from 200 or more"):
        make_twin(open_home(tmp_path / "few"), tmp_path / "twin", Asked(), lambda _: None)
    with pytest.raises(NothingAccepted, match="holds no orders yet"):
        make_twin(open_home(tmp_path / "none", create=True), tmp_path / "twin", Asked(), lambda _: None)
    assert not (tmp_path / "twin").exists()


def test_a_sample_is_of_whole_customers(home: Path) -> None:
    seen = read_original(open_home(home)).seen
    some = sample(seen, 100, 10**9, np.random.default_rng(1))
    assert len(some) == 100
    at = np.searchsorted(seen.keys, some.keys)
    assert np.array_equal(some.count, seen.count[at])
    assert sample(seen, 10**9, 10**9, np.random.default_rng(1)) is seen


def card(area: float = 0.6, nearer: float = 0.5, copies: int = 0, stay: float = 9.0) -> Card:
    return Card(
        currency="EUR", customers=12_345, order_days=60_000, first="2025-01-01", until="2025-12-31",
        learned={"gap_days": Figure(31.2, 30.0, 33.5), "stay_months": Figure(stay, stay - 1, stay + 1),
                 "amount_minor": Figure(123_456, 120_000, 125_000)},
        supposed=supposed(), trial=Trial(area, 0.01, Nearness(nearer, 0.01, 0.01, copies), 4_000),
    )  # fmt: skip


def test_the_card_is_read_in_both_languages() -> None:
    german, english = (card_text(card(), language).replace("\u00a0", " ") for language in ("de", "en"))
    assert "Gelernt von 12.345 Kunden mit 60.000 Bestelltagen, 1. Januar 2025 bis" in german
    assert "in Tagen: 31,2, meist zwischen 30,0 und 33,5" in german
    assert "1.234,56 €, meist zwischen" in german
    assert "€1,234.56, mostly between" in english
    assert "60 % richtig zu" in german
    assert "On the whole invented customers come no nearer" in english


def test_what_fails_is_told() -> None:
    german = card_text(card(area=0.9, copies=1), "de")
    assert "nur zum Ansehen" in german
    assert "Geben Sie diesen Zwilling nicht weiter" in german
    assert "nur zum Ansehen" not in card_text(card(), "de")
    assert "länger, als Ihre Daten zurückreichen" in card_text(card(stay=200), "de")
    assert not card(nearer=0.6).trial.is_nobody
