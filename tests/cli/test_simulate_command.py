"""`treue simulate`: a shop whose truth is known, ready for a night."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from spoken import Spoken

from treue.facts.store import FactsStore
from treue.warehouse.snapshot import current

Treue = Callable[..., Spoken]
SMALL = ("--customers", 400, "--days", 300, "--before", 100, "--processes", 1)


def test_it_writes_facts_truth_and_settings(treue: Treue, tmp_path: Path) -> None:
    said = treue("simulate", tmp_path / "shop", *SMALL, "--json")
    assert said.code == 0
    rows = json.loads(said.out)
    assert rows["customers"] >= 400
    assert pq.read_table(tmp_path / "shop/truth/customers").num_rows == 400
    assert 'margin = "52%"' in (tmp_path / "shop/treue.toml").read_text(encoding="utf-8")
    assert 'name = "Fadenlauf"' in (tmp_path / "shop/treue.toml").read_text(encoding="utf-8")
    assert treue("settings", "--config", tmp_path / "shop/treue.toml").code == 0
    assert treue("doctor", "--home", tmp_path / "shop").code == 0
    assert treue("person", "--home", tmp_path / "shop").code == 0


def test_an_earlier_world_is_replaced_and_anything_else_is_not(treue: Treue, tmp_path: Path) -> None:
    shop, other = tmp_path / "shop", tmp_path / "other"
    first, again = (
        treue("simulate", shop, *SMALL, "--preset", name, "--json") for name in ("grocery", "fashion")
    )
    assert first.code == again.code == 0
    assert json.loads(again.out)["orders"] == FactsStore(shop / "facts").rows("orders")
    other.mkdir()
    (other / "diary.txt").write_text("mine", encoding="utf-8")
    said = treue("simulate", other, *SMALL)
    assert said.code == 2
    assert "holds something that is no simulated shop" in said.err
    assert [each.name for each in other.iterdir()] == ["diary.txt"]


def test_what_does_not_exist_is_refused(treue: Treue, tmp_path: Path) -> None:
    said = treue("simulate", tmp_path / "shop", "--preset", "bakery")
    assert said.code == 2
    assert "there are fashion, grocery, cosmetics, electronics, subscription" in said.err
    assert treue("simulate", tmp_path / "shop", *SMALL[2:], "--customers", 0).code == 2
    assert not (tmp_path / "shop").exists()


def test_exports_stand_beside_the_facts_and_the_truth_says_what_is_wrong_in_them(
    treue: Treue, tmp_path: Path
) -> None:
    shop = tmp_path / "shop"
    said = treue("simulate", shop, *SMALL, "--exports", "german", "--exports", "shopware")
    assert said.code == 0
    assert f"The exports are in {shop / 'exports' / 'shopware'}." in said.out
    assert sorted(each.name for each in (shop / "exports").iterdir()) == ["german", "shopware"]
    told = json.loads((shop / "truth/exports.json").read_text(encoding="utf-8"))
    assert set(told["german"]["broken"]) == {"not_a_number", "impossible_date", "missing_time"}
    loaded = treue("load", shop / "exports/german", "--home", tmp_path / "loaded", "--prices", "gross")
    assert loaded.code == 0
    facts, simulated = FactsStore(tmp_path / "loaded/facts"), FactsStore(shop / "facts")
    for table in ("orders", "order_lines", "refunds", "visits", "points"):
        assert facts.rows(table) == simulated.rows(table)


def test_an_unknown_shape_is_refused_before_anything_is_written(treue: Treue, tmp_path: Path) -> None:
    said = treue("simulate", tmp_path / "shop", *SMALL, "--exports", "magento")
    assert said.code == 2
    assert "there are german, shopify, woocommerce, shopware" in said.err
    assert not (tmp_path / "shop").exists()


@pytest.mark.slow
def test_a_night_finds_something_to_say_in_every_table(treue: Treue, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    assert (
        treue("simulate", shop, "--preset", "subscription", "--customers", 4000, "--processes", 1).code == 0
    )
    assert treue("run", "--home", shop).code == 0
    assert treue("report", "--home", shop, "--out", tmp_path / "page.html", "--language", "en").code == 0
    snapshot = current(shop / "snapshots")
    assert snapshot is not None
    with duckdb.connect(str(snapshot.database), read_only=True) as con:
        names = [row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        empty = {name for name in names if con.execute(f"FROM {name} LIMIT 1").fetchone() is None}
        kinds = {row[0] for row in con.execute("SELECT DISTINCT kind FROM frictions").fetchall()}
        missing = con.execute("SELECT count(*) FROM missing_frictions").fetchone()
    # Moves of tiers need an earlier night; no row of a simulated load is set aside, and nobody judges there.
    assert empty == {"tier_moves", "missing_frictions", "rules", "calm", "calm_test"}
    assert kinds >= {"late_delivery", "return", "slow_refund", "slow_answer", "out_of_stock", "checkout"}
    assert missing == (0,)
