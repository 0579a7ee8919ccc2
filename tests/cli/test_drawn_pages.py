"""What a night draws beside its snapshot, as an app finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spoken import Spoken

from treue.errors import BrokenHome
from treue.loop.home import open_home
from treue.loop.night.drawing import draw
from treue.report.kept_blocks import are_drawn, pages_of, read_blocks
from treue.warehouse.snapshot import current

Treue = Callable[..., Spoken]


def test_a_night_draws_its_blocks_and_forgetting_draws_them_anew(
    treue: Treue, few_orders_csv: Path, tmp_path: Path
) -> None:
    shop = tmp_path / "shop"
    assert treue("load", few_orders_csv, "--home", shop, "--prices", "net").code == 0
    assert treue("calm", "K0001", "--home", shop).code == 0
    assert treue("run", "--home", shop).code == 0
    home = open_home(shop)
    night = current(home.snapshots)
    assert night is not None
    blocks = read_blocks(home.snapshots, night.run, "de")
    assert blocks["worth"].title == "Was ist Ihr Kundenstamm wert?"
    assert f"--home {shop}" in blocks["worth"].html

    assert treue("forget", "K0001", "--values", "--home", shop, "--json").json()["snapshots"] == 1
    anew = current(home.snapshots)
    assert anew is not None
    assert anew.run == f"{night.run}.1"
    assert not pages_of(home.snapshots, night.run).exists()
    assert are_drawn(home.snapshots, anew.run)

    for path in pages_of(home.snapshots, anew.run).iterdir():
        path.unlink()
    with pytest.raises(BrokenHome, match="was not drawn"):
        read_blocks(home.snapshots, anew.run, "en")
    draw(home, anew)
    assert list(read_blocks(home.snapshots, anew.run, "de")) == list(blocks)


def test_the_monthly_report_is_a_pdf(treue: Treue, few_orders_csv: Path, tmp_path: Path) -> None:
    shop, out = tmp_path / "shop", tmp_path / "monat.pdf"
    treue("load", few_orders_csv, "--home", shop, "--prices", "net")
    treue("run", "--home", shop)
    said = treue("report", "--home", shop, "--monthly", "--out", out, "--language", "de")
    assert (said.code, str(out) in said.out) == (0, True)
    assert out.read_bytes().startswith(b"%PDF-")
    refused = treue("report", "--home", shop, "--monthly", "--out", tmp_path)
    assert (refused.code, "which is a folder" in refused.err) == (2, True)
