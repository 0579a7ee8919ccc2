"""A load is taken back whole: rows that were new go, rows that changed are as they had been."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from treue.cli import main
from treue.errors import NothingAccepted
from treue.facts.store import BEFORE
from treue.loop.home import Home, open_home
from treue.loop.intake.load_log import next_load, read_loads
from treue.loop.intake.loading import Wanted
from treue.loop.intake.loading import load as load_files
from treue.loop.intake.undoing import undo_load

HEAD = "Bestellnummer;Datum;Kundennummer;Betrag\n"


def load(folder: Path, rows: str, name: str = "bestellungen.csv") -> Home:
    (folder / name).write_text(HEAD + rows, encoding="utf-8")
    assert main(["load", str(folder / name), "--home", str(folder / "home"), "--prices", "net"]) == 0
    return open_home(folder / "home")


def amounts(home: Home) -> list[tuple[str, int]]:
    files = [str(path) for path in home.facts.files("orders")]
    if not files:
        return []
    return duckdb.execute(
        "SELECT order_id, amount_minor FROM read_parquet(?) ORDER BY order_id", [files]
    ).fetchall()


def test_new_rows_go_and_changed_ones_are_as_before(tmp_path: Path) -> None:
    load(tmp_path, "1;01.02.2026;7;40,00\n2;03.02.2026;8;20,00\n")
    home = load(tmp_path, "2;03.02.2026;8;99,00\n3;04.02.2026;9;10,00\n")
    assert amounts(home) == [("shop:1", 4_000), ("shop:2", 9_900), ("shop:3", 1_000)]
    undone = undo_load(home)
    assert undone.fewer["orders"] == 1
    assert amounts(home) == [("shop:1", 4_000), ("shop:2", 2_000)]
    assert [entry.number for entry in read_loads(home)] == [1]
    assert next_load(home) == 3  # a number is not given twice


def test_the_first_load_leaves_nothing(tmp_path: Path) -> None:
    home = load(tmp_path, "1;01.02.2026;7;40,00\nx;nie;7;40,00\n")
    assert list(home.quarantine.glob("load-*"))
    undo_load(home)
    assert amounts(home) == []
    assert not list(home.quarantine.glob("load-*"))
    again = load(tmp_path, "1;01.02.2026;7;40,00\n")
    assert amounts(again) == [("shop:1", 4_000)]


def test_only_the_last_load_and_only_once(tmp_path: Path) -> None:
    load(tmp_path, "1;01.02.2026;7;40,00\n")
    home = load(tmp_path, "2;01.03.2026;7;40,00\n")
    undo_load(home)
    with pytest.raises(NothingAccepted, match="only the last one"):
        undo_load(home)


def test_all_tables_of_a_folder_go_back(tmp_path: Path) -> None:
    home = load(tmp_path, "1;01.02.2026;7;40,00\n")
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "bestellungen.csv").write_text(HEAD + "2;01.03.2026;8;40,00\n", encoding="utf-8")
    refund = "Retourennummer;Bestellnummer;Retourendatum;Betrag\nr;1;20.02.2026;40,00\n"
    (inbox / "retouren.csv").write_text(refund, encoding="utf-8")
    assert main(["load", str(inbox), "--home", str(home.folder), "--prices", "net"]) == 0
    assert (home.facts.rows("orders"), home.facts.rows("refunds")) == (2, 1)
    assert undo_load(home).fewer == {"orders": 1, "refunds": 1}
    assert (home.facts.rows("orders"), home.facts.rows("refunds")) == (1, 0)


def test_a_killed_undo_is_finished_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, "1;01.02.2026;7;40,00\n")
    home = load(tmp_path, "2;01.03.2026;8;40,00\n")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("treue.loop.intake.undoing.log_undo", dies)
        with pytest.raises(KeyboardInterrupt):
            undo_load(home)
    assert home.facts.half_loaded()
    load(tmp_path, "2;01.03.2026;8;40,00\n")
    assert amounts(home) == [("shop:1", 4_000), ("shop:2", 4_000)]


def test_undoing_a_load_that_died_once_leads_to_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, "1;01.02.2026;7;40,00\n")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("treue.loop.intake.loading.log_load", dies)
        (tmp_path / "b.csv").write_text(HEAD + "2;01.03.2026;8;40,00\n", encoding="utf-8")
        home = open_home(tmp_path / "home")
        with pytest.raises(KeyboardInterrupt):
            load_files(Wanted(tmp_path / "b.csv"), home, lambda _: None)
    assert home.facts.half_loaded()
    load(tmp_path, "2;01.03.2026;8;40,00\n", name="b.csv")
    undo_load(home)
    assert amounts(home) == [("shop:1", 4_000)]


def test_nothing_forgotten_comes_back(tmp_path: Path) -> None:
    load(tmp_path, "1;01.02.2026;7;40,00\n")
    values = "Kundennummer;Aussage;Antwort;Datum;Einwilligung\n7;quality.1;4;01.02.2026;ja\n"
    (tmp_path / "werte.csv").write_text(values, encoding="utf-8")
    assert main(["load", str(tmp_path / "werte.csv"), "--home", str(tmp_path / "home")]) == 0
    assert main(["forget", "7", "--values", "--home", str(tmp_path / "home")]) == 0
    home = open_home(tmp_path / "home")
    assert not (home.facts.folder / BEFORE).exists()
    with pytest.raises(NothingAccepted):
        undo_load(home)


def test_the_command_says_what_went(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, "1;01.02.2026;7;40,00\n")
    capsys.readouterr()
    assert main(["undo", "--home", str(tmp_path / "home")]) == 0
    said = capsys.readouterr()
    assert "Orders" in said.out
    assert "is taken back" in said.err
    assert main(["undo", "--home", str(tmp_path / "home")]) == 2
