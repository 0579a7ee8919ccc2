"""Answers of one person go alone, and no byte of them stays."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from treue.cli import main
from treue.errors import InputError
from treue.facts.codes import code_of
from treue.loop.alone import alone
from treue.loop.home import Home, open_home
from treue.loop.intake.loading import Wanted, load
from treue.loop.rights.forgetting_values import Forgotten, forget_values
from treue.warehouse.snapshot import current, open_snapshot, publish

HEADER = "Kundennummer;Aussage;Antwort;Datum;Einwilligung\n"
MARK = "zzzzz-of-4711"
"""A statement nobody else answered: as the largest text of the table it stands in the file as it is."""
TRACE = 0.1234567890123
"""A score nobody else has."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    opened = open_home(tmp_path / "shop", create=True)
    for number, answers in enumerate(("4712;price.1;3;01.06.2026;ja\n", f"4711;{MARK};5;02.06.2026;ja\n")):
        text = HEADER + answers + ("4713;price.2;2;03.06.2026;ja\n" if number else "")
        (tmp_path / f"werte-{number}.csv").write_text(text, encoding="utf-8")
        load(Wanted(tmp_path / f"werte-{number}.csv"), opened, lambda _: None)
    orders = tmp_path / "orders.csv"
    orders.write_text("customer,date,amount\n4711,2026-05-01,5\n4712,2026-05-02,6\n", encoding="utf-8")
    load(Wanted(orders), opened, lambda _: None)
    for run in ("20260601", "20260602"):
        night(opened, tmp_path, run)
    return opened


def night(home: Home, folder: Path, run: str) -> None:
    keys = [home.keyring().number("shop", number) for number in ("4711", "4712", "4713")]
    tables = {
        "customers": pa.table({"customer": keys[:2], "code": ["a", "b"]}),
        "radar_customers": pa.table({"customer": keys, "quality": [TRACE, 3.0, 4.0]}),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    publish(home.snapshots, run, {name: folder / f"{name}.parquet" for name in tables}, {"run": run, "x": 1})


def holds(folder: Path, mark: bytes) -> bool:
    return any(mark in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_byte_of_the_answers_stays_and_everything_else_does(home: Home) -> None:
    number = struct.pack("<d", TRACE)
    assert holds(home.facts.folder / "values", MARK.encode())
    assert holds(home.snapshots, number)
    orders = home.facts.files("orders")[0].read_bytes()
    assert forget_values(home, "4711") == Forgotten(1, 2)
    assert not holds(home.facts.folder / "values", MARK.encode())
    assert not holds(home.snapshots, number)
    assert home.facts.files("orders")[0].read_bytes() == orders
    kept = duckdb.sql(f"SELECT statement FROM '{home.facts.folder}/values/*.parquet' ORDER BY 1").fetchall()
    assert kept == [("price.1",), ("price.2",)]
    assert home.facts.rows("values") == 2


def test_snapshots_stay_whole_and_the_published_one_is_pointed_to(home: Home) -> None:
    forget_values(home, "4711")
    published = current(home.snapshots)
    assert published is not None
    assert (published.run, dict(published.manifest)) == ("20260602.1", {"run": "20260602.1", "x": 1})
    with open_snapshot(published.database) as con:
        assert con.execute("SELECT count(*) FROM customers").fetchall() == [(2,)]
        assert con.execute("SELECT quality FROM radar_customers ORDER BY 1").fetchall() == [(3.0,), (4.0,)]
    names = sorted(path.name for path in home.snapshots.glob("snap-*"))
    assert names == [f"snap-{run}.1.{end}" for run in ("20260601", "20260602") for end in ("duckdb", "json")]
    assert forget_values(home, "4712") == Forgotten(1, 2)
    after = current(home.snapshots)
    assert after is not None
    assert after.run == "20260602.2"


def test_twice_is_once_and_a_stranger_changes_nothing(home: Home) -> None:
    assert forget_values(home, "9999") == Forgotten(0, 0)
    forget_values(home, "4711")
    before = {path: path.read_bytes() for path in home.folder.rglob("*.duckdb")}
    assert forget_values(home, "4711") == Forgotten(0, 0)
    assert {path: path.read_bytes() for path in home.folder.rglob("*.duckdb")} == before


def test_a_key_names_a_person_too(home: Home) -> None:
    assert forget_values(home, str(home.keyring().number("shop", "4711"))) == Forgotten(1, 2)


def test_a_code_as_pages_show_it_names_a_person(home: Home) -> None:
    code = code_of(home.keyring().number("shop", "4711"))
    assert forget_values(home, code) == Forgotten(1, 2)
    assert forget_values(home, code) == Forgotten(0, 0)


def test_what_was_answered_under_a_mail_address_goes_as_well(home: Home, tmp_path: Path) -> None:
    orders = tmp_path / "more.csv"
    orders.write_text("customer,email,date,amount\n4711,Ana@example.org,2026-05-09,5\n", encoding="utf-8")
    survey = tmp_path / "survey.csv"
    survey.write_text("email,statement,answer,consent\nana@example.org,price.3,4,yes\n", encoding="utf-8")
    for path in (orders, survey):
        load(Wanted(path), home, lambda _: None)
    assert home.facts.rows("values") == 4
    assert forget_values(home, "4711").answers == 2
    assert home.facts.rows("values") == 2


def test_what_a_killed_one_left_is_finished(home: Home) -> None:
    with duckdb.connect() as con, home.facts.writing():
        home.facts.remove(con, "values", "customer", [home.keyring().number("shop", "4711")])
    assert forget_values(home, "4711") == Forgotten(0, 2)


def test_nobody_is_disturbed_at_work(home: Home) -> None:
    with alone(home), pytest.raises(InputError, match="another run is at work"):
        forget_values(home, "4711")
    with home.facts.reading(), pytest.raises(InputError, match="at work"):
        forget_values(home, "4711")
    assert json.loads((home.facts.folder / "values" / "MANIFEST.json").read_text())["rows"] == 3


def test_rows_set_aside_are_forgotten_too(tmp_path: Path) -> None:
    (tmp_path / "bestellungen.csv").write_text(
        "Bestellnummer;Datum;Kundennummer;Betrag\n1;01.02.2026;4711;40,00\n", encoding="utf-8"
    )
    (tmp_path / "werte.csv").write_text(
        "Kundennummer;Aussage;Antwort;Datum;Einwilligung\n"
        + "".join(f"47{number};quality.1;4;01.02.2026;ja\n" for number in range(11, 51))
        + "4711;quality.2;sehr;01.02.2026;ja\n"
        + "4712;quality.2;wenig;01.02.2026;ja\n",
        encoding="utf-8",
    )
    home = tmp_path / "home"
    for name in ("bestellungen.csv", "werte.csv"):
        assert main(["load", str(tmp_path / name), "--home", str(home), "--prices", "net"]) == 0
    [kept] = (home / "quarantine").glob("load-*.parquet")
    texts = "SELECT text FROM read_parquet(?) ORDER BY text"
    assert len(duckdb.execute(texts, [str(kept)]).fetchall()) == 2
    assert main(["forget", "4711", "--values", "--home", str(home)]) == 0
    [left] = duckdb.execute(texts, [str(kept)]).fetchall()
    assert left[0].startswith("4712")
    assert b"4711" not in kept.read_bytes()
