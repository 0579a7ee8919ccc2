"""`twin`: a card to read and for programs, and clear words where there is nothing to learn from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from spoken import Spoken

from treue.simulation.world.play import Plan
from treue.simulation.world.terms import preset
from treue.simulation.writing import write_world

Treue = Callable[..., Spoken]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    plan = Plan(seed=2, customers=420, until=date(2026, 10, 31), days=300, before=0)
    write_world(preset("cosmetics"), plan, folder, truth=False)
    (folder / "treue.toml").write_text('[shop]\ncountry = "DE"\n', encoding="utf-8")
    return folder


def test_a_twin_is_written_and_told(treue: Treue, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "twin"
    told = treue("twin", "--home", home, "--out", out, "--customers", 50, "--language", "de")
    assert told.code == 0
    assert told.out == (out / "twin.md").read_text(encoding="utf-8")
    assert "## Was sich nicht lernen lässt (Annahme)" in told.out
    assert f"treue run --home {out}" in told.err
    # Again and for programs: the same twin, in place of the old one.
    card = treue("twin", "--home", home, "--out", out, "--customers", 50, "--json").json()
    names = "currency customers order_days first until learned supposed trial features passed"
    assert set(card) == set(names.split())
    assert card["until"] == "2026-10-31"


def test_where_there_is_nothing_to_learn_from(treue: Treue, tmp_path: Path) -> None:
    missing = treue("twin", "--home", tmp_path / "nowhere", "--out", tmp_path / "twin")
    assert missing.code == 2
    assert "no such folder" in missing.err
