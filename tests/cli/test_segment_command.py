"""`segment`: tiers as they stand and as others would draw them; a night that follows new limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from spoken import Spoken

from treue.warehouse.snapshot import current

Treue = Callable[..., Spoken]


@pytest.fixture
def home(treue: Treue, few_orders_csv: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    assert treue("load", few_orders_csv, "--home", folder, "--prices", "net").code == 0
    (folder / "treue.toml").write_text('[vat]\nprices = "net"\n[value]\nmargin = "40%"\n', encoding="utf-8")
    return folder


def asked(home: Path, query: str) -> list[tuple[object, ...]]:
    published = current(home / "snapshots")
    assert published is not None
    with duckdb.connect(str(published.database), read_only=True) as con:
        return con.execute(query).fetchall()


def test_limits_are_tried_before_they_are_kept(treue: Treue, home: Path) -> None:
    early = treue("segment", "--home", home)
    assert early.code == 2
    assert "has no snapshot yet; run one first: treue run --home" in early.err
    assert treue("run", "--home", home).code == 0
    now = treue("segment", "--home", home, "--json").json()
    tiers = {row["tier"]: row["customers"] for row in now["now"]}
    assert list(tiers) == ["platinum", "gold", "iron", "lead", "former"]
    assert sum(tiers.values()) == asked(home, "SELECT count(*) FROM customers")[0][0]
    assert "moves" not in now
    same = treue("segment", "--home", home, "--limits", "share 20 30 30", "--json").json()
    assert same["now"] == now["now"]
    assert [row | {"minutes": 0} for row in same["then"]] == now["now"]
    assert same["moves"] == []
    told = treue("segment", "--home", home, "--limits", "most 1 2 3", "--json").json()
    then = {row["tier"]: row["customers"] for row in told["then"]}
    assert [then[tier] for tier in ("platinum", "gold", "iron")] <= [1, 2, 3]
    assert sum(then.values()) == sum(tiers.values())
    left = sum(move["customers"] for move in told["moves"] if move["from"] == "platinum")
    assert left == tiers["platinum"] - then["platinum"]
    shown = treue("segment", "--home", home, "--limits", "most 1 2 3", "--language", "en")
    assert "Under most 1 2 3" in shown.out
    assert "margin, EUR" in shown.out
    now_lead = asked(home, "SELECT count(*) FROM customers WHERE tier = 'lead' AND profit_minor > 0")[0][0]
    buying = asked(home, "SELECT count(*) FROM customers WHERE tier <> 'former' AND profit_minor > 0")[0][0]
    assert told["profitable_lead"] == buying - 6 - now_lead > 0  # type: ignore[operator]  # counts
    assert f"{told['profitable_lead']} customers with a margin above zero would become lead" in shown.err
    assert "Kundenklasse" in treue("segment", "--home", home).out
    wrong = treue("segment", "--home", home, "--limits", "twenty")
    assert wrong.code == 2
    assert "--limits is 'twenty'; allowed is three limits: share 20 30 30 (per cent)" in wrong.err
    # Whoever copies an example with its quotation marks means what stands between them.
    quoted = treue("segment", "--home", home, "--limits", "„most 1 2 3“", "--json").json()
    assert quoted["then"] == told["then"]
    most = treue("segment", "--home", home, "--limits", "share 50 40 30")
    assert "these are 120% together" in most.err


def test_a_night_logs_who_moved_and_why(treue: Treue, home: Path) -> None:
    assert treue("run", "--home", home).code == 0
    assert asked(home, "FROM tier_moves") == []
    before = dict(asked(home, "SELECT customer, tier FROM customers"))  # type: ignore[arg-type]  # two columns
    with (home / "treue.toml").open("a", encoding="utf-8") as toml:
        toml.write('[tiers]\nlimits = "from 100000 90000 80000"\n')
    assert treue("run", "--home", home).code == 0
    moves = asked(home, "SELECT customer, tier_before, tier, reason FROM tier_moves")
    assert moves
    assert all(reason == "limits" and tier == "lead" for _, _, tier, reason in moves)
    assert {(customer, was) for customer, was, _, _ in moves} == {
        (customer, tier) for customer, tier in before.items() if tier not in ("lead", "former")
    }
    # A night more, and nobody moved: the log stays as it was.
    assert treue("run", "--home", home).code == 0
    assert asked(home, "SELECT customer, tier_before, tier, reason FROM tier_moves") == moves
